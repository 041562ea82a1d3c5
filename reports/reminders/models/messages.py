"""Messages to one person each, the letters that gather them, and who wants which letters."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import LegalDocument
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet
from nammanh.platform.scoping import ScopedQuerySet
from reports.reminders.models.ladders import RungStep
from reports.reminders.models.urges import Urge
from reports.reminders.states import Kind

if TYPE_CHECKING:
    from nammanh.accounts.models import User


@pghistory.track()
class MailTerm(Dated):
    """At which two hours of a day letters go out, and how many days a message waits to be read on the portal first."""

    first_at = models.TimeField(_("thư thứ nhất lúc"))
    second_at = models.TimeField(_("thư thứ hai lúc"))
    grace_days = models.PositiveSmallIntegerField(
        _("chờ tự đọc trong số ngày"), validators=[MaxValueValidator(60)], help_text=_("Tin khẩn không chờ.")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("giờ gửi thư tổng hợp")
        verbose_name_plural = _("giờ gửi thư tổng hợp")
        ordering = ["-valid_from"]
        constraints = [
            *Dated.constraints("reminders_mailterm"),
            models.CheckConstraint(
                condition=Q(first_at__lt=F("second_at")),
                name="reminders_mailterm_two_hours",
                violation_error_message=_("Thư thứ hai phải sau thư thứ nhất."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_at:%H:%M}, {self.second_at:%H:%M}"


class Digest(models.Model):
    """One letter to one person for one of the fixed hours: written down first, then sent, then marked as sent.

    A process that dies between sending and marking leaves it unsent; it is sent once more under the same number
    (`Message-ID`), which mail programs recognise.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    slot = models.DateTimeField(_("giờ gửi"))
    sent_at = models.DateTimeField(_("đã gửi lúc"), null=True)
    failed = models.CharField(_("chưa gửi được vì"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thư tổng hợp")
        verbose_name_plural = _("thư tổng hợp")
        ordering = ["-slot", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "slot"], name="reminders_digest_once")]
        indexes = [models.Index(fields=["slot"], name="reminders_digest_unsent", condition=Q(sent_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.recipient} {self.slot:%d/%m/%Y %H:%M}"


class MessageQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own and nobody else's, whatever else one may read."""
        return self.filter(recipient_id=user.pk or 0)

    def waiting(self) -> Self:
        """Not read, and what it tells of still waits: what the bell counts."""
        return self.filter(read_at__isnull=True, settled_at__isnull=True)


class Message(models.Model):
    """A word to one person about one matter: place, field and number of days; never a person, never what was said.

    `key` makes it once: the same rung or urging never writes to the same person twice. `settled_at` is when what it
    tells of was done: an unread one then leaves the bell and goes into no letter.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhận")
    )
    key = models.CharField(max_length=120, editable=False)
    kind = models.CharField(_("về việc"), max_length=10, choices=Kind, editable=False)
    subject = models.BigIntegerField(editable=False)
    title = NormalizedCharField(_("tiêu đề"), max_length=200, editable=False)
    text = NormalizedCharField(_("nội dung"), max_length=500, editable=False)
    url = models.CharField(max_length=200, editable=False)
    urgent = models.BooleanField(_("khẩn"), default=False, editable=False)
    step = models.ForeignKey(RungStep, models.PROTECT, null=True, related_name="messages", editable=False)
    urge = models.ForeignKey(Urge, models.PROTECT, null=True, related_name="messages", editable=False)
    created_at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("đã xem lúc"), null=True, editable=False)
    settled_at = models.DateTimeField(_("việc đã xong lúc"), null=True, editable=False)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, related_name="messages", editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="reminders_message_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="reminders_message_kind"),
            models.CheckConstraint(
                condition=Q(kind=Kind.URGE, urge__isnull=False, step__isnull=True)
                | ~Q(kind=Kind.URGE) & Q(step__isnull=False, urge__isnull=True),
                name="reminders_message_because",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="reminders_message_newest"),
            models.Index(
                fields=["recipient"],
                name="reminders_message_waiting",
                condition=Q(read_at__isnull=True, settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MailChoice(models.Model):
    """That somebody wants no letters about one kind of message; on the portal they are told all the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("về việc"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("loại tin không nhận thư")
        verbose_name_plural = _("loại tin không nhận thư")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="reminders_mailchoice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


def mail_term(day: datetime.date) -> MailTerm | None:
    """The hours in force on `day`; without any no letter goes out."""
    return MailTerm.objects.on(day).order_by("-valid_from").first()

"""Contacts with a place other than visits: by phone, message, letter or online."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LineageQuerySet, Officer, Placed
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.fulltext import SearchedQuerySet, WordsField, keeps_words

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class Channel(models.TextChoices):
    """How one reached the place without going there (glossary 118)."""

    PHONE = "phone", _("Điện thoại")
    MESSAGE = "message", _("Zalo, tin nhắn")
    DOCUMENT = "document", _("Thư, văn bản")
    ONLINE = "online", _("Họp trực tuyến")


class ContactQuerySet(LineageQuerySet, SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, and one's own wherever they were."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        return self.filter(access.area() | Q(officer_id=access.officer_id or 0))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "commune", "district", "entered_by")

    def newest_first(self) -> Self:
        return self.order_by("-date", "-pk")


_REFUSE_LATE_CHANGE = """
    IF (OLD.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <> (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
        RAISE EXCEPTION 'a contact is changed on the day it was entered, not later'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'contacts_contact_same_day';
    END IF;
    RETURN NEW;
"""

_REFUSE_REVIVAL = """
    RAISE EXCEPTION 'a contact that was taken back stays so'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'contacts_contact_taken_back';
"""


SEARCHED = ("text",)
"""The texts in which a search looks."""


@pghistory.track(exclude=["words"])
class Contact(Placed):
    """One contact with a locality that was no visit; it doesn't count towards the visiting regime.

    Its author may change it or take it back on the day it was entered; afterwards it stands.
    """

    after_succession = AfterSuccession(dated="date", indifferent=Q(taken_back_at__isnull=False))

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="contacts", verbose_name=_("cán bộ"))
    date = models.DateField(_("ngày liên hệ"))
    channel = models.CharField(_("cách liên hệ"), max_length=10, choices=Channel)
    text = NormalizedCharField(_("nội dung"), max_length=500)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc ghi"), default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(_("lúc rút lại"), null=True, editable=False)
    words = WordsField(sources=SEARCHED)

    objects = ContactQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("lần liên hệ")
        verbose_name_plural = _("lần liên hệ")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="contacts_contact_channel"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="contacts_contact_says",
                violation_error_message=_("Ghi một câu về nội dung liên hệ."),
            ),
            models.CheckConstraint(condition=Q(date__range=("2000-01-01", "2100-12-31")), name="contacts_contact_date"),
        ]
        indexes = [
            models.Index(fields=["-date", "-id"], name="contacts_newest"),
            models.Index(fields=["officer", "-id"], name="contacts_officer"),
            models.Index(fields=["district", "-date"], name="contacts_district"),
            models.Index(fields=["commune", "-date"], name="contacts_commune"),
            GinIndex(fields=["words"], name="contacts_words"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            keeps_words(*SEARCHED),
            pgtrigger.Trigger(
                name="same_day",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("date", "channel", "text", "officer", "taken_back_at"),
                func=_REFUSE_LATE_CHANGE,
            ),
            pgtrigger.Trigger(
                name="taken_back",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__taken_back_at__isnull=False),
                func=_REFUSE_REVIVAL,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.unit}, {self.date:%d/%m/%Y}"

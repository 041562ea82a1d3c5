"""Resources raised for a place (huy động nguồn lực): who promises what for what, and what of it has arrived."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LineageQuerySet, Officer, Placed
from nammanh.platform.derived import DerivedTextField
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.numbers import MOST_MONEY
from nammanh.platform.text import fold
from reports.resources import rules, states
from reports.resources.states import Status
from reports.visits.models import Visit

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


class DonorKind(models.TextChoices):
    """Who gives (glossary 189, 190)."""

    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    ORGANISATION = "organisation", _("Tổ chức")
    INDIVIDUAL = "individual", _("Cá nhân, mạnh thường quân")


class DonorOrigin(models.TextChoices):
    """Where the donor is at home (glossary 191)."""

    LOCAL = "local", _("Trong địa bàn")
    EXTERNAL = "external", _("Ngoài địa bàn")


class ResourceForm(models.TextChoices):
    """In what form (glossary 193)."""

    CASH = "cash", _("Tiền mặt")
    IN_KIND = "in_kind", _("Hiện vật")
    LABOUR = "labour", _("Ngày công")


class Purpose(models.TextChoices):
    """For what (glossary 195, 196)."""

    NEW_RURAL = "new_rural", _("Xây dựng nông thôn mới")
    SOCIAL_SECURITY = "social_security", _("An sinh xã hội")
    OTHER = "other", _("Mục đích khác")


class PledgeQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, and one's own wherever they are."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        return self.filter(access.area() | Q(officer_id=access.officer_id or 0))

    def open(self) -> Self:
        return self.filter(status__in=states.OPEN)

    def late(self, day: datetime.date) -> Self:
        """Still open after the day on which it was expected."""
        return self.open().filter(expected_by__lt=day)

    def with_received(self) -> Self:
        """Each with `received`: what has arrived so far, in đồng."""
        parts = Receipt.objects.filter(pledge=OuterRef("pk")).order_by().values("pledge")
        total = Subquery(parts.annotate(total=Sum("amount")).values("total"), output_field=models.BigIntegerField())
        return self.annotate(received=Coalesce(total, 0, output_field=models.BigIntegerField()))

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "commune", "district", "visit", "entered_by")

    def newest_first(self) -> Self:
        return self.order_by("-found_on", "-pk")


TERMS = ("donor_kind", "donor_name", "origin", "form", "amount", "description", "purpose", "expected_by")
"""What was agreed; closed once something has arrived."""


@pghistory.track()
class Pledge(Placed):
    """One contribution that an officer's work for a place has brought, from the first talk to the hand-over.

    `amount` is whole đồng: the money, or the value that things and labour are counted at when somebody counted it.
    A donor who is a person is named only when the person agrees; nothing else about people is kept.
    """

    after_succession = AfterSuccession(dated="found_on", pending=Q(status__in=sorted(states.OPEN)))

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("chuyến đi")
    )
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="pledges", verbose_name=_("cán bộ vận động"))
    found_on = models.DateField(_("ngày vận động"))
    donor_kind = models.CharField(_("nhà tài trợ là"), max_length=12, choices=DonorKind)
    donor_name = NormalizedCharField(_("tên nhà tài trợ"), max_length=160, blank=True)
    search = DerivedTextField(source="donor_name", compute=fold)
    origin = models.CharField(_("nhà tài trợ ở"), max_length=8, choices=DonorOrigin)
    form = models.CharField(_("hình thức"), max_length=8, choices=ResourceForm)
    amount = models.BigIntegerField(
        _("số tiền, giá trị quy đổi"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONEY)],
    )
    description = NormalizedTextField(_("nội dung hỗ trợ"), max_length=1000)
    purpose = models.CharField(_("mục đích"), max_length=16, choices=Purpose)
    expected_by = models.DateField(_("dự kiến nhận trước ngày"), null=True, blank=True)
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("nguồn lực vận động")
        verbose_name_plural = _("nguồn lực vận động")
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="resources_pledge_status"),
            models.CheckConstraint(condition=~Q(description=""), name="resources_pledge_says"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__range=(1, MOST_MONEY)),
                name="resources_pledge_amount",
                violation_error_message=_("Số tiền phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=~Q(form=ResourceForm.CASH)
                | Q(amount__isnull=False)
                | ~Q(status__in=["pledged", "received", "handed_over"]),
                name="resources_pledge_cash_counted",
                violation_error_message=_("Cam kết bằng tiền phải ghi số tiền."),
            ),
            models.CheckConstraint(
                condition=Q(donor_kind=DonorKind.INDIVIDUAL) | ~Q(donor_name=""),
                name="resources_pledge_donor_named",
                violation_error_message=_("Ghi tên doanh nghiệp, tổ chức tài trợ."),
            ),
            models.CheckConstraint(
                condition=Q(expected_by__isnull=True) | Q(expected_by__gte=models.F("found_on")),
                name="resources_pledge_expected",
                violation_error_message=_("Ngày dự kiến nhận phải từ ngày vận động trở về sau."),
            ),
        ]
        indexes = [
            models.Index(fields=["-found_on", "-id"], name="resources_pledge_newest"),
            models.Index(fields=["district", "-found_on"], name="resources_pledge_district"),
            models.Index(fields=["commune", "-found_on"], name="resources_pledge_commune"),
            models.Index(fields=["status", "expected_by"], name="resources_pledge_standing"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.REFUSE_MOVE,
            ),
            pgtrigger.Trigger(
                name="closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*TERMS),
                func=rules.REFUSE_EDIT,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.description[:80]

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN

    @property
    def donor(self) -> str:
        """The donor's name, or what sort of donor it is when the person is not to be named."""
        return self.donor_name or str(self.get_donor_kind_display())


class Receipt(models.Model):
    """A part of a pledge has arrived; parts add up. Never changed: a wrong one is set right by a further one.

    `amount` in đồng may be negative for that; it is empty for things and labour that nobody valued.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="receipts", verbose_name=_("nguồn lực"))
    received_on = models.DateField(_("ngày nhận"))
    amount = models.BigIntegerField(_("số tiền, giá trị quy đổi"), null=True, blank=True)
    note = NormalizedCharField(_("nhận gì, ai nhận"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người ghi"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người nhập thay")
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần thực nhận")
        verbose_name_plural = _("lần thực nhận")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__range=(-MOST_MONEY, MOST_MONEY)) & ~Q(amount=0),
                name="resources_receipt_amount",
                violation_error_message=_("Số tiền phải khác 0."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | ~Q(note=""),
                name="resources_receipt_says",
                violation_error_message=_("Ghi số tiền, hoặc ghi rõ đã nhận gì."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_promised",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("standing", "text")],
                func=rules.OF_PROMISED,
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.pledge}, {self.received_on:%d/%m/%Y}"


class PledgeStep(models.Model):
    """One step in the life of a pledge: what, by whom, in whose name, why. Written once, never changed."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="steps", verbose_name=_("nguồn lực"))
    action = models.CharField(_("việc"), max_length=10, choices=states.Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=12, choices=Status)
    note = NormalizedCharField(_("lý do, ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người làm"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("diễn biến nguồn lực")
        verbose_name_plural = _("diễn biến nguồn lực")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()

"""What a department is asked (phiếu chuyển), with its own clock."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Agency, FieldOfWork
from nammanh.platform.dates import VIETNAM
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.scoping import ScopedQuerySet
from reports.feedback import rules, states
from reports.feedback.states import ReferralStatus

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


def punctual(due: str | Greatest) -> Case:
    """Whether a final answer (`answered_at`) came by a day; null while there is none."""
    from_answer = Q(answered_on__lte=F(due) if isinstance(due, str) else due)
    return Case(
        When(answered_at__isnull=True, then=None), When(from_answer, then=True), default=False,
        output_field=models.BooleanField(null=True),
    )  # fmt: skip


class ReferralQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those sent to one's department, as the lead or in support, and those of petitions that one sees."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        petitions = self.model._meta.get_field("petitions").related_model._default_manager.known_to(user)
        return self.filter(
            Q(department__in=access.department_ids)
            | Q(pk__in=ReferralSupport.objects.filter(agency__in=access.department_ids).values("referral"))
            | Q(pk__in=petitions.filter(referral__isnull=False).values("referral"))
        )

    def owed(self) -> Self:
        """Waiting for the department's answer."""
        return self.filter(status__in=sorted(states.OWED))

    def overdue(self, day: datetime.date) -> Self:
        """Still owed after its first day; what the department promised since doesn't matter here."""
        return self.owed().filter(Q(renewed_due_on__isnull=True, due_on__lt=day) | Q(renewed_due_on__lt=day))

    def with_names(self) -> Self:
        return self.select_related("department", "field")

    def with_count(self) -> Self:
        """`count`: of how many petitions. Asked row by row, so a page counts its own rows alone; grouping would read
        the petitions of all.
        """
        petitions = self.model._meta.get_field("petitions").related_model._default_manager
        each = petitions.filter(referral=OuterRef("pk")).order_by().values("referral")
        return self.annotate(count=Coalesce(Subquery(each.annotate(number=Count("pk")).values("number")), 0))

    def first_due_first(self) -> Self:
        return self.order_by("expected_on", "pk")

    def with_punctuality(self) -> Self:
        """`on_time_original` and `on_time_committed`: by the first day, by the last that was set or promised; null
        while there is no answer.
        """
        answered = self.annotate(answered_on=models.functions.TruncDate("answered_at", tzinfo=VIETNAM))
        return answered.annotate(on_time_original=punctual("due_on"), on_time_committed=punctual("expected_on"))


@pghistory.track()
class Referral(models.Model):
    """Phiếu chuyển: one matter worded for a lead department and those that support it, out of one petition or many.

    Its words and `due_on` never change. `committed_on` is what the latest interim reply promised, `renewed_due_on` the
    day set when an answer was sent back; `expected_on` is the latest of the three, so no promise hides another.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    wording = NormalizedTextField(_("nội dung chuyển"), max_length=8000)
    note = NormalizedTextField(_("ghi chú cho ngành"), max_length=4000, blank=True)
    field = models.ForeignKey(FieldOfWork, models.PROTECT, related_name="referrals", verbose_name=_("lĩnh vực"))
    department = models.ForeignKey(Agency, models.PROTECT, related_name="referrals", verbose_name=_("ngành chủ trì"))
    supporting = models.ManyToManyField(
        Agency, through="ReferralSupport", related_name="supported_referrals", verbose_name=_("ngành phối hợp")
    )
    hot = models.BooleanField(_("có vấn đề bức xúc"), default=False, editable=False)
    status = models.CharField(
        _("trạng thái"), max_length=12, choices=ReferralStatus, default=ReferralStatus.DISPATCHED, editable=False
    )
    dispatched_at = models.DateTimeField(_("lúc chuyển"), default=timezone.now, editable=False)
    due_on = models.DateField(_("hạn ban đầu"), editable=False)
    committed_on = models.DateField(_("ngày ngành hẹn"), null=True, editable=False)
    renewed_due_on = models.DateField(_("hạn trả lời lại"), null=True, editable=False)
    expected_on = models.GeneratedField(
        expression=Greatest("due_on", "committed_on", "renewed_due_on"),
        output_field=models.DateField(_("hạn đang tính")),
        db_persist=True,
    )
    answered_at = models.DateTimeField(_("lúc trả lời"), null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người chuyển")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False,
        verbose_name=_("người nhập thay"),
    )  # fmt: skip

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu chuyển")
        verbose_name_plural = _("phiếu chuyển")
        ordering = ["-dispatched_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ReferralStatus.values), name="feedback_referral_status"),
            models.CheckConstraint(condition=~Q(wording=""), name="feedback_referral_says"),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.ANSWERED, answered_at__isnull=False)
                | ~Q(status=ReferralStatus.ANSWERED) & Q(answered_at__isnull=True),
                name="feedback_referral_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "expected_on", "id"], name="feedback_referral_desk"),
            models.Index(
                fields=["expected_on", "id"],
                name="feedback_referral_owed",
                condition=Q(status__in=sorted(states.OWED)),
                include=["department", "due_on", "renewed_due_on", "status"],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.REFUSE_REFERRAL_MOVE,
            ),
            pgtrigger.Trigger(
                name="clock",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("committed_on", "renewed_due_on"),
                func=rules.REFUSE_REFERRAL_CLOCK,
            ),
            pgtrigger.Trigger(
                name="days_to_petitions",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("committed_on", "renewed_due_on"),
                func=rules.DAYS_TO_PETITIONS,
            ),
            pgtrigger.Trigger(
                name="fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "uuid",
                    "wording",
                    "note",
                    "field",
                    "department",
                    "hot",
                    "dispatched_at",
                    "due_on",
                    "by",
                    "secretary",
                ),
                func=rules.REFUSE_REWORDING,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.wording[:80]

    @property
    def is_owed(self) -> bool:
        return self.status in states.OWED


@pghistory.track()
class ReferralSupport(models.Model):
    """A department that supports the lead one, and what is asked of it."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="supports", verbose_name=_("phiếu chuyển"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("ngành phối hợp"))
    note = NormalizedCharField(_("việc phối hợp"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("ngành phối hợp")
        verbose_name_plural = _("ngành phối hợp")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "agency"],
                name="feedback_support_once",
                violation_error_message=_("Ngành này đã có trong danh sách phối hợp."),
            )
        ]
        indexes = [models.Index(fields=["agency", "referral"], name="feedback_support_agency")]

    def __str__(self) -> str:
        return str(self.agency)


class Contribution(models.Model):
    """What a supporting department gives to the lead one's answer. It answers nobody and moves no clock."""

    support = models.ForeignKey(
        ReferralSupport, models.PROTECT, related_name="contributions", verbose_name=_("ngành phối hợp")
    )
    text = NormalizedTextField(_("nội dung phối hợp"), max_length=8000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
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
        verbose_name = _("ý kiến phối hợp")
        verbose_name_plural = _("ý kiến phối hợp")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="feedback_contribution_says")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text[:80]

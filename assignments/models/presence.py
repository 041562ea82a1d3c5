"""Officers away for a time and who stands in; who has read the duties in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models.people import Officer
from assignments.models.policy import AssignmentRole, LegalDocument
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range
from nammanh.platform.scoping import ScopedQuerySet

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


class AbsenceReason(models.TextChoices):
    """Why, as coarsely as the work needs; health is never recorded (NĐ 356/2025)."""

    LEAVE = "leave", _("Nghỉ phép, nghỉ chế độ")
    STUDY = "study", _("Đi học, bồi dưỡng")
    MISSION = "mission", _("Đi công tác")
    OTHER = "other", _("Lý do khác")


class AbsenceQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own, those one stands in for, and those of officers whom one sees."""
        access = access_of(user)
        if access.reads_all_units:
            return self
        own = access.officer_id or 0
        return self.filter(
            Q(officer_id=own) | Q(substitute_id=own) | Q(officer__in=Officer.objects.visible_to(user).values("pk"))
        )

    def overlapping(self, start: datetime.date, end: datetime.date) -> Self:
        """Absences with a day in common with this period, both ends included."""
        return self.filter(valid_from__lte=end, valid_to__gte=start)

    def with_names(self) -> Self:
        return self.select_related("officer", "substitute", "document")


@pghistory.track()
class Absence(Dated):
    """An officer is away from one day to another, both included, and a substitute may stand in.

    While it lasts the substitute has the absent officer's units, besides their own. Without a substitute the units
    are listed as unattended.
    """

    Reason = AbsenceReason

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences", verbose_name=_("cán bộ vắng"))
    substitute = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="substitutions", verbose_name=_("người làm thay")
    )
    reason = models.CharField(_("lý do"), max_length=10, choices=AbsenceReason)
    note = NormalizedCharField(_("ghi chú"), max_length=200, blank=True)
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("vắng mặt")
        verbose_name_plural = _("vắng mặt")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.constraints("assignments_absence"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False),
                name="assignments_absence_has_end",
                violation_error_message=_("Ghi ngày cuối của thời gian vắng mặt."),
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("officer")),
                name="assignments_absence_other_person",
                violation_error_message=_("Người làm thay phải là đồng chí khác."),
            ),
            ExclusionConstraint(
                name="assignments_absence_one_at_a_time",
                expressions=[(id_range("officer"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Đồng chí đã được ghi vắng mặt trong thời gian đó."),
            ),
        ]
        indexes = [models.Index(fields=["substitute"], name="assignments_absence_substitute")]

    def __str__(self) -> str:
        return f"{self.officer} – {self.get_reason_display()}"


class DutyReading(models.Model):
    """An officer confirms having read a role's duties and powers in the version in force; kept for ever.

    `version` is the day on which that version came into force: the latest `valid_from` of the role's duties.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="duty_readings", verbose_name=_("cán bộ"))
    role = models.ForeignKey(AssignmentRole, models.PROTECT, related_name="readings", verbose_name=_("vai trò"))
    version = models.DateField(_("nội dung có hiệu lực từ"))
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("xác nhận đã đọc trách nhiệm, quyền hạn")
        verbose_name_plural = _("xác nhận đã đọc trách nhiệm, quyền hạn")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "role", "version"],
                name="assignments_dutyreading_once",
                violation_error_message=_("Đồng chí đã xác nhận nội dung này."),
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.officer} – {self.role}"

"""The assignment: who holds which unit, in which role, from when to when, by which decision."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assignments import rules
from assignments.access import access_of
from assignments.models.groupings import Cluster, Delegation
from assignments.models.people import Officer
from assignments.models.policy import AssignmentRole, LegalDocument, Mandate
from assignments.models.presence import Absence
from assignments.models.units import Placed, Unit
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range, require_inside
from nammanh.platform.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class AssignmentQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, and one's own wherever they are."""
        access = access_of(user)
        if access.reads_all_units:
            return self
        return self.filter(access.area() | Q(officer_id=access.officer_id or 0))

    def of_unit(self, unit: Unit) -> Self:
        return self.filter(unit=unit)

    def covering(self, unit: Unit) -> Self:
        """Assignments whose holder answers for `unit`: of the unit itself or of one above it."""
        above = [unit.pk, unit.hamlet_id, unit.commune_id, unit.district_id]
        return self.filter(unit__in=[pk for pk in above if pk])

    def answered_by(self, officer_id: int, start: datetime.date, end: datetime.date) -> Self:
        """What this officer answers for within the period: their own, and what they stand in for on a day of it.

        Who stands in answers for it only on days when they are not away themselves; between two days that can be
        told by the day alone, so a longer period also finds what was stood in for on part of it.
        """
        absences = Absence.objects.overlapping(start, end).filter(substitute=officer_id).order_by()
        if start == end:
            away = Absence.objects.overlapping(start, end).filter(officer=officer_id)
            absences = absences.filter(~Exists(away))
        covered = absences.filter(officer=OuterRef("officer"), life__overlap=OuterRef("life"))
        whose = Officer.objects.filter(pk=officer_id).order_by().values("pk").union(absences.values("officer"))
        held = self.in_force_between(start, end).filter(officer__in=whose)  # else all assignments would be looked at
        return held.filter(Q(officer_id=officer_id) | Exists(covered))

    def counted(self) -> Self:
        """Those that make a unit “held”."""
        return self.filter(role__counted=True, is_lead=True)

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "unit__parent", "role", "role__tier", "mandate", "document")

    def in_force_between(self, start: datetime.date, end: datetime.date) -> Self:
        return self.filter(valid_from__lte=end).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))


@pghistory.track()
class Assignment(Placed, Dated):
    """An officer holds a unit, or some households of it, in a role (phân công).

    The database refuses: one officer twice on one unit and role at one time; two leads of one unit in one role at
    one time; any day outside the life of the unit, the officer or the phase; a role for another level.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments", verbose_name=_("cán bộ"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("địa bàn"))
    role = models.ForeignKey(AssignmentRole, models.PROTECT, related_name="assignments", verbose_name=_("vai trò"))
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name=_("nhiệm vụ giao"))
    is_lead = models.BooleanField(_("phụ trách chính"), default=True)
    whole_unit = models.BooleanField(
        _("toàn địa bàn"), default=True, help_text=_("Bỏ chọn khi chỉ phụ trách một số hộ trong địa bàn.")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, related_name="assignments", verbose_name=_("quyết định phân công")
    )
    end_reason = NormalizedCharField(_("lý do thôi phân công"), max_length=300, blank=True)
    left_vacant = models.BooleanField(
        _("để trống"), default=False, help_text=_("Kết thúc mà chưa có người kế tiếp, do cấp có thẩm quyền quyết định.")
    )
    taken_over_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="handed_to", verbose_name=_("nhận từ phân công")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("cụm, tiểu vùng")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("đoàn công tác")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.constraints("assignments_assignment"),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(valid_to__isnull=False),
                name="assignments_assignment_reason_needs_end",
                violation_error_message=_("Ghi lý do thôi phân công thì phải ghi ngày kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(left_vacant=False) | Q(valid_to__isnull=False),
                name="assignments_assignment_vacant_needs_end",
                violation_error_message=_("Chỉ phân công đã kết thúc mới ghi “để trống”."),
            ),
            ExclusionConstraint(
                name="assignments_assignment_once",
                expressions=[
                    (id_range("officer"), RangeOperators.OVERLAPS),
                    (id_range("unit"), RangeOperators.OVERLAPS),
                    (id_range("role"), RangeOperators.OVERLAPS),
                    ("life", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Đồng chí đã được phân công địa bàn này, vai trò này trong thời gian đó."),
            ),
            ExclusionConstraint(
                name="assignments_assignment_one_lead",
                expressions=[
                    (id_range("unit"), RangeOperators.OVERLAPS),
                    (id_range("role"), RangeOperators.OVERLAPS),
                    ("life", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_lead=True, whole_unit=True),
                violation_error_message=_(
                    "Địa bàn đã có đồng chí phụ trách chính trong thời gian đó. "
                    "Hãy thôi phân công đồng chí cũ trước, hoặc dùng “Thay cán bộ phụ trách”."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["district"], name="assignments_asgmt_district"),
            models.Index(fields=["commune"], name="assignments_asgmt_commune"),
            models.Index(fields=["hamlet"], name="assignments_asgmt_hamlet"),
            models.Index(fields=["valid_from", "id"], name="assignments_asgmt_newest"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="inside",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(
                    "unit_id", "officer_id", "role_id", "cluster_id", "delegation_id", "valid_from", "valid_to"
                ),
                declare=[
                    ("unit_life", "daterange"),
                    ("unit_level", "text"),
                    ("officer_life", "daterange"),
                    ("phase_life", "daterange"),
                    ("role_level", "text"),
                ],
                func=rules.ASSIGNMENT_INSIDE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} – {self.unit}"

    def clean(self) -> None:
        """The triggers' rules again, with a sentence for the person before anything is written."""
        if not (self.unit_id and self.officer_id and self.role_id and self.valid_from):
            return
        if self.role.unit_level != self.unit.level:
            raise ValidationError({"unit": _("Vai trò này không dành cho cấp của địa bàn đã chọn.")})
        require_inside(self, self.unit, "valid_from", _("Địa bàn không tồn tại suốt thời gian phân công."))
        require_inside(self, self.officer, "valid_from", _("Thời gian phân công nằm ngoài thời gian công tác."))
        require_inside(
            self, self.role.tier.phase, "valid_from", _("Thời gian phân công nằm ngoài giai đoạn của vai trò.")
        )

"""Households: the minimum, and by law nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from assignments import rules
from assignments.access import PortalRole, access_of, within_areas
from assignments.models.units import Lineage, LineageQuerySet, Placed, Unit
from nammanh.platform.derived import DerivedTextField
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.text import fold

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class SizeBand(models.TextChoices):
    """Members of a household, in bands so that no one is counted by name."""

    ONE_TWO = "1-2", _("1–2 người")
    THREE_FOUR = "3-4", _("3–4 người")
    FIVE_SIX = "5-6", _("5–6 người")
    SEVEN_MORE = "7+", _("từ 7 người")


class HouseholdQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area; names are masked outside the commune tier (`policies.reads_household_names`).

        The administrator and the provincial offices read none.
        """
        access = access_of(user)
        if access.has(PortalRole.STANDING):
            return self
        condition = within_areas(tuple(area for area in access.areas if area.whole_unit))
        if access.household_assignment_ids:
            held = AssignedHousehold.objects.filter(assignment__in=access.household_assignment_ids)
            condition |= models.Q(pk__in=held.values("household"))
        return self.filter(condition)


@pghistory.track()
class Household(Placed):
    """A household of a hamlet or a self-managed group.

    Holds exactly what domain rule 6.3 allows (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): no attitude, religion,
    ethnicity, health, offence, debt, conflict, identity number, coordinates, minors or pictures.
    `assignments.checks` fails the start when a field is added that is not on the list of the allowed.
    """

    code = NormalizedCharField(_("mã hộ"), max_length=30)
    householder = NormalizedCharField(
        _("chủ hộ (tên hiển thị)"), max_length=80, blank=True, help_text=_("Không bắt buộc; chỉ cấp xã đọc được.")
    )
    search = DerivedTextField(source="householder", compute=fold, max_length=100)
    size_band = models.CharField(_("số người"), max_length=3, choices=SizeBand, blank=True)
    officially_poor = models.BooleanField(_("hộ nghèo theo danh sách đã công bố"), default=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("hộ gia đình")
        verbose_name_plural = _("hộ gia đình")
        ordering = ["unit", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="assignments_household_code",
                violation_error_message=_("Mã hộ này đã có trong ấp, tổ."),
            )
        ]
        indexes = [
            models.Index(fields=["district"], name="assignments_household_district"),
            models.Index(fields=["commune"], name="assignments_household_commune"),
            models.Index(fields=["hamlet", "code"], name="assignments_household_hamlet"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="place",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                func=rules.HOUSEHOLD_PLACE,
            ),
            *(
                pgtrigger.Trigger(
                    name=f"counted_{name}",
                    level=pgtrigger.Statement,
                    when=pgtrigger.After,
                    operation=operation,
                    referencing=pgtrigger.Referencing(**{row: f"{row}_rows" for row in rows}),
                    func=rules.count_households(*rows),
                )
                for name, operation, rows in (
                    ("insert", pgtrigger.Insert, ("new",)),
                    ("update", pgtrigger.Update, ("old", "new")),
                    ("delete", pgtrigger.Delete, ("old",)),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.code


class HouseholdCountQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """Numbers of one's area; of everywhere for those who read all units."""
        access = access_of(user)
        return self if access.reads_all_units else self.filter(access.area())


class HouseholdCount(Lineage):
    """How many households lie in a hamlet or a group, written by the database with each change of households.

    Totals of a commune or a province are sums of some thousand rows, whatever the number of households.
    """

    unit = models.OneToOneField(
        Unit, models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False, editable=False,
        verbose_name=_("ấp, khu phố, tổ"),
    )  # fmt: skip
    households = models.PositiveIntegerField(_("số hộ"), editable=False)

    objects = HouseholdCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("số hộ gia đình")
        verbose_name_plural = _("số hộ gia đình")
        default_permissions = ()
        indexes = [
            models.Index(fields=["hamlet"], name="assignments_hhcount_hamlet"),
            models.Index(fields=["commune"], name="assignments_hhcount_commune"),
            models.Index(fields=["district"], name="assignments_hhcount_district"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.households}"


class AssignedHousehold(models.Model):
    """One household named by an assignment that does not cover a whole hamlet or group."""

    assignment = models.ForeignKey(
        "assignments.Assignment", models.CASCADE, related_name="households", verbose_name=_("phân công")
    )
    household = models.ForeignKey(Household, models.PROTECT, related_name="held_by", verbose_name=_("hộ gia đình"))

    class Meta:
        verbose_name = _("hộ được phân công")
        verbose_name_plural = _("hộ được phân công")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "household"],
                name="assignments_assignedhousehold_once",
                violation_error_message=_("Hộ này đã có trong phân công."),
            )
        ]

    def __str__(self) -> str:
        return str(self.household)

"""How many different households were visited, month by month: of years that are closed, and of those that go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Household, Lineage, LineageQuerySet, Placed, Unit
from nammanh.platform.announcing import announcements, changed_pairs
from reports.household_visits.models.lines import HouseholdLine

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class Numbers(models.Model):
    """A household counts in the month of its first visit of the quarter or year, so the sums over the months of a
    quarter or of a year are numbers of different households.
    """

    month = models.DateField(_("tháng"))
    households = models.PositiveIntegerField(_("số hộ được thăm trong tháng"))
    new_in_quarter = models.PositiveIntegerField(_("trong đó lần đầu trong quý"))
    new_in_year = models.PositiveIntegerField(_("trong đó lần đầu trong năm"))

    class Meta:
        abstract = True
        ordering = ["-month", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(households__gte=F("new_in_quarter"), new_in_quarter__gte=F("new_in_year")),
                name="%(app_label)s_%(class)s_parts",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="%(app_label)s_%(class)s_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.month:%m/%Y}"


class NumbersQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """Numbers of one's area; of everywhere for those who read all units."""
        access = access_of(user)
        return self if access.reads_all_units else self.filter(access.area())


class MonthCount(Numbers, Placed):
    """What remains of the visits of a month when their details are forgotten: numbers of a place, no household.

    Written for a whole calendar year at once, before the first line of it is forgotten; from then on the year is
    closed. The place is where the households were then.
    """

    objects = NumbersQuerySet.as_manager()

    class Meta(Numbers.Meta, Placed.Meta):
        verbose_name = _("số hộ đã thăm theo tháng")
        verbose_name_plural = _("số hộ đã thăm theo tháng")
        indexes = [models.Index(fields=["month"], name="household_visits_monthcount_m")]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class VisitedCount(Numbers, Lineage):
    """The same while the details are there: counted from the lines, at the place where each household is today.

    Counted again for a unit and a year when somebody reads it after it was touched (`counting`).
    """

    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, editable=False,
        verbose_name=_("ấp, khu phố, tổ"),
    )  # fmt: skip

    objects = NumbersQuerySet.as_manager()

    class Meta(Numbers.Meta):
        verbose_name = _("số hộ đã thăm của năm chưa chốt")
        verbose_name_plural = _("số hộ đã thăm của các năm chưa chốt")
        default_permissions = ()
        indexes = [
            models.Index(fields=["month"], name="household_visits_visited_month"),
            models.Index(fields=["hamlet", "month"], name="household_visits_visited_ham"),
            models.Index(fields=["commune", "month"], name="household_visits_visited_com"),
            models.Index(fields=["district", "month"], name="household_visits_visited_dis"),
        ]


class TouchedYear(models.Model):
    """Visits of this year to households of this unit were written, or a household came or went.

    Writers only insert here, so they never wait for one another; whoever reads the numbers deletes the rows and counts
    the year of that unit again. Plain numbers instead of references: a unit may be gone before it is counted.
    """

    unit_id = models.BigIntegerField(_("ấp, khu phố, tổ"))
    year = models.SmallIntegerField(_("năm"))

    class Meta:
        verbose_name = _("số hộ đã thăm cần tính lại")
        verbose_name_plural = _("số hộ đã thăm cần tính lại")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.year}"


# --- the records, each with triggers that note the years of what was written ------------------------------------------


_NOTE = "INSERT INTO household_visits_touchedyear (unit_id, year) SELECT DISTINCT"


def _touch(*lines: str) -> str:
    """SQL that notes where the households of these lines are now, and the years of the lines."""
    rows = " UNION ALL ".join(lines)
    return (
        f"{_NOTE} h.unit_id, extract(year FROM line.visited_on) FROM ({rows}) AS line"
        " JOIN assignments_household h ON h.id = line.household_id;"
    )


def _of(side: str, rows: str) -> str:
    return f"SELECT {side}.household_id, {side}.visited_on FROM {rows}"


_CHANGED = changed_pairs("household_id", "visited_on")


class CountedLine(HouseholdLine):
    """A line that is written, corrected or taken away."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "visited",
            inserted=_touch(_of("n", "new_rows n")),
            updated=_touch(_of("o", _CHANGED), _of("n", _CHANGED)),
            deleted=_touch(_of("o", "old_rows o")),
        )


_MOVED = changed_pairs("unit_id")


class CountedHousehold(Household):
    """A household that comes under another unit takes its visits along."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "visited",
            updated=f"""
                {_NOTE} place.unit_id, extract(year FROM line.visited_on)
                FROM (SELECT o.id, o.unit_id FROM {_MOVED} UNION ALL SELECT n.id, n.unit_id FROM {_MOVED}) AS place
                JOIN household_visits_householdline line ON line.household_id = place.id;
            """,
        )

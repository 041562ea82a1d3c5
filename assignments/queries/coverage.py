"""How much of each tier is held on a day; every number has the rows that it counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assignments.models import AssignedHousehold, Assignment, Household, Phase, Tier, Unit
from assignments.models.policy import TierTarget


def tiers_on(day: datetime.date) -> list[Tier]:
    """The tiers of the phase in force on `day`, in their order; none outside every phase."""
    return list(
        Tier.objects.filter(phase__in=Phase.objects.on(day)).select_related("phase", "phase__policy").order_by("order")
    )


def targets(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet:
    """What the tier must reach, within `units` (already scoped): units of its level, or households."""
    if tier.target == TierTarget.HOUSEHOLD:
        return Household.objects.filter(hamlet__in=units.on(day).filter(level="hamlet").values("pk"))
    return units.on(day).filter(level=tier.target)


def is_held(tier: Tier, day: datetime.date) -> Q:
    """The condition, on rows of `targets(tier, …)`, that someone answers for them on `day`."""
    holding = Assignment.objects.on(day).filter(role__tier=tier).counted()
    if tier.target != TierTarget.HOUSEHOLD:
        return Q(Exists(holding.filter(unit=OuterRef("pk"))))
    named = AssignedHousehold.objects.filter(assignment__in=holding.filter(whole_unit=False), household=OuterRef("pk"))
    whole = holding.filter(whole_unit=True)
    return (
        Q(Exists(whole.filter(unit=OuterRef("unit_id"))))
        | Q(Exists(whole.filter(unit=OuterRef("hamlet_id"))))
        | Q(Exists(named))
    )


def held(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet:
    return targets(tier, day, units).filter(is_held(tier, day))


def unheld(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet:
    return targets(tier, day, units).filter(~is_held(tier, day))


@dataclass(frozen=True)
class CoverageCell:
    """Held and total of one tier in one district (None: a province without districts)."""

    tier: Tier
    district_id: int | None
    held: int
    total: int
    officers: int = 0

    @property
    def unheld(self) -> int:
        return self.total - self.held


def coverage(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> list[CoverageCell]:
    """Held/total of a tier per district: one query, plus one for the number of officers."""
    rows = (
        targets(tier, day, units)
        .order_by()
        .values("district_id")
        .annotate(total=Count("pk"), held=Count("pk", filter=is_held(tier, day)))
        .order_by("district_id")
    )
    officers = dict(
        Assignment.objects.on(day)
        .filter(role__tier=tier, unit__in=units)
        .counted()
        .order_by()
        .values_list("district_id")
        .annotate(Count("officer", distinct=True))
    )
    return [
        CoverageCell(tier, row["district_id"], row["held"], row["total"], officers.get(row["district_id"], 0))
        for row in rows
    ]


@dataclass(frozen=True)
class TierCoverage:
    """One tier as a whole and district by district. An officer of two districts counts once in the whole."""

    tier: Tier
    cells: list[CoverageCell]
    officers: int

    @property
    def held(self) -> int:
        return sum(cell.held for cell in self.cells)

    @property
    def total(self) -> int:
        return sum(cell.total for cell in self.cells)

    @property
    def unheld(self) -> int:
        return self.total - self.held

    @property
    def per_officer(self) -> Decimal | None:
        """Units (or households) held for each officer; the seeds' 90 hamlets by 47 officers is 1,91."""
        return Decimal(self.held) / self.officers if self.officers else None


def tier_coverage(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> TierCoverage:
    """A tier within `units` (already scoped): three queries whatever the size."""
    officers = holding_officers(tier, day, units).values("officer").distinct().count()
    return TierCoverage(tier, coverage(tier, day, units), officers)


def holding_officers(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Assignment]:
    """The assignments whose officers a tier counts."""
    return Assignment.objects.on(day).filter(role__tier=tier, unit__in=units).counted().order_by()


def households_by_hamlet(rows: QuerySet[Household]) -> dict[int, int]:
    """How many of these households lie in each hamlet: what may be told to those who read no household."""
    return dict(rows.order_by().values_list("hamlet_id").annotate(Count("pk")))


@dataclass(frozen=True)
class Share:
    """Held and total of what lies below one unit."""

    held: int
    total: int


def shares_below(units: Iterable[Unit], day: datetime.date) -> dict[int, Share]:
    """For units of one level: how much of the next tier below each is held. Units without anything below are left out.

    A district is told by its communes, a commune by its hamlets, a hamlet by its households.
    """
    units = list(units)
    below = {"province": "commune", "district": "commune", "commune": "hamlet", "hamlet": "household"}
    level = units[0].level if units else ""
    tier = next((tier for tier in tiers_on(day) if tier.target == below.get(level)), None)
    if tier is None:
        return {}
    scope = Unit.objects.filter(**{f"{level}__in": [unit.pk for unit in units]})
    rows = (
        targets(tier, day, scope)
        .order_by()
        .values(f"{level}_id")
        .annotate(total=Count("pk"), held=Count("pk", filter=is_held(tier, day)))
    )
    return {row[f"{level}_id"]: Share(row["held"], row["total"]) for row in rows}

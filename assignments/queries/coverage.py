"""How much of each tier is held on a day; every number has the rows that it counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

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
    """The condition, on rows of `targets(tier, …)`, that someone answers for them on `day`.

    Written with IN and not with EXISTS: PostgreSQL then reads what is held once and looks each row up in it. With
    400,000 households EXISTS took 5 seconds for a count by district, this takes a quarter of one.
    """
    holding = Assignment.objects.on(day).filter(role__tier=tier).counted().order_by()
    if tier.target != TierTarget.HOUSEHOLD:
        return Q(pk__in=holding.values("unit"))
    whole = holding.filter(whole_unit=True).values("unit")
    named = AssignedHousehold.objects.filter(assignment__in=holding.filter(whole_unit=False)).values("household")
    return Q(unit__in=whole) | Q(hamlet__in=whole) | Q(pk__in=named)


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

"""How much of each tier is held on a day; every number has the rows that it counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum, Value

from assignments.models import AssignedHousehold, Assignment, Household, HouseholdCount, Phase, Tier, Unit
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
    holding = _holding(tier, day)
    if tier.target != TierTarget.HOUSEHOLD:
        return Q(pk__in=holding.values("unit"))
    return _held_whole(tier, day) | Q(pk__in=_named(tier, day).values("household"))


def _holding(tier: Tier, day: datetime.date) -> QuerySet[Assignment]:
    return Assignment.objects.on(day).filter(role__tier=tier).counted().order_by()


def _held_whole(tier: Tier, day: datetime.date, at: str = "", where: Q | None = None) -> Q:
    """Rows (households, or their numbers) of a hamlet or group that somebody holds as a whole; `where` keeps what the
    database looks through to one part of the province.
    """
    whole = _holding(tier, day).filter(where or Q(), whole_unit=True).values("unit")
    return Q(**{f"{at}unit__in": whole}) | Q(**{f"{at}hamlet__in": whole})


def _named(tier: Tier, day: datetime.date) -> QuerySet[AssignedHousehold]:
    """The households that are held one by one."""
    return AssignedHousehold.objects.filter(assignment__in=_holding(tier, day).filter(whole_unit=False)).order_by()


def counts(
    tier: Tier, day: datetime.date, units: QuerySet[Unit], columns: Sequence[str], where: Q | None = None
) -> list[tuple]:
    """(*columns, total, held) of what the tier must reach within `units` (already scoped).

    One query. Households are summed from the numbers of their places, and beside them those that are named one by one
    in places that nobody holds as a whole: as fast with 400,000 households as with a thousand. `where` tells on
    assignments in which part of the province `units` lie, when that is a small one.
    """
    if tier.target != TierTarget.HOUSEHOLD:
        reached = targets(tier, day, units).order_by().values(*columns)
        counted = reached.annotate(total=Count("pk"), held=Count("pk", filter=is_held(tier, day)))
        return list(counted.values_list(*columns, "total", "held"))
    hamlets = units.on(day).filter(level="hamlet").values("pk")
    there = HouseholdCount.objects.filter(hamlet__in=hamlets).order_by().values(*columns)
    whole = _held_whole(tier, day, where=where)
    there = there.annotate(total=Sum("households"), held=Sum("households", filter=whole, default=0))
    named = _named(tier, day).filter(household__hamlet__in=hamlets)
    named = named.exclude(_held_whole(tier, day, "household__", where))
    columns_of_named = [f"household__{column}" for column in columns]
    named = named.values(*columns_of_named).annotate(total=Value(0), held=Count("household", distinct=True))
    figures: dict[tuple, list[int]] = {}
    for *keys, total, held in there.values_list(*columns, "total", "held").union(
        named.values_list(*columns_of_named, "total", "held"), all=True
    ):
        figure = figures.setdefault(tuple(keys), [0, 0])
        figure[0], figure[1] = figure[0] + total, figure[1] + held
    return [(*keys, total, held) for keys, (total, held) in figures.items()]


def held(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet:
    return targets(tier, day, units).filter(is_held(tier, day))


def unheld(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet:
    return targets(tier, day, units).filter(~is_held(tier, day))


def households_by_hamlet(rows: QuerySet[Household]) -> dict[int, int]:
    """How many of these households lie in each hamlet: what may be told to those who read no household."""
    return dict(rows.order_by().values_list("hamlet_id").annotate(Count("pk")))


@dataclass(frozen=True)
class Share:
    """Held and total of what lies below one unit."""

    held: int
    total: int


BELOW = {"province": "commune", "district": "commune", "commune": "hamlet", "hamlet": "household"}
"""By what the coverage of a unit is told."""


def shares_below(units: Iterable[Unit], day: datetime.date, tiers: Iterable[Tier] | None = None) -> dict[int, Share]:
    """For units of one level: how much of the next tier below each is held. Units without anything below are left out.

    A district is told by its communes, a commune by its hamlets, a hamlet by its households. `tiers` are those of `day`
    where somebody has read them.
    """
    units = list(units)
    level = units[0].level if units else ""
    if level not in BELOW:
        return {}
    tier = next((tier for tier in (tiers_on(day) if tiers is None else tiers) if tier.target == BELOW[level]), None)
    if tier is None:
        return {}
    here = Q(**{f"{level}__in": [unit.pk for unit in units]})
    scope = Unit.objects.filter(here)
    return {place: Share(held, total) for place, total, held in counts(tier, day, scope, [f"{level}_id"], here)}

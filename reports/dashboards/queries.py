"""The figures of the leaders' dashboard. Everything is counted by district, so that totals are sums of what is shown.

Each function takes querysets that `visible_to` and the district filter have narrowed already.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from assignments.models import Assignment, Cadence, Officer, Tier, Unit
from assignments.models.policy import TierTarget
from assignments.queries import counts, is_held
from reports.dashboards.places import TierRule
from reports.facts import queries as facts
from reports.feedback.models import Petition
from reports.feedback.states import RUNNING
from reports.visits.queries import (
    is_place,
    measured_level,
)


@dataclass(frozen=True)
class TierCount:
    """One tier in one district: what must be reached, what somebody answers for, what its cadence has missed."""

    total: int = 0
    held: int = 0
    silent: int = 0

    @property
    def unheld(self) -> int:
        return self.total - self.held

    def __add__(self, other: TierCount) -> TierCount:
        return TierCount(self.total + other.total, self.held + other.held, self.silent + other.silent)


@dataclass(frozen=True)
class TierFigures:
    """One tier with its rule and its counts by district."""

    rule: TierRule
    by_district: dict[int | None, TierCount]

    @property
    def tier(self) -> Tier:
        return self.rule.tier

    @property
    def all(self) -> TierCount:
        return sum(self.by_district.values(), TierCount())

    def of(self, district_id: int | None) -> TierCount:
        return self.by_district.get(district_id, TierCount())


def tier_figures(rules: list[TierRule], day: datetime.date, units: QuerySet[Unit]) -> list[TierFigures]:
    """Held, unheld and silent of every tier and district: a query for the units, one more for a tier of households."""
    columns: dict[str, Count] = {}
    for rule in rules:
        tier = rule.tier
        if rule.names_holders:
            here = Q(level=tier.target)
            columns[f"total_{tier.pk}"] = Count("pk", filter=here)
            columns[f"held_{tier.pk}"] = Count("pk", filter=here & is_held(tier, day))
        if rule.overdue_after is not None:
            contact = f"contact_{tier.pk}"
            units = units.annotate(
                **{contact: FilteredRelation("last_contacts", condition=Q(last_contacts__tier=tier))}
            )
            missed = is_place(tier) & facts.is_silent(tier, rule.overdue_after, day, contact)
            columns[f"silent_{tier.pk}"] = Count("pk", filter=missed)
    rows = list(units.on(day).order_by().values("district_id").annotate(**columns))
    return [TierFigures(rule, _by_district(rule.tier, rows, day, units)) for rule in rules]


def _by_district(
    tier: Tier, rows: list[dict[str, Any]], day: datetime.date, units: QuerySet[Unit]
) -> dict[int | None, TierCount]:
    if tier.target == TierTarget.HOUSEHOLD:
        held = _households(tier, day, units)
    else:
        held = {row["district_id"]: (row[f"total_{tier.pk}"], row[f"held_{tier.pk}"]) for row in rows}
    return {
        row["district_id"]: TierCount(*held.get(row["district_id"], (0, 0)), silent=row.get(f"silent_{tier.pk}", 0))
        for row in rows
    }


def _households(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> dict[int | None, tuple[int, int]]:
    """(total, held) households by district."""
    return {district: (total, held) for district, total, held in counts(tier, day, units, ["district_id"])}


AGE_BANDS = ((0, 15), (16, 30), (31, 60), (61, None))
"""Days since a petition was reported, both ends included; None: and more."""


@dataclass(frozen=True)
class AgeBand:
    """Open petitions reported between two days (None: ever since)."""

    first_age: int
    last_age: int | None
    since: datetime.date | None
    until: datetime.date
    petitions: int


@dataclass(frozen=True)
class PetitionFigures:
    """Open and overdue petitions, by district and by age."""

    open: dict[int | None, int]
    overdue: dict[int | None, int]
    bands: list[AgeBand]

    @property
    def all_open(self) -> int:
        return sum(self.open.values())

    @property
    def all_overdue(self) -> int:
        return sum(self.overdue.values())


def petition_figures(petitions: QuerySet[Petition], day: datetime.date) -> PetitionFigures:
    """Open petitions by district: all, past their day, and by age."""
    ends = [
        (
            first,
            last,
            day - datetime.timedelta(days=last) if last is not None else None,
            day - datetime.timedelta(days=first),
        )
        for first, last in AGE_BANDS
    ]
    bands = {
        f"band_{index}": Count("pk", filter=Q(reported_on__lte=until) & (Q(reported_on__gte=since) if since else Q()))
        for index, (_first, _last, since, until) in enumerate(ends)
    }
    rows = list(
        petitions.open()
        .order_by()
        .values("district_id")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(deadline_on__lt=day, status__in=RUNNING)), **bands)
    )
    return PetitionFigures(
        {row["district_id"]: row["open"] for row in rows},
        {row["district_id"]: row["overdue"] for row in rows},
        [AgeBand(*end, sum(row[f"band_{index}"] for row in rows)) for index, end in enumerate(ends)],
    )


@dataclass(frozen=True)
class SilentPlace:
    """A place that its tier has not reached in time, and who answers for it."""

    unit: Unit
    holders: list[Officer]
    days: int | None

    @property
    def last_on(self) -> datetime.date | None:
        return self.unit.last_on

    @property
    def waiting_on(self) -> datetime.date | None:
        return self.unit.waiting_on


def silent_places(tier: Tier, day: datetime.date, units: QuerySet[Unit], cadence: Cadence | None) -> QuerySet[Unit]:
    """The longest silence first; never visited before all. Of today no visit is read."""
    return (
        facts.silent_under(cadence, tier, day, units)
        .select_related("parent")
        .order_by(F("last_on").asc(nulls_first=True), "name_key", "pk")
    )


def with_holders(tier: Tier, day: datetime.date, places: list[Unit]) -> list[SilentPlace]:
    """Each place with those who answer for it, or for a part of it, in this tier on `day`: one query."""
    column = measured_level(tier)
    rows = (
        Assignment.objects.on(day)
        .counted()
        .filter(**{"role__tier": tier, f"{column}__in": [place.pk for place in places]})
        .select_related("officer")
        .order_by("officer__name_key", "pk")
    )
    found: dict[int, dict[int, Officer]] = {}
    for row in rows:
        found.setdefault(getattr(row, f"{column}_id"), {})[row.officer_id] = row.officer
    return [
        SilentPlace(
            place, list(found.get(place.pk, {}).values()), (day - place.last_on).days if place.last_on else None
        )
        for place in places
    ]

"""Who else comes to a place about the same day, and what the regime of visits still asks for there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from assignments.access import access_of
from assignments.models import Assignment, Cadence, Tier, Unit
from nammanh.accounts.models import User
from reports.planner.policies import neighbourhood
from reports.planner.queries.agenda import readable
from reports.visits.models import Visit
from reports.visits.policies import holding_for
from reports.visits.queries import cadence_on, measured_level
from reports.visits.states import Status

NEAR = datetime.timedelta(days=7)
EXPECTED = datetime.timedelta(days=14)
MOST = 30


@dataclass(frozen=True)
class Encounter:
    """Somebody else's visit to the same commune. `readable`: it has a page for whoever asks."""

    visit: Visit
    role: str
    same_hamlet: bool
    readable: bool


def neighbouring(user: User) -> QuerySet[Visit]:
    """Every visit that the radar may show this person, whatever the day."""
    return Visit.objects.filter(neighbourhood(user))


def encounters(user: User, unit: Unit, day: datetime.date, own: Visit | None = None) -> list[Encounter]:
    """Visits of others to the commune of `unit` within a week of `day`, planned or made, the nearest place first."""
    start, end = day - NEAR, day + NEAR
    rows = neighbouring(user).filter(commune=unit.commune_id, date__range=(start, end))
    rows = rows.exclude(status=Status.CANCELLED).exclude(officer=access_of(user).officer_id or 0)
    if own:
        rows = rows.exclude(pk=own.pk).exclude(officer=own.officer_id)
    visits = list(rows.select_related("officer", "unit", "tier").order_by("date", "pk")[:MOST])
    roles, pages = _roles(visits, unit, start, end), readable(user, visits)
    found = [
        Encounter(
            visit,
            roles.get((visit.officer_id, visit.tier_id), str(visit.tier)),
            unit.hamlet_id is not None and visit.hamlet_id == unit.hamlet_id,
            visit.pk in pages,
        )
        for visit in visits
    ]
    return sorted(found, key=lambda row: (not row.same_hamlet, row.visit.date, row.visit.pk))


def _roles(visits: list[Visit], unit: Unit, start: datetime.date, end: datetime.date) -> dict[tuple[int, int], str]:
    """What each of them is in this place."""
    rows = Assignment.objects.in_force_between(start, end).filter(officer__in={visit.officer_id for visit in visits})
    here = rows.filter(commune=unit.commune_id) | rows.filter(unit=unit.district_id)
    return {(row.officer_id, row.role.tier_id): row.role.name for row in here.select_related("role")}


@dataclass(frozen=True)
class Demand:
    """What the regime of visits asks of this person's tier at a place, and when the place was last reached."""

    tier: Tier
    place: Unit
    cadence: Cadence
    last_on: datetime.date | None
    waiting_on: datetime.date | None

    def days_on(self, day: datetime.date) -> int | None:
        return (day - self.last_on).days if self.last_on else None

    def is_late_on(self, day: datetime.date) -> bool:
        days = self.days_on(day)
        return days is None or days >= self.cadence.overdue_after_days


def demand_at(user: User, unit: Unit, day: datetime.date) -> Demand | None:
    """None where this person holds nothing that day, or no regime is set, or the tier counts elsewhere."""
    holding = holding_for(user, unit, day)
    if holding is None:
        return None
    tier = Tier.objects.get(pk=holding.role.tier_id)
    cadence, level = cadence_on(tier, day), measured_level(tier)
    place_id = {"commune": unit.commune_id, "hamlet": unit.hamlet_id}.get(level)
    if cadence is None or place_id is None:
        return None
    visits = Visit.objects.filter(**{level: place_id}, tier=tier, date__lte=day).order_by("-date")
    return Demand(
        tier,
        unit if place_id == unit.pk else Unit.objects.get(pk=place_id),
        cadence,
        visits.filter(status=Status.CONFIRMED).values_list("date", flat=True).first(),
        visits.filter(status=Status.DONE).values_list("date", flat=True).first(),
    )

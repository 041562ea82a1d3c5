"""Who may hold units in a role, and what is known of each: fields, workplace, load, what they held and since when."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from assignments.models import Absence, Assignment, AssignmentRole, Officer, Position
from nammanh.platform.dates import add_months
from reports.matching.models import MatchingWeights
from reports.matching.queries.places import Coordinates, coordinates_of


@dataclass(frozen=True)
class Spell:
    """One time, without a break, in which an officer held a unit; no last day: still holds it."""

    first: datetime.date
    last: datetime.date | None

    def is_due(self, day: datetime.date, years: int) -> bool:
        """Whether it lasted `years` or more, and the officer has not been away from the unit for as long."""
        end = min(self.last or day, day)
        return add_months(self.first, 12 * years) <= end and day < add_months(end, 12 * years)


@dataclass
class Candidate:
    """An officer who may hold a unit that lies in one of `bases` (units of the level that holds in this tier)."""

    officer: Officer
    bases: set[int]
    home: Coordinates | None
    absent_until: datetime.date | None = None
    held: set[int] = field(default_factory=set)
    spells: dict[int, Spell] = field(default_factory=dict)
    communes: set[int] = field(default_factory=set)
    entangled: set[int] = field(default_factory=set)

    @property
    def title(self) -> str:
        return self.officer.current_posts[0].title if self.officer.current_posts else ""

    @property
    def fields(self) -> set[int]:
        return {row.pk for row in self.officer.expertise.all()}

    @property
    def has_account(self) -> bool:
        return self.officer.user is not None and self.officer.user.is_active

    def is_away(self, day: datetime.date, weights: MatchingWeights) -> bool:
        """Absent from `day` for longer than a suggestion overlooks."""
        return self.absent_until is not None and (self.absent_until - day).days > weights.absence_days

    @property
    def is_leaving(self) -> bool:
        """The last day of service is known: a unit without an end date can't be theirs."""
        return self.officer.valid_to is not None


def candidates_for(
    role: AssignmentRole,
    day: datetime.date,
    bases: Collection[int],
    weights: MatchingWeights,
    officers: QuerySet[Officer],
) -> list[Candidate]:
    """Officers (already scoped) in service on `day` who work, or hold units in this tier, in one of `bases`.

    Four queries whatever their number; in a fixed order.
    """
    level = role.tier.holder_level
    serving = Position.objects.on(day).filter(agency__unit__in=bases, agency__unit__level=level)
    holding = Assignment.objects.on(day).filter(role__tier=role.tier_id, **{f"{level}__in": bases})
    posts = Position.objects.on(day).principal_first().select_related("agency__unit__commune")
    rows = (
        officers.on(day)
        .filter(Q(pk__in=serving.values("officer")) | Q(pk__in=holding.values("officer")) | Q(workplace__in=bases))
        .select_related("user", "workplace__commune")
        .prefetch_related("expertise", Prefetch("positions", queryset=posts, to_attr="current_posts"))
        .order_by("name_key", "pk")
    )
    if weights.source_groups:
        rows = rows.filter(source_group__in=weights.source_groups)
    away = dict(
        Absence.objects.on(day).filter(officer__in=rows.order_by().values("pk")).values_list("officer", "valid_to")
    )
    return [
        Candidate(officer, _bases(officer, level), _home(officer), absent_until=away.get(officer.pk))
        for officer in rows
    ]


def _bases(officer: Officer, level: str) -> set[int]:
    units = [post.agency.unit for post in officer.current_posts]
    return {unit.pk for unit in (*units, officer.workplace) if unit is not None and unit.level == level}


def _home(officer: Officer) -> Coordinates | None:
    """The workplace on record, else the place of the agency of the principal post."""
    agency_unit = officer.current_posts[0].agency.unit if officer.current_posts else None
    return coordinates_of(officer.workplace) or coordinates_of(agency_unit)


def remember_holdings(
    candidates: Iterable[Candidate],
    role: AssignmentRole,
    day: datetime.date,
    targets: Collection[int],
    stands_for: Mapping[int, int],
) -> None:
    """Write onto each candidate what they hold and held, in any tier and phase: one query.

    `targets` are the units to be given out: these don't count as load. `stands_for`: today's unit by its predecessor.
    """
    by_officer = {candidate.officer.pk: candidate for candidate in candidates}
    spells: dict[tuple[int, int], list[Spell]] = defaultdict(list)
    rows = Assignment.objects.filter(officer__in=by_officer).select_related("role").order_by("valid_from", "pk")
    for row in rows:
        candidate = by_officer[row.officer_id]
        unit_id = stands_for.get(row.unit_id, row.unit_id)
        main = row.is_lead and row.whole_unit
        if main and row.valid_from <= day:
            spells[row.officer_id, unit_id].append(Spell(row.valid_from, row.valid_to))
            if row.commune_id:
                candidate.communes.add(row.commune_id)
        if row.role.tier_id == role.tier_id and row.in_force_on(day):
            if base := getattr(row, f"{role.tier.holder_level}_id"):
                candidate.bases.add(base)
            if main and row.role.counted and row.role.unit_level == role.unit_level and unit_id not in targets:
                candidate.held.add(unit_id)
        if not main and row.role_id == role.pk and (row.valid_to is None or row.valid_to >= day):
            candidate.entangled.add(row.unit_id)
    for (officer_id, unit_id), parts in spells.items():
        by_officer[officer_id].spells[unit_id] = _latest(parts)


def _latest(parts: list[Spell]) -> Spell:
    """The last spell of a unit's parts, in order of their first days; parts that follow day on day are one."""
    found = parts[0]
    for part in parts[1:]:
        joined = found.last is None or part.first <= found.last + datetime.timedelta(days=1)
        last = None if found.last is None or part.last is None else max(found.last, part.last)
        found = Spell(found.first, last) if joined else part
    return found

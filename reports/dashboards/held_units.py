"""The units that a person answers for today: since when nobody came, and who else answers for the place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Case, DateField, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from assignments.access import Access, Area, Substitution, within_areas
from assignments.models import Assignment, Cadence, Level, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.dashboards import links
from reports.dashboards.maps import contact
from reports.dashboards.maps.places import Standing
from reports.visits.models import Visit
from reports.visits.states import Status

NAMED = 3
"""Neighbours named on a unit's card; the unit's own page has them all."""


@dataclass
class HeldUnit:
    """A unit that the person answers for today.

    `substitution` tells of whom the unit is when the person only stands in.
    """

    assignment: Assignment
    last_on: datetime.date | None
    days: int | None
    status: str
    overdue_after: int | None
    substitution: Substitution | None = None
    neighbours: list[str] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        return self.assignment.unit

    @property
    def url(self) -> str:
        return links.unit(self.unit)

    @property
    def overview_url(self) -> str:
        """A district has no visits of its own: its figures are on the dashboard."""
        return links.place(self.unit.pk) if self.unit.level == "district" else ""

    @property
    def _standing(self) -> Standing | None:
        """As the map tells it; a district has none."""
        return contact.standings(self.overdue_after).get(self.status)

    @property
    def tone(self) -> str:
        return self._standing.tone if self._standing else "neutral"

    @property
    def standing(self) -> str:
        return self._standing.label if self._standing else ""

    @property
    def stands_in(self) -> str:
        return stands_in(self.substitution) if self.substitution else ""


def stands_in(substitution: Substitution) -> str:
    """“Làm thay đồng chí X đến hết ngày …”."""
    names = {"name": substitution.name, "day": format_date(substitution.until)}
    return _("Làm thay đồng chí %(name)s đến hết ngày %(day)s") % names


def with_contact(rows: QuerySet[Assignment], user: User, day: datetime.date) -> QuerySet[Assignment]:
    """Each assignment with `last_on`, its tier's latest confirmed visit there, and `overdue_after`, the days that the
    tier's cadence allows.
    """
    confirmed = Visit.objects.visible_to(user).filter(
        tier=OuterRef("role__tier_id"), status=Status.CONFIRMED, date__lte=day
    )
    # each level by its own index: asked in one condition the database would read every visit of the area
    last_on = {
        level: Subquery(confirmed.filter(**{level: OuterRef("unit_id")}).order_by("-date").values("date")[:1])
        for level in ("commune", "hamlet", "unit")
    }
    cadence = Cadence.objects.on(day).filter(tier=OuterRef("role__tier_id")).order_by("-valid_from")
    return rows.annotate(
        last_on=Case(
            *(When(unit__level=level, then=last_on[level]) for level in ("commune", "hamlet")),
            default=last_on["unit"],
            output_field=DateField(),
        ),
        overdue_after=Subquery(cadence.values("overdue_after_days")[:1]),
    )


def held_units(rows: list[Assignment], others: list[Assignment], access: Access, day: datetime.date) -> list[HeldUnit]:
    """The units held or stood in for (`with_contact`), the longest silence first; `others` has those whom
    `around` selects.
    """
    neighbours = _neighbours(rows, others, day)
    found = []
    for row in rows:
        days = (day - row.last_on).days if row.last_on else None
        status = "" if row.unit.level == "district" else contact.standing(days, row.overdue_after)
        substitution = access.substitution_for(row.officer_id)
        named = neighbours.get(row.pk, [])
        found.append(HeldUnit(row, row.last_on, days, status, row.overdue_after, substitution, named))
    return sorted(found, key=lambda held: float("inf") if held.days is None else held.days, reverse=True)


def conveying_places(rows: list[Assignment]) -> list[Unit]:
    """The places at which to convey what came down, in the order of their names."""
    small = {row.unit_id: row.unit for row in rows if row.unit.level in {Level.COMMUNE, Level.HAMLET, Level.GROUP}}
    return sorted(small.values(), key=lambda unit: (unit.name_key, unit.pk))


def around(rows: list[Assignment], day: datetime.date) -> Q | None:
    """The condition on the assignments of `day` to the same places as these, and to those above and below.

    Not through `visible_to`: the officers of one place are to know one another, also those whose area is wider.
    """
    mine = _with_neighbours(rows)
    above = set().union(*(lineage(row.unit) for row in mine))
    below = within_areas(tuple(Area(row.unit.level, row.unit_id) for row in mine))
    return Q(life__contains=day) & (Q(unit__in=above) | below) if mine else None


def _with_neighbours(rows: list[Assignment]) -> list[Assignment]:
    return [row for row in rows if row.unit.level != Level.DISTRICT]


def _neighbours(rows: list[Assignment], others: list[Assignment], day: datetime.date) -> dict[int, list[str]]:
    """Who answers for the same places in the tiers above and below, by own assignment."""
    held = {row.pk for row in rows}
    current = [other for other in others if other.in_force_on(day) and other.pk not in held]
    current.sort(key=lambda other: (other.role.tier.order, other.officer.name_key, other.pk))
    placed = [(other, {other.unit_id, other.hamlet_id, other.commune_id, other.district_id}) for other in current]
    found: dict[int, list[str]] = {}
    for row in _with_neighbours(rows):
        above = lineage(row.unit)
        roles: dict[str, dict[int, str]] = {}
        for other, places in placed:
            if other.officer_id != row.officer_id and (other.unit_id in above or row.unit_id in places):
                roles.setdefault(other.role.name, {})[other.officer_id] = other.officer.full_name
        found[row.pk] = [_named(role, people) for role, people in roles.items()]
    return found


def lineage(unit: Unit) -> set[int]:
    return {unit.pk, unit.hamlet_id or unit.pk, unit.commune_id or unit.pk, unit.district_id or unit.pk}


def _named(role: str, people: dict[int, str]) -> str:
    names = ", ".join(_("đ/c %(name)s") % {"name": name} for name in list(people.values())[:NAMED])
    if len(people) > NAMED:
        return _("%(role)s: %(names)s và %(more)s đồng chí khác") % {
            "role": role,
            "names": names,
            "more": len(people) - NAMED,
        }
    return _("%(role)s: %(names)s") % {"role": role, "names": names}

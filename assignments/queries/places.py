"""What is read about one unit: who answers for it, what it was, what became of it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assignments.access import Area, within_areas
from assignments.models import (
    Absence,
    Assignment,
    Cluster,
    ClusterMember,
    Delegation,
    Level,
    Succession,
    Tier,
    Unit,
)
from assignments.queries.people import title_on


class _Former(Func):
    """Few units came out of others, and the walk back is slow: it is made for those alone."""

    function = "assignments_former_units"
    template = (
        "CASE WHEN EXISTS (SELECT FROM assignments_succession WHERE successor_id = %(expressions)s)"
        " THEN %(function)s(%(expressions)s) ELSE '{}'::bigint[] END"
    )


FORMER = _Former(F("pk"), output_field=ArrayField(BigIntegerField()))
"""On units: the keys of those that each came out of whole, back to the first one."""


@dataclass(frozen=True)
class Holding:
    """One tier's answer to “ai phụ trách nơi này, ngày đó”: the holders, or nobody."""

    tier: Tier
    assignments: list[Assignment]


def answering_for(unit: Unit) -> QuerySet[Assignment]:
    """All assignments of `unit` and of the units above it, at any time.

    Whoever sees a unit may know who answers for it at every tier, also those whose area is wider than the viewer's:
    the officers of one place are to know one another. So this starts from the (scoped) unit and not from
    `visible_to`.
    """
    return Assignment.objects.covering(unit)


@dataclass(frozen=True)
class Answering:
    """The assignments that a unit's page tells of: those that answer for it on the day, every one of its own (the
    latest first), and who mainly holds each of the units below it on that day.
    """

    on_day: list[Assignment]
    timeline: list[Assignment]
    leads: dict[int, list[Assignment]]

    def by_tier(self, tiers: Iterable[Tier]) -> list[Holding]:
        """Who answers at each tier, those of the units above included."""
        found: dict[int, list[Assignment]] = {}
        for row in self.on_day:
            found.setdefault(row.role.tier_id, []).append(row)
        return [Holding(tier, found.get(tier.pk, [])) for tier in tiers]


def answering_on(unit: Unit, day: datetime.date, below: Iterable[Unit] = ()) -> Answering:
    """One query, starting from units that the viewer sees (`answering_for` says why). Each row has the officer's
    principal `title` of `day` and whether they are `away` then.

    No tier reaches for districts, so no role for them is counted: whoever leads one holds it mainly all the same.
    """
    above = {unit.pk, unit.hamlet_id, unit.commune_id, unit.district_id} - {None}
    children = {row.pk for row in below}
    mainly = Q(is_lead=True) & (Q(role__counted=True) | Q(unit__level=Level.DISTRICT))
    on_day = Q(life__contains=day) & (Q(unit__in=above) | Q(unit__in=children) & mainly)
    rows = Assignment.objects.filter(unit__in=above | children).filter(Q(unit=unit) | on_day).with_names()
    away = Absence.objects.on(day).filter(officer=OuterRef("officer"))
    found = list(rows.annotate(title=title_on(day), away=Exists(away)).order_by("role__tier__order", "-is_lead", "pk"))
    current = [row for row in found if row.in_force_on(day)]
    leads: dict[int, list[Assignment]] = {}
    for row in current:
        if row.unit_id in children:
            leads.setdefault(row.unit_id, []).append(row)
    own = [row for row in found if row.unit_id == unit.pk]
    return Answering(
        [row for row in current if row.unit_id in above],
        sorted(own, key=lambda row: (row.valid_from, row.pk), reverse=True),
        leads,
    )


@dataclass(frozen=True)
class Kinship:
    """Trước đây là … / nay là …"""

    before: list[Succession]
    after: list[Succession]

    @property
    def units(self) -> list[Unit]:
        return [row.predecessor for row in self.before] + [row.successor for row in self.after]


def with_signs(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each with what few units have and is asked for only then: `has_kin` (`kinship_of`) and `was_corrected`
    (`corrections_of`).
    """
    kin = Succession.objects.filter(Q(predecessor=OuterRef("pk")) | Q(successor=OuterRef("pk")))
    corrected = Unit.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"), pgh_context__metadata__has_key="correction")
    return units.annotate(has_kin=Exists(kin), was_corrected=Exists(corrected.order_by()))


def kinship_of(unit: Unit) -> Kinship:
    """The direct predecessors and successors, with the documents that made them."""
    rows = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).select_related(
        "document", "predecessor", "predecessor__parent", "successor", "successor__parent"
    )
    ordered = sorted(rows, key=lambda row: (row.predecessor.name_key, row.successor.name_key))
    return Kinship(
        [row for row in ordered if row.successor_id == unit.pk],
        [row for row in ordered if row.predecessor_id == unit.pk],
    )


_GENERATIONS = 12
"""Longer chains of renaming than this do not exist; the bound keeps a wrong row from making a loop."""


def counterparts_on(unit: Unit, day: datetime.date) -> list[Unit]:
    """Which units stood in this one's place on `day`, when it did not exist itself; one query a generation."""
    if unit.in_force_on(day):
        return []
    backwards = day < unit.valid_from
    seen, frontier, found = {unit.pk}, [unit.pk], []
    for _generation in range(_GENERATIONS):
        towards = "succeeded_by__successor__in" if backwards else "preceded_by__predecessor__in"
        next_of_kin = Unit.objects.filter(**{towards: frontier}).exclude(pk__in=seen)
        kin = list(next_of_kin.select_related("parent").in_order().distinct())
        seen |= {row.pk for row in kin}
        found += [row for row in kin if row.in_force_on(day)]
        frontier = [row.pk for row in kin if not row.in_force_on(day)]
        if not frontier:
            break
    return found


def former_of(units: Iterable[Unit]) -> dict[int, list[int]]:
    """For each unit the keys of the units that it came out of whole, back to the first one: one query."""
    rows = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by()
    return dict(rows.annotate(former=FORMER).values_list("pk", "former"))


def with_former(units: Iterable[Unit], own_unit: str = "unit") -> Q:
    """The condition for what lies in these units, below them, and in those that they came out of."""
    units = list(units)
    former = former_of(units)
    areas = tuple(Area(unit.level, pk) for unit in units for pk in (unit.pk, *former[unit.pk]))
    return within_areas(areas, own_unit)


def units_of(grouping: Cluster | Delegation, day: datetime.date) -> list[Unit]:
    """The communes of a cluster on `day`; the units held for a delegation then, without those that lie in another."""
    if isinstance(grouping, Cluster):
        return list(Unit.objects.filter(cluster_memberships__in=ClusterMember.objects.on(day).filter(cluster=grouping)))
    held = Assignment.objects.on(day).filter(delegation=grouping).values("unit")
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=held)}
    above = ("province_id", "district_id", "commune_id", "hamlet_id")
    return [unit for pk, unit in units.items() if not ({getattr(unit, name) for name in above} - {pk}) & units.keys()]


def visible_ids(units: QuerySet[Unit], wanted: Iterable[Unit | None]) -> set[int]:
    """Which of the wanted units are in the (scoped) `units`: the others are named without a link."""
    return set(units.filter(pk__in={unit.pk for unit in wanted if unit}).values_list("pk", flat=True))


def roots(units: QuerySet[Unit], day: datetime.date) -> QuerySet[Unit]:
    """The tops of what a person sees on `day`: the province, or one's own units."""
    current = units.on(day)
    return current.filter(~Exists(current.filter(pk=OuterRef("parent_id")).order_by())).select_related("parent")


def with_children_count(units: QuerySet[Unit], day: datetime.date) -> QuerySet[Unit]:
    """How many units each has directly below it on `day`; counted for the rows of the page only, after its LIMIT."""
    below = Unit.objects.on(day).filter(parent=OuterRef("pk")).order_by().values("parent").values(n=Count("*"))
    return units.annotate(children_count=Coalesce(Subquery(below), 0))


@dataclass(frozen=True)
class Correction:
    """A slip of typing that was mended: what the unit was called until then, and why."""

    at: datetime.datetime
    name: str
    gso_code: str
    reason: str


def corrections_of(unit: Unit) -> list[Correction]:
    """The corrections of the unit's name or code, the latest first, each with the words before it."""
    rows = list(unit.events.select_related("pgh_context").order_by("pgh_id"))
    return [
        Correction(row.pgh_created_at, before.name, before.gso_code, row.pgh_context.metadata["correction"])
        for before, row in itertools.pairwise(rows)
        if row.pgh_context and "correction" in row.pgh_context.metadata
    ][::-1]

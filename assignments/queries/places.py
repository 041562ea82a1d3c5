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
from assignments.models import Assignment, Cluster, ClusterMember, Delegation, Level, Succession, Tier, Unit
from assignments.queries.coverage import tiers_on


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


def holders_on(unit: Unit, day: datetime.date, assignments: QuerySet[Assignment]) -> list[Holding]:
    """Who held `unit` on `day` at each tier, those of the units above it included; `assignments` already scoped."""
    rows = assignments.on(day).covering(unit).with_names().order_by("role__tier__order", "-is_lead", "pk")
    found: dict[int, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.role.tier_id, []).append(row)
    return [Holding(tier, found.get(tier.pk, [])) for tier in tiers_on(day)]


def answering_for(unit: Unit) -> QuerySet[Assignment]:
    """All assignments of `unit` and of the units above it, at any time.

    Whoever sees a unit may know who answers for it at every tier, also those whose area is wider than the viewer's:
    the officers of one place are to know one another. So this starts from the (scoped) unit and not from
    `visible_to`.
    """
    return Assignment.objects.covering(unit)


def timeline_of(unit: Unit) -> list[Assignment]:
    """Every assignment of the unit itself, the latest first."""
    return list(answering_for(unit).of_unit(unit).with_names().order_by("-valid_from", "-pk"))


def leads_of(units: Iterable[Unit], day: datetime.date) -> dict[int, list[Assignment]]:
    """Who mainly holds each of these units on `day`. No tier reaches for districts, so no role for them is counted."""
    rows = Assignment.objects.on(day).filter(unit__in=[unit.pk for unit in units], is_lead=True)
    rows = rows.filter(Q(role__counted=True) | Q(unit__level=Level.DISTRICT))
    found: dict[int, list[Assignment]] = {}
    for row in rows.select_related("officer", "role").order_by("role__tier__order", "pk"):
        found.setdefault(row.unit_id, []).append(row)
    return found


@dataclass(frozen=True)
class Kinship:
    """Trước đây là … / nay là …"""

    before: list[Succession]
    after: list[Succession]

    @property
    def units(self) -> list[Unit]:
        return [row.predecessor for row in self.before] + [row.successor for row in self.after]


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

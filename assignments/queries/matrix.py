"""Tier × district: what is held of what must be held, and by how many officers, on a day.

A province without districts is told by its clusters (cụm), and by one line of the communes in none.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from assignments.models import Assignment, ClusterMember, Tier, Unit
from assignments.queries.coverage import counts, tiers_on


@dataclass(frozen=True)
class RowKey:
    """A district, a cluster, or (neither) the communes that are in none."""

    district_id: int | None = None
    cluster_id: int | None = None


@dataclass(frozen=True)
class Figure:
    """Held and total of one tier in one place; the officers by key, so that a sum counts each of them once."""

    held: int = 0
    total: int = 0
    officers: frozenset[int] = field(default=frozenset(), repr=False)

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.held + other.held, self.total + other.total, self.officers | other.officers)

    @property
    def unheld(self) -> int:
        return self.total - self.held

    @property
    def per_officer(self) -> Decimal | None:
        """Units (or households) held for each officer; 90 hamlets by 47 officers are 1,91 (Huyện ủy Chợ Lách)."""
        return Decimal(self.held) / len(self.officers) if self.officers else None


@dataclass(frozen=True)
class Matrix:
    """The cells that hold something, by place and tier."""

    tiers: list[Tier]
    cells: dict[tuple[RowKey, int], Figure]

    @property
    def keys(self) -> set[RowKey]:
        return {key for key, _tier in self.cells}

    def at(self, key: RowKey, tier: Tier) -> Figure:
        return self.cells.get((key, tier.pk), Figure())

    def of_tier(self, tier: Tier) -> Figure:
        return sum((figure for (_key, tier_id), figure in self.cells.items() if tier_id == tier.pk), Figure())

    def officers_at(self, key: RowKey) -> frozenset[int]:
        """Who holds something there in any tier; one of two tiers counts once."""
        return frozenset().union(*(self.at(key, tier).officers for tier in self.tiers))

    @property
    def officers(self) -> frozenset[int]:
        return frozenset().union(*(figure.officers for figure in self.cells.values()))


def matrix(day: datetime.date, units: QuerySet[Unit], members: QuerySet[ClusterMember]) -> Matrix:
    """The matrix within `units` (already scoped, as are `members`).

    `counts` for each tier, whatever the size, and one query each for the tiers, the clusters and the officers.
    """
    tiers = tiers_on(day)
    clusters = dict(
        members.on(day).filter(unit__in=units, district=None).order_by().values_list("unit_id", "cluster_id")
    )

    def key_of(district_id: int | None, commune_id: int | None) -> RowKey:
        return RowKey(district_id) if district_id else RowKey(cluster_id=clusters.get(commune_id or 0))

    cells: dict[tuple[RowKey, int], Figure] = {}

    def put(key: RowKey, tier_id: int, figure: Figure) -> None:
        cells[key, tier_id] = cells.get((key, tier_id), Figure()) + figure

    for tier in tiers:
        # by commune, since that is what a cluster is made of
        for district_id, commune_id, total, held in counts(tier, day, units, ["district_id", "commune_id"]):
            put(key_of(district_id, commune_id), tier.pk, Figure(held, total))
    people: dict[tuple[RowKey, int], set[int]] = {}
    for tier_id, district_id, commune_id, officer_id in _officers(tiers, day, units):
        people.setdefault((key_of(district_id, commune_id), tier_id), set()).add(officer_id)
    for (key, tier_id), officers in people.items():
        put(key, tier_id, Figure(officers=frozenset(officers)))
    return Matrix(tiers, cells)


def _officers(tiers: list[Tier], day: datetime.date, units: QuerySet[Unit]) -> QuerySet:
    """(tier, district, commune, officer) of the assignments that make something held."""
    return (
        Assignment.objects.on(day)
        .filter(role__tier__in=tiers, unit__in=units)
        .counted()
        .order_by()
        .values_list("role__tier_id", "district_id", "commune_id", "officer_id")
        .distinct()
    )


def districts_of(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The districts that these units lie in: whoever sees a unit may know its district's name. `among` says whether the
    district is one of the units itself.
    """
    rows = Unit.objects.filter(pk__in=units.order_by().values("district"))
    return rows.annotate(among=Exists(units.order_by().filter(pk=OuterRef("pk"))))


def in_cluster(
    units: QuerySet[Unit], cluster_id: int, day: datetime.date, members: QuerySet[ClusterMember]
) -> QuerySet[Unit]:
    """The units of a line of the matrix: in the communes that belong to the cluster on `day`."""
    return units.filter(commune__in=members.on(day).filter(cluster=cluster_id).order_by().values("unit"))


def in_no_cluster(units: QuerySet[Unit], day: datetime.date, members: QuerySet[ClusterMember]) -> QuerySet[Unit]:
    """The units of the matrix's last line: in no district, and in a commune that belongs to no cluster on `day`."""
    return units.filter(district=None).exclude(commune__in=members.on(day).order_by().values("unit"))

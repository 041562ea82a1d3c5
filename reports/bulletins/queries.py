"""What is read about bulletins: where they have arrived and where not, and what is still to be conveyed at a place."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assignments.access import Area, PortalRole, access_of, within_areas
from assignments.models import Assignment, Cluster, Level, Officer, Unit
from nammanh.accounts.models import User
from reports.bulletins.models import Bulletin, BulletinReading, BulletinTarget, Conveyance

LATE_ENTRY = datetime.timedelta(days=120)
"""How long after the end of an assignment a conveyance may still be typed in."""
MEASURED = (Level.COMMUNE, Level.HAMLET)
"""Where a bulletin arrives: at the commune's own meeting, and hamlet by hamlet."""


def meant_places(bulletin: Bulletin) -> Q:
    """The condition on units: a unit that the bulletin is for, or one below it."""
    units = list(BulletinTarget.objects.filter(bulletin=bulletin).values_list("unit__level", "unit_id"))
    return within_areas(tuple(Area(level, pk) for level, pk in units), "pk")


def places(bulletin: Bulletin, units: QuerySet[Unit], day: datetime.date) -> QuerySet[Unit]:
    """Communes and hamlets of `day` that the bulletin is for, within `units` (already scoped)."""
    return units.on(day).filter(meant_places(bulletin), level__in=MEASURED)


def _at_place(bulletin: Bulletin) -> QuerySet[Conveyance]:
    """Conveyances at the outer unit: at the commune itself; at a hamlet or in a group of it."""
    here = Q(unit=OuterRef("pk")) | Q(hamlet=OuterRef("pk"))
    return Conveyance.objects.filter(here, bulletin=bulletin)


def with_reach(bulletin: Bulletin, rows: QuerySet[Unit], day: datetime.date) -> QuerySet[Unit]:
    """Each place with its first conveyance (`first_on`, `first_form`, `first_by`), how often, and of a commune how
    many of its hamlets were reached (`hamlets_reached` of `hamlets`).
    """
    first = _at_place(bulletin).order_by("conveyed_on", "pk")
    times = _at_place(bulletin).order_by().values("bulletin").annotate(n=Count("*")).values("n")
    below = Unit.objects.on(day).filter(level=Level.HAMLET, commune=OuterRef("pk")).order_by()
    reached = below.filter(Exists(Conveyance.objects.filter(bulletin=bulletin, hamlet=OuterRef("pk"))))
    return rows.annotate(
        first_on=Subquery(first.values("conveyed_on")[:1]),
        first_form=Subquery(first.values("form")[:1]),
        first_by=Subquery(first.values("officer__full_name")[:1]),
        times=_counted(times),
        hamlets=_counted(below.values("commune").annotate(n=Count("*")).values("n")),
        hamlets_reached=_counted(reached.values("commune").annotate(n=Count("*")).values("n")),
    )


def _counted(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def reached(bulletin: Bulletin, rows: QuerySet[Unit], *, yes: bool) -> QuerySet[Unit]:
    """The places where it has been conveyed, or those where not yet."""
    return rows.filter(Exists(_at_place(bulletin)) if yes else ~Exists(_at_place(bulletin)))


@dataclass(frozen=True)
class ReachLine:
    """How far a bulletin has come in one district, or in a province without districts: in all of it."""

    unit: Unit | None
    communes: int
    communes_reached: int
    hamlets: int
    hamlets_reached: int


def reach_by_district(bulletin: Bulletin, units: QuerySet[Unit], day: datetime.date) -> list[ReachLine]:
    """One line a district in the order of names. Three queries."""
    counted = (
        places(bulletin, units, day)
        .order_by()
        .annotate(arrived=Exists(_at_place(bulletin)))
        .values("district_id", "level")
        .annotate(total=Count("pk"), there=Count("pk", filter=Q(arrived=True)))
    )
    found: dict[int | None, dict[str, tuple[int, int]]] = {}
    for row in counted:
        found.setdefault(row["district_id"], {})[row["level"]] = (row["total"], row["there"])
    names = Unit.objects.in_bulk([pk for pk in found if pk])
    lines = []
    for pk, by_level in found.items():
        communes, hamlets = by_level.get(Level.COMMUNE, (0, 0)), by_level.get(Level.HAMLET, (0, 0))
        lines.append(ReachLine(names.get(pk or 0), *communes, *hamlets))
    return sorted(lines, key=lambda line: line.unit.name_key if line.unit else "")


@dataclass(frozen=True)
class Readers:
    """How many of the officers whom a bulletin is for have marked it as read."""

    read: int
    asked: int


def readers(bulletin: Bulletin, day: datetime.date) -> Readers:
    """Officers who hold something there on `day`, at the levels it is for: two queries."""
    held = Assignment.objects.on(day).filter(_within_targets(bulletin))
    if bulletin.levels:
        held = held.filter(role__tier__holder_level__in=bulletin.levels)
    asked = Officer.objects.filter(pk__in=held.order_by().values("officer"))
    read = BulletinReading.objects.filter(bulletin=bulletin, reader=OuterRef("user"))
    counts = asked.aggregate(asked=Count("pk"), read=Count("pk", filter=Q(Exists(read))))
    return Readers(counts["read"], counts["asked"])


def _within_targets(bulletin: Bulletin) -> Q:
    units = BulletinTarget.objects.filter(bulletin=bulletin)
    return (
        Q(unit__in=units.values("unit"))
        | Q(province__in=units.values("unit"))
        | Q(district__in=units.values("unit"))
        | Q(commune__in=units.values("unit"))
    )


# --- what is to be conveyed ------------------------------------------------------------------------------------------


def not_conveyed_at(bulletins: QuerySet[Bulletin], unit: Unit, day: datetime.date) -> QuerySet[Bulletin]:
    """Bulletins in their time on `day` that are for `unit` and were not yet conveyed there; `bulletins` scoped."""
    here = Q(unit=unit)
    if unit.level == Level.HAMLET:
        here |= Q(hamlet=unit)
    done = Conveyance.objects.filter(here, bulletin=OuterRef("pk"))
    return bulletins.current(day).meant_for(unit).filter(~Exists(done)).newest_first()


def held_places(user: User, day: datetime.date) -> QuerySet[Unit]:
    """The places of this person's own assignments on `day`, stand-ins included: where conveying is their duty."""
    held = Assignment.objects.answered_by(access_of(user).officer_id or 0, day, day)
    levels = (Level.COMMUNE, Level.HAMLET, Level.GROUP)
    return Unit.objects.filter(pk__in=held.order_by().values("unit"), level__in=levels).in_order()


@dataclass(frozen=True)
class ToConvey:
    """A bulletin that some of the places held still wait for."""

    bulletin: Bulletin
    waiting: list[Unit]
    held: int


def to_convey(user: User, bulletins: QuerySet[Bulletin], day: datetime.date) -> list[ToConvey]:
    """What this officer has still to convey on `day`, what ends first first; `bulletins` scoped. Two queries."""
    units = list(held_places(user, day))
    return still_to_convey(in_conveying_order(told_at(bulletins.current(day), units)), units) if units else []


def told_at(bulletins: QuerySet[Bulletin], units: Iterable[Unit]) -> QuerySet[Bulletin]:
    """Each bulletin with the units it is for (`target_ids`), and at which of `units` it was conveyed: there itself
    (`told_units`), or in a group of the hamlet (`told_hamlets`).
    """
    held = [unit.pk for unit in units]
    targets = BulletinTarget.objects.filter(bulletin=OuterRef("pk")).order_by()
    there = Conveyance.objects.filter(bulletin=OuterRef("pk")).order_by()
    return bulletins.annotate(
        target_ids=ArraySubquery(targets.values("unit")),
        told_units=ArraySubquery(there.filter(unit__in=held).values("unit").distinct()),
        told_hamlets=ArraySubquery(there.filter(hamlet__in=held).values("hamlet").distinct()),
    )


def in_conveying_order(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """What ends first first."""
    return bulletins.order_by(F("valid_to").asc(nulls_last=True), "pk")


def still_to_convey(bulletins: Iterable[Bulletin], units: list[Unit]) -> list[ToConvey]:
    """Which of `bulletins` (`told_at` these units) some of `units` still wait for."""
    found = []
    for bulletin in bulletins:
        meant = [unit for unit in units if not lineage(unit).isdisjoint(bulletin.target_ids)]
        told = {*bulletin.told_units, *bulletin.told_hamlets}
        waiting = [unit for unit in meant if unit.pk not in told]
        if waiting:
            found.append(ToConvey(bulletin, waiting, len(meant)))
    return found


def lineage(unit: Unit) -> set[int]:
    """The unit and those above it."""
    above = (unit.hamlet_id, unit.commune_id, unit.district_id, unit.province_id)
    return {unit.pk, *(pk for pk in above if pk)}


def conveyable_places(user: User, bulletin: Bulletin, day: datetime.date) -> list[Unit]:
    """Where this person may record that the bulletin was conveyed: communes, hamlets and the groups held."""
    access = access_of(user)
    held = Assignment.objects.answered_by(access.officer_id or 0, day - LATE_ENTRY, day)
    areas = [Area(level, pk) for level, pk in held.values_list("unit__level", "unit_id")]
    if access.has(PortalRole.COMMUNE_COMMITTEE):
        areas += access.committee_areas
    small = tuple(area for area in areas if area.level in {Level.HAMLET, Level.GROUP})
    mine = within_areas(tuple(areas), "pk") & Q(level__in=MEASURED) | within_areas(small, "pk") & Q(level=Level.GROUP)
    rows = Unit.objects.on(day).filter(mine & meant_places(bulletin)).select_related("commune", "hamlet", "district")
    return sorted(rows, key=_reading_order)


def _reading_order(unit: Unit) -> tuple[str, str, str, int]:
    commune = unit.commune or unit
    return (
        commune.name_key,
        unit.hamlet.name_key if unit.hamlet else "",
        unit.name_key if unit.level == "group" else "",
        unit.pk,
    )


def current_clusters(day: datetime.date, clusters: QuerySet[Cluster]) -> QuerySet[Cluster]:
    """Clusters of `day`, within `clusters` (already scoped)."""
    return clusters.on(day).select_related("unit").in_order()


def members_on(clusters: Iterable[Cluster], day: datetime.date) -> list[tuple[Cluster, Unit]]:
    """The communes of each cluster on `day`: one query."""
    by_key = {cluster.pk: cluster for cluster in clusters}
    rows = Unit.objects.filter(cluster_memberships__cluster__in=by_key, cluster_memberships__life__contains=day)
    pairs = rows.annotate(of_cluster=F("cluster_memberships__cluster")).order_by("name_key", "pk")
    return [(by_key[unit.of_cluster], unit) for unit in pairs]

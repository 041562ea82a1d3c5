"""What is read about clusters of communes: what belongs to them, who is in charge."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from assignments.models import Assignment, Cluster, ClusterMember, Unit


@dataclass
class Charge:
    """An officer in charge of a cluster in one role: the communes, and the whole time of it."""

    latest: Assignment
    valid_from: datetime.date
    valid_to: datetime.date | None
    communes: list[Unit] = field(default_factory=list)


def with_communes(clusters: QuerySet[Cluster], day: datetime.date) -> QuerySet[Cluster]:
    """Clusters in force on `day` with `communes`, how many belong to them then."""
    belongs = Q(members__life__contains=day)
    return clusters.on(day).annotate(communes=Count("members", filter=belongs)).select_related("unit", "document")


def in_charge_on(cluster_ids: Iterable[int], day: datetime.date) -> dict[int | None, list[Assignment]]:
    """Who is in charge of each cluster on `day`: one row for each officer, one query.

    From clusters already shown: whoever sees a cluster may know who is in charge of it.
    """
    rows = Assignment.objects.on(day).filter(cluster__in=set(cluster_ids)).select_related("officer", "role")
    found: dict[int | None, dict[tuple[int, int], Assignment]] = {}
    for row in rows.order_by("-is_lead", "officer__name_key", "pk"):
        found.setdefault(row.cluster_id, {}).setdefault((row.officer_id, row.role_id), row)
    return {cluster: list(of_officer.values()) for cluster, of_officer in found.items()}


def members_of(cluster: Cluster) -> list[ClusterMember]:
    """Every membership, at any time, the present names in order."""
    return list(cluster.members.select_related("unit").order_by("unit__name_key", "-valid_from", "pk"))


def charges_of(cluster: Cluster) -> list[Charge]:
    """The officers in charge over time, the latest first; a time without interruption is one line."""
    rows = cluster.assignments.with_names().order_by("valid_from", "unit__name_key", "pk")
    open_lines: dict[tuple[int, int], Charge] = {}
    found = []
    for row in rows:
        line = open_lines.get((row.officer_id, row.role_id))
        if line is None or (line.valid_to and row.valid_from > line.valid_to + datetime.timedelta(days=1)):
            line = open_lines[row.officer_id, row.role_id] = Charge(row, row.valid_from, row.valid_to)
            found.append(line)
        line.latest = row
        line.valid_to = max(line.valid_to, row.valid_to) if line.valid_to and row.valid_to else None
        if row.unit not in line.communes:
            line.communes.append(row.unit)
    return sorted(found, key=lambda line: line.valid_from, reverse=True)


def membership_of(unit: Unit, day: datetime.date) -> ClusterMember | None:
    """The cluster that a commune belongs to on `day`; a hamlet or group by its commune."""
    commune = unit.pk if unit.level == "commune" else unit.commune_id
    if commune is None:
        return None
    return ClusterMember.objects.on(day).filter(unit=commune).select_related("cluster").first()


def communes_to_put(cluster: Cluster, units: QuerySet[Unit], day: datetime.date) -> list[tuple[Unit, str]]:
    """Communes of the cluster's district or province that are not in it on `day`, with the cluster they are in."""
    rows = units.within(cluster.unit).on(day).filter(level="commune").in_order()
    current = {
        member.unit_id: member.cluster
        for member in ClusterMember.objects.on(day).filter(unit__in=rows).select_related("cluster")
    }
    return [(row, str(current.get(row.pk, ""))) for row in rows if getattr(current.get(row.pk), "pk", 0) != cluster.pk]

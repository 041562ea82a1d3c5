"""Who of a commune's own officers holds which hamlet, group or households of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assignments.models import Assignment, AssignmentRole, Household, LegalDocument, Officer, Phase, Position, Unit
from assignments.models.policy import TierTarget


def household_roles(day: datetime.date, level: str | None = None) -> QuerySet[AssignmentRole]:
    """The roles of the tier that reaches households, on `day`; those for units of `level`."""
    rows = AssignmentRole.objects.filter(tier__phase__in=Phase.objects.on(day), tier__target=TierTarget.HOUSEHOLD)
    rows = rows.filter(unit_level=level) if level else rows
    return rows.select_related("tier", "tier__phase").order_by("tier__order", "pk")


def small_units(units: QuerySet[Unit], communes: Iterable[int], day: datetime.date) -> QuerySet[Unit]:
    """The hamlets and groups of these communes, a group after its hamlet."""
    rows = units.on(day).filter(commune__in=communes, level__in=["hamlet", "group"]).select_related("parent", "hamlet")
    return rows.order_by("commune_id", "hamlet__name_key", "hamlet_id", "-level", "name_key", "pk")


def own_officers(officers: QuerySet[Officer], communes: Iterable[int], day: datetime.date) -> QuerySet[Officer]:
    """Officers with a post today in an agency of one of these communes."""
    posts = Position.objects.on(day).filter(officer=OuterRef("pk"), agency__unit__in=communes)
    return officers.on(day).filter(Exists(posts)).order_by("name_key", "pk")


def decisions_of(communes: Iterable[int]) -> QuerySet[LegalDocument]:
    """The decisions that assignments within these communes, by the commune itself, rest on."""
    rows = Assignment.objects.filter(commune__in=communes, role__tier__target=TierTarget.HOUSEHOLD)
    return LegalDocument.objects.filter(pk__in=rows.values("document")).order_by("-issued_on", "-pk")


@dataclass
class HeldPlace:
    """A hamlet or group, its number of households, and who holds it or some of its households."""

    unit: Unit
    households: int
    assignments: list[Assignment] = field(default_factory=list)


def held_places(
    units: QuerySet[Unit], assignments: QuerySet[Assignment], communes: set[int], day: datetime.date
) -> list[HeldPlace]:
    """Each hamlet and group of these communes with its holders of today and to come: three queries."""
    rows = list(small_units(units, communes, day))
    own = dict(Household.objects.filter(commune__in=communes).order_by().values_list("unit").annotate(Count("pk")))
    within = dict(Household.objects.filter(commune__in=communes).order_by().values_list("hamlet").annotate(Count("pk")))
    found = {row.pk: HeldPlace(row, (within if row.level == "hamlet" else own).get(row.pk, 0)) for row in rows}
    holding = (
        assignments.filter(unit__in=list(found), role__tier__target=TierTarget.HOUSEHOLD)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .with_names()
        .annotate(named=Count("households"))
        .order_by("valid_from", "pk")
    )
    for row in holding:
        found[row.unit_id].assignments.append(row)
    return list(found.values())

"""Which units are to be held in a role, who holds them, and where they lie."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from assignments.models import Assignment, AssignmentRole, Succession, Unit

Coordinates = tuple[float, float]


def units_to_hold(role: AssignmentRole, day: datetime.date, units: QuerySet[Unit], *, unheld_only: bool) -> list[Unit]:
    """Units (already scoped) of the role's level on `day`, each with its parent and commune, in a fixed order.

    A unit whose next holder is already decided, from a later day, is not unheld.
    """
    rows = units.on(day).filter(level=role.unit_level)
    if unheld_only:
        rows = rows.filter(~Exists(_lasting(role, day).filter(unit=OuterRef("pk"))))
    return list(
        rows.select_related("parent", "commune", "district").order_by(
            "district__name_key", "commune__name_key", "name_key", "pk"
        )
    )


def holders_of(role: AssignmentRole, day: datetime.date, units: list[Unit]) -> dict[int, Assignment]:
    """Who mainly holds each unit in the role's tier on `day`."""
    rows = _lasting(role, day).on(day).filter(unit__in=[unit.pk for unit in units])
    return {row.unit_id: row for row in rows.select_related("officer").order_by("-pk")}


def _lasting(role: AssignmentRole, day: datetime.date) -> QuerySet[Assignment]:
    """Leads of whole units in the role's tier, in force on `day` or later."""
    rows = Assignment.objects.filter(role__tier=role.tier_id, whole_unit=True).counted()
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def predecessors_of(units: list[Unit]) -> dict[int, int]:
    """By predecessor: the unit that stands in its place now. One generation: reforms are years apart."""
    rows = Succession.objects.filter(successor__in=[unit.pk for unit in units]).order_by("pk")
    return dict(rows.values_list("predecessor_id", "successor_id"))


def coordinates_of(unit: Unit | None) -> Coordinates | None:
    """Where a unit lies; a hamlet on no map lies in its commune. `commune` must have been read with the unit."""
    for place in (unit, unit.commune if unit else None):
        if place is not None and place.latitude is not None and place.longitude is not None:
            return float(place.latitude), float(place.longitude)
    return None

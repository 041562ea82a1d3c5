"""What is read about working delegations: who is in them on a day, where, for what."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from assignments.models import Assignment, Delegation, DelegationCharter, DelegationMember, Unit
from assignments.models.groupings import DelegationDuty

_RANK = Case(
    *(When(duty=duty, then=Value(rank)) for rank, duty in enumerate(DelegationDuty)),
    default=Value(9),
    output_field=IntegerField(),
)
"""Head, deputies, members, secretary."""


@dataclass
class Seat:
    """One place in a delegation, with the units held for it."""

    member: DelegationMember
    units: list[Unit] = field(default_factory=list)


def with_heads(delegations: QuerySet[Delegation], day: datetime.date) -> QuerySet[Delegation]:
    """Delegations at work on `day`, each with `heads` and `size` of that day: two queries."""
    heads = DelegationMember.objects.on(day).filter(duty=DelegationDuty.HEAD).select_related("officer")
    current = Q(members__life__contains=day)
    return (
        delegations.on(day)
        .annotate(size=Count("members", filter=current))
        .select_related("mandate", "document")
        .prefetch_related(Prefetch("members", queryset=heads, to_attr="heads"))
    )


def seats_of(delegation: Delegation) -> list[Seat]:
    """Every place in the delegation at any time, by rank, with the units held during it: three queries.

    From a delegation already shown: whoever sees it may know who is in it and where.
    """
    members = delegation.members.select_related("officer", "document").prefetch_related("fields")
    seats = [Seat(member) for member in members.order_by(_RANK, "officer__name_key", "-valid_from", "pk")]
    rows = Assignment.objects.filter(delegation=delegation).select_related("unit")
    for row in rows.order_by("unit__level", "unit__name_key", "pk"):
        for seat in seats:
            if seat.member.officer_id == row.officer_id and seat.member.covers(row) and row.unit not in seat.units:
                seat.units.append(row.unit)
    return seats


def charters_of(delegation: Delegation) -> list[DelegationCharter]:
    """All versions of the working rules, the latest first."""
    return list(delegation.charters.select_related("document").order_by("-valid_from"))


def units_for(delegation: Delegation | None, units: QuerySet[Unit], day: datetime.date) -> list[Unit]:
    """What a place in the delegation may hold: districts, and communes of those that the delegation works in.

    Where no district is held (or there are none), every commune.
    """
    current = units.on(day)
    held = Assignment.objects.on(day).filter(delegation=delegation).values("district")
    districts = current.filter(level="district")
    communes = current.filter(level="commune")
    inside = communes.filter(district__in=held)
    rows = list(inside.select_related("parent").in_order())
    if not rows:
        rows = list(communes.select_related("parent").in_order())
    return [*districts.in_order(), *rows]

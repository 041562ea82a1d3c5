"""The rows of each kind of irregularity in who holds what, on a day: live, never stored.

Every function takes what the viewer may see (`Scope`) and a day, and returns a queryset that joins what a page prints.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from assignments.models import Absence, Assignment, Officer, Position, Tier, Unit
from assignments.models.policy import TierTarget
from assignments.queries.coverage import unheld

if TYPE_CHECKING:
    from nammanh.accounts.models import User


@dataclass(frozen=True)
class Scope:
    """The rows that one person may see."""

    units: QuerySet[Unit]
    officers: QuerySet[Officer]
    assignments: QuerySet[Assignment]
    absences: QuerySet[Absence]

    @classmethod
    def of(cls, user: User) -> Scope:
        return cls(
            Unit.objects.visible_to(user),
            Officer.objects.visible_to(user),
            Assignment.objects.visible_to(user),
            Absence.objects.visible_to(user),
        )


def unheld_units(tier: Tier, scope: Scope, day: datetime.date) -> QuerySet[Unit]:
    """Places that a tier has not reached; for a household tier the hamlets in which it misses a household."""
    missing = unheld(tier, day, scope.units)
    if tier.target == TierTarget.HOUSEHOLD:
        missing = scope.units.filter(pk__in=missing.order_by().values("hamlet"))
    return missing.select_related("parent")


def led_twice(scope: Scope, day: datetime.date) -> QuerySet[Unit]:
    """Units with two officers in charge (phụ trách chính) within one tier, each with the `leads` of that day.

    The database forbids it for one role; through two roles of a tier it happens, as when a province's officer and a
    delegation's member both lead a commune. Officers of named households share a hamlet rightly.
    """
    leads = scope.assignments.on(day).counted().filter(whole_unit=True)
    twice = leads.order_by().values("unit", "role__tier").annotate(people=Count("officer", distinct=True))
    named = leads.select_related("officer", "role", "role__tier").order_by("role__tier__order", "pk")
    return (
        scope.units.filter(pk__in=twice.filter(people__gt=1).values("unit"))
        .select_related("parent")
        .prefetch_related(Prefetch("assignments", queryset=named, to_attr="leads"))
    )


def without_login(scope: Scope, day: datetime.date) -> QuerySet[Officer]:
    """Officers who hold something on `day` and can't log in now: no account, or a locked one."""
    holding = scope.assignments.on(day).order_by().values("officer")
    return (
        scope.officers.filter(pk__in=holding)
        .filter(Q(user__isnull=True) | Q(user__is_active=False))
        .select_related("user", "workplace")
    )


def out_of_office(scope: Scope, day: datetime.date) -> QuerySet[Assignment]:
    """Assignments of officers whose posts have all ended. (That service has ended the database refuses already.)"""
    posts = Position.objects.filter(officer=OuterRef("officer"))
    lasting = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    last_day = posts.order_by("-valid_to").values("valid_to")[:1]
    return (
        scope.assignments.on(day)
        .filter(Exists(posts.filter(valid_to__lt=day)), ~Exists(lasting))
        .with_names()
        .annotate(left_office_on=Subquery(last_day))
    )


def past_term(scope: Scope, day: datetime.date) -> QuerySet[Assignment]:
    """Assignments still in force after the last day of the decision that they rest on."""
    return scope.assignments.on(day).filter(document__expires_on__lt=day).with_names()


def unattended(scope: Scope, day: datetime.date) -> QuerySet[Absence]:
    """Absences on `day` of officers who hold something, without a substitute or with one who is away too."""
    away = Absence.objects.on(day).filter(officer=OuterRef("substitute"))
    return (
        scope.absences.on(day)
        .filter(officer__in=scope.assignments.on(day).order_by().values("officer"))
        .filter(Q(substitute__isnull=True) | Exists(away))
        .select_related("officer", "substitute")
    )


def overloaded(scope: Scope, day: datetime.date) -> QuerySet[Assignment]:
    """Officers with more units in a role than it allows: one row for each officer and role."""
    return _by_load(scope, day, Q(load__gt=F("role__load_max")))


def underloaded(scope: Scope, day: datetime.date) -> QuerySet[Assignment]:
    return _by_load(scope, day, Q(load__lt=F("role__load_min")))


def _by_load(scope: Scope, day: datetime.date, beyond: Q) -> QuerySet[Assignment]:
    """The first assignment that the viewer sees of each officer and role; the load is counted over all of them."""
    load = Count("unit", distinct=True)
    in_force = Assignment.objects.on(day).order_by()
    seen = Min("pk", filter=Q(pk__in=scope.assignments.order_by().values("pk")))
    pairs = in_force.values("officer", "role").annotate(load=load, seen=seen).filter(beyond, seen__isnull=False)
    own = in_force.filter(officer=OuterRef("officer"), role=OuterRef("role")).values("officer").annotate(load=load)
    return (
        scope.assignments.filter(pk__in=pairs.values("seen")).with_names().annotate(load=Subquery(own.values("load")))
    )

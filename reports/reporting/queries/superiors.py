"""To whom an officer reports: who is in charge above the places held, as the assignments of the day say."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from assignments.access import PortalRole
from assignments.models import Absence, Assignment, DelegationMember, Level, Officer, Position
from assignments.models.groupings import DelegationDuty
from reports.reporting.models import SituationReport

COMMITTEES = {
    Level.PROVINCE.value: PortalRole.STANDING,
    Level.DISTRICT.value: PortalRole.DISTRICT_COMMITTEE,
    Level.COMMUNE.value: PortalRole.COMMUNE_COMMITTEE,
}
"""At whose desk the reports of a level's officers end when nobody in particular is in charge above them."""

_LEVELS = ("group", "hamlet", "commune", "district", "province")


@dataclass(frozen=True)
class Superior:
    """Somebody who may receive the report, and why it is them."""

    officer: Officer
    reason: str

    @property
    def label(self) -> str:
        return f"{self.officer} ({self.reason})"


def held_between(officer_id: int, start: datetime.date, end: datetime.date) -> list[Assignment]:
    """What this officer held on a day of the period, the latest decisions first."""
    rows = Assignment.objects.in_force_between(start, end).filter(officer=officer_id)
    return list(rows.select_related("unit", "role__tier").order_by("-valid_from", "pk"))


def superiors_of(held: Iterable[Assignment], day: datetime.date) -> list[Superior]:
    """Those who may receive the report of the holder of `held`, the nearest first. At most three queries.

    The holder of the unit above at the same level of officers; who is in charge of the cluster; the head of the
    delegation; then the committee of that level.
    """
    found: dict[int, Superior] = {}
    for officer, reason in _above(list(held), day):
        found.setdefault(officer.pk, Superior(officer, reason))
    return list(found.values())


def in_charge_above(held: Iterable[Assignment], officer_ids: Collection[int], day: datetime.date) -> bool:
    """Whether one of these officers is among them. The first one that is found ends the search."""
    return any(officer.pk in officer_ids for officer, _reason in _above(list(held), day))


def _above(held: list[Assignment], day: datetime.date) -> Iterator[tuple[Officer, str]]:
    """With an account, and not the holder of `held`; each of the three is asked when its turn comes."""
    for ask in (_in_charge, _heads, _committee) if held else ():
        for officer, reason in ask(held, day):
            if officer.pk != held[0].officer_id and officer.user_id:
                yield officer, reason


def _in_charge(held: list[Assignment], day: datetime.date) -> list[tuple[Officer, str]]:
    """Officers of the same level who hold a unit around one of these, the smallest first, or the cluster it is in."""
    units = {pk for row in held for pk in (row.hamlet_id, row.commune_id, row.district_id, row.province_id) if pk}
    own = {row.unit_id for row in held}
    communes = {row.commune_id for row in held if row.commune_id and row.cluster_id is None}
    levels = {row.role.tier.holder_level for row in held}
    rows = Assignment.objects.on(day).filter(
        Q(unit__in=units - own, role__tier__holder_level__in=levels) | Q(unit__in=communes, cluster__isnull=False)
    )
    rows = rows.select_related("officer", "unit", "cluster").order_by("-is_lead", "officer__name_key", "pk")
    ranked = sorted(rows, key=lambda row: (row.cluster_id is not None, _LEVELS.index(row.unit.level)))
    return [(row.officer, _("phụ trách %(place)s") % {"place": row.cluster or row.unit}) for row in ranked]


def _heads(held: list[Assignment], day: datetime.date) -> list[tuple[Officer, str]]:
    """Who heads the delegation that one of these was given to."""
    delegations = {row.delegation_id for row in held if row.delegation_id}
    if not delegations:
        return []
    rows = DelegationMember.objects.on(day).filter(delegation__in=delegations, duty=DelegationDuty.HEAD)
    rows = rows.select_related("officer", "delegation").order_by("officer__name_key", "pk")
    return [(row.officer, _("trưởng %(delegation)s") % {"delegation": row.delegation}) for row in rows]


def _committee(held: list[Assignment], day: datetime.date) -> list[tuple[Officer, str]]:
    asked = Q(pk__in=[])
    for row in held:
        level = row.role.tier.holder_level
        unit = {"province": row.province_id, "district": row.district_id, "commune": row.commune_id}.get(level)
        asked |= Q(post__portal_role=COMMITTEES[level], agency__unit=unit)
    rows: QuerySet[Position] = Position.objects.on(day).filter(asked).select_related("officer", "post")
    return [(row.officer, row.title) for row in rows.order_by("post__rank", "officer__name_key", "pk")]


def with_stand_in(reports: QuerySet[SituationReport], day: datetime.date) -> QuerySet[SituationReport]:
    """`stand_in`: who looks after the addressee's desk on `day`, by name; None while the addressee is there."""
    away = Absence.objects.on(day).filter(officer=OuterRef("addressee"))
    return reports.annotate(stand_in=Subquery(away.values("substitute__full_name")[:1]))

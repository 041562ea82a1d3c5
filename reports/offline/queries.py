"""Which pages a person's device keeps: most needed first, within bounds, each with a stamp that changes with it."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from assignments.access import Access, access_of
from assignments.models import Assignment
from nammanh.accounts.models import User
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits import policies
from reports.visits.models import Visit, VisitType

RECENT = datetime.timedelta(days=90)
"""How far back open matters are kept; what is older is looked up on the server."""


@dataclass(frozen=True)
class KeptPage:
    """One page for the device. A stamp that is still the same says that there is nothing new to fetch."""

    url: str
    stamp: str


@dataclass(frozen=True)
class Pulse:
    """How far the records of each commune have come: a number that grows with every change."""

    of_commune: dict[int | None, str]

    def __call__(self, commune_id: int | None) -> str:
        return self.of_commune.get(commune_id, "")

    @property
    def of_all(self) -> str:
        return "|".join(f"{commune}:{value}" for commune, value in sorted(self.of_commune.items(), key=str))


def pages_for(user: User, day: datetime.date, *, release: str) -> list[KeptPage]:
    """The pages of `user` on `day`, all of them; how many a device keeps is the view's affair.

    What shows days and deadlines is new each day, a record's page each week.
    """
    access = access_of(user)
    pulse = pulse_of(user, access)
    week = "{0.year}-{0.week}".format(day.isocalendar())
    wanted = [
        *((url, (pulse.of_all, day)) for url in _working_pages(user)),
        *((url, (mark, day)) for url, mark in _planned(user, access, pulse)),
        *((url, (mark, day)) for url, mark in _held(access, pulse, day)),
        *((url, (pulse.of_all, day)) for url in _lists(access)),
        *((url, (mark, week)) for url, mark in _records(user, access, day)),
    ]
    first = dict(reversed([(url, _stamp(release, *marks)) for url, marks in wanted]))
    return [KeptPage(url, first[url]) for url in dict.fromkeys(url for url, _marks in wanted)]


def pulse_of(user: User, access: Access) -> Pulse:
    """Three queries: visits, petitions and comments of the person's own area, commune by commune."""
    sources: tuple[tuple[QuerySet[Any], str], ...] = (
        (Visit.objects.visible_to(user), "steps__pk"),
        (Petition.objects.visible_to(user), "steps__pk"),
        (Comment.objects.visible_to(user), "events__pgh_id"),
    )
    found: dict[int | None, list[str]] = defaultdict(list)
    for rows, moved in sources:
        own = rows.filter(_own(access)).order_by().values_list("commune").annotate(latest=Max(moved))
        for commune, latest in own:
            found[commune].append(f"{moved[0]}{latest}")
    return Pulse({commune: "-".join(marks) for commune, marks in found.items()})


def _own(access: Access) -> Q:
    """What a person works with: the own area and the own records, also for those who may read all."""
    return access.area() | Q(officer__in=access.officer_ids)


def _working_pages(user: User) -> Iterator[str]:
    """The page about the device itself, the desk, and the empty forms."""
    yield reverse("offline:page")
    yield reverse("dashboards:desk")
    if policies.may_log_visits(user):
        yield reverse("fieldbook:log")
        yield reverse("fieldbook:plan")
        yield reverse("contacts:record")


def _planned(user: User, access: Access, pulse: Pulse) -> Iterator[tuple[str, str]]:
    """Visits to come of the person and of those they stand in for, the next one first."""
    plans = Visit.objects.visible_to(user).upcoming().filter(officer__in=access.officer_ids).order_by("date", "pk")
    for visit in plans[:20]:
        mark = f"{visit.status}-{visit.content_hash}-{pulse(visit.commune_id)}"
        yield reverse("briefs:brief", args=[visit.uuid]), mark
        yield reverse("visits:detail", args=[visit.uuid]), mark
        yield reverse("fieldbook:log_plan", args=[visit.uuid]), mark


def _held(access: Access, pulse: Pulse, day: datetime.date) -> Iterator[tuple[str, str]]:
    """The units that the person answers for, own ones and those stood in for."""
    rows = Assignment.objects.answered_by(access.officer_id or 0, day, day).order_by("unit__level", "unit_id")
    for unit, commune in rows.values_list("unit_id", "unit__commune_id"):
        yield reverse("assignments:unit", args=[unit]), pulse(commune)


def _lists(access: Access) -> Iterator[str]:
    if access.areas or access.reads_all_records:
        yield from map(reverse, ("visits:list", "feedback:list", "recommendations:list", "assignments:units"))


def _records(user: User, access: Access, day: datetime.date) -> Iterator[tuple[str, str]]:
    """Open petitions first due first, then recent visits; a visit to a household is never kept."""
    own, since = _own(access), day - RECENT
    petitions = Petition.objects.visible_to(user).open().filter(own, reported_on__gte=since).first_due_first()
    for uuid, moved in petitions.annotate(moved=Max("steps__pk")).values_list("uuid", "moved")[:40]:
        yield reverse("feedback:detail", args=[uuid]), f"p{moved}"
    visits = Visit.objects.visible_to(user).happened().filter(own, date__range=(since, day)).newest_first()
    visits = visits.exclude(type=VisitType.HOUSEHOLD_VISIT).annotate(moved=Max("steps__pk"))
    for uuid, status, moved in visits.values_list("uuid", "status", "moved")[:40]:
        yield reverse("visits:detail", args=[uuid]), f"v{status}{moved}"


def _stamp(*marks: object) -> str:
    return hashlib.sha256("~".join(map(str, marks)).encode()).hexdigest()[:20]

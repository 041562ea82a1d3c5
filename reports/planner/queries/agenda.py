"""What stands in a calendar: visits and published meetings of some days, the first few of each day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from assignments.access import access_of
from assignments.models import Assignment, Cluster, ClusterMember, Delegation, DelegationMember
from nammanh.accounts.models import User
from reports.planner.models import Attendance, LocalMeeting
from reports.visits.models import Visit
from reports.visits.states import Status


def own_visits(user: User) -> QuerySet[Visit]:
    """One's own, and those of whom one stands in for."""
    return Visit.objects.filter(officer__in=access_of(user).officer_ids)


def delegations_of(user: User, day: datetime.date) -> QuerySet[Delegation]:
    """Those whose calendar this person may look at: at work on `day`, with a place of one's own or in one's area."""
    return Delegation.objects.visible_to(user).on(day).in_order()


def is_member(user: User, delegation: Delegation, day: datetime.date) -> bool:
    officers = access_of(user).officer_ids
    return DelegationMember.objects.on(day).filter(delegation=delegation, officer__in=officers).exists()


def visits_of_delegation(delegation: Delegation, user: User, day: datetime.date) -> QuerySet[Visit]:
    """Visits of its members on `day`. Members share their calendar; others see what lies in their area."""
    members = DelegationMember.objects.on(day).filter(delegation=delegation).values("officer")
    rows = Visit.objects.all() if is_member(user, delegation, day) else Visit.objects.visible_to(user)
    return rows.filter(officer__in=members)


def meetings_of_delegation(delegation: Delegation, meetings: QuerySet[LocalMeeting]) -> QuerySet[LocalMeeting]:
    """Meetings (already scoped) in the districts and communes that it holds."""
    held = Assignment.objects.filter(delegation=delegation)
    return meetings.filter(
        Q(commune__in=held.filter(unit__level="commune").values("unit"))
        | Q(district__in=held.filter(unit__level="district").values("unit"))
    )


def in_cluster(rows: QuerySet[Any], cluster: Cluster, day: datetime.date) -> QuerySet[Any]:
    return rows.filter(commune__in=ClusterMember.objects.on(day).filter(cluster=cluster).values("unit"))


@dataclass(frozen=True)
class Period:
    """Days, both ends included."""

    start: datetime.date
    end: datetime.date

    @property
    def days(self) -> list[datetime.date]:
        count = (self.end - self.start).days + 1
        return [self.start + datetime.timedelta(days=offset) for offset in range(count)]


def visits_in(visits: QuerySet[Visit], period: Period, most: int) -> list[Visit]:
    """The first `most` visits of each day with `of_day`, how many there are; cancelled ones are left out. One query."""
    rows = visits.exclude(status=Status.CANCELLED).filter(date__range=(period.start, period.end))
    rows = _numbered(rows, [F("unit__name_key"), F("pk")]).filter(nth__lte=most)
    return list(rows.select_related("officer", "unit", "commune").order_by("date", "nth"))


def meetings_in(meetings: QuerySet[LocalMeeting], period: Period, most: int) -> list[LocalMeeting]:
    """The first `most` meetings of each day, cancelled ones too: people have them in mind. One query."""
    rows = _numbered(meetings.between(period.start, period.end), [F("starts_at"), F("pk")]).filter(nth__lte=most)
    return list(rows.select_related("unit", "commune").order_by("date", "nth"))


def _numbered(rows: QuerySet[Any], order: list[Any]) -> QuerySet[Any]:
    return rows.annotate(
        nth=Window(RowNumber(), partition_by=[F("date")], order_by=order),
        of_day=Window(Count("*"), partition_by=[F("date")]),
    )


def attendances_by_visit(visits: Iterable[Visit]) -> dict[int, Attendance]:
    """The meeting that each of these visits goes to. One query."""
    rows = Attendance.objects.current().filter(visit__in=[visit.pk for visit in visits])
    return {row.visit_id: row for row in rows.select_related("meeting")}


def readable(user: User, visits: Iterable[Visit]) -> set[int]:
    """Which of these visits have a page for this person. One query, none for no visit."""
    return set(
        Visit.objects.visible_to(user).filter(pk__in=[visit.pk for visit in visits]).values_list("pk", flat=True)
    )

"""What is read about published meetings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assignments.access import access_of
from nammanh.accounts.models import User
from reports.planner.models import Attendance, LocalMeeting


def with_attendance(meetings: QuerySet[LocalMeeting], user: User) -> QuerySet[LocalMeeting]:
    """Meetings with `coming`, how many officers signed up, and `mine`, whether this person did."""
    current = Attendance.objects.current().filter(meeting=OuterRef("pk")).order_by()
    counted = current.values("meeting").values(n=Count("*"))
    own = current.filter(officer=access_of(user).officer_id or 0)
    return meetings.annotate(coming=Coalesce(Subquery(counted), 0), mine=Exists(own))


def attending(meeting: LocalMeeting) -> list[Attendance]:
    """Who has signed up, for a meeting already shown."""
    rows = Attendance.objects.current().filter(meeting=meeting)
    return list(rows.select_related("officer", "visit", "visit__tier").order_by("officer__name_key", "pk"))


def own_attendance(meeting: LocalMeeting, user: User) -> Attendance | None:
    rows = Attendance.objects.current().filter(meeting=meeting, officer=access_of(user).officer_id or 0)
    return rows.select_related("visit", "meeting").first()


def later_in_series(meeting: LocalMeeting) -> int:
    """How many meetings of its series are still to come after this one."""
    if meeting.series is None:
        return 0
    return LocalMeeting.objects.scheduled().filter(series=meeting.series, date__gt=meeting.date).count()


def stale_attendances(user: User) -> QuerySet[Attendance]:
    """One's plans whose meeting was moved or cancelled."""
    rows = Attendance.objects.current().filter(officer__in=access_of(user).officer_ids)
    return rows.select_related("meeting", "visit", "visit__unit")


def needs_answer(attendance: Attendance) -> bool:
    """Whether the meeting is no longer where the plan is."""
    meeting, visit = attendance.meeting, attendance.visit
    return visit.is_open and (meeting.is_cancelled or meeting.date != visit.date)


def by_day(meetings: Iterable[LocalMeeting]) -> list[LocalMeeting]:
    return sorted(meetings, key=lambda row: (row.date, row.starts_at, row.pk))

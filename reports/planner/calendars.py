"""Visits, meetings and events as lines of a calendar, day by day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Unit
from nammanh.platform.dates import format_date
from nammanh.platform.working_days import public_holidays
from reports.planner.models import Attendance, LocalMeeting
from reports.planner.queries.agenda import Period
from reports.planner.queries.events import Occurrence
from reports.visits.models import Visit
from reports.visits.states import Status
from reports.visits.timeline import STATUS_TONES

STATUS_ICONS: dict[str, str] = {
    Status.PLANNED: "calendar-event",
    Status.POSTPONED: "player-pause",
    Status.DONE: "hourglass",
    Status.CONFIRMED: "circle-check",
}


@dataclass(frozen=True)
class Entry:
    """One line: what kind of thing, where, what, who, how it stands. No address: the person may not open it."""

    day: datetime.date
    sort: Any
    kind: str
    place: str
    text: str
    who: str = ""
    state: str = ""
    time: datetime.time | None = None
    url: str = ""
    tone: str = "neutral"
    icon: str = "circle-dot"


@dataclass
class Day:
    """One day of a calendar. `more` counts what isn't shown."""

    date: datetime.date
    belongs: bool
    is_today: bool
    url: str
    holiday: str = ""
    entries: list[Entry] = field(default_factory=list)
    more: int = 0


def place_name(unit: Unit, commune: Unit | None) -> str:
    """“Ấp 1, Xã Sơn Phú”."""
    return f"{unit}, {commune}" if commune and commune.pk != unit.pk else str(unit)


def visit_entry(visit: Visit, attendance: Attendance | None, *, own: bool, url: str) -> Entry:
    """A visit, at the hour of the meeting that it goes to."""
    meeting = attendance.meeting if attendance else None
    time = meeting.starts_at if meeting and not meeting.is_cancelled and meeting.date == visit.date else None
    state, tone, icon = visit.get_status_display(), STATUS_TONES[visit.status], STATUS_ICONS[visit.status]
    if meeting and visit.is_open and time is None:
        state = _("Cuộc họp đã hủy") if meeting.is_cancelled else _("Lịch họp đã đổi ngày")
        tone, icon = "danger", "alert-triangle"
    return Entry(
        day=visit.date,
        sort=(1, time or datetime.time.max, str(visit.unit.name_key), visit.pk),
        kind=_("Chuyến đi"),
        place=place_name(visit.unit, visit.commune),
        text=visit.get_type_display(),
        who="" if own else _("đ/c %(name)s") % {"name": visit.officer},
        state=state,
        time=time,
        url=url,
        tone=tone,
        icon=icon,
    )


def meeting_entry(meeting: LocalMeeting) -> Entry:
    return Entry(
        day=meeting.date,
        sort=(1, meeting.starts_at, "", meeting.pk),
        kind=_("Lịch họp"),
        place=place_name(meeting.unit, meeting.commune),
        text=meeting.title,
        state=meeting.get_status_display() if meeting.is_cancelled else "",
        time=meeting.starts_at,
        url=reverse("planner:meeting", args=[meeting.uuid]),
        icon="ban" if meeting.is_cancelled else "users-group",
    )


def event_entry(occurrence: Occurrence, day: datetime.date) -> Entry:
    return Entry(
        day=day,
        sort=(0, datetime.time.min, "", occurrence.event.pk),
        kind=_("Sự kiện"),
        place="",
        text=occurrence.event.name,
        state=days_in_words(occurrence),
        tone="info",
        icon="flag",
    )


def days_in_words(occurrence: Occurrence) -> str:
    """“03/02/2027 – 06/02/2027”, or “khoảng …” where the year's announcement decides."""
    first, last = format_date(occurrence.first), format_date(occurrence.last)
    days = first if first == last else f"{first} – {last}"
    return days if occurrence.is_fixed else _("khoảng %(days)s, theo thông báo từng năm") % {"days": days}


def arranged(
    entries: Iterable[Entry],
    shown: Period,
    own: Period,
    today: datetime.date,
    day_url: Any,
    more: dict[datetime.date, int],
) -> list[Day]:
    """Every day of the page with its lines in order: events, then by the hour, then what has no hour."""
    days = {
        date: Day(
            date,
            own.start <= date <= own.end,
            date == today,
            day_url(date),
            public_holidays(date.year).get(date, ""),
            more=more.get(date, 0),
        )
        for date in shown.days
    }
    for entry in sorted(entries, key=lambda entry: entry.sort):
        days[entry.day].entries.append(entry)
    return list(days.values())

"""A person's visits as an iCalendar file (RFC 5545) that phones subscribe to.

Titles say where and what kind of visit, never who is visited, which household, or what was said: the file lies on
telephones and in the calendars of other companies.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

from nammanh.platform.dates import VIETNAM
from reports.planner.queries.feed import FeedItem
from reports.visits.models import Visit, VisitType
from reports.visits.states import Status

PRODUCT = "-//Nam Manh//Lich di co so//VI"
HOUR = datetime.timedelta(hours=1)


def calendar_of(items: Iterable[FeedItem], site: str) -> bytes:
    """The whole calendar; `site` is the portal's address, for the links. The same items give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Lịch đi cơ sở"))
    calendar.add("x-wr-timezone", VIETNAM.key)
    calendar.add("refresh-interval", vDuration(HOUR), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(HOUR))
    calendar.add_component(_vietnam())
    for item in items:
        calendar.add_component(_event(item, site))
    return calendar.to_ical()


def _vietnam() -> Timezone:
    """UTC+7 all year: no daylight saving."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", VIETNAM.key)
    standard.add("dtstart", datetime.datetime(1976, 1, 1))
    standard.add("tzoffsetfrom", datetime.timedelta(hours=7))
    standard.add("tzoffsetto", datetime.timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(item: FeedItem, site: str) -> Event:
    visit, event = item.visit, Event()
    event.add("uid", f"{visit.uuid}@di-co-so.nam-manh")
    event.add("dtstamp", item.changed_at.replace(microsecond=0))
    event.add("last-modified", item.changed_at.replace(microsecond=0))
    event.add("sequence", item.revision)
    event.add("summary", f"{place_of(visit)}: {visit.get_type_display()}")
    event.add("location", region_of(visit))
    event.add("status", status_of(item))
    event.add("url", vText(urljoin(site, reverse("visits:detail", args=[visit.uuid]))))
    event.add("transp", "TRANSPARENT" if status_of(item) == "CANCELLED" else "OPAQUE")
    _when(event, item)
    return event


def _when(event: Event, item: FeedItem) -> None:
    """The hours of the meeting, where the visit goes to one on its day; otherwise the whole day, its end exclusive."""
    day, meeting = item.visit.date, item.meeting
    if meeting is None or meeting.date != day:
        event.add("dtstart", day)
        event.add("dtend", day + datetime.timedelta(days=1))
        return
    event.add("dtstart", datetime.datetime.combine(day, meeting.starts_at, tzinfo=VIETNAM))
    if meeting.ends_at:
        event.add("dtend", datetime.datetime.combine(day, meeting.ends_at, tzinfo=VIETNAM))


def status_of(item: FeedItem) -> str:
    """CANCELLED with its meeting too; TENTATIVE while the meeting has moved and the plan hasn't followed."""
    if item.visit.status == Status.CANCELLED:
        return "CANCELLED"
    if item.meeting and item.visit.is_open:
        if item.meeting.is_cancelled:
            return "CANCELLED"
        if item.meeting.date != item.visit.date:
            return "TENTATIVE"
    return "CONFIRMED"


def place_of(visit: Visit) -> str:
    """The unit; for a visit to households the hamlet, since a group is too few of them."""
    if visit.type == VisitType.HOUSEHOLD_VISIT and visit.hamlet:
        return str(visit.hamlet)
    return str(visit.unit)


def region_of(visit: Visit) -> str:
    """“Xã Sơn Phú, Huyện Giồng Trôm”."""
    return ", ".join(str(unit) for unit in (visit.commune, visit.district) if unit)

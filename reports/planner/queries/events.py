"""On which days the events of the year fall."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from nammanh.platform.working_days import public_holidays
from reports.planner.models import EventBasis, Feast, YearlyEvent

# vi-data: names that the calendar of public holidays uses
_NAMES = {Feast.TET: "Tết Nguyên Đán", Feast.HUNG_KINGS: "Ngày Giỗ Tổ Hùng Vương"}


@dataclass(frozen=True)
class Occurrence:
    """An event in one year, both days included."""

    event: YearlyEvent
    first: datetime.date
    last: datetime.date

    @property
    def is_fixed(self) -> bool:
        """Whether the days are certain; otherwise the year's announcement decides."""
        return self.event.basis in {EventBasis.FIXED, EventBasis.FEAST}


def events_in_use() -> QuerySet[YearlyEvent]:
    return YearlyEvent.objects.filter(in_use=True)


def occurrences(events: Iterable[YearlyEvent], start: datetime.date, end: datetime.date) -> list[Occurrence]:
    """Those that touch the period, the earliest first. What only a lunar text dates is left out."""
    found = []
    for event in events:
        for year in range(start.year - 1, end.year + 2):  # Tết may begin in the year before
            span = _span(event, year)
            if span and span[0] <= end and start <= span[1]:
                found.append(Occurrence(event, *span))
    return sorted(found, key=lambda row: (row.first, row.event.pk))


def feast_day(feast: str, year: int) -> datetime.date | None:
    """The day of a lunar feast, none where the calendar doesn't know it."""
    wanted = _NAMES[Feast(feast)]
    return next((day for day, names in public_holidays(year).items() if wanted in names.split("; ")), None)


def _span(event: YearlyEvent, year: int) -> tuple[datetime.date, datetime.date] | None:
    if event.basis == EventBasis.FEAST:
        day = feast_day(event.feast, year)
        if day is None:
            return None
        return day - datetime.timedelta(days=event.days_before), day + datetime.timedelta(days=event.days_after)
    if event.basis == EventBasis.LUNAR:
        return None
    first = _day(year, event.from_month, event.from_day)
    last = _day(year, event.to_month, event.to_day)
    return first, last if last >= first else _day(year + 1, event.to_month, event.to_day)


def _day(year: int, month: int | None, day: int | None) -> datetime.date:
    """The day, or the month's last one: 29/02 and “31/06”."""
    month, day = month or 1, day or 1
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))

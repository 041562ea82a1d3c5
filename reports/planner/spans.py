"""The stretch of days that a calendar shows, and the way to the one before and after."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    add_months,
    format_date,
    format_weekday_date,
    month_end,
    month_label,
    month_start,
    parse_date,
    today,
)
from reports.planner.queries.agenda import Period

MONTH, WEEK, DAY, LIST = "thang", "tuan", "ngay", "danh-sach"
VIEWS = {
    MONTH: gettext_lazy("Tháng"),
    WEEK: gettext_lazy("Tuần"),
    DAY: gettext_lazy("Ngày"),
    LIST: gettext_lazy("Danh sách"),
}
MOST_A_DAY = {MONTH: 3, WEEK: 12, LIST: 12, DAY: 300}
"""How many visits, and how many meetings, a day shows; the rest is a link away."""

_ONE_DAY, _WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
_EARLIEST, _LATEST = datetime.date(FIRST_YEAR + 1, 1, 1), datetime.date(LAST_YEAR - 1, 12, 31)


@dataclass(frozen=True)
class Span:
    """One page of a calendar: a month, a week, a day, or a month as a list."""

    view: str
    day: datetime.date

    @property
    def period(self) -> Period:
        """The days that belong to it."""
        if self.view == DAY:
            return Period(self.day, self.day)
        if self.view == WEEK:
            monday = _monday(self.day)
            return Period(monday, monday + 6 * _ONE_DAY)
        return Period(month_start(self.day), month_end(self.day))

    @property
    def shown(self) -> Period:
        """The days on the page: a month's grid begins on a Monday and ends on a Sunday."""
        own = self.period
        return Period(_monday(own.start), _monday(own.end) + 6 * _ONE_DAY) if self.view == MONTH else own

    @property
    def previous(self) -> datetime.date:
        return self._beside(-1)

    @property
    def next(self) -> datetime.date:
        return self._beside(1)

    def _beside(self, step: int) -> datetime.date:
        if self.view in {MONTH, LIST}:
            return add_months(month_start(self.day), step)
        return self.day + step * (_WEEK if self.view == WEEK else _ONE_DAY)

    @property
    def title(self) -> str:
        own = self.period
        if self.view == DAY:
            return format_weekday_date(own.start)
        if self.view == WEEK:
            return _("Tuần %(start)s – %(end)s") % {"start": format_date(own.start), "end": format_date(own.end)}
        return month_label(own.start)


def span_from(query: Any) -> Span:
    """What an address asks for; whatever can't be read is today, as a month."""
    view = query.get("xem", "")
    try:
        day = min(max(parse_date(query.get("ngay", "")), _EARLIEST), _LATEST)
    except ValidationError:
        day = today()
    return Span(view if view in VIEWS else MONTH, day)


def _monday(day: datetime.date) -> datetime.date:
    return day - day.weekday() * _ONE_DAY

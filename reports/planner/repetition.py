"""Meetings that come back each month: on the same day, or on the same weekday of the same week."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import add_months, month_end

MOST_TIMES = 12


class Repeat(TextChoices):
    ONCE = "once", _("Không lặp lại")
    DAY = "day", _("Hằng tháng, cùng ngày (ví dụ ngày 05)")
    WEEKDAY = "weekday", _("Hằng tháng, cùng thứ của cùng tuần (ví dụ thứ Bảy tuần đầu)")


LAST_WEEK = 5
"""The fifth Saturday means the last one: most months have four."""


def dates_of(first: datetime.date, repeat: str, times: int) -> list[datetime.date]:
    """The days of `times` meetings, the first on `first`; the 31st is the last day of a shorter month."""
    if repeat == Repeat.ONCE:
        return [first]
    if repeat == Repeat.DAY:
        return [add_months(first, count) for count in range(times)]
    nth = (first.day + 6) // 7
    return [_nth_weekday(add_months(first.replace(day=1), count), first.weekday(), nth) for count in range(times)]


def _nth_weekday(month: datetime.date, weekday: int, nth: int) -> datetime.date:
    if nth == LAST_WEEK:
        last = month_end(month)
        return last - datetime.timedelta(days=(last.weekday() - weekday) % 7)
    return month + datetime.timedelta(days=(weekday - month.weekday()) % 7 + 7 * (nth - 1))


def in_words(first: datetime.date, repeat: str, times: int) -> Any:
    """“Ngày 05 hằng tháng, 6 kỳ”."""
    if repeat == Repeat.DAY:
        return _("Ngày %(day)s hằng tháng, %(times)s kỳ") % {"day": f"{first.day:02d}", "times": times}
    if repeat == Repeat.WEEKDAY:
        return _("Cùng thứ, cùng tuần hằng tháng, %(times)s kỳ") % {"times": times}
    return ""

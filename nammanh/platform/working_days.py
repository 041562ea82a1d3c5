"""Working days: Monday to Friday without Vietnam's public holidays.

The holidays package knows the law (Tết by the lunar calendar, days off in lieu) and the swaps announced so far. What a
province decides beyond that is data, passed in as `Overrides`.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import holidays

from nammanh.platform.dates import local_date

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Overrides:
    """Days a decision changed; they win over the calendar, and `working` wins over `off`."""

    off: Collection[dt.date] = frozenset()
    """extra days off"""
    working: Collection[dt.date] = frozenset()
    """days worked to make up for a day off"""


NONE = Overrides()


@lru_cache(maxsize=32)
def public_holidays(year: int) -> dict[dt.date, str]:
    """Return the year's public holidays with their Vietnamese names. Do not change the result: it is cached."""
    return dict(sorted(holidays.country_holidays("VN", years=year, language="vi").items()))


@lru_cache(maxsize=32)
def made_up_days(year: int) -> frozenset[dt.date]:
    """Return the weekend days of the year that are worked in exchange for a day off."""
    calendar = holidays.country_holidays("VN", years=year)
    return frozenset(day for day in calendar.weekend_workdays if day.year == year)


def is_working_day(day: dt.date, overrides: Overrides = NONE) -> bool:
    """Return whether offices work on `day`."""
    day = local_date(day)
    if day in overrides.working or day in overrides.off:
        return day in overrides.working
    if day in made_up_days(day.year):
        return True
    return day.weekday() < 5 and day not in public_holidays(day.year)


def add_working_days(start: dt.date, count: int, overrides: Overrides = NONE) -> dt.date:
    """Return the `count`-th working day after `start` (before it when negative).

    The day of `start` itself does not count, as is usual for time limits. With 0: `start`, or the next working day.
    """
    day = local_date(start)
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    if count == 0:
        while not is_working_day(day, overrides):
            day += step
        return day
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, overrides)
    return day


def working_days_between(start: dt.date, end: dt.date, overrides: Overrides = NONE) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative when `end` is earlier.

    So `working_days_between(d, add_working_days(d, n)) == n`, and 0 means due today.
    """
    start, end = local_date(start), local_date(end)
    if end < start:
        return -working_days_between(end, start, overrides)
    return sum(is_working_day(day, overrides) for day in _days(start + _ONE_DAY, end))


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for offset in range((last - first).days + 1):
        yield first + dt.timedelta(days=offset)

"""From a rung's number of working days to the latest moment that has come to it."""

from __future__ import annotations

import datetime

from nammanh.platform.dates import VIETNAM
from nammanh.platform.working_days import NONE, Overrides, add_working_days

ONE_DAY = datetime.timedelta(days=1)


def latest_day(day: datetime.date, working_days: int, changed: Overrides = NONE) -> datetime.date:
    """The latest day of a stamp whose rung has come on `day`: so many working days lie after it, up to `day`.

    0: the day itself, also when nobody works on it. Negative: the rung comes before its stamp, as with deadlines.
    """
    if working_days == 0:
        return day
    if working_days > 0:
        return add_working_days(day + ONE_DAY, -working_days, changed) - ONE_DAY
    return add_working_days(day, -working_days, changed)


def end_of(day: datetime.date) -> datetime.datetime:
    """The first moment after `day` in Vietnam."""
    return datetime.datetime.combine(day + ONE_DAY, datetime.time(), tzinfo=VIETNAM)

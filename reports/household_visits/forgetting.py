"""After the term the details of a household are forgotten; what stays are numbers of a place, month by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction
from django.db.models.functions import TruncMonth

from nammanh.platform.dates import add_months, month_start, quarter_start
from reports.household_visits.models import HouseholdLine, MonthCount, RetentionTerm

_LOCK = 0x6E6D666F726765
"""One run at a time."""


@dataclass(frozen=True)
class Forgotten:
    """What a run forgot, or would: lines of days before `before`, and the years whose numbers it closed."""

    before: datetime.date
    lines: int
    still_open: int
    years: tuple[int, ...]


def horizon_on(day: datetime.date) -> datetime.date | None:
    """The first day whose details are still kept on `day`: whole months are forgotten. None without a term."""
    term = RetentionTerm.objects.on(day).order_by("-valid_from").first()
    return month_start(add_months(day, -term.months)) if term else None


def is_closed(year: int) -> bool:
    """The numbers of this year are final: no household can be added to a visit of it."""
    months = [datetime.date(year, month, 1) for month in range(1, 13)]
    return MonthCount.objects.filter(month__in=months).exists()


def forget_household_details(*, day: datetime.date, dry_run: bool = False) -> Forgotten | None:
    """Count the years that begin to be forgotten, then delete the lines before the horizon. None without a term.

    Running it again changes nothing: a closed year is not counted twice.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        horizon = horizon_on(day)
        if horizon is None:
            return None
        old = HouseholdLine.objects.filter(visited_on__lt=horizon)
        years = {day.year for day in old.dates("visited_on", "year") if not is_closed(day.year)}
        found = Forgotten(horizon, old.count(), old.to_follow_up().count(), tuple(sorted(years)))
        if not dry_run:
            for year in found.years:
                _close(year)
            old.delete()
        return found


def _close(year: int) -> None:
    """Write the numbers of each month of a year, of each place where a household was visited in it."""
    visited = (
        HouseholdLine.objects.filter(visited_on__year=year)
        .annotate(month=TruncMonth("visited_on"))
        .order_by("unit_id", "household_id", "month")
        .values_list("unit_id", "household_id", "month")
        .distinct()
    )
    for unit_id, rows in groupby(visited.iterator(chunk_size=10_000), key=itemgetter(0)):
        counts = _counts((household, month) for _unit, household, month in rows)
        MonthCount.objects.bulk_create(
            MonthCount(unit_id=unit_id, month=month, households=all_, new_in_quarter=in_quarter, new_in_year=in_year)
            for month, (all_, in_quarter, in_year) in counts.items()
        )


def _counts(visits: Iterable[tuple[int, datetime.date]]) -> dict[datetime.date, tuple[int, int, int]]:
    """By month: households visited, and of them those not yet visited in the quarter, in the year.

    `visits` are the months of each household, once each, in their order.
    """
    counts: dict[datetime.date, tuple[int, int, int]] = {}
    for _household, rows in groupby(visits, key=itemgetter(0)):
        quarters: set[datetime.date] = set()
        for _same, month in rows:
            every, in_quarter, in_year = counts.get(month, (0, 0, 0))
            quarter = quarter_start(month)
            counts[month] = (every + 1, in_quarter + (quarter not in quarters), in_year + (not quarters))
            quarters.add(quarter)
    return counts

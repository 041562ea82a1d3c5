"""Keeping the petitions of each month counted: a month is counted again when somebody reads it after it was touched."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Min

from assignments.queries import days_changed_by_now
from nammanh.platform.dates import month_end, months_in, today
from reports.feedback.models import Grain, MonthCount, Petition, TouchedMonth
from reports.feedback.tallies import Tally, alike, tallied

_LOCK = 0x6E6D706574
"""One process counts at a time; the others wait, and find the work done."""
FIGURES = ("total", "still_open", "counts", "took", "untold")
_KEYS = {
    Grain.DEPARTMENT: "department_id",
    Grain.FIELD: "field_id",
    Grain.DISTRICT: "district_id",
    Grain.COMMUNE: "commune_id",
}


def recount(months: Iterable[datetime.date]) -> None:
    """Count these months again. The notes are taken first: what is written meanwhile brings notes of its own."""
    with transaction.atomic():
        _wait_for_turn()
        for month in sorted(months):
            TouchedMonth.objects.filter(month=month).delete()
            MonthCount.objects.filter(month=month).delete()
            MonthCount.objects.bulk_create(counted(month))


def drain() -> int:
    """Count again what was touched, and what was never counted; returns how many months there were."""
    months = {*TouchedMonth.objects.values_list("month", flat=True), *uncounted()}
    recount(months)
    return len(months)


def rebuild() -> None:
    """Count everything again from the records."""
    with transaction.atomic():
        _wait_for_turn()
        MonthCount.objects.all().delete()
        drain()


def uncounted() -> set[datetime.date]:
    """Months since the first petition that were never counted."""
    first = Petition.objects.aggregate(first=Min("reported_on"))["first"]
    known = MonthCount.objects.filter(grain=Grain.MONTH).values_list("month", flat=True)
    return {*(months_in(first, today()) if first else ())} - {*known}


def counted(month: datetime.date) -> Iterator[MonthCount]:
    """The rows of a month as the records say now."""
    rows = alike(
        Petition.objects.all(),
        since=month,
        until=month_end(month),
        changed=days_changed_by_now(),
        **{f"of_{grain}": F(column) for grain, column in _KEYS.items()},
    )
    found = tallied(rows, _cells)
    found.setdefault((Grain.MONTH, None), Tally())
    for (grain, key), tally in found.items():
        yield MonthCount(
            month=month,
            grain=grain,
            key=key,
            total=tally.total,
            still_open=tally.still_open,
            counts=dict(tally.counts),
            took={str(days): count for days, count in tally.took.items()},
            untold={day.isoformat(): count for day, count in tally.untold.items()},
        )


def differences() -> Iterator[tuple[MonthCount | None, MonthCount | None]]:
    """Rows that are kept and what the records say instead; but for months that wait to be counted."""
    waiting = {*TouchedMonth.objects.values_list("month", flat=True)}
    for month in sorted({*MonthCount.objects.values_list("month", flat=True)} - waiting):
        kept = {(row.grain, row.key): row for row in MonthCount.objects.filter(month=month)}
        said = {(str(row.grain), row.key): row for row in counted(month)}
        for cell in sorted({*kept, *said}, key=str):
            one, other = kept.get(cell), said.get(cell)
            if one is None or other is None or _figures(one) != _figures(other):
                yield one, other


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    yield Grain.MONTH, None
    for grain in _KEYS:
        yield grain, row[f"of_{grain}"]


def _figures(row: MonthCount) -> tuple:
    return tuple(getattr(row, name) for name in FIGURES)


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

"""The months: when each closes, which may be gathered today, which were missed for ever."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from assignments.models import Agency
from nammanh.platform.dates import add_months, month_end, month_start, months_in
from reports.consolidation.models import Batch, ClosingDay

DEFAULT_DAY = 25


@dataclass(frozen=True)
class Month:
    """A month of an agency, with its batch or without one: a gap."""

    month: datetime.date
    agency: Agency
    batch: Batch | None


def closing_date(month: datetime.date) -> datetime.date:
    """The day on which the batch of `month` closes, by the row in force at the month's end."""
    row = ClosingDay.objects.on(month_end(month)).first()
    return month.replace(day=row.day if row else DEFAULT_DAY)


def openable_months(day: datetime.date) -> list[datetime.date]:
    """The months whose batch may be opened on `day`: this one, and the last until this one closes.

    Later there is no way back: a missed month stays a gap.
    """
    this = month_start(day)
    return [this, add_months(this, -1)] if day <= closing_date(this) else [this]


def may_begin(month: datetime.date, day: datetime.date) -> bool:
    return month in openable_months(day)


def months_of(batches: Iterable[Batch], day: datetime.date) -> list[Month]:
    """Every month of each agency from its first batch to the latest that is over, the newest first; gaps stand out."""
    by_agency: dict[int, dict[datetime.date, Batch]] = {}
    agencies: dict[int, Agency] = {}
    for batch in batches:
        by_agency.setdefault(batch.agency_id, {})[batch.month] = batch
        agencies[batch.agency_id] = batch.agency
    still_open = set(openable_months(day)) if by_agency else set()
    rows = []
    for pk, found in by_agency.items():
        ends = agencies[pk].valid_to
        last = max(*found, min(month_start(day), month_start(ends) if ends else month_start(day)))
        rows += [
            Month(month, agencies[pk], found.get(month))
            for month in months_in(min(found), last)
            if month in found or month not in still_open
        ]
    return sorted(rows, key=lambda row: (row.month, row.agency.name_key), reverse=True)

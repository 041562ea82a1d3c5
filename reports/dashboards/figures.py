"""What was done in a part of the province, by place and month: read from the facts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q

from nammanh.accounts.models import User
from reports.facts.models import MEASURES, Activity
from reports.facts.models.activity import ActivityQuerySet, grain_of
from reports.facts.months import Months
from reports.facts.queries import Totals, added, by_month, by_place_and_month

Cells = dict[tuple[int | None, datetime.date], Totals]


def activity(user: User, records: Q, level: str) -> ActivityQuerySet:
    """What this person may read there, at the grain of `level`. Words to the superior are counted nowhere that a
    commune might see, so everybody's number is the one of what communes got to read.
    """
    return Activity.objects.visible_to(user).filter(records, superior=False).down_to(grain_of(level))


def cells(user: User, records: Q, months: Months, level: str, measures: Sequence[str] = MEASURES) -> Cells:
    """By unit of `level` (None: above it) and month; one query, which reads no more than `measures`."""
    return by_place_and_month(activity(user, records, level), months, level, measures)


def compared(months: Months) -> Months:
    """One stretch that holds a period, the one before it and the same a year before."""
    return Months(min(months.previous().first, months.year_before().first), months.last)


def three(user: User, records: Q, months: Months) -> tuple[Totals, Totals, Totals]:
    """The totals of a period, of the one before it, and of the same a year before; one query."""
    found = by_month(activity(user, records, "unit"), compared(months))
    spans = (months, months.previous(), months.year_before())
    now, before, year = (added(Totals, (found[month] for month in span)) for span in spans)
    return now, before, year

"""What a page, a paper and a sheet show of a line beside its own fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from nammanh.platform.dates import local_date, today
from reports.consolidation import queries
from reports.consolidation.models import BatchLine
from reports.consolidation.queries import places
from reports.feedback.deadlines import referral_deadline, referral_tone


def dressed_lines(lines: Iterable[BatchLine]) -> list[BatchLine]:
    """The lines with their sources, and how each stands with its department."""
    rows, day = list(lines), today()
    held = queries.held_by_line(rows)
    for line in rows:
        line.held = held[line.pk]
        line.places = places(line)
        line.due_on = line.referral.expected_on if line.referral else None
        if line.referral:
            line.deadline, line.tone = referral_deadline(line.referral, day), referral_tone(line.referral)
    return rows


def with_age(lines: Iterable[BatchLine], day: datetime.date) -> list[BatchLine]:
    """The lines with how many days their department has had them, and how the day of the answer stands."""
    found = list(lines)
    for line in found:
        line.age = (day - local_date(line.referral.dispatched_at)).days
        line.deadline = referral_deadline(line.referral, day)
    return found

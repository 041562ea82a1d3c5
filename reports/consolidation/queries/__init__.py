"""What is read of the month: its days and gaps, what waits, what is alike, where it goes."""

from reports.consolidation.queries.calendar import Month, closing_date, may_begin, months_of, openable_months
from reports.consolidation.queries.contents import (
    carried_over,
    held_by_line,
    lines_of,
    places,
    places_of,
    waiting,
)
from reports.consolidation.queries.routing import LEARNED_AFTER, Learned, Proposal, Router, learned_defaults
from reports.consolidation.queries.similarity import Group, groups_of, nearest_lines

__all__ = [
    "LEARNED_AFTER",
    "Group",
    "Learned",
    "Month",
    "Proposal",
    "Router",
    "carried_over",
    "closing_date",
    "groups_of",
    "held_by_line",
    "learned_defaults",
    "lines_of",
    "may_begin",
    "months_of",
    "nearest_lines",
    "openable_months",
    "places",
    "places_of",
    "waiting",
]

"""What is read of the month: its days and gaps, what waits, what is alike, where it goes."""

from reports.consolidation.queries.bench import COMPARED_ITEMS, NO_FIELD, Bench, Place, Stretch, bench_of
from reports.consolidation.queries.browsing import (
    LACKING,
    OWING,
    Asked,
    LinePage,
    chosen,
    is_long,
    narrowed,
    page_of,
    place_of,
)
from reports.consolidation.queries.calendar import Month, closing_date, may_begin, months_of, openable_months
from reports.consolidation.queries.contents import (
    MOST_COUNTED,
    carried_over,
    count_waiting,
    held_by_line,
    lines_of,
    places,
    places_of,
    waiting,
)
from reports.consolidation.queries.figures import NO_LEAD, Figures, Share, figures_of, with_figures
from reports.consolidation.queries.routing import LEARNED_AFTER, Learned, Proposal, Router, learned_defaults
from reports.consolidation.queries.similarity import Group, groups_of, nearest_lines

__all__ = [
    "COMPARED_ITEMS",
    "LACKING",
    "LEARNED_AFTER",
    "MOST_COUNTED",
    "NO_FIELD",
    "NO_LEAD",
    "OWING",
    "Asked",
    "Bench",
    "Figures",
    "Group",
    "Learned",
    "LinePage",
    "Month",
    "Place",
    "Proposal",
    "Router",
    "Share",
    "Stretch",
    "bench_of",
    "carried_over",
    "chosen",
    "closing_date",
    "count_waiting",
    "figures_of",
    "groups_of",
    "held_by_line",
    "is_long",
    "learned_defaults",
    "lines_of",
    "may_begin",
    "months_of",
    "narrowed",
    "nearest_lines",
    "openable_months",
    "page_of",
    "place_of",
    "places",
    "places_of",
    "waiting",
    "with_figures",
]

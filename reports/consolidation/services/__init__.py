"""What changes the month. Each locks the batch first, then lines by key, then petitions by key."""

from reports.consolidation.services.batches import approve, dispatch, open_batch, review, take_back
from reports.consolidation.services.lines import (
    Wording,
    merge,
    place,
    split,
    take_out,
    word,
)
from reports.consolidation.services.policy import add_rule, end_rule, set_closing_day
from reports.consolidation.services.returning import apply_sheet, bring_in
from reports.consolidation.services.routing import keep_rule

__all__ = [
    "Wording",
    "add_rule",
    "apply_sheet",
    "approve",
    "bring_in",
    "dispatch",
    "end_rule",
    "keep_rule",
    "merge",
    "open_batch",
    "place",
    "review",
    "set_closing_day",
    "split",
    "take_back",
    "take_out",
    "word",
]

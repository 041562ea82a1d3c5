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
from reports.consolidation.services.returning import apply_sheet, bring_in
from reports.consolidation.services.routing import keep_rule

__all__ = [
    "Wording",
    "apply_sheet",
    "approve",
    "bring_in",
    "dispatch",
    "keep_rule",
    "merge",
    "open_batch",
    "place",
    "review",
    "split",
    "take_back",
    "take_out",
    "word",
]

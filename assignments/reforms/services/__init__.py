"""What prepares, runs and takes back operations on units."""

from assignments.reforms.services.drafting import discard_draft, open_draft, set_basis, set_choices, set_units
from assignments.reforms.services.from_file import draft_from_edges
from assignments.reforms.services.running import apply_operation, preview, undo_operation, what_came_after

__all__ = [
    "apply_operation",
    "discard_draft",
    "draft_from_edges",
    "open_draft",
    "preview",
    "set_basis",
    "set_choices",
    "set_units",
    "undo_operation",
    "what_came_after",
]

"""What changes units and assignments."""

from assignments.services.documents import cite_document
from assignments.services.holding import assign, end_assignment, replace_holder
from assignments.services.households import add_household, edit_household
from assignments.services.units import change_unit

__all__ = [
    "add_household",
    "assign",
    "change_unit",
    "cite_document",
    "edit_household",
    "end_assignment",
    "replace_holder",
]

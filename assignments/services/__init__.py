"""What changes units and assignments."""

from assignments.services.absences import cancel_absence, change_absence, end_absence_early, record_absence
from assignments.services.documents import cite_document
from assignments.services.holding import assign, end_assignment, replace_holder
from assignments.services.households import add_household, edit_household
from assignments.services.units import change_unit

__all__ = [
    "add_household",
    "assign",
    "cancel_absence",
    "change_absence",
    "change_unit",
    "cite_document",
    "edit_household",
    "end_absence_early",
    "end_assignment",
    "record_absence",
    "replace_holder",
]

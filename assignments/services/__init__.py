"""What changes units and assignments."""

from assignments.services.absences import cancel_absence, change_absence, end_absence_early, record_absence
from assignments.services.clusters import close_cluster, open_cluster, put_communes, put_in_charge, replace_in_charge
from assignments.services.delegations import (
    add_member,
    change_member,
    close_delegation,
    issue_charter,
    leave_delegation,
    open_delegation,
)
from assignments.services.documents import FILE_KINDS, FILE_MEGABYTES, cite_document, complete_document
from assignments.services.duties import confirm_reading, revise_duties
from assignments.services.holding import assign, end_assignment, replace_holder
from assignments.services.households import add_household, edit_household, recount_households
from assignments.services.paper_templates import replace_paper_template, reset_paper_template
from assignments.services.redistribution import redistribute
from assignments.services.units import change_unit, correct_unit

__all__ = [
    "FILE_KINDS",
    "FILE_MEGABYTES",
    "add_household",
    "add_member",
    "assign",
    "cancel_absence",
    "change_absence",
    "change_member",
    "change_unit",
    "cite_document",
    "close_cluster",
    "close_delegation",
    "complete_document",
    "confirm_reading",
    "correct_unit",
    "edit_household",
    "end_absence_early",
    "end_assignment",
    "issue_charter",
    "leave_delegation",
    "open_cluster",
    "open_delegation",
    "put_communes",
    "put_in_charge",
    "record_absence",
    "recount_households",
    "redistribute",
    "replace_holder",
    "replace_in_charge",
    "replace_paper_template",
    "reset_paper_template",
    "revise_duties",
]

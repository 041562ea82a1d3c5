"""Who takes a place over, who explains, who reads."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from assignments.models import Assignment
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.handovers.models import HandOverLine


def receives(user: User, assignment: Assignment) -> bool:
    """The new holder, from the first to the last day of the assignment; after that the next holder."""
    return access_of(user).officer_id == assignment.officer_id and assignment.in_force_on(today())


def explains(user: User, line: HandOverLine) -> bool:
    """The officer who left the thing behind."""
    return access_of(user).officer_id == line.given_by_id


def reads_hand_overs(user: User) -> bool:
    """The list: every officer has an own one; the administrator reads no records and so has none."""
    access = access_of(user)
    return access.reads_all_records or (access.officer_id is not None and not access.has(PortalRole.ADMIN))


def watches_terms(user: User) -> bool:
    """Ban Tổ chức sees who has not taken over in time."""
    return access_of(user).has(PortalRole.ORGANISATION)

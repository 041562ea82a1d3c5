"""Who gathers the month, who approves it, who reads it."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from assignments.models import Agency
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.consolidation import states
from reports.consolidation.models import Batch


def reads_batches(user: User) -> bool:
    return access_of(user).reads_all_records


def consolidates(user: User) -> bool:
    """The office gathers, words, approves and sends; feedback asks the same of each petition."""
    return access_of(user).has(PortalRole.OFFICE)


def may(user: User, batch: Batch, action: str) -> bool:
    """Whether this person may take `action`, and the batch's state allows it."""
    return consolidates(user) and states.may_follow(action, batch.status)


def consolidating_agencies(user: User) -> list[Agency]:
    """The agencies in whose name this person gathers: those where a post of theirs makes them the office."""
    held = Agency.objects.on(today()).filter(
        positions__officer=access_of(user).officer_id or 0,
        positions__life__contains=today(),
        positions__post__portal_role=PortalRole.OFFICE,
    )
    return list(held.select_related("unit").distinct())

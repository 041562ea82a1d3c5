"""Who records a pledge, who moves it on, and who says that it has arrived."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from assignments.queries import taken_over
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.resources import states
from reports.resources.models import Pledge
from reports.resources.states import Action

BY_COMMUNE = {Action.RECEIVE, Action.HAND_OVER}
"""What the commune that gets it may record as well."""


def reads_pledges(user: User) -> bool:
    """The list: whoever reads all records, or answers for a place."""
    access = access_of(user)
    return access.reads_all_records or bool(access.areas)


def may_record(user: User) -> bool:
    """Officers who hold something today; for which place is asked again."""
    access = access_of(user)
    return access.officer_id is not None and access.holds_units


def follows_up(user: User, pledge: Pledge) -> bool:
    """Whoever found it, stands in for that officer, or holds the place after."""
    access = access_of(user)
    if pledge.officer_id in access.officer_ids:
        return True
    if not access.holds_units:
        return False
    return Pledge.objects.filter(taken_over(access.officer_ids, today()), pk=pledge.pk).exists()


def receives(user: User, pledge: Pledge) -> bool:
    """The Party committee of the commune that the contribution is for."""
    access = access_of(user)
    return access.has(PortalRole.COMMUNE_COMMITTEE) and any(
        area.unit_id == pledge.commune_id for area in access.committee_areas
    )


def has_right(user: User, pledge: Pledge, action: str) -> bool:
    """Whether this person may take `action` at all, whatever the pledge's state."""
    return (action in BY_COMMUNE and receives(user, pledge)) or follows_up(user, pledge)


def allowed_actions(user: User, pledge: Pledge) -> set[str]:
    """The buttons of a pledge's page: what its state allows and this person may."""
    possible: set[str] = {action for action in Action if states.may_follow(action, pledge.status)}
    if follows_up(user, pledge):
        return possible
    return possible.intersection(BY_COMMUNE) if receives(user, pledge) else set()

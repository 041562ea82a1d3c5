"""Who may send on, answer, reopen, close or direct a petition."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from assignments.queries import taken_over
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.feedback import states
from reports.feedback.models import Petition
from reports.feedback.states import Action


def has_right(user: User, petition: Petition, action: str) -> bool:
    """Whether this person may take `action` at all, whatever the petition's state."""
    access = access_of(user)
    if action == Action.ANSWER:
        return petition.department_id in access.department_ids
    if action in {Action.DISPATCH, Action.CLOSE}:
        return access.has(PortalRole.OFFICE)
    if action == Action.REOPEN:
        return access.has(PortalRole.OFFICE) or follows_up(user, petition)
    return action == Action.DIRECT and access.has(PortalRole.STANDING)


def follows_up(user: User, petition: Petition) -> bool:
    """Whoever sent it, stands in for the sender, or holds the place after: the way back outlasts an assignment."""
    access = access_of(user)
    if petition.officer_id in access.officer_ids:
        return True
    if not access.holds_units:
        return False
    return Petition.objects.filter(taken_over(access.officer_ids, today()), pk=petition.pk).exists()


def may_carry_back(user: User, petition: Petition) -> bool:
    """Whoever visits may tell an answer that they see, in the words of a visit of theirs."""
    return Petition.objects.visible_to(user).filter(pk=petition.pk).exists()


def may(user: User, petition: Petition, action: str) -> bool:
    """Whether this person may take `action`, and the petition's state allows it."""
    return states.may_follow(action, petition.status) and has_right(user, petition, action)


def allowed_actions(user: User, petition: Petition) -> set[str]:
    return {action for action in Action if may(user, petition, action)}


def answers_for_department(user: User) -> bool:
    return bool(access_of(user).department_ids)

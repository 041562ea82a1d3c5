"""Who may change, send, read, judge, answer and follow up a comment."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from assignments.queries import taken_over
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.recommendations import states
from reports.recommendations.models import Comment, Visibility
from reports.recommendations.scope import superior_of
from reports.recommendations.states import Action
from reports.visits.models import Visit
from reports.visits.policies import is_author as made_visit


def is_author(user: User, comment: Comment) -> bool:
    """Only who gave the comment changes, sends and withdraws it; nobody stands in for that."""
    return access_of(user).officer_id == comment.officer_id


def may_add(user: User, visit: Visit) -> bool:
    """Whoever made a visit may add a comment to it, also after the commune has confirmed it."""
    return visit.happened and made_visit(user, visit)


def may_judge(user: User, comment: Comment) -> bool:
    """The Party committee of the commune that received the comment, never its author."""
    access = access_of(user)
    return (
        comment.visibility == Visibility.COMMUNE
        and not comment.is_unsent
        and not is_author(user, comment)
        and access.has(PortalRole.COMMUNE_COMMITTEE)
        and any(area.unit_id == comment.commune_id for area in access.committee_areas)
    )


def is_recipient(user: User, comment: Comment) -> bool:
    """Who reads and answers: the commune's committee, or the superior where the comment goes to the superior."""
    if comment.visibility == Visibility.COMMUNE:
        return may_judge(user, comment)
    if comment.is_unsent or is_author(user, comment):
        return False
    superior = superior_of(access_of(user))
    return Comment.objects.filter(superior, pk=comment.pk, visibility=Visibility.SUPERIOR).exists()


def follows_up(user: User, comment: Comment) -> bool:
    """Whoever gave it, stands in for the author, or holds the place after: a comment outlasts an assignment."""
    access = access_of(user)
    if comment.officer_id in access.officer_ids:
        return True
    if not access.holds_units or comment.visibility != Visibility.COMMUNE:
        return False
    return Comment.objects.filter(taken_over(access.officer_ids, today()), pk=comment.pk).exists()


def may_put_off(user: User) -> bool:
    """Whoever holds a place is reminded, and may say “later”."""
    return access_of(user).officer_id is not None and access_of(user).holds_units


def takes_letter(user: User, comment: Comment) -> bool:
    """Who has the paper made: the author, the office that registers it, the commune that receives it."""
    return is_author(user, comment) or access_of(user).has(PortalRole.OFFICE) or may_judge(user, comment)


RIGHTS = {
    Action.EDIT: is_author,
    Action.SEND: is_author,
    Action.WITHDRAW: is_author,
    Action.READ: is_recipient,
    Action.JUDGE: may_judge,
    Action.ANSWER: is_recipient,
    Action.FOLLOW_UP: follows_up,
    Action.FINISH: follows_up,
}


def has_right(user: User, comment: Comment, action: str) -> bool:
    """Whether this person may take `action` at all, whatever the comment's state."""
    return RIGHTS[Action(action)](user, comment)


def may(user: User, comment: Comment, action: str) -> bool:
    """Whether this person may take `action`, and the comment's state allows it."""
    if action == Action.SEND and comment.is_note:
        return False
    return states.may_follow(action, comment.status) and has_right(user, comment, action)


def allowed_actions(user: User, comment: Comment) -> set[str]:
    """The buttons of a comment's page; each right is asked once."""
    known = {right: right(user, comment) for right in set(RIGHTS.values())}
    allowed: set[str] = {
        action for action, right in RIGHTS.items() if known[right] and states.may_follow(action, comment.status)
    }
    return allowed - ({Action.SEND} if comment.is_note else set())

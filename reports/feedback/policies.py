"""Who may do what with a petition: the office, the department that was asked, the sender's side, Thường trực."""

from __future__ import annotations

from collections.abc import Iterable

from assignments.access import PortalRole, access_of, within_areas
from assignments.models import Agency, Unit
from assignments.queries import taken_over
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.feedback import states
from reports.feedback.models import Petition, Referral, ReferralSupport
from reports.feedback.states import Action, Status

OFFICE = {
    Action.RECEIVE,
    Action.RETURN,
    Action.REFINE,
    Action.HANDLE,
    Action.ESCALATE,
    Action.LINK,
    Action.UNLINK,
    Action.CONSOLIDATE,
    Action.RELEASE,
    Action.DISPATCH,
    Action.RECALL,
    Action.REOPEN,
    Action.RESOLVE,
    Action.GIVE_UP,
    Action.TELL,
    Action.CLOSE,
}
DEPARTMENT = {Action.TAKE_UP, Action.INTERIM, Action.ANSWER, Action.HAND_BACK}
SENDERS_SIDE = {Action.SUPPLEMENT, Action.APPROVE, Action.REOPEN, Action.RESOLVE}
COMMUNE = {Action.RESOLVE, Action.GIVE_UP, Action.ESCALATE}
"""What the Party committee of the place does with what it handles itself."""


def has_right(user: User, petition: Petition, action: str) -> bool:
    """Whether this person may take `action`, as far as it depends on who they are."""
    access = access_of(user)
    if action == Action.DIRECT:
        return access.has(PortalRole.STANDING)
    if action in DEPARTMENT:
        return petition.department_id in access.department_ids
    if action in OFFICE and access.has(PortalRole.OFFICE):
        return True
    if action in COMMUNE and petition.status == Status.HANDLED_LOCALLY and is_commune_of(user, petition):
        return True
    return action in SENDERS_SIDE and petition.status != Status.HANDLED_LOCALLY and on_senders_side(user, petition)


def on_senders_side(user: User, petition: Petition) -> bool:
    """The officer who brought it or follows it up, the commune it concerns, or the office for a meeting's."""
    access = access_of(user)
    if access.has(PortalRole.OFFICE) and petition.sender_id and petition.meeting:
        return True
    return is_commune_of(user, petition) or follows_up(user, petition)


def is_commune_of(user: User, petition: Petition) -> bool:
    """Whether this person is in the Party committee of the commune that it concerns, or of what became of it."""
    access = access_of(user)
    if not access.has(PortalRole.COMMUNE_COMMITTEE):
        return False
    return any(area.unit_id in {petition.commune_id, petition.unit_id} for area in access.committee_areas)


def follows_up(user: User, petition: Petition) -> bool:
    """Whoever sent it, stands in for the sender, or holds the place after: the way back outlasts an assignment."""
    access = access_of(user)
    if petition.officer_id is None:
        return False
    if petition.officer_id in access.officer_ids:
        return True
    if not access.holds_units:
        return False
    return Petition.objects.filter(taken_over(access.officer_ids, today()), pk=petition.pk).exists()


def sends_on(user: User) -> bool:
    return access_of(user).has(PortalRole.OFFICE)


def may_send(user: User) -> bool:
    """A commune's Party committee may send one itself; the office enters what meetings raise."""
    return access_of(user).has(PortalRole.COMMUNE_COMMITTEE, PortalRole.OFFICE)


def may_send_from(user: User, unit: Unit, sender: Agency) -> bool:
    """Whether this person may send in the name of `sender` about `unit`."""
    access = access_of(user)
    if not may_send(user) or sender.pk not in {agency.pk for agency in sending_agencies(user)}:
        return False
    if access.has(PortalRole.OFFICE):
        return True
    own = within_areas(tuple(area for area in access.committee_areas if area.level == "commune"), "pk")
    return Unit.objects.filter(own, pk=unit.pk).exists()


def sending_agencies(user: User) -> list[Agency]:
    """The committees and offices in whose name this person may send."""
    access, day = access_of(user), today()
    held = Agency.objects.filter(
        positions__officer=access.officer_id or 0,
        positions__life__contains=day,
        positions__post__portal_role__in=[PortalRole.COMMUNE_COMMITTEE, PortalRole.OFFICE],
    )
    return list(held.select_related("unit").distinct())


def may_carry_back(user: User, petition: Petition) -> bool:
    """Whoever visits may tell an answer that they see, in the words of a visit of theirs."""
    return Petition.objects.visible_to(user).filter(pk=petition.pk).exists()


def may(user: User, petition: Petition, action: str) -> bool:
    """Whether this person may take `action`, and the petition's state allows it."""
    return states.may_follow(action, petition.status) and has_right(user, petition, action)


def has_done(user: User, petition: Petition, action: str) -> bool:
    """Whether the latest step is this one, by this person, and can't follow itself: sent twice, it is answered, also
    when the step took their right along.
    """
    if states.may_follow(action, petition.status):
        return False
    latest = petition.steps.order_by("-at", "-pk").first()
    return latest is not None and (latest.action, latest.by_id) == (action, user.pk)


def allowed_actions(user: User, petition: Petition) -> set[str]:
    return {action for action in Action if may(user, petition, action)}


def supports_of(user: User, supports: Iterable[ReferralSupport]) -> list[ReferralSupport]:
    """What this person's department is asked to support, of all that a referral asks."""
    mine = access_of(user).department_ids
    return [support for support in supports if support.agency_id in mine]


def own_support(user: User, petition: Petition) -> ReferralSupport | None:
    """What this person's department is asked to support about this petition, if it is."""
    if petition.referral_id is None or not access_of(user).department_ids:
        return None
    found = supports_of(user, ReferralSupport.objects.filter(referral=petition.referral_id).order_by("pk"))
    return found[0] if found else None


def reads_contributions(user: User, referral: Referral, supports: Iterable[ReferralSupport]) -> bool:
    """Working papers of the departments of one referral; who reads everything reads them too, the sender doesn't."""
    access = access_of(user)
    leads = referral.department_id in access.department_ids
    return access.reads_all_records or leads or bool(supports_of(user, supports))


def answers_for_department(user: User) -> bool:
    return bool(access_of(user).department_ids)

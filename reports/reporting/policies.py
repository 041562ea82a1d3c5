"""Who writes reports, who receives them."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from assignments.models import Unit
from nammanh.accounts.models import User
from reports.reporting import review_states, states
from reports.reporting.models import Review, SituationReport
from reports.reporting.review_states import ReviewAction
from reports.reporting.states import Action

RECEIVERS = (PortalRole.DISTRICT_COMMITTEE, PortalRole.COMMUNE_COMMITTEE)
OF_ADDRESSEE = {Action.RECEIVE, Action.RETURN}


def reads_reports(user: User) -> bool:
    """The list: who holds a place, whose committee it is, and who reads all records."""
    access = access_of(user)
    return access.reads_all_records or access.holds_units or access.has(*RECEIVERS)


def writes_reports(user: User) -> bool:
    """Whoever holds a unit; one's substitute doesn't write in one's name."""
    access = access_of(user)
    return access.officer_id is not None and any(
        area.holder_level and not area.standing_in_for for area in access.areas
    )


def acts_on(user: User, report: SituationReport, action: str) -> bool:
    """Whose step it is: the addressee's or the substitute's to receive and return, the author's everything else."""
    access = access_of(user)
    if action in OF_ADDRESSEE:
        return report.addressee_id in access.officer_ids
    return access.officer_id is not None and report.officer_id == access.officer_id


def may(user: User, report: SituationReport, action: str) -> bool:
    """Whether this person may take `action`, and the report's state allows it."""
    return acts_on(user, report, action) and states.may_follow(action, report.status)


def allowed_actions(user: User, report: SituationReport) -> set[str]:
    return {action for action in Action if action != Action.DRAFT and may(user, report, action)}


# --- syntheses and reviews -------------------------------------------------------------------------------------------

COMPILERS = (PortalRole.ORGANISATION, PortalRole.OFFICE)
OF_APPROVER = {ReviewAction.APPROVE, ReviewAction.RETURN}


def compiles(user: User) -> bool:
    """Ban Tổ chức and Văn phòng for every scope; a district's committee for its district."""
    return access_of(user).has(*COMPILERS, PortalRole.DISTRICT_COMMITTEE)


def compiles_for(user: User, unit: Unit) -> bool:
    access = access_of(user)
    return access.has(*COMPILERS) or _of_district(user, unit.pk)


def reads_reviews(user: User) -> bool:
    return compiles(user) or access_of(user).reads_all_records


def _of_district(user: User, unit_id: int) -> bool:
    access = access_of(user)
    own = {area.unit_id for area in access.committee_areas if area.level == "district"}
    return access.has(PortalRole.DISTRICT_COMMITTEE) and unit_id in own


def acts_on_review(user: User, review: Review, action: str) -> bool:
    """The author's own, except approving and returning: Thường trực, for a district also its committee; never the
    author alone.
    """
    access = access_of(user)
    if access.officer_id is None:
        return False
    if action in OF_APPROVER:
        leads = access.has(PortalRole.STANDING) or _of_district(user, review.unit_id)
        return leads and review.author_id != access.officer_id
    return review.author_id == access.officer_id


def may_on_review(user: User, review: Review, action: str) -> bool:
    return acts_on_review(user, review, action) and review_states.may_follow(action, review.status)


def allowed_review_actions(user: User, review: Review) -> set[str]:
    drafted = ReviewAction.DRAFT
    return {action for action in ReviewAction if action != drafted and may_on_review(user, review, action)}

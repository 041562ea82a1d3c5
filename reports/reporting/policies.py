"""Who writes reports, who receives them."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from nammanh.accounts.models import User
from reports.reporting import states
from reports.reporting.models import SituationReport
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

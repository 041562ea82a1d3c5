"""Who may add evidence to a visit and take it back."""

from __future__ import annotations

from nammanh.accounts.models import User
from reports.evidence import states
from reports.evidence.models import Evidence, Giver
from reports.visits import policies as visits
from reports.visits.models import Visit, VisitType
from reports.visits.states import Status


def giver_for(user: User, visit: Visit) -> Giver | None:
    """As whom this person adds evidence: whoever made the visit, or the Party committee of the commune visited."""
    if visits.is_author(user, visit):
        return Giver.OFFICER
    return Giver.COMMITTEE if visits.confirms_for(user, visit) else None


def takes_evidence(visit: Visit) -> bool:
    """Of homes there is none: a picture shows faces and papers, whoever is careful with words."""
    return visit.type != VisitType.HOUSEHOLD_VISIT


def may_add(user: User, visit: Visit) -> bool:
    """Whether the button is shown: the visit was made and takes evidence, and the person is one of the two sides."""
    return visit.happened and takes_evidence(visit) and giver_for(user, visit) is not None


def gave(user: User, evidence: Evidence) -> bool:
    return evidence.by_id == user.pk


def may_take_back(user: User, evidence: Evidence) -> bool:
    """Its giver, until the commune has confirmed the visit: afterwards it belongs to what was confirmed."""
    return (
        gave(user, evidence)
        and states.may_follow(states.Action.TAKE_BACK, evidence.status)
        and evidence.visit.status != Status.CONFIRMED
    )

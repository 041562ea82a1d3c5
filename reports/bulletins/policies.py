"""Who writes bulletins, who reads them, who conveys them where."""

from __future__ import annotations

import datetime

from assignments.access import PortalRole, access_of
from assignments.models import Unit
from nammanh.accounts.models import User
from reports.bulletins import states
from reports.bulletins.models import PUBLISHERS, Bulletin, Conveyance
from reports.bulletins.states import Action
from reports.visits.policies import holding_for


def publishes(user: User) -> bool:
    """Văn phòng Tỉnh ủy, Ban Tuyên giáo và Dân vận."""
    return access_of(user).has(*PUBLISHERS)


def reads_bulletins(user: User) -> bool:
    """The list: whoever publishes, reads all records, or answers for a place."""
    access = access_of(user)
    return publishes(user) or access.reads_all_records or bool(access.areas)


def may(user: User, bulletin: Bulletin, action: str) -> bool:
    """Whether this person may take `action`, and the bulletin's state allows it."""
    return publishes(user) and states.may_follow(action, bulletin.status)


def allowed_actions(user: User, bulletin: Bulletin) -> set[str]:
    return {action for action in Action if may(user, bulletin, action)}


def may_convey(user: User) -> bool:
    """Whoever holds a place or sits in its Party committee; where exactly is asked again for the place and the day."""
    access = access_of(user)
    return access.officer_id is not None and bool(access.areas)


def conveys_at(user: User, unit: Unit, day: datetime.date) -> bool:
    """The officer who answers for `unit` on that day, or the Party committee of its commune."""
    access = access_of(user)
    if access.officer_id is None:
        return False
    if access.has(PortalRole.COMMUNE_COMMITTEE) and any(
        area.unit_id == unit.commune_id for area in access.committee_areas
    ):
        return True
    return holding_for(user, unit, day) is not None


def takes_back(user: User, conveyance: Conveyance) -> bool:
    """Whoever recorded it, as long as no visit tells of it: there the visit's own entry is corrected."""
    return conveyance.visit_id is None and access_of(user).officer_id == conveyance.officer_id

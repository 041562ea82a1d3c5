"""Who may plan, log, change and confirm a visit."""

from __future__ import annotations

import datetime

from assignments.access import PortalRole, access_of
from assignments.models import Assignment, Unit
from assignments.queries import held_before, left_by
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.visits import states
from reports.visits.models import Visit


def may_log_visits(user: User) -> bool:
    """Officers who hold something today; what exactly is asked again for the unit and day of each visit."""
    access = access_of(user)
    return access.officer_id is not None and access.holds_units


def holding_for(user: User, unit: Unit, day: datetime.date) -> Assignment | None:
    """The assignment under which this person visits `unit` on `day`: the closest one, or none.

    One's own before that of an absent officer for whom one stands in that day.
    """
    access = access_of(user)
    if access.officer_id is None:
        return None
    rows = Assignment.objects.answered_by(access.officer_id, day, day).covering(unit)
    depth = {unit.pk: 0, unit.hamlet_id: 1, unit.commune_id: 2, unit.district_id: 3}
    depth[unit.pk] = 0
    return min(
        rows.select_related("role"),
        key=lambda row: (row.officer_id != access.officer_id, depth[row.unit_id]),
        default=None,
    )


def is_author(user: User, visit: Visit) -> bool:
    return access_of(user).officer_id == visit.officer_id


def handles(user: User, visit: Visit) -> bool:
    """Whose visit it is; while it has not been made, also who stands in for that absent officer today."""
    return is_author(user, visit) or (not visit.happened and visit.officer_id in access_of(user).officer_ids)


def may_change(user: User, visit: Visit, action: str) -> bool:
    """Log, edit, postpone, cancel, amend: whoever handles the visit, in the states that allow it."""
    return handles(user, visit) and states.may_follow(action, visit.status)


def takes_over(user: User, visit: Visit, holding: Assignment) -> bool:
    """Who holds the place today, after the officer whose plan it was; only days of the own time pass on."""
    line = held_before(Assignment.objects.on(today()).filter(pk=holding.pk, officer=access_of(user).officer_id or 0))
    left = left_by(line.get(holding.pk, []))
    return visit.date >= holding.valid_from and Visit.objects.filter(left, pk=visit.pk).exists()


def confirms_for(user: User, visit: Visit) -> bool:
    """The Party committee of the commune that was visited, never the visitor."""
    access = access_of(user)
    return (
        access.has(PortalRole.COMMUNE_COMMITTEE)
        and not is_author(user, visit)
        and any(area.unit_id == visit.commune_id for area in access.committee_areas)
    )


def may_confirm(user: User, visit: Visit) -> bool:
    """Whether this person may confirm, and the visit's state allows it."""
    return states.may_follow(states.Action.CONFIRM, visit.status) and confirms_for(user, visit)


def allowed_actions(user: User, visit: Visit) -> set[str]:
    """The buttons of a visit's page: what its state allows and this person may."""
    own = {
        action
        for action in (
            states.Action.LOG,
            states.Action.EDIT,
            states.Action.POSTPONE,
            states.Action.CANCEL,
            states.Action.AMEND,
            states.Action.REPLY,
        )
        if may_change(user, visit, action)
    }
    if not visit.correction:
        own.discard(states.Action.REPLY)  # nothing was asked
    return own | ({states.Action.CONFIRM, states.Action.ASK} if may_confirm(user, visit) else set())

"""Who publishes meetings, who signs up, who reads whose calendar."""

from __future__ import annotations

from django.db.models import Q

from assignments.access import PortalRole, access_of
from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.planner.models import LocalMeeting, PlanNote
from reports.visits.models import Visit
from reports.visits.policies import handles, holding_for, may_log_visits


def reads_calendar(user: User) -> bool:
    """Whoever reads all records, or has a unit to read them of."""
    access = access_of(user)
    return access.reads_all_records or bool(access.areas)


def publishing_communes(user: User) -> set[int]:
    """The communes whose Party committee this person is."""
    access = access_of(user)
    return {area.unit_id for area in access.committee_areas} if access.has(PortalRole.COMMUNE_COMMITTEE) else set()


def may_publish(user: User) -> bool:
    return bool(publishing_communes(user))


def publishes_for(user: User, unit: Unit) -> bool:
    """The commune's own Party committee, for the commune and for its hamlets."""
    return unit.commune_id in publishing_communes(user)


def may_change(user: User, meeting: LocalMeeting) -> bool:
    """What is over or cancelled stays as it is."""
    return not meeting.is_cancelled and meeting.date >= today() and publishes_for(user, meeting.unit)


def answers_for(user: User, meeting: LocalMeeting) -> bool:
    """Who holds the place of the meeting, or a place above it, on its day."""
    return holding_for(user, meeting.unit, meeting.date) is not None


def may_sign_up(user: User, meeting: LocalMeeting) -> bool:
    return not meeting.is_cancelled and meeting.date >= today() and answers_for(user, meeting)


def neighbourhood(user: User) -> Q:
    """The condition on visits of the collision radar: all in communes where this person answers for something.

    Officers of one place are to know who comes when; of what lies outside their own scope they learn the name, role,
    place and day only.
    """
    access = access_of(user)
    if access.reads_all_records:
        return Q()
    communes = Unit.objects.filter(access.area("pk")).values("commune")
    return access.area() | Q(commune__in=communes) | Q(officer__in=access.officer_ids)


def may_leave_note(user: User, visit: Visit) -> bool:
    """A question goes into somebody else's plan, from an officer who answers for something there."""
    return visit.is_open and not handles(user, visit) and may_log_visits(user)


def wrote(user: User, note: PlanNote) -> bool:
    return note.officer_id in access_of(user).officer_ids


def keeps_own_feed(actor: Actor) -> bool:
    """The private address is for oneself: a secretary doesn't get the leader's."""
    return actor.secretary is None and reads_calendar(actor.user)

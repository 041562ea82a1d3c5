"""Addresses of messages and of urging."""

from tests.factories import assignments as make
from tests.factories.reminders import MessageFactory, RungFactory, RungStepFactory, UrgeFactory
from tests.fieldbook.scenes import petition_in
from tests.test_permissions import Route


def message(world, request):
    recipient = request.getfixturevalue("officer")
    step = RungStepFactory(rung=RungFactory(), recipient=recipient)
    return {"uuid": MessageFactory(step=step).uuid}


def waiting(world, request):
    return {"kind": "phan-anh", "uuid": petition_in(world, request, "dispatched").uuid}


def urged(world, request):
    petition = petition_in(world, request, "dispatched")
    return {"uuid": UrgeFactory(petition=petition, by=request.getfixturevalue("office")).uuid}


def delegation(world, request):
    """The officer's delegation; the standing member in charge of the district sees it, and doesn't head it."""
    officer = request.getfixturevalue("officer").officer
    kept = make.DelegationMemberFactory(officer=officer).delegation
    officer.assignments.update(delegation=kept)
    return {"delegation": kept.pk}


def member(world, request):
    return delegation(world, request) | {"officer": request.getfixturevalue("officer").officer.pk}


def place_of_member(world, request):
    found = member(world, request)
    return found | {"place": request.getfixturevalue("officer").officer.assignments.get().pk}


ROUTES = {
    "reminders:inbox": Route(right=("officer", "administrator"), stranger=200),
    "reminders:read_all": Route(method="post", stranger=302, right_status=302),
    "reminders:open": Route(args=message, method="post", right_status=302),
    "reminders:mail": Route(right=("officer", "office"), stranger=200),
    "reminders:urges": Route(
        right=("officer", "office", "department_head", "commune_secretary"), without="administrator", stranger=200
    ),
    "reminders:urge": Route(
        right=("office", "standing_committee", "standing_member"), args=waiting, without="commune_secretary"
    ),
    "reminders:of_record": Route(right=("office", "officer", "commune_secretary", "department_head"), args=waiting),
    "reminders:of_delegation": Route(right=("standing_committee", "officer", "standing_member"), args=delegation),
    "reminders:remind": Route(right="standing_committee", args=member, without="standing_member"),
    "reminders:remind_place": Route(right="standing_committee", args=place_of_member, without="officer"),
    "reminders:outcome": Route(right="office", args=urged, without="commune_secretary"),
}

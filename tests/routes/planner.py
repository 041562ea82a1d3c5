"""Addresses of calendars, meetings and planning."""

import datetime

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.planner import services
from tests.factories.planner import AttendanceFactory, MeetingFactory, PlanNoteFactory
from tests.factories.reports import VisitFactory
from tests.fieldbook.scenes import officers_visit
from tests.test_permissions import Route


def meeting(world, request):
    return {"uuid": MeetingFactory(unit=world.commune).uuid}


def plan(world, request):
    return {"uuid": officers_visit(world, request, status="planned", date=today() + datetime.timedelta(days=3)).uuid}


def attended(world, request):
    """The officer's plan for a meeting that has moved since."""
    row = AttendanceFactory(
        meeting=MeetingFactory(unit=world.commune), officer=request.getfixturevalue("officer").officer
    )
    row.meeting.date += datetime.timedelta(days=2)
    row.meeting.save()
    return {"uuid": row.visit.uuid}


def joining(world, request):
    other = request.getfixturevalue("hamlet_officer").officer
    there = VisitFactory(officer=other, unit=world.hamlet, status="planned", date=today() + datetime.timedelta(days=5))
    return plan(world, request) | {"other": there.uuid}


def officers_note(world, request):
    visit = VisitFactory(officer=request.getfixturevalue("hamlet_officer").officer, unit=world.hamlet, status="planned")
    return {"uuid": PlanNoteFactory(visit=visit, officer=request.getfixturevalue("officer").officer).uuid}


def token(world, request):
    return {"token": services.open_feed(by=Actor(request.getfixturevalue("officer")), replaces=None)}


EVERYBODY = ("officer", "hamlet_officer", "commune_secretary", "standing_committee")

ROUTES: dict[str, Route] = {
    "planner:calendar": Route(right=EVERYBODY, stranger=200, without="administrator"),
    "planner:meetings": Route(right=EVERYBODY, stranger=200, without="administrator"),
    "planner:publish": Route(right="commune_secretary", stranger=403, without="officer"),
    "planner:meeting": Route(right=EVERYBODY, args=meeting),
    "planner:change": Route(right="commune_secretary", args=meeting, without="officer"),
    "planner:cancel": Route(right="commune_secretary", args=meeting, without="officer"),
    "planner:sign_up": Route(args=meeting, method="post", right_status=302, without="hamlet_officer"),
    "planner:withdraw": Route(args=meeting, method="post", right_status=302),
    "planner:cells": Route(right=EVERYBODY, stranger=200, without="administrator"),
    "planner:around": Route(right=EVERYBODY, stranger=200, without="administrator"),
    "planner:of_visit": Route(right=("officer", "commune_secretary"), args=plan),
    "planner:follow": Route(args=attended, method="post", right_status=302, without="commune_secretary"),
    "planner:keep": Route(args=attended, method="post", right_status=302, without="commune_secretary"),
    "planner:join": Route(args=joining, method="post", right_status=302, without="commune_secretary"),
    "planner:note": Route(right="hamlet_officer", args=plan, without="officer"),
    "planner:take_back_note": Route(args=officers_note, method="post", right_status=302, without="hamlet_officer"),
    "planner:feed_page": Route(right=EVERYBODY, stranger=200, without="administrator"),
    "planner:feed": Route(args=token, public=True),
}

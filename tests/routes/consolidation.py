"""Addresses of the month: a batch in a state that allows the step."""

from nammanh.papers.loading import write_layouts
from nammanh.platform.dates import month_start, today
from reports.consolidation import services
from reports.consolidation.models import LineSource, ReturnedSheet, RoutingRule
from tests.consolidation.scenes import agency_of, field_of, petition
from tests.factories.reports import ReplyTermFactory
from tests.test_permissions import Route


def batch(state="open", *, line=False):
    def made(world, request):
        office, by = request.getfixturevalue("office"), request.getfixturevalue("by")
        ReplyTermFactory()
        found = services.open_batch(month=month_start(today()), agency=agency_of(office), by=by(office))
        placed = services.place(batch=found, petitions=[petition(world, field_of(request))], by=by(office))
        for step in (services.review, services.approve, services.dispatch)[: STATES.index(state)]:
            step(batch=found, by=by(office))
        return {"pk": found.pk, **({"line": placed.pk} if line else {})}

    return made


def placed_petition(world, request):
    found = batch()(world, request)
    return {"uuid": LineSource.objects.get(line__batch=found["pk"]).petition.uuid}


def lettered(world, request):
    write_layouts()
    return batch("approved")(world, request)


def for_sheet(world, request):
    department = request.getfixturevalue("department_head").officer.positions.get().agency
    return {**batch("dispatched")(world, request), "department": department.pk}


def returned(world, request):
    found = batch("dispatched")(world, request)
    sheet = ReturnedSheet.objects.create(
        batch_id=found["pk"],
        file_name="a.xlsx",
        sha256="0" * 64,
        rows=[],
        uploaded_by=request.getfixturevalue("office"),
    )
    return {**found, "sheet": sheet.pk}


def rule(world, request):
    lead = agency_of(request.getfixturevalue("department_head"))
    return {"rule": RoutingRule.objects.create(field=field_of(request), lead=lead, valid_from=today()).pk}


STATES = ["open", "reviewed", "approved", "dispatched"]
READERS = ("office", "standing_committee")
OFFICE = {"right": "office", "without": "standing_committee", "stranger": 403}

ROUTES = {
    "consolidation:list": Route(right=READERS, without="commune_secretary", stranger=403),
    "consolidation:policy": Route(right=READERS, without="commune_secretary", stranger=403),
    "consolidation:closing_day": Route(**OFFICE),
    "consolidation:add_rule": Route(**OFFICE),
    "consolidation:end_rule": Route(args=rule, **OFFICE),
    "consolidation:open": Route(**OFFICE),
    "consolidation:detail": Route(right=READERS, args=batch("dispatched"), without="department_head", stranger=403),
    "consolidation:of_petition": Route(right=READERS, args=placed_petition, without="commune_secretary", stranger=403),
    "consolidation:carried_over": Route(right=READERS, args=batch(), without="department_head", stranger=403),
    "consolidation:first_carried_over": Route(right=READERS, args=batch(), without="department_head", stranger=403),
    "consolidation:learned": Route(args=batch(), **OFFICE),
    "consolidation:left_out": Route(right=READERS, args=batch(), without="department_head", stranger=403),
    "consolidation:workbench": Route(args=batch(), **OFFICE),
    "consolidation:place": Route(args=batch(), method="post", right_status=302, **OFFICE),
    "consolidation:merge": Route(args=batch(), method="post", right_status=302, **OFFICE),
    "consolidation:keep_rule": Route(args=batch(), method="post", right_status=302, **OFFICE),
    "consolidation:line": Route(args=batch(line=True), **OFFICE),
    "consolidation:sources": Route(args=batch(line=True), method="post", right_status=302, **OFFICE),
    "consolidation:letter": Route(args=lettered, **OFFICE),
    "consolidation:sheet": Route(args=for_sheet, **OFFICE),
    "consolidation:bring_in": Route(args=batch("dispatched"), **OFFICE),
    "consolidation:apply_sheet": Route(args=returned, **OFFICE),
    "consolidation:review": Route(args=batch(), **OFFICE),
    "consolidation:take_back": Route(args=batch("reviewed"), **OFFICE),
    "consolidation:approve": Route(args=batch("reviewed"), **OFFICE),
    "consolidation:dispatch": Route(args=batch("approved"), **OFFICE),
}

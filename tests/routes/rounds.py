"""Routes of assignments.rounds: for those who own assignments, and nobody else."""

from assignments.rounds.models import RoundLine
from nammanh.papers.loading import write_layouts
from tests.rounds.making import a_round
from tests.test_permissions import Route

MANAGERS = ("organiser", "administrator")
CLOSED = {"right": MANAGERS, "stranger": 403, "without": "officer"}


def draft(world, request):
    write_layouts()
    request.getfixturevalue("officer")
    return {"pk": a_round(world).pk}


def draft_unit(world, request):
    return {**draft(world, request), "unit": world.commune.pk}


def draft_unit_line(world, request):
    args = draft_unit(world, request)
    return {**args, "line": RoundLine.objects.get(round=args["pk"], unit=world.commune).pk}


def row_of_draft(world, request):
    args = draft_unit_line(world, request)
    return {"pk": args["pk"], "line": args["line"]}


ONE_UNIT = {**CLOSED, "stranger": 404}
POST = {"method": "post", "right_status": 302}

ROUTES = {
    "rounds:list": Route(**CLOSED),
    "rounds:add": Route(**CLOSED),
    "rounds:detail": Route(**CLOSED, args=draft),
    "rounds:compare": Route(**CLOSED, args=draft),
    "rounds:checks": Route(**CLOSED, args=draft),
    "rounds:edit": Route(**CLOSED, args=draft),
    "rounds:unit_row": Route(**CLOSED, args=draft_unit),
    "rounds:line_add": Route(**ONE_UNIT, args=draft_unit),
    "rounds:line": Route(**ONE_UNIT, args=draft_unit_line),
    "rounds:line_remove": Route(**{**CLOSED, "right": "organiser"}, args=row_of_draft, **POST),
    "rounds:leave_vacant": Route(**CLOSED, args=draft, **POST),
    "rounds:accept_state": Route(**CLOSED, args=draft, **POST),
    "rounds:approve": Route(**CLOSED, args=draft),
    "rounds:cancel": Route(**CLOSED, args=draft),
    "rounds:decision": Route(**CLOSED, args=draft),
}

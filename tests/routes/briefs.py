"""Addresses of briefs."""

from nammanh.platform.dates import today
from tests.fieldbook.scenes import officers_visit
from tests.test_permissions import Route


def plan(world, request):
    return {"uuid": officers_visit(world, request, status="planned", date=today()).uuid}


ROUTES: dict[str, Route] = {"briefs:brief": Route(right="officer", args=plan)}

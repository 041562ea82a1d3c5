"""Addresses of petitions."""

from tests.fieldbook.scenes import petition_in
from tests.test_permissions import Route


def petition(status="submitted"):
    return lambda world, request: {"uuid": petition_in(world, request, status).uuid}


ROUTES = {
    "feedback:list": Route(right=("officer", "commune_secretary", "department_head"), stranger=200),
    "feedback:of_unit": Route(
        right=("officer", "commune_secretary"), args=lambda world, request: {"pk": world.commune.pk}
    ),
    "feedback:detail": Route(
        right=("officer", "commune_secretary", "office", "department_head"), args=petition("dispatched")
    ),
    "feedback:dispatch": Route(right="office", args=petition(), without="officer"),
    "feedback:answer": Route(right="department_head", args=petition("dispatched"), without="office"),
    "feedback:reopen": Route(right=("office", "officer"), args=petition("answered"), without="department_head"),
    "feedback:close": Route(right="office", args=petition("answered"), without="officer"),
    "feedback:direct": Route(right="standing_committee", args=petition(), without="office"),
}

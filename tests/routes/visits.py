"""Addresses of visits."""

from tests.fieldbook.scenes import officers_visit
from tests.test_permissions import Route


def visit(**fields):
    return lambda world, request: {"uuid": officers_visit(world, request, **fields).uuid}


ROUTES = {
    "visits:list": Route(right=("officer", "commune_secretary"), stranger=200),
    "visits:of_unit": Route(
        right=("officer", "commune_secretary"), args=lambda world, request: {"pk": world.commune.pk}
    ),
    "visits:detail": Route(
        right=("officer", "commune_secretary", "district_secretary", "standing_committee"), args=visit()
    ),
    "visits:postpone": Route(args=visit(status="planned"), without="commune_secretary"),
    "visits:cancel": Route(args=visit(status="planned"), without="district_secretary"),
    "visits:amend": Route(args=visit(status="confirmed"), without="commune_secretary"),
    "visits:confirm": Route(right="commune_secretary", args=visit(), without="officer"),
    "visits:ask": Route(right="commune_secretary", args=visit(), without="officer"),
    "visits:reply": Route(args=visit(correction="Sai ngày đi"), without="commune_secretary"),
}

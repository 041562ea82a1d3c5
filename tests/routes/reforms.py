"""Routes of assignments.reforms: for those who manage units."""

import datetime

from assignments.reforms import services
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from tests.factories import assignments as make
from tests.test_permissions import Route

MANAGERS = ("organiser", "administrator")


def draft(world, request):
    """Sơn Phú and Lương Phú are to be merged tomorrow."""
    operation = services.open_draft(
        kind="merge",
        on=today() + datetime.timedelta(days=1),
        document=make.DocumentFactory(),
        by=Actor(request.getfixturevalue("organiser")),
    )
    services.set_units(
        operation=operation, predecessors=[world.commune, world.neighbour], planned=[],
        by=Actor(request.getfixturevalue("organiser")),
    )  # fmt: skip
    return {"pk": operation.pk}


def once(**more):
    return Route(right="organiser", args=draft, without="officer", stranger=403, **more)


ROUTES = {
    "reforms:list": Route(right=MANAGERS, stranger=403, without="officer"),
    "reforms:new": Route(right=MANAGERS, stranger=403, without="officer"),
    "reforms:from_file": Route(right=MANAGERS, stranger=403, without="officer"),
    "reforms:operation": Route(right=MANAGERS, args=draft, stranger=403, without="officer"),
    "reforms:basis": Route(right=MANAGERS, args=draft, stranger=403, without="officer"),
    "reforms:units": Route(right=MANAGERS, args=draft, stranger=403, without="officer"),
    "reforms:choices": Route(right=MANAGERS, args=draft, stranger=403, without="officer"),
    "reforms:undo": once(method="post", right_status=302),
    "reforms:discard": once(method="post", right_status=302),
}

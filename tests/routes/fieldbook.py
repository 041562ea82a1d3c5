"""Addresses of the officer's own pages."""

from tests.routes.visits import visit
from tests.test_permissions import Route

ROUTES = {
    "fieldbook:log": Route(stranger=200, without="commune_secretary"),
    "fieldbook:log_plan": Route(args=visit(status="planned"), without="commune_secretary"),
    "fieldbook:edit": Route(args=visit(), without="commune_secretary"),
    "fieldbook:replies": Route(stranger=200, without="commune_secretary"),
    "fieldbook:plan": Route(stranger=200, without="commune_secretary"),
}

"""Addresses of contacts."""

from tests.factories.reports import ContactFactory
from tests.test_permissions import Route


def contact(world, request):
    officer = request.getfixturevalue("officer").officer
    return {"uuid": ContactFactory(officer=officer, unit=world.commune).uuid}


ROUTES = {
    "contacts:list": Route(right=("officer", "commune_secretary"), stranger=200),
    "contacts:record": Route(stranger=200, without="commune_secretary"),
    "contacts:of_unit": Route(
        right=("officer", "commune_secretary"), args=lambda world, request: {"pk": world.commune.pk}
    ),
    "contacts:change": Route(args=contact, without="commune_secretary"),
    "contacts:take_back": Route(args=contact, without="commune_secretary"),
}

"""Routes of assignments.profiles."""

from tests.factories.profiles import KindFactory
from tests.test_permissions import Route

READERS = ("officer", "commune_secretary", "district_secretary", "organiser", "standing_committee")


def commune(world, request):
    return {"pk": world.commune.pk}


def a_fact(world, request):
    return {"pk": world.commune.pk, "code": KindFactory().code}


ROUTES = {
    "profiles:needing_update": Route(right=READERS, stranger=200, without="department_head"),
    "profiles:boundaries": Route(right=READERS, stranger=200, without="department_head"),
    "profiles:unit": Route(right=READERS, args=commune),
    "profiles:of_unit": Route(right=READERS, args=commune),
    "profiles:history": Route(right=READERS, args=a_fact),
    "profiles:enter": Route(right=("commune_secretary", "organiser", "administrator"), args=commune, without="officer"),
}

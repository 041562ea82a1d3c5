"""Routes of who holds what. Lists without a row of their own open to everybody, each with one's own scope."""

from assignments.models import Assignment
from tests.test_permissions import Route

MANAGERS = ("organiser", "administrator")


def commune(world, request):
    return {"pk": world.commune.pk}


def held_commune(world, request):
    """The commune's assignment, made by the fixture of its officer."""
    request.getfixturevalue("officer")
    return {"pk": Assignment.objects.get(unit=world.commune).pk}


def its_officer(world, request):
    return {"pk": request.getfixturevalue("officer").officer.pk}


def household(world, request):
    return {"pk": world.household.pk}


ROUTES = {
    "assignments:units": Route(right=("officer", "organiser"), stranger=200),
    "assignments:unit": Route(right=("officer", "organiser", "standing_member"), args=commune),
    "assignments:change_unit": Route(right=MANAGERS, args=commune, without="officer"),
    "assignments:officers": Route(right=("officer", "organiser"), stranger=200),
    "assignments:officer": Route(right=("officer", "organiser", "district_secretary"), args=its_officer),
    "assignments:assignments": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:unheld": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:matrix": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:anomalies": Route(
        right=("organiser", "administrator", "standing_committee", "district_secretary", "commune_secretary"),
        stranger=403,
        without="officer",
    ),
    "assignments:choices": Route(right=MANAGERS, stranger=403, without="officer"),
    "assignments:assign": Route(right=MANAGERS, stranger=403, without="officer"),
    "assignments:replace": Route(right=MANAGERS, args=held_commune, without="officer"),
    "assignments:end": Route(right=MANAGERS, args=held_commune, without="officer"),
    "assignments:households": Route(
        right=("commune_secretary", "household_officer", "standing_committee"), stranger=200, without="organiser"
    ),
    "assignments:household_add": Route(right="commune_secretary", stranger=403, without="household_officer"),
    "assignments:household_edit": Route(right="commune_secretary", args=household, without="household_officer"),
}

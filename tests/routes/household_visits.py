"""Addresses of visits to households."""

from tests.household_visits.scenes import line_of_group
from tests.test_permissions import Route


def group(world, request):
    return {"pk": world.group.pk}


def household(world, request):
    return {"pk": world.household.pk}


def line(world, request):
    return {"pk": line_of_group(world, request).pk}


def visit(world, request):
    return {"uuid": line_of_group(world, request).visit.uuid}


COMMUNE_TIER = ("household_officer", "commune_secretary")

ROUTES: dict[str, Route] = {
    "household_visits:places": Route(right=COMMUNE_TIER, stranger=403, without="officer"),
    "household_visits:place": Route(right=COMMUNE_TIER, args=group, without="officer"),
    "household_visits:household": Route(right=COMMUNE_TIER, args=household, stranger=403, without="officer"),
    "household_visits:log": Route(
        right="household_officer",
        data=lambda world, request: {"dia-ban": world.group.pk},
        stranger=403,
        without="commune_secretary",
    ),
    "household_visits:pick": Route(right="household_officer", stranger=403, without="commune_secretary"),
    "household_visits:of_visit": Route(right=COMMUNE_TIER, args=visit, without="officer"),
    "household_visits:follow_ups": Route(right=COMMUNE_TIER, stranger=403, without="officer"),
    "household_visits:finish": Route(right=COMMUNE_TIER, args=line, method="post", right_status=302),
    "household_visits:coverage": Route(
        right=("commune_secretary", "officer", "organiser", "standing_committee"),
        stranger=200,
        without="department_head",
    ),
}

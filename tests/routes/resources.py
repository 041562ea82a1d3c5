"""Addresses of pledges."""

from tests.factories.resources import pledge_in
from tests.test_permissions import Route


def pledge(status="pledged"):
    def args(world, request):
        officer = request.getfixturevalue("officer").officer
        return {"uuid": pledge_in(status, unit=world.commune, officer=officer).uuid}

    return args


ROUTES: dict[str, Route] = {
    "resources:list": Route(
        right=("officer", "commune_secretary", "standing_committee"), without="propaganda", stranger=200
    ),
    "resources:record": Route(right=("officer", "hamlet_officer"), without="commune_secretary", stranger=200),
    "resources:detail": Route(right=("officer", "commune_secretary", "office", "district_secretary"), args=pledge()),
    "resources:edit": Route(right="officer", args=pledge(), without="commune_secretary"),
    "resources:pledge": Route(right="officer", args=pledge("approached"), without="commune_secretary"),
    "resources:receive": Route(right=("officer", "commune_secretary"), args=pledge(), without="office"),
    "resources:hand_over": Route(right=("officer", "commune_secretary"), args=pledge("received"), without="office"),
    "resources:fail": Route(right="officer", args=pledge(), without="commune_secretary"),
}

"""Addresses of hand-overs."""

from tests.handovers.scenes import asked_about_profile, received
from tests.test_permissions import Route


def hand_over(world, request):
    return {"pk": received(request.getfixturevalue("successor")).pk}


def line(world, request):
    return hand_over(world, request) | {"line": "profile"}


def questioned(world, request):
    return {"pk": asked_about_profile(request.getfixturevalue("successor")).pk, "line": "profile"}


ROUTES = {
    "handovers:list": Route(right=("successor", "officer", "organiser", "standing_committee"), stranger=200),
    "handovers:of_unit": Route(
        right=("successor", "organiser", "administrator"), args=lambda world, request: {"pk": world.commune.pk}
    ),
    "handovers:of_officer": Route(
        right=("successor", "organiser", "administrator"),
        args=lambda world, request: {"pk": request.getfixturevalue("successor").officer.pk},
    ),
    "handovers:dossier": Route(right=("successor", "officer", "organiser", "standing_committee"), args=hand_over),
    "handovers:accept": Route(
        right="successor",
        args=hand_over,
        without="organiser",
        method="post",
        data=lambda world, request: {"dong": "profile"},
        right_status=302,
    ),
    "handovers:ask": Route(right="successor", args=line, without="officer"),
    "handovers:explain": Route(right="officer", args=questioned, without="successor"),
}

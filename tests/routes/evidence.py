"""Addresses of evidence. The files themselves are given out in tests/evidence: here there is none on disk."""

import uuid

from tests.evidence import samples
from tests.factories.evidence import EvidenceFactory
from tests.fieldbook.scenes import officers_visit
from tests.test_permissions import Route


def visit(world, request):
    return {"visit": officers_visit(world, request).uuid}


def piece(world, request):
    return visit(world, request) | {"evidence": uuid.uuid4()}


def stored(world, request):
    """A photograph that `officer` has really sent."""
    by = request.getfixturevalue("by")(request.getfixturevalue("officer"))
    return {"uuid": samples.add(officers_visit(world, request), samples.picture_bytes(), by).evidence.uuid}


def known(world, request):
    return {"uuid": EvidenceFactory(visit=officers_visit(world, request)).uuid}


READERS = ("officer", "commune_secretary", "district_commune_officer", "office")

ROUTES = {
    "evidence:of_visit": Route(right=READERS, args=visit),
    "evidence:add": Route(right=("officer", "commune_secretary"), args=visit, without="district_commune_officer"),
    "evidence:piece": Route(right=("officer", "commune_secretary"), args=piece, without="district_commune_officer"),
    "evidence:file": Route(right=READERS, args=stored),
    "evidence:thumbnail": Route(right=READERS, args=stored),
    "evidence:take_back": Route(right="officer", args=known, without="commune_secretary"),
}

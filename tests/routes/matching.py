"""Routes of reports.matching: for those who manage assignments, and nobody else."""

from tests.routes.assignments import MANAGERS
from tests.test_permissions import Route

ROUTES: dict[str, Route] = {
    "matching:proposals": Route(right=MANAGERS, stranger=403, without="officer"),
    "matching:assign": Route(right=MANAGERS, stranger=403, without="officer"),
    "matching:into_round": Route(right=MANAGERS, stranger=403, without="officer"),
    "matching:weights": Route(right=MANAGERS, stranger=403, without="standing_committee"),
}

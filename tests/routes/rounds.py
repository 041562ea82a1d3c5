"""Routes of assignments.rounds."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

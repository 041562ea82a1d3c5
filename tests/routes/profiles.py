"""Routes of assignments.profiles."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

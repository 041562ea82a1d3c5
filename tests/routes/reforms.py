"""Routes of assignments.reforms."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

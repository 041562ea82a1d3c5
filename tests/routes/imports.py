"""Routes of assignments.imports."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

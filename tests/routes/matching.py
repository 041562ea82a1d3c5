"""Routes of reports.matching."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

"""Routes of reports.handovers."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

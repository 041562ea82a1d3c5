"""Addresses of this slice."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

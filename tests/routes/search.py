"""Addresses of search."""

from tests.test_permissions import Route

ROUTES: dict[str, Route] = {}

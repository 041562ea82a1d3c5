"""Addresses of the installable app: its own files are for everybody, what it keeps is each person's own."""

from tests.test_permissions import Route

ROUTES = {
    "offline:worker": Route(public=True),
    "offline:manifest": Route(public=True),
    "offline:shell": Route(public=True),
    "offline:session": Route(public=True, right_status=401),
    "offline:page": Route(stranger=200),
    "offline:catalogue": Route(stranger=200),
}

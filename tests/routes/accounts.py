"""The account pages and the monitor's address: open to everyone who is logged in."""

from tests.test_permissions import Route

EVERYONE = ("officer", "nobody", "administrator", "standing_committee")

ROUTES = {
    "login": Route(public=True),
    "healthz": Route(public=True),
    "home": Route(right=EVERYONE, stranger=302, right_status=302),
    "password_change": Route(right=EVERYONE, stranger=200),
    "password_change_done": Route(right=EVERYONE, stranger=200),
    "acting_for": Route(right=EVERYONE, stranger=200),
    "logout": Route(right=EVERYONE, stranger=302, method="post", right_status=302),
}

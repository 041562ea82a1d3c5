"""The leaders' pages, everyone's desk, the access log."""

from tests.test_permissions import Route

LEADERS = ("standing_committee", "organiser", "office", "inspector", "standing_member", "district_secretary")

ROUTES = {
    "dashboards:overview": Route(right=LEADERS, without="officer", stranger=403),
    "dashboards:silent": Route(
        right=LEADERS,
        args=lambda world, request: {"tier": world.tiers[0].pk},
        without="commune_secretary",
        stranger=403,
    ),
    "dashboards:desk": Route(right=("officer", "nobody", "standing_committee", "administrator"), stranger=200),
    "dashboards:access_log": Route(right="inspector", without="standing_committee", stranger=403),
}

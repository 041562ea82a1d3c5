"""Addresses of comments."""

from tests.factories.reports import CommentFactory
from tests.fieldbook.scenes import officers_visit
from tests.test_permissions import Route

ROUTES = {
    "recommendations:list": Route(right=("officer", "commune_secretary"), stranger=200),
    "recommendations:judge": Route(
        right="commune_secretary",
        args=lambda world, request: {"uuid": CommentFactory(visit=officers_visit(world, request)).uuid},
        without="officer",
        method="post",
        data=lambda world, request: {"specificity": "specific"},
        right_status=302,
    ),
}

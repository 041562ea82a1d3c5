"""Addresses of comments."""

from nammanh.papers.loading import write_layouts
from tests.fieldbook.scenes import officers_visit
from tests.recommendations.scenes import comment_in
from tests.test_permissions import Route


def comment(status="sent"):
    return lambda world, request: {"uuid": comment_in(world, request, status).uuid}


def visit(world, request):
    return {"visit": officers_visit(world, request).uuid}


def with_letter(world, request):
    write_layouts()
    return {"uuid": comment_in(world, request).uuid}


def visit_with_letter(world, request):
    write_layouts()
    return {"visit": comment_in(world, request).visit.uuid}


ROUTES = {
    "recommendations:list": Route(right=("officer", "commune_secretary"), stranger=200),
    "recommendations:of_unit": Route(
        right=("officer", "commune_secretary"), args=lambda world, request: {"pk": world.commune.pk}
    ),
    "recommendations:hint": Route(method="post", stranger=200, without="office"),
    "recommendations:quiet": Route(args=lambda world, request: {"pk": world.commune.pk}, without="commune_secretary"),
    "recommendations:add": Route(args=visit, without="commune_secretary"),
    "recommendations:visit_letter": Route(
        right=("officer", "commune_secretary", "office"), args=visit_with_letter, without="district_secretary"
    ),
    "recommendations:detail": Route(right=("officer", "commune_secretary", "office"), args=comment()),
    "recommendations:edit": Route(args=comment(), without="commune_secretary"),
    "recommendations:send": Route(args=comment("withdrawn"), method="post", right_status=302),
    "recommendations:withdraw": Route(args=comment(), without="commune_secretary", method="post", right_status=302),
    "recommendations:judge": Route(
        right="commune_secretary",
        args=comment(),
        without="officer",
        method="post",
        data=lambda world, request: {"specificity": "specific"},
        right_status=302,
    ),
    "recommendations:answer": Route(right="commune_secretary", args=comment("read"), without="officer"),
    "recommendations:follow_up": Route(args=comment("answered"), without="commune_secretary"),
    "recommendations:letter": Route(
        right=("officer", "commune_secretary", "office"), args=with_letter, without="district_secretary"
    ),
}

"""Addresses of reports."""

from nammanh.papers.loading import write_layouts
from tests.factories.reporting import report_on, review_by
from tests.test_permissions import Route

READERS = ("officer", "standing_member", "organiser", "standing_committee", "district_secretary")
GIVEN_TO = ("officer", "standing_member", "organiser", "standing_committee")


def report(status="draft"):
    """A report of `officer` on Sơn Phú to `standing_member`."""

    def args(world, request):
        officer, member = request.getfixturevalue("officer"), request.getfixturevalue("standing_member")
        return {"uuid": report_on(world.commune, officer=officer, addressee=member, status=status).uuid}

    return args


def laid_out(world, request):
    write_layouts()
    return report("sent")(world, request)


def returned(world, request):
    return {"reason": "Bổ sung tình hình hạn mặn."}


def review(status="draft", laid=False):
    """A report by the organiser on Giồng Trôm."""

    def args(world, request):
        if laid:
            write_layouts()
        return {"uuid": review_by(request.getfixturevalue("organiser"), world.district, status=status).uuid}

    return args


COMPILERS = ("organiser", "office", "district_secretary")
SUBMITTED_TO = ("organiser", "office", "standing_committee", "inspector", "district_secretary")

ROUTES: dict[str, Route] = {
    "reporting:list": Route(right=READERS, without="department_head", stranger=200),
    "reporting:start": Route(right=("officer", "standing_member"), without="organiser", stranger=200),
    "reporting:detail": Route(right=GIVEN_TO, args=report("sent")),
    "reporting:paper": Route(right=GIVEN_TO, args=laid_out),
    "reporting:edit": Route(args=report()),
    "reporting:offered": Route(args=report(), method="post", right_status=302),
    "reporting:send": Route(args=report()),
    "reporting:recall": Route(args=report("sent"), without="standing_member"),
    "reporting:receive": Route(right="standing_member", args=report("sent"), without="officer"),
    "reporting:return": Route(
        right="standing_member",
        args=report("sent"),
        without="organiser",
        method="post",
        data=returned,
        right_status=302,
    ),
    "reporting:discard": Route(args=report()),
    "reporting:reviews": Route(right=(*COMPILERS, "standing_committee"), without="officer", stranger=403),
    "reporting:start_review": Route(right=COMPILERS, without="standing_committee", stranger=403),
    "reporting:review": Route(right=SUBMITTED_TO, args=review("submitted")),
    "reporting:review_paper": Route(right=SUBMITTED_TO, args=review("approved", laid=True)),
    "reporting:edit_review": Route(right="organiser", args=review()),
    "reporting:update_figures": Route(right="organiser", args=review(), method="post", right_status=302),
    "reporting:submit_review": Route(right="organiser", args=review()),
    "reporting:recall_review": Route(right="organiser", args=review("submitted"), without="office"),
    "reporting:approve_review": Route(
        right=("standing_committee", "district_secretary"), args=review("submitted"), without="office"
    ),
    "reporting:return_review": Route(right="standing_committee", args=review("submitted"), without="organiser"),
    "reporting:discard_review": Route(right="organiser", args=review()),
}

"""Sơn Phú has passed from `officer` to `successor`; what `officer` left there."""

import datetime
from dataclasses import dataclass

from assignments.models import Assignment
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.feedback.models import Petition
from reports.handovers import services
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from tests.factories.reports import CommentFactory, PetitionFactory, VisitFactory


def days(number: int) -> datetime.date:
    return today() + datetime.timedelta(days=number)


def received(successor: User) -> Assignment:
    """The assignment under which the successor takes over."""
    return successor.officer.assignments.get()


def asked_about_profile(successor: User) -> Assignment:
    assignment = received(successor)
    services.ask(assignment=assignment, key="profile", text="Hồ sơ còn thiếu gì?", by=Actor(successor))
    return assignment


@dataclass(frozen=True)
class Left:
    """What somebody left at a place, each the only one of its kind."""

    made: Visit
    plan: Visit
    petition: Petition
    comment: Comment
    promise: Comment


def leave_behind(user: User, world, unit=None) -> Left:
    """A confirmed visit with an open petition, a comment without a verdict and a judged one that is due next week;
    a plan for the day after tomorrow."""
    own = {"officer": user.officer, "unit": unit or world.commune, "tier": world.tiers[0]}
    made = VisitFactory(**own, date=days(-20), status="confirmed", highlights="Kênh đã nạo vét 3 km.")
    judged = {"specificity": "specific", "judged_by": user, "judged_at": made.created_at - datetime.timedelta(days=15)}
    return Left(
        made=made,
        plan=VisitFactory(**own, date=days(2), status="planned", purpose="Dự họp cấp ủy"),
        petition=PetitionFactory(visit=made, due_on=days(-1)),
        comment=CommentFactory(visit=made, matter="Họp chi bộ thưa"),
        promise=CommentFactory(
            visit=made, matter="Cầu ấp 1", proposal="Sửa lan can", responsible="UBND xã", due_on=days(7), **judged
        ),
    )

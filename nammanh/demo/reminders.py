"""What the ladders have told in the last weeks, what was read of it, and a few acts of urging: by the real services."""

from __future__ import annotations

import datetime
import random
import uuid

from django.db.models import Max, Q

from assignments.models import Assignment, DelegationMember
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.demo.cast import Cast
from nammanh.demo.stage import Stage
from nammanh.platform.dates import local_date
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.reminders import services
from reports.reminders.loading import write_ladders
from reports.reminders.models import Message
from reports.reminders.queries import Record
from reports.reminders.queries.people import Directory
from reports.reminders.states import LADDERS
from reports.visits.models import Visit

SEED = 1957
LADDERS_DAYS_AGO = 30
"""Since when the ladders have stood."""
CLIMBED_DAYS_AGO = (21, 14, 7, 3, 0)
READ_SHARE = 0.8
"""Of what was told more than a week ago, this much was read."""

_TO_DEPARTMENT = (
    "Đề nghị Sở trả lời cụ thể trong tuần này; nếu chưa đủ điều kiện, hẹn rõ ngày và nêu lý do.",
    "Việc đã quá hạn, cử tri hỏi lại nhiều lần. Đề nghị báo cáo tiến độ trước thứ Sáu.",
    "Đề nghị làm việc với xã ngay trong tuần và trả lời bằng văn bản.",
)
_TO_COMMUNE = "Đề nghị Đảng ủy xã xem và xác nhận; nếu có điểm chưa đúng thì ghi đề nghị sửa."
_GO_THERE = "Đề nghị đồng chí đi cơ sở trong tuần này, dự sinh hoạt chi bộ và ghi nhận chuyến đi."
_ANSWER_OWED = "Đề nghị Đảng ủy xã trả lời góp ý trong tuần này."


def write_reminders(stage: Stage, cast: Cast) -> None:
    """Call it last: it reads what everybody else has written."""
    write_ladders(since=stage.days_ago(LADDERS_DAYS_AGO))
    for days in CLIMBED_DAYS_AGO:
        moment = stage.now - datetime.timedelta(days=days) + datetime.timedelta(hours=-1 if days == 0 else 7)
        people = Directory(local_date(moment))
        for ladder in LADDERS:
            services.climb(ladder=ladder, at=moment, directory=people)
    services.settle(at=stage.now)
    _read(stage)
    _urge(stage, cast)


def _read(stage: Stage) -> None:
    rng = random.Random(SEED)  # noqa: S311  chance, not secrecy
    old = Message.objects.filter(created_at__lt=stage.now - datetime.timedelta(days=7)).order_by("pk")
    read = [pk for pk in old.values_list("pk", flat=True) if rng.random() < READ_SHARE]
    Message.objects.filter(pk__in=read).update(read_at=stage.now - datetime.timedelta(days=6))


def _urge(stage: Stage, cast: Cast) -> None:
    """The office urges departments and communes, the standing committee what is latest."""
    office, standing = (_user(cast, name) for name in ("vanphong", "thuongtruc"))
    shown = cast.by_username["so.nongnghiep"].positions.values("agency")
    late = Petition.objects.with_department().overdue(stage.today).order_by("reported_on", "pk")
    chosen = [*late.filter(department__in=shown)[:2], *late.exclude(department__in=shown)[:1]]
    for number, (petition, words) in enumerate(zip(chosen, _TO_DEPARTMENT, strict=False)):
        _say(stage, petition, words, standing if number == 1 else office)
    confirmable = Visit.objects.awaiting_confirmation().filter(correction="").order_by("logged_at", "pk")
    for visit in confirmable[:1]:
        _say(stage, visit, _TO_COMMUNE, office)
    for comment in Comment.objects.to_commune().awaiting_answer().order_by("sent_at", "pk")[:1]:
        _say(stage, comment, _ANSWER_OWED, office)
    _remind(stage)


def _say(stage: Stage, record: Record, words: str, user: User) -> None:
    services.urge(uuid=uuid.uuid5(record.uuid, words), record=record, words=words, by=Actor(user))


def _remind(stage: Stage) -> None:
    """The head of each delegation reminds the member whose place has waited longest; not oneself."""
    members = DelegationMember.objects.on(stage.today).select_related("officer__user", "delegation")
    for head in members.filter(duty=DelegationMember.Duty.HEAD, officer__user__is_active=True).order_by("pk"):
        fellows = members.filter(delegation=head.delegation_id, officer__user__is_active=True).exclude(pk=head.pk)
        held = Assignment.objects.on(stage.today).filter(delegation=head.delegation_id).exclude(officer=head.officer_id)
        latest = Max("officer__visits__date", filter=Q(officer__visits__date__lte=stage.today))
        for row in (
            held.filter(officer__in=fellows.values("officer")).annotate(latest=latest).order_by("latest", "pk")[:1]
        ):
            services.remind(
                uuid=uuid.uuid5(uuid.NAMESPACE_OID, f"remind-{row.pk}"),
                member=fellows.get(officer=row.officer_id),
                assignment=row,
                words=_GO_THERE,
                by=Actor(head.officer.user),
            )


def _user(cast: Cast, username: str) -> User:
    user = cast.by_username[username].user
    if user is None:
        raise ValueError(f"{username} has no account")
    return user

"""A commune's own work: visits it received, words it owes, what became of what it sent up, information it received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assignments.models import Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.bulletins.models import Bulletin, Conveyance
from reports.dashboards import links
from reports.dashboards.department import Figure
from reports.dashboards.scope import Scope
from reports.facts.months import Months
from reports.feedback import states
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.recommendations.states import Status as CommentStatus
from reports.visits.models import Visit
from reports.visits.queries import confirm_limit
from reports.visits.states import Status as VisitStatus


@dataclass(frozen=True)
class Part:
    """One kind of work with its figures."""

    title: str
    icon: str
    figures: list[Figure]


def work(user: User, unit: Unit, part: Scope, months: Months) -> list[Part]:
    """What waits for a word of the commune today, and what came of the period. Six queries."""
    return [
        Part(_("Chờ xã xác nhận, trả lời"), "hourglass", _waiting(user, part)),
        Part(_("Phản ánh gửi trong kỳ đã đến đâu"), "message-report", _became(user, part, months)),
        Part(_("Thông tin nhận được"), "speakerphone", [_information(user, unit)]),
    ]


def _waiting(user: User, part: Scope) -> list[Figure]:
    visits = Visit.objects.visible_to(user).filter(part.records).awaiting_confirmation()
    limit = confirm_limit(today())
    late = Q(logged_at__date__lte=limit) if limit else Q(pk__in=[])
    waiting = visits.order_by().aggregate(all=Count("pk"), late=Count("pk", filter=late))
    comments = Comment.objects.visible_to(user).filter(part.records).to_commune()
    unread = Q(status=CommentStatus.SENT)
    owed = Q(pk__in=comments.awaiting_answer().order_by().values("pk"))
    said = comments.filter(status__in=[CommentStatus.SENT, CommentStatus.READ]).order_by()
    words = said.aggregate(unread=Count("pk", filter=unread), owed=Count("pk", filter=owed))
    asks = part.asks
    return [
        _alarming(
            _("Chuyến đi chờ xác nhận"), waiting["all"], links.visits_in(asks, VisitStatus.DONE.value), "warning"
        ),
        _alarming(_("Quá hạn xác nhận"), waiting["late"], links.visits_in(asks, "cham-xac-nhan"), "danger"),
        _alarming(_("Góp ý chưa đọc"), words["unread"], links.comments_in(asks, CommentStatus.SENT.value), "warning"),
        _alarming(_("Góp ý chưa trả lời"), words["owed"], links.comments_in(asks, "cho-tra-loi"), "warning"),
    ]


def _alarming(label: str, count: int, url: str, tone: str) -> Figure:
    return Figure(label, count, url, tone if count else "success")


def _became(user: User, part: Scope, months: Months) -> list[Figure]:
    """What was reported in the period, by what it has come to."""
    rows = Petition.objects.visible_to(user).filter(part.records, reported_on__range=(months.start, months.end))
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    asks: dict[str, Any] = {"tu": months.start, "den": months.end, **part.asks}
    return [
        Figure(str(status.label), counts[status], links.petitions_waiting(asks, trang_thai=status.value))
        for status in states.Status
        if counts.get(status)
    ] or [Figure(_("Phản ánh, kiến nghị trong kỳ"), 0, "")]


def _information(user: User, unit: Unit) -> Figure:
    """Bulletins in their time that are for this commune, and how many of them were conveyed there or in a hamlet."""
    told = Conveyance.objects.filter(bulletin=OuterRef("pk"), commune=unit.pk)
    rows = Bulletin.objects.visible_to(user).current(today()).meant_for(unit).order_by()
    found = rows.annotate(told=Exists(told)).values_list("pk", "told")
    conveyed = sum(was_told for _pk, was_told in found)
    hint = _("đã truyền đạt tại xã hoặc ấp: %(count)s") % {"count": conveyed}
    return Figure(_("Thông tin đang truyền đạt"), len(found), links.bulletins_for(unit.pk), hint=hint)

"""The desk of a commune's Party committee: visits to confirm, comments to judge, the commune's petitions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.dashboards import links
from reports.dashboards.blocks import (
    PLACE,
    Block,
    Item,
    block,
    comment_item,
    confirmation_badge,
    first_of_each,
    petition_item,
    place_name,
)
from reports.dashboards.sitting import Sitting
from reports.feedback.models import Petition
from reports.recommendations.models import WITHOUT_ANSWER, Comment
from reports.recommendations.standing import waiting
from reports.recommendations.states import Status as CommentStatus
from reports.visits.models import Visit
from reports.visits.policies import may_confirm
from reports.visits.states import Status

COMMENT_WORDS = ("uuid", "matter", "given_on", "status", "sent_at", "read_at", "officer__full_name")
"""What the rows of comments print."""


def commune(sitting: Sitting) -> Iterator[Block]:
    """What officers left with the commune and waits for its word."""
    user, day = sitting.user, sitting.day
    own = {"commune__in": [area.unit_id for area in sitting.access.committee_areas]}
    found = first_of_each(
        Visit.objects.visible_to(user).filter(**own),
        lambda rows: rows.select_related(*PLACE, "officer"),
        to_confirm=(Q(status=Status.DONE), ("date", "pk")),
    )
    yield block(
        "to_confirm",
        _("Chuyến đi chờ xác nhận"),
        "clipboard-check",
        _("Không có chuyến đi nào chờ xã xác nhận."),
        found["to_confirm"],
        lambda visit: _to_confirm(user, visit, sitting.confirm_limit),
        links.address("visits:list", trang_thai=Status.DONE.value),
    )
    yield from _comments(user, own, day)
    yield block(
        "commune_petitions",
        _("Phản ánh của xã đang chờ trả lời"),
        "message-report",
        _("Không có phản ánh nào của xã đang chờ trả lời."),
        Petition.objects.visible_to(user).filter(**own).open().select_related(*PLACE).first_due_first(),
        lambda row: petition_item(row, day),
        links.open_petitions(),
    )


def _comments(user: User, own: dict[str, Any], day: datetime.date) -> Iterator[Block]:
    """What the commune has not opened yet, and what it has read and owes a word on; the longest wait first."""
    comments = Comment.objects.visible_to(user).to_commune().filter(**own)

    def item(row: Comment) -> Item:
        names = {"officer": row.officer, "date": format_date(row.given_on), "waits": waiting(row, day)}
        return comment_item(row, _("Đ/c %(officer)s, %(date)s · %(waits)s") % names)

    sent, read = Q(status=CommentStatus.SENT), Q(status=CommentStatus.READ) & ~Q(type__in=WITHOUT_ANSWER)
    found = first_of_each(
        comments,
        lambda rows: rows.select_related("officer").only(*COMMENT_WORDS),
        to_read=(sent, ("sent_at", "pk")),
        to_answer=(read, ("read_at", "pk")),
    )
    yield block(
        "to_read",
        _("Góp ý chờ đọc"),
        "message-2",
        _("Xã đã đọc tất cả các góp ý."),
        found["to_read"],
        item,
        links.address("recommendations:list", trang_thai=CommentStatus.SENT.value),
    )
    yield block(
        "to_answer_comments",
        _("Góp ý chờ trả lời"),
        "messages",
        _("Xã đã trả lời tất cả các góp ý."),
        found["to_answer"],
        lambda row: replace(item(row), go_url=links.answer_comment(row), go_label=_("Trả lời")),
        links.address("recommendations:list", trang_thai=CommentStatus.READ.value),
    )


def _to_confirm(user: User, visit: Visit, limit: datetime.date | None) -> Item:
    """One tap confirms the words that the desk has read; the visit's own page has the comments to judge."""
    note = _("Đ/c %(officer)s, %(date)s, %(type)s") % {
        "officer": visit.officer,
        "date": format_date(visit.date),
        "type": visit.get_type_display().lower(),
    }
    badge, tone = confirmation_badge(visit, limit)
    if not may_confirm(user, visit):
        return Item(place_name(visit), links.visit(visit), note, badge, tone)
    sends = (("seen", visit.content_hash), ("back", links.address("dashboards:desk")))
    step = {"go_url": links.confirm_visit(visit), "go_label": _("Xác nhận")}
    return Item(place_name(visit), links.visit(visit), note, badge, tone, **step, sends=sends)

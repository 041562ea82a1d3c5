"""The desk of a commune's Party committee: visits to confirm, comments to judge, the commune's petitions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assignments.access import Access
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
    petition_item,
    place_name,
)
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from reports.visits.policies import may_confirm
from reports.visits.queries import confirm_limit
from reports.visits.states import Status


def commune(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """What officers left with the commune and waits for its word."""
    limit = confirm_limit(day)
    own = {"commune__in": [area.unit_id for area in access.committee_areas]}
    yield block(
        "to_confirm",
        _("Chuyến đi chờ xác nhận"),
        "clipboard-check",
        _("Không có chuyến đi nào chờ xã xác nhận."),
        Visit.objects.visible_to(user)
        .filter(**own)
        .awaiting_confirmation()
        .select_related(*PLACE, "officer")
        .order_by("date", "pk"),
        lambda visit: _to_confirm(user, visit, limit),
        links.address("visits:list", trang_thai=Status.DONE.value),
    )
    yield block(
        "to_judge",
        _("Góp ý chờ đánh giá"),
        "message-2",
        _("Xã đã đánh giá tất cả các góp ý."),
        Comment.objects.visible_to(user)
        .filter(specificity="", **own)
        .select_related("officer", "visit")
        .order_by("given_on", "pk"),
        lambda row: comment_item(
            row,
            _("Đ/c %(officer)s, %(date)s") % {"officer": row.officer, "date": format_date(row.given_on)},
        ),
        links.address("recommendations:list"),
    )
    yield block(
        "commune_petitions",
        _("Phản ánh của xã đang chờ trả lời"),
        "message-report",
        _("Không có phản ánh nào của xã đang chờ trả lời."),
        Petition.objects.visible_to(user).filter(**own).open().select_related(*PLACE).first_due_first(),
        lambda row: petition_item(row, day),
        links.open_petitions(),
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

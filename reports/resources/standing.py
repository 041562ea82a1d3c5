"""How a pledge is told on a page: its amount, what has arrived, and how it stands with its day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date
from nammanh.platform.numbers import NO_VALUE, format_money, format_percent
from reports.resources.models import Pledge
from reports.resources.states import Action, Status
from reports.visits.timeline import author

STATUS_TONES: dict[str, str] = {
    Status.APPROACHED: "neutral",
    Status.PLEDGED: "info",
    Status.RECEIVED: "warning",
    Status.HANDED_OVER: "success",
    Status.FAILED: "danger",
}
ACTION_TONES: dict[str, str] = {
    Action.APPROACH: "neutral",
    Action.PLEDGE: "info",
    Action.EDIT: "neutral",
    Action.RECEIVE: "warning",
    Action.HAND_OVER: "success",
    Action.FAIL: "danger",
}


def dressed(pledges: Iterable[Pledge], day: datetime.date) -> list[Pledge]:
    """Rows with what a page shows beside their fields; needs `with_names` and `with_received`."""
    rows = list(pledges)
    for row in rows:
        row.author, row.tone = author(row), STATUS_TONES[row.status]
        row.amount_words = format_money(row.amount) if row.amount else _("chưa quy đổi thành tiền")
        row.received_words = arrived(row)
        row.late = bool(row.is_open and row.expected_by and row.expected_by < day)
    return rows


def arrived(pledge: Pledge) -> str:
    """“300 triệu đồng (60%)”; nothing when nothing has arrived."""
    if pledge.status in {Status.APPROACHED, Status.PLEDGED, Status.FAILED}:
        return ""
    if not pledge.received:
        return _("đã nhận, chưa quy đổi thành tiền")
    share = format_percent(pledge.received, pledge.amount)
    return format_money(pledge.received) + (f" ({share})" if share != NO_VALUE else "")


def expected(pledge: Pledge) -> str:
    """“dự kiến nhận trước ngày 30/11/2026”."""
    if not pledge.expected_by:
        return ""
    return _("dự kiến nhận trước ngày %(date)s") % {"date": format_date(pledge.expected_by)}

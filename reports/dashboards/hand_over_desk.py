"""Hand-overs on the desk: what one has still to take over, what one is asked to explain, who is late with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assignments.access import Access
from assignments.models import Assignment
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.dashboards import links
from reports.dashboards.blocks import SHOWN, Block, Item, block, filled
from reports.handovers import queries
from reports.handovers.dossiers import line_key
from reports.handovers.models import HandOverLine
from reports.handovers.standing import standing


def received(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """Whoever holds units takes them over from those who held them before."""
    rows = queries.waiting(queries.readable_by(user, day), day).filter(officer=access.officer_id)
    yield _hand_overs(
        "hand_overs",
        _("Bàn giao chờ nhận"),
        _("Không có bàn giao nào chờ đồng chí nhận."),
        rows,
        day,
        links.address("handovers:list"),
    )


def asked(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """Whoever left a place may be asked about it; shown only when somebody asks, also to one who holds nothing now."""
    rows = queries.questions_to(access.officer_id)[:SHOWN]
    if rows:
        yield filled(
            "hand_over_questions",
            _("Đề nghị làm rõ khi bàn giao"),
            "message-2",
            "",
            [_question(row) for row in rows],
            links.address("handovers:list"),
        )


def late(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """Ban Tổ chức: who has not taken over in time."""
    yield _hand_overs(
        "late_hand_overs",
        _("Bàn giao quá hạn nhận"),
        _("Không có bàn giao nào quá hạn nhận."),
        queries.late(queries.readable_by(user, day), day),
        day,
        links.address("handovers:list", trang_thai="qua-han"),
    )


def _hand_overs(key: str, title: str, calm: str, rows: object, day: datetime.date, more_url: str) -> Block:
    term = queries.term_on(day)
    ordered = queries.with_names(rows).order_by("valid_from", "pk")
    return block(key, title, "transfer", calm, ordered, lambda row: _item(row, term, day), more_url)


def _item(row: Assignment, term: object, day: datetime.date) -> Item:
    label, tone = standing(row, term, day)
    note = _("Đ/c %(officer)s nhận từ ngày %(date)s") % {"officer": row.officer, "date": format_date(row.valid_from)}
    return Item(str(row.unit), links.hand_over(row), note, label, tone)


def _question(row: HandOverLine) -> Item:
    assignment = row.hand_over.assignment
    key = line_key(row.kind, row.petition_id or row.comment_id or row.visit_id)
    note = _("Đ/c %(officer)s hỏi") % {"officer": assignment.officer}
    return Item(
        row.label,
        links.hand_over(assignment),
        note,
        go_url=links.address("handovers:explain", assignment.pk, key),
        go_label=_("Làm rõ"),
    )

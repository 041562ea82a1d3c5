"""Hand-overs on the desk: what one has still to take over, what one is asked to explain, who is late with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.models import Assignment
from nammanh.platform.dates import format_date
from reports.dashboards import links
from reports.dashboards.blocks import SHOWN, Block, Item, block, filled
from reports.dashboards.sitting import Sitting
from reports.handovers import queries
from reports.handovers.dossiers import line_key
from reports.handovers.models import HandOverLine, HandOverTerm
from reports.handovers.standing import standing


def received(sitting: Sitting) -> Iterator[Block]:
    """Whoever holds units takes them over from those who held them before."""
    yield _hand_overs(
        "hand_overs",
        _("Bàn giao chờ nhận"),
        _("Không có bàn giao nào chờ đồng chí nhận."),
        sitting.to_take_over,
        sitting.signs.hand_over_term,
        sitting.day,
        links.address("handovers:list"),
    )


def asked(sitting: Sitting) -> Iterator[Block]:
    """Whoever left a place may be asked about it; shown only when somebody asks, also to one who holds nothing now."""
    if sitting.signs.questions:
        yield filled(
            "hand_over_questions",
            _("Đề nghị làm rõ khi bàn giao"),
            "message-2",
            "",
            [_question(row) for row in queries.questions_to(sitting.access.officer_id)[:SHOWN]],
            links.address("handovers:list"),
        )


def late(sitting: Sitting) -> Iterator[Block]:
    """Ban Tổ chức: who has not taken over in time."""
    day, term = sitting.day, sitting.signs.hand_over_term
    rows = queries.late(queries.readable_by(sitting.user, day, term), day, term)
    yield _hand_overs(
        "late_hand_overs",
        _("Bàn giao quá hạn nhận"),
        _("Không có bàn giao nào quá hạn nhận."),
        rows.select_related("officer", "unit", "hand_over").order_by("valid_from", "pk"),
        term,
        day,
        links.address("handovers:list", trang_thai="qua-han"),
    )


def _hand_overs(
    key: str,
    title: str,
    calm: str,
    rows: QuerySet[Assignment] | list[Assignment],
    term: HandOverTerm,
    day: datetime.date,
    more_url: str,
) -> Block:
    return block(key, title, "transfer", calm, rows, lambda row: _item(row, term, day), more_url)


def _item(row: Assignment, term: HandOverTerm, day: datetime.date) -> Item:
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

"""Comments on the desk of an officer: what was answered, what is due, what comes to the superior, a word on silence."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date
from reports.dashboards import links
from reports.dashboards.blocks import (
    PLACE,
    PLACE_WORDS,
    SHOWN,
    Block,
    Item,
    block,
    comment_item,
    filled,
    first_of_each,
    place_name,
)
from reports.dashboards.sitting import Sitting
from reports.recommendations.models import Comment, Specificity
from reports.recommendations.scope import superior_of
from reports.recommendations.standing import deadline, waiting
from reports.recommendations.states import FOLLOWED, Status

ToItem = Callable[[Any], Item]


COMMENT_WORDS = (
    *PLACE_WORDS,
    *("uuid", "officer", "given_on", "matter", "status", "answer", "answered_at", "progress", "due_on", "expected_on"),
)
"""What the rows of comments print."""


def followed(sitting: Sitting, own: QuerySet[Comment], instead: Callable[[ToItem], ToItem]) -> Iterator[Block]:
    """Of the comments that are this officer's to follow up (`own`): those answered, those whose day has come, those
    that the commune found vague; then what else is said about comments.
    """
    day = sitting.day
    looked_at = [Status.READ.value, *sorted(FOLLOWED)]
    lately = {"given_on__gt": day - datetime.timedelta(days=90)}
    found = first_of_each(
        own.with_deadline(),
        lambda rows: rows.with_deadline().select_related(*PLACE).only(*COMMENT_WORDS),
        answered=(Q(status=Status.ANSWERED), ("answered_at", "pk")),
        due=(Q(status__in=looked_at, deadline__lte=day), ("deadline", "pk")),
        vague=(Q(specificity=Specificity.VAGUE, **lately), ("-given_on", "-pk")),
    )
    yield block(
        "answered_comments",
        _("Góp ý đã có trả lời"),
        "messages",
        _("Không có góp ý nào vừa được trả lời."),
        found["answered"],
        instead(lambda row: comment_item(row, f"{place_name(row)} · {row.get_answer_display()}")),
        links.address("recommendations:list", trang_thai=Status.ANSWERED.value),
    )
    yield block(
        "due_comments",
        _("Góp ý đến hạn, cần xem đã thực hiện chưa"),
        "clipboard-check",
        _("Không có góp ý nào đến hạn theo dõi."),
        found["due"],
        instead(lambda row: _due(row, day)),
        links.address("recommendations:list", qua_han=1),
    )
    if sitting.may_lead:
        yield from _from_below(sitting)
    yield from _quiet(sitting)
    yield block(
        "vague_comments",
        _("Góp ý xã đánh giá là chung chung"),
        "message-2",
        _("Không có góp ý nào bị đánh giá là chung chung."),
        found["vague"],
        instead(lambda row: comment_item(row, f"{place_name(row)}, {format_date(row.given_on)}")),
        links.address("recommendations:list", cu_the="chung-chung"),
    )


def _due(row: Comment, day: datetime.date) -> Item:
    note, tone = deadline(row, day)
    return Item(
        comment_item(row, "").title,
        links.comment(row),
        place_name(row),
        note,
        tone,
        go_url=links.follow_comment(row),
        go_label=_("Ghi kết quả"),
    )


def _from_below(sitting: Sitting) -> Iterator[Block]:
    """What officers below told their superior instead of the commune. No block without a row: few ever get one."""
    access, day = sitting.access, sitting.day
    rows = (
        Comment.objects.visible_to(sitting.user)
        .to_superior()
        .filter(superior_of(access), status__in=[Status.SENT, Status.READ])
        .exclude(officer=access.officer_id)
        .select_related(*PLACE, "officer")
        .order_by("sent_at", "pk")
    )
    items = [comment_item(row, f"{place_name(row)} · {waiting(row, day)}") for row in rows[:SHOWN]]
    if items:
        yield filled(
            "superior_comments",
            _("Góp ý gửi riêng lãnh đạo phụ trách"),
            "message-2",
            "",
            items,
            links.address("recommendations:list"),
        )


def _quiet(sitting: Sitting) -> Iterator[Block]:
    """A calm word where three visits in a row brought no comment; it can be put off and counts nowhere."""
    items = [
        Item(
            str(row.commune),
            links.quiet_commune(row.commune),
            _("Gần nhất ngày %(day)s. Nếu có việc nên nói, một góp ý ngắn là đủ.") % {"day": format_date(row.latest)},
            go_url=links.quiet_commune(row.commune),
            go_label=_("Xem, hoặc để sau"),
        )
        for row in sitting.quiet_communes[:SHOWN]
    ]
    if items:
        yield filled("quiet_communes", _("Ba chuyến đi gần đây chưa có góp ý"), "info-circle", "", items)

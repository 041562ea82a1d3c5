"""The desk of an officer who holds units: the own visits, and what came back from below and above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from assignments.access import Access
from nammanh.platform.dates import format_date, format_weekday_date
from reports.dashboards import comments_desk, links
from reports.dashboards.blocks import (
    PETITION_WORDS,
    PLACE,
    PLACE_WORDS,
    Block,
    Item,
    block,
    confirmation_badge,
    first_of_each,
    petition_item,
    place_name,
)
from reports.dashboards.held_units import stands_in
from reports.dashboards.sitting import Sitting
from reports.feedback.models import Petition
from reports.feedback.states import RUNNING
from reports.feedback.states import Status as PetitionStatus
from reports.handovers.queries import followed_up_by
from reports.recommendations.models import Comment
from reports.visits import states
from reports.visits.filters import ASKED
from reports.visits.models import Visit
from reports.visits.states import Status as VisitStatus

VISIT_WORDS = (
    *PLACE_WORDS,
    *("uuid", "date", "type", "status", "correction", "logged_at", "officer", "officer__full_name"),
)
"""What the rows of visits print."""


def own_work(sitting: Sitting) -> Iterator[Block]:
    """The plans, visits, comments and petitions that are this officer's: the own ones, those of the absent whom they
    stand in for, and from the first day of an assignment those of whoever held the place before, whether or not the
    hand-over is accepted.
    """
    access, day = sitting.access, sitting.day
    mine = sitting.taken | Q(officer__in=access.officer_ids)
    visits = Visit.objects.visible_to(sitting.user).unsettled().filter(mine)
    planned, done, by_date = Q(status__in=sorted(states.OPEN)), Q(status=VisitStatus.DONE), ("date", "pk")
    found = first_of_each(
        visits,
        lambda rows: rows.select_related(*PLACE, "officer").only(*VISIT_WORDS),
        past=(planned & Q(date__lt=day), by_date),
        ahead=(planned & Q(date__gte=day), by_date),
        to_correct=(done & ~Q(correction=""), by_date),
        unconfirmed=(done & Q(correction=""), by_date),
    )
    yield block(
        "past_plans",
        _("Kế hoạch đã qua, chưa ghi nhận"),
        "calendar-due",
        _("Không có kế hoạch nào đã qua mà chưa ghi nhận."),
        found["past"],
        instead(access, lambda row: _unlogged(row, access)),
    )
    yield block(
        "next_visits",
        _("Chuyến đi sắp tới"),
        "calendar-event",
        _("Chưa có chuyến đi nào trong kế hoạch. Bấm “Lập kế hoạch” để hẹn trước với xã."),
        found["ahead"],
        instead(access, lambda row: _planned(row, access)),
        links.address("visits:list", trang_thai="sap-toi"),
    )
    yield block(
        "to_correct",
        _("Xã đề nghị sửa"),
        "arrow-back-up",
        _("Không có chuyến đi nào xã đề nghị sửa."),
        found["to_correct"],
        instead(access, lambda row: _to_correct(row, access)),
        links.address("visits:list", trang_thai=ASKED),
    )
    yield block(
        "unconfirmed",
        _("Đã đi, chờ xã xác nhận"),
        "hourglass",
        _("Mọi chuyến đi đã được xã xác nhận."),
        found["unconfirmed"],
        instead(access, lambda row: _waiting(row, sitting)),
        links.address("visits:list", trang_thai=VisitStatus.DONE.value),
    )
    yield from _answers(sitting)


def instead(access: Access, to_item: Callable[[Any], Item]) -> Callable[[Any], Item]:
    """The same row, which says for whom when it is an absent officer's."""

    def item(row: Any) -> Item:
        made, substitution = to_item(row), access.substitution_for(row.officer_id)
        return replace(made, note=f"{made.note} · {stands_in(substitution)}") if substitution else made

    return item


def _answers(sitting: Sitting) -> Iterator[Block]:
    """What came back: answers to comments and verdicts on them, answers to petitions."""
    user, access, day = sitting.user, sitting.access, sitting.day
    own = Comment.objects.visible_to(user).filter(followed_up_by(user, sitting.taken, "comment"))
    yield from comments_desk.followed(sitting, own, lambda to_item: instead(access, to_item))
    petitions = Petition.objects.visible_to(user).filter(followed_up_by(user, sitting.taken, "petition"))
    late = Q(status__in=sorted(RUNNING), deadline_on__lt=day)
    waiting = petitions.filter(late | Q(status=PetitionStatus.ANSWERED))
    yield block(
        "own_petitions",
        _("Phản ánh của tôi: đã có trả lời hoặc quá hạn"),
        "message-report",
        _("Không có phản ánh nào vừa được trả lời hoặc quá hạn."),
        waiting.select_related(*PLACE).only(*PETITION_WORDS).first_due_first(),
        instead(access, lambda row: petition_item(row, day)),
        links.address("feedback:list"),
    )


def _planned(visit: Visit, access: Access) -> Item:
    mine = visit.officer_id in access.officer_ids
    step = {"go_url": links.brief(visit), "go_label": _("Mang theo"), "go_icon": "backpack"} if mine else {}
    note = _plan_note(visit, access)
    return Item(place_name(visit), links.visit(visit), note, visit.get_status_display(), "info", **step)


def _unlogged(visit: Visit, access: Access) -> Item:
    mine = visit.officer_id in access.officer_ids
    step = {"go_url": links.log_plan(visit), "go_label": _("Ghi nhận")} if mine else {}
    return Item(place_name(visit), links.visit(visit), _plan_note(visit, access), **step)


def _plan_note(visit: Visit, access: Access) -> str:
    return f"{format_weekday_date(visit.date)} · {visit.get_type_display()}{_of_leaver(visit, access)}"


def _waiting(visit: Visit, sitting: Sitting) -> Item:
    note = f"{format_date(visit.date)} · {visit.get_type_display()}{_of_leaver(visit, sitting.access)}"
    return Item(place_name(visit), links.visit(visit), note, *confirmation_badge(visit, sitting.confirm_limit))


def _to_correct(visit: Visit, access: Access) -> Item:
    note = f"{format_date(visit.date)} · {visit.correction}{_of_leaver(visit, access)}"
    mine = visit.officer_id == access.officer_id
    step = {"go_url": links.edit_visit(visit), "go_label": _("Sửa")} if mine else {}
    return Item(place_name(visit), links.visit(visit), note, **step)


def _of_leaver(visit: Visit, access: Access) -> str:
    """Whose visit it was, when the place has passed on since."""
    return "" if visit.officer_id in access.officer_ids else _(" · của đ/c %(officer)s") % {"officer": visit.officer}

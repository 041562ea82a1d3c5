"""How a hand-over and its lines are told on a page: in words and a tone, with what the reader may do."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Assignment
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, local_date
from nammanh.platform.numbers import format_number
from reports.handovers import policies, queries
from reports.handovers.dossiers import Dossier, Line
from reports.handovers.models import HandOverTerm
from reports.handovers.states import Action, State
from reports.visits.timeline import told

STATE_TONES: dict[str, str] = {
    "": "neutral",
    State.QUESTIONED: "warning",
    State.EXPLAINED: "info",
    State.ACCEPTED: "success",
    State.DONE: "neutral",
}
ACTION_TONES: dict[str, str] = {Action.ASK: "warning", Action.EXPLAIN: "info", Action.ACCEPT: "success"}


def dressed(rows: Iterable[Assignment], day: datetime.date, term: HandOverTerm) -> list[Assignment]:
    """Hand-overs that the reader may open, with whom they come from and how they stand on `day`."""
    found = queries.named_leavers(rows)
    for row in found:
        row.standing, row.tone = standing(row, term, day)
        row.dossier_url = reverse("handovers:dossier", args=[row.pk])
    return found


def dressed_of_place(
    rows: Iterable[Assignment], user: User, day: datetime.date, term: HandOverTerm
) -> list[Assignment]:
    """`dressed`, of places that the reader sees: without an address where the lines are other people's."""
    found = dressed(rows, day, term)
    readable = queries.readable_by(user, day, term).filter(pk__in=[row.pk for row in found])
    open_to_reader = set(readable.values_list("pk", flat=True))
    for row in found:
        row.dossier_url = row.dossier_url if row.pk in open_to_reader else ""
    return found


def standing(row: Assignment, term: HandOverTerm, day: datetime.date) -> tuple[str, str]:
    """“Quá hạn nhận 3 ngày” and its tone."""
    hand_over = getattr(row, "hand_over", None)
    if hand_over and hand_over.closed_at:
        return _("Đã nhận xong ngày %(date)s") % {"date": format_date(local_date(hand_over.closed_at))}, "success"
    if not row.in_force_on(day):
        return _("Chưa nhận xong, chuyển cho đồng chí kế tiếp"), "neutral"
    left = (row.valid_from - day).days + term.accept_within_days
    if left < 0:
        return _("Quá hạn nhận %(days)s ngày") % {"days": format_number(-left)}, "danger"
    if left == 0:
        return _("Đến hạn nhận hôm nay"), "warning"
    return _("Chờ nhận, còn %(days)s ngày") % {"days": format_number(left)}, "warning"


def dressed_lines(dossier: Dossier, user: User, *, receives: bool) -> list[tuple[str, list[Line]]]:
    """The lines by kind, each with its state, its questions and answers, and what the reader may do with it."""
    for line in dossier.lines:
        line.state_label = str(State(line.state).label) if line.state else _("Chờ nhận")
        line.tone = STATE_TONES[line.state]
        line.story = told(line.steps, ACTION_TONES)[::-1]
        line.may_accept = receives and line.waits
        where = [dossier.assignment.pk, line.key]
        line.ask_url = reverse("handovers:ask", args=where) if line.may_accept else ""
        asked = line.state == State.QUESTIONED and line.row is not None and policies.explains(user, line.row)
        line.explain_url = reverse("handovers:explain", args=where) if asked else ""
    return dossier.groups

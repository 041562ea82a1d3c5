"""How a petition stands with its day: in words and a tone, never in colour alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nammanh.platform.dates import local_date
from nammanh.platform.numbers import format_number
from reports.feedback.models import Petition
from reports.feedback.states import Action, Status
from reports.visits.timeline import author

DUE_SOON_DAYS = 3

STATUS_TONES: dict[str, str] = {
    Status.SUBMITTED: "warning",
    Status.DISPATCHED: "info",
    Status.ANSWERED: "success",
    Status.CLOSED: "neutral",
}

ACTION_TONES: dict[str, str] = {
    Action.SUBMIT: "info",
    Action.DISPATCH: "info",
    Action.ANSWER: "success",
    Action.REOPEN: "warning",
    Action.CLOSE: "neutral",
    Action.DIRECT: "danger",
    Action.CARRY: "success",
    Action.UNCARRY: "neutral",
}


@dataclass(frozen=True)
class Deadline:
    """“Quá hạn 12 ngày”, with its tone."""

    label: str
    tone: str


def deadline(petition: Petition, day: datetime.date) -> Deadline:
    """How an open petition stands on `day`; an answered one: whether it was in time."""
    if not petition.is_open:
        late = (local_date(petition.answered_at) - petition.due_on).days
        if late > 0:
            return Deadline(_("Trả lời trễ %(days)s ngày") % {"days": format_number(late)}, "warning")
        return Deadline(_("Trả lời trong hạn"), "success")
    left = (petition.due_on - day).days
    if left < 0:
        return Deadline(_("Quá hạn %(days)s ngày") % {"days": format_number(-left)}, "danger")
    if left == 0:
        return Deadline(_("Đến hạn hôm nay"), "warning")
    return Deadline(
        _("Còn %(days)s ngày") % {"days": format_number(left)}, "warning" if left <= DUE_SOON_DAYS else "neutral"
    )


def dressed(petitions: Iterable[Petition], day: datetime.date) -> list[Petition]:
    """Rows with what a page shows beside their fields: whose they are, and how they stand with their day."""
    rows = list(petitions)
    for petition in rows:
        petition.author, petition.tone = author(petition), STATUS_TONES[petition.status]
        petition.deadline = deadline(petition, day)
    return rows

"""How a petition stands with its day: in words and a tone, never in colour alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nammanh.platform.dates import local_date
from nammanh.platform.numbers import format_number
from reports.feedback.models import Petition, Referral
from reports.feedback.states import Action, ReferralStatus, Status
from reports.visits.timeline import author

DUE_SOON_DAYS = 3

STATUS_TONES: dict[str, str] = {
    Status.SUBMITTED: "warning",
    Status.RECEIVED: "info",
    Status.RETURNED: "warning",
    Status.HANDLED_LOCALLY: "info",
    Status.CONSOLIDATED: "info",
    Status.DISPATCHED: "info",
    Status.IN_PROGRESS: "info",
    Status.ANSWERED: "success",
    Status.REOPENED: "warning",
    Status.RESOLVED: "success",
    Status.UNRESOLVABLE: "danger",
    Status.DUPLICATE: "neutral",
    Status.CLOSED: "neutral",
}

REFERRAL_TONES: dict[str, str] = {
    ReferralStatus.DISPATCHED: "info",
    ReferralStatus.IN_PROGRESS: "info",
    ReferralStatus.ANSWERED: "success",
    ReferralStatus.REOPENED: "warning",
    ReferralStatus.HANDED_BACK: "neutral",
    ReferralStatus.RECALLED: "neutral",
}

ACTION_TONES: dict[str, str] = {
    Action.SUBMIT: "info",
    Action.RECEIVE: "info",
    Action.RETURN: "warning",
    Action.SUPPLEMENT: "info",
    Action.REFINE: "neutral",
    Action.HANDLE: "info",
    Action.ESCALATE: "warning",
    Action.LINK: "neutral",
    Action.UNLINK: "neutral",
    Action.CONSOLIDATE: "info",
    Action.RELEASE: "neutral",
    Action.DISPATCH: "info",
    Action.RECALL: "warning",
    Action.TAKE_UP: "info",
    Action.HAND_BACK: "warning",
    Action.INTERIM: "warning",
    Action.ANSWER: "success",
    Action.APPROVE: "success",
    Action.REOPEN: "warning",
    Action.RESOLVE: "success",
    Action.GIVE_UP: "danger",
    Action.TELL: "success",
    Action.CARRY: "success",
    Action.UNCARRY: "neutral",
    Action.CLOSE: "neutral",
    Action.DIRECT: "danger",
}


@dataclass(frozen=True)
class Deadline:
    """“Quá hạn 12 ngày”, with its tone."""

    label: str
    tone: str


def deadline(petition: Petition, day: datetime.date) -> Deadline:
    """How an open petition stands on `day`; an answered one: whether it was in time by its first day."""
    if petition.is_paused:
        return Deadline(_("Tạm dừng, chờ bổ sung"), "neutral")
    if not petition.is_open:
        if petition.answered_at is None:
            return Deadline(_("Theo phản ánh gốc"), "neutral")
        late = (local_date(petition.answered_at) - petition.due_on).days
        if late > 0:
            return Deadline(_("Trả lời trễ %(days)s ngày") % {"days": format_number(late)}, "warning")
        return Deadline(_("Trả lời trong hạn"), "success")
    return _left(petition.deadline_on, day)


def referral_deadline(referral: Referral, day: datetime.date) -> Deadline:
    """How a department stands with what it was asked: by the last day that was set or promised."""
    if referral.status in {ReferralStatus.HANDED_BACK, ReferralStatus.RECALLED}:
        return Deadline(_("Không còn phải trả lời"), "neutral")
    if referral.answered_at is not None:
        late = (local_date(referral.answered_at) - referral.due_on).days
        if late > 0:
            return Deadline(_("Trả lời sau hạn ban đầu %(days)s ngày") % {"days": format_number(late)}, "warning")
        return Deadline(_("Trả lời trong hạn"), "success")
    return _left(referral.expected_on, day)


def referral_tone(referral: Referral) -> str:
    return REFERRAL_TONES[referral.status]


def _left(due_on: datetime.date, day: datetime.date) -> Deadline:
    left = (due_on - day).days
    if left < 0:
        return Deadline(_("Quá hạn %(days)s ngày") % {"days": format_number(-left)}, "danger")
    if left == 0:
        return Deadline(_("Đến hạn hôm nay"), "warning")
    return Deadline(
        _("Còn %(days)s ngày") % {"days": format_number(left)}, "warning" if left <= DUE_SOON_DAYS else "neutral"
    )


def who_sent(petition: Petition) -> str:
    """Whose petition it is: the officer with who typed it, the commune's committee, or the meeting."""
    if petition.officer_id is not None:
        return author(petition)
    if petition.meeting:
        return _("%(meeting)s (%(sender)s nhập)") % {"meeting": petition.meeting, "sender": petition.sender}
    return str(petition.sender)


def title_of(petition: Petition) -> str:
    """“Vướng mắc: Đường giao thông”; without a field yet, its sort alone."""
    category = str(petition.get_category_display())
    return f"{category}: {petition.field}" if petition.field_id else category


def dressed(petitions: Iterable[Petition], day: datetime.date) -> list[Petition]:
    """Rows with what a page shows beside their fields: whose they are, and how they stand with their day."""
    rows = list(petitions)
    for petition in rows:
        petition.author, petition.tone = who_sent(petition), STATUS_TONES[petition.status]
        petition.title = title_of(petition)
        petition.deadline = deadline(petition, day)
    return rows

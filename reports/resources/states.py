"""The funnel of a contribution: approached, pledged, received in parts, handed over; or it came to nothing."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    APPROACHED = "approached", _("Tiếp cận")
    PLEDGED = "pledged", _("Cam kết")
    RECEIVED = "received", _("Thực nhận")
    HANDED_OVER = "handed_over", _("Đã bàn giao, nghiệm thu")
    FAILED = "failed", _("Không thành")


class Action(TextChoices):
    APPROACH = "approach", _("Ghi tiếp cận")
    PLEDGE = "pledge", _("Ghi cam kết")
    EDIT = "edit", _("Sửa nội dung")
    RECEIVE = "receive", _("Ghi thực nhận")
    HAND_OVER = "hand_over", _("Bàn giao, nghiệm thu")
    FAIL = "fail", _("Ghi không thành")


OPEN = {Status.APPROACHED, Status.PLEDGED, Status.RECEIVED}
"""Something is still to come or to be handed over."""
EDITABLE = {Status.APPROACHED, Status.PLEDGED}

TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.APPROACH: ({None}, Status.APPROACHED),
    Action.PLEDGE: ({None, Status.APPROACHED}, Status.PLEDGED),
    Action.EDIT: ({*EDITABLE}, None),
    Action.RECEIVE: ({Status.PLEDGED, Status.RECEIVED}, Status.RECEIVED),
    Action.HAND_OVER: ({Status.RECEIVED}, Status.HANDED_OVER),
    Action.FAIL: ({*EDITABLE}, Status.FAILED),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a pledge in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)

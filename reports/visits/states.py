"""What may follow what in the life of a visit. The database repeats this table as constraints and a trigger."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    PLANNED = "planned", _("Dự kiến")
    POSTPONED = "postponed", _("Hoãn")
    DONE = "done", _("Đã đi, chờ xã xác nhận")
    CONFIRMED = "confirmed", _("Xã đã xác nhận")
    CANCELLED = "cancelled", _("Hủy")


class Action(TextChoices):
    PLAN = "plan", _("Lập kế hoạch")
    LOG = "log", _("Ghi nhận chuyến đi")
    EDIT = "edit", _("Sửa nội dung")
    POSTPONE = "postpone", _("Hoãn")
    CANCEL = "cancel", _("Hủy")
    CONFIRM = "confirm", _("Xác nhận")
    ASK = "ask", _("Đề nghị sửa")
    REPLY = "reply", _("Trả lời đề nghị sửa")
    AMEND = "amend", _("Bổ sung, đính chính")
    HAND_OVER = "hand_over", _("Bàn giao")


OPEN: set[Status | None] = {Status.PLANNED, Status.POSTPONED}
UNSETTLED: set[Status | None] = {*OPEN, Status.DONE}
"""What somebody still has to do something about: few of all visits, however many there are."""
HAPPENED = {Status.DONE, Status.CONFIRMED}
"""The states that count as a visit. Only a confirmed one counts towards the cadence."""

TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.PLAN: ({None}, Status.PLANNED),
    Action.LOG: ({None, *OPEN}, Status.DONE),
    Action.EDIT: ({*OPEN, Status.DONE}, None),
    Action.POSTPONE: (OPEN, Status.POSTPONED),
    Action.CANCEL: (OPEN, Status.CANCELLED),
    Action.CONFIRM: ({Status.DONE}, Status.CONFIRMED),
    Action.ASK: ({Status.DONE}, None),
    Action.REPLY: ({Status.DONE}, None),
    Action.AMEND: ({Status.CONFIRMED}, None),
    Action.HAND_OVER: (OPEN, None),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a visit in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)


def states_after(action: str) -> set[str]:
    """The states in which `action` may leave a visit."""
    left, entered = TRANSITIONS[action]
    return {str(entered)} if entered is not None else {str(status) for status in left if status is not None}

"""What may follow what in the life of a petition: up to the office, on to a department, back with an answer."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    SUBMITTED = "submitted", _("Mới gửi")
    DISPATCHED = "dispatched", _("Đã chuyển ngành")
    ANSWERED = "answered", _("Đã trả lời")
    CLOSED = "closed", _("Kết thúc")


class Action(TextChoices):
    SUBMIT = "submit", _("Gửi phản ánh, kiến nghị")
    DISPATCH = "dispatch", _("Chuyển ngành trả lời")
    ANSWER = "answer", _("Trả lời")
    REOPEN = "reopen", _("Yêu cầu trả lời lại")
    CLOSE = "close", _("Kết thúc")
    DIRECT = "direct", _("Ý kiến chỉ đạo")
    CARRY = "carry", _("Báo lại cho dân")
    UNCARRY = "uncarry", _("Bỏ ghi nhận báo lại")


OPEN = {Status.SUBMITTED, Status.DISPATCHED}
"""Waiting for somebody's answer."""
ANSWERED: set[Status | None] = {Status.ANSWERED, Status.CLOSED}
"""There is an answer, to be carried back to those it came from."""

TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.SUBMIT: ({None}, Status.SUBMITTED),
    Action.DISPATCH: ({Status.SUBMITTED, Status.DISPATCHED}, Status.DISPATCHED),
    Action.ANSWER: ({Status.DISPATCHED}, Status.ANSWERED),
    Action.REOPEN: ({Status.ANSWERED}, Status.DISPATCHED),
    Action.CLOSE: ({Status.ANSWERED}, Status.CLOSED),
    Action.DIRECT: ({Status.SUBMITTED, Status.DISPATCHED, Status.ANSWERED}, None),
    Action.CARRY: (ANSWERED, None),
    Action.UNCARRY: (ANSWERED, None),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a petition in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)

"""What may follow what in the life of an officer's report. The database's trigger is made from this table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Bản nháp")
    SENT = "sent", _("Đã gửi, chờ nhận")
    RECEIVED = "received", _("Đã nhận")
    RETURNED = "returned", _("Trả lại bổ sung")
    DISCARDED = "discarded", _("Đã bỏ")


class Action(TextChoices):
    DRAFT = "draft", _("Soạn")
    EDIT = "edit", _("Sửa")
    SEND = "send", _("Gửi")
    RECALL = "recall", _("Rút lại để sửa")
    RECEIVE = "receive", _("Nhận")
    RETURN = "return", _("Trả lại bổ sung")
    DISCARD = "discard", _("Bỏ bản nháp")


OPEN: set[Status | None] = {Status.DRAFT, Status.RETURNED}
"""With its author: the words may change."""
GIVEN = {Status.SENT, Status.RECEIVED, Status.RETURNED}
"""Has reached its addressee at least once: others than the author may read it."""

TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.DRAFT: ({None}, Status.DRAFT),
    Action.EDIT: (OPEN, None),
    Action.SEND: (OPEN, Status.SENT),
    Action.RECALL: ({Status.SENT}, Status.DRAFT),
    Action.RECEIVE: ({Status.SENT}, Status.RECEIVED),
    Action.RETURN: ({Status.SENT}, Status.RETURNED),
    Action.DISCARD: ({Status.DRAFT}, Status.DISCARDED),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a report in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)


def moves() -> list[tuple[str, str]]:
    """Every change of state that the table allows, for the database's trigger."""
    return sorted(
        {
            (str(left), str(entered))
            for leaves, entered in TRANSITIONS.values()
            for left in leaves
            if left is not None and entered is not None
        }
    )

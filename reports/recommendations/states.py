"""What may follow what in the life of a comment: written, sent, read, answered, followed up until it is done.

The database repeats this table as constraints and a trigger.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Bản nháp")
    SENT = "sent", _("Đã gửi, chờ đọc")
    WITHDRAWN = "withdrawn", _("Đã rút lại")
    READ = "read", _("Đã đọc, chờ trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    FOLLOWED_UP = "followed_up", _("Đang theo dõi thực hiện")
    DONE = "done", _("Đã thực hiện")


class Action(TextChoices):
    WRITE = "write", _("Ghi nháp góp ý")
    EDIT = "edit", _("Sửa lời góp ý")
    SEND = "send", _("Gửi góp ý")
    WITHDRAW = "withdraw", _("Rút lại góp ý")
    READ = "read", _("Đọc góp ý")
    JUDGE = "judge", _("Đánh giá góp ý")
    ANSWER = "answer", _("Trả lời góp ý")
    FOLLOW_UP = "follow_up", _("Ghi kết quả theo dõi")
    FINISH = "finish", _("Ghi nhận đã thực hiện")


UNSENT = {Status.DRAFT, Status.WITHDRAWN}
"""Only the author sees these; a withdrawn one keeps its number, so that the register has no gap."""

EDITABLE: set[Status | None] = {Status.DRAFT, Status.WITHDRAWN, Status.SENT}
"""Until the recipient has read it, the author may change the words."""

SEEN: set[Status | None] = {Status.READ, Status.ANSWERED, Status.FOLLOWED_UP, Status.DONE}
"""The recipient has read it: the words stand."""

FOLLOWED = {Status.ANSWERED, Status.FOLLOWED_UP}
"""An answer is there, and the officer still looks whether it was carried out."""

RUNNING = {Status.SENT, Status.READ, Status.ANSWERED, Status.FOLLOWED_UP}
"""Somebody still has something to do about it."""

TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.WRITE: ({None}, Status.DRAFT),
    Action.EDIT: (EDITABLE, None),
    Action.SEND: ({None, Status.DRAFT, Status.WITHDRAWN}, Status.SENT),
    Action.WITHDRAW: ({Status.SENT}, Status.WITHDRAWN),
    Action.READ: ({Status.SENT}, Status.READ),
    Action.JUDGE: (SEEN, None),
    Action.ANSWER: ({Status.READ}, Status.ANSWERED),
    Action.FOLLOW_UP: ({Status.ANSWERED, Status.FOLLOWED_UP}, Status.FOLLOWED_UP),
    Action.FINISH: ({Status.READ, Status.ANSWERED, Status.FOLLOWED_UP}, Status.DONE),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a comment in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)

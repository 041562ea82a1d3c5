"""What may follow what in the life of a piece of evidence. The database repeats this table as a trigger."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    WAITING = "waiting", _("Chờ quét mã độc")
    KEPT = "kept", _("Đã lưu")
    REJECTED = "rejected", _("Đã xóa vì có mã độc")
    TAKEN_BACK = "taken_back", _("Đã gỡ")


class Action(TextChoices):
    ADD = "add", _("Thêm minh chứng")
    HOLD = "hold", _("Thêm minh chứng, chờ quét mã độc")
    PASS = "pass", _("Quét xong, không có mã độc")
    REJECT = "reject", _("Xóa vì có mã độc")
    TAKE_BACK = "take_back", _("Gỡ minh chứng")


WITH_FILE: set[Status | None] = {Status.WAITING, Status.KEPT}
"""The states in which there is a file; in the others only a mark is left of it."""

TRANSITIONS: dict[str, tuple[set[Status | None], Status]] = {
    # action: (states it may leave, state it enters)
    Action.ADD: ({None}, Status.KEPT),
    Action.HOLD: ({None}, Status.WAITING),
    Action.PASS: ({Status.WAITING}, Status.KEPT),
    Action.REJECT: (WITH_FILE, Status.REJECTED),
    Action.TAKE_BACK: (WITH_FILE, Status.TAKEN_BACK),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on evidence in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str) -> str:
    """The state that `action` leads to."""
    return TRANSITIONS[action][1]

"""What may follow what for a commune's meeting. The database repeats this table as a trigger."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    SCHEDULED = "scheduled", _("Sẽ họp")
    CANCELLED = "cancelled", _("Đã hủy")


class Action(TextChoices):
    PUBLISH = "publish", _("Công bố lịch")
    CHANGE = "change", _("Thay đổi")
    CANCEL = "cancel", _("Hủy")


TRANSITIONS: dict[str, tuple[set[Status | None], Status]] = {
    # action: (states it may leave, None: not yet published; state it enters)
    Action.PUBLISH: ({None}, Status.SCHEDULED),
    Action.CHANGE: ({Status.SCHEDULED}, Status.SCHEDULED),
    Action.CANCEL: ({Status.SCHEDULED}, Status.CANCELLED),
}


def may_follow(action: str, status: str | None) -> bool:
    return status in TRANSITIONS[action][0]


def after(action: str) -> str:
    """The state that `action` leads to."""
    return TRANSITIONS[action][1]

"""What may follow what in the life of a bulletin. The database repeats this table as constraints and a trigger."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã phát hành")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


class Action(TextChoices):
    DRAFT = "draft", _("Soạn")
    EDIT = "edit", _("Sửa bản nháp")
    PUBLISH = "publish", _("Phát hành")
    WITHDRAW = "withdraw", _("Thu hồi")


TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.DRAFT: ({None}, Status.DRAFT),
    Action.EDIT: ({Status.DRAFT}, None),
    Action.PUBLISH: ({Status.DRAFT}, Status.PUBLISHED),
    Action.WITHDRAW: ({Status.DRAFT, Status.PUBLISHED}, Status.WITHDRAWN),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a bulletin in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)

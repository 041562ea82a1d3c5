"""What may follow what in the life of a round. The database repeats this table as constraints and a trigger."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    APPROVED = "approved", _("Đã duyệt")
    CANCELLED = "cancelled", _("Đã hủy")


class Action(TextChoices):
    DRAFT = "draft", _("Lập đợt")
    EDIT = "edit", _("Sửa")
    APPROVE = "approve", _("Duyệt")
    CANCEL = "cancel", _("Hủy")


TRANSITIONS: dict[str, tuple[set[str | None], str]] = {
    # action: (states it may leave, state it enters)
    Action.DRAFT: ({None}, Status.DRAFT),
    Action.EDIT: ({Status.DRAFT}, Status.DRAFT),
    Action.APPROVE: ({Status.DRAFT}, Status.APPROVED),
    Action.CANCEL: ({Status.DRAFT}, Status.CANCELLED),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a round in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str) -> str:
    """The state that `action` leads to."""
    return TRANSITIONS[action][1]

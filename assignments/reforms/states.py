"""What may follow what in the life of an operation on units."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    APPLIED = "applied", _("Đã thực hiện")
    UNDONE = "undone", _("Đã hoàn tác")


TRANSITIONS = {Status.DRAFT: Status.APPLIED, Status.APPLIED: Status.UNDONE}


def may_become(status: str, wanted: str) -> bool:
    return TRANSITIONS.get(Status(status)) == wanted


def pairs() -> str:
    """The table as the database's trigger writes it."""
    return ", ".join(f"('{before.value}', '{after.value}')" for before, after in TRANSITIONS.items())

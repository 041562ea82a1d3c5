"""What may follow what in the life of a synthesis or review report. The database's trigger is made from this table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewStatus(TextChoices):
    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Đã trình, chờ duyệt")
    APPROVED = "approved", _("Đã duyệt")
    DISCARDED = "discarded", _("Đã bỏ")


class ReviewAction(TextChoices):
    DRAFT = "draft", _("Soạn")
    EDIT = "edit", _("Sửa")
    SUBMIT = "submit", _("Trình duyệt")
    RECALL = "recall", _("Rút lại để sửa")
    RETURN = "return", _("Trả lại để sửa")
    APPROVE = "approve", _("Duyệt")
    DISCARD = "discard", _("Bỏ bản nháp")


FROZEN = {ReviewStatus.SUBMITTED, ReviewStatus.APPROVED}
"""Text, targets and annex stand as they were submitted."""

TRANSITIONS: dict[str, tuple[set[ReviewStatus | None], ReviewStatus | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    ReviewAction.DRAFT: ({None}, ReviewStatus.DRAFT),
    ReviewAction.EDIT: ({ReviewStatus.DRAFT}, None),
    ReviewAction.SUBMIT: ({ReviewStatus.DRAFT}, ReviewStatus.SUBMITTED),
    ReviewAction.RECALL: ({ReviewStatus.SUBMITTED}, ReviewStatus.DRAFT),
    ReviewAction.RETURN: ({ReviewStatus.SUBMITTED}, ReviewStatus.DRAFT),
    ReviewAction.APPROVE: ({ReviewStatus.SUBMITTED}, ReviewStatus.APPROVED),
    ReviewAction.DISCARD: ({ReviewStatus.DRAFT}, ReviewStatus.DISCARDED),
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

"""What may follow what in the life of a month's batch. The database repeats the table by a trigger made from it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    OPEN = "open", _("Đang tập hợp")
    REVIEWED = "reviewed", _("Đã soát, chờ duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ chuyển")
    DISPATCHED = "dispatched", _("Đã chuyển ngành")


class Action(TextChoices):
    OPEN = "open", _("Lập kỳ tập hợp")
    EDIT = "edit", _("Sửa")
    REVIEW = "review", _("Soát xong, trình duyệt")
    TAKE_BACK = "take_back", _("Đưa về để sửa")
    APPROVE = "approve", _("Duyệt")
    DISPATCH = "dispatch", _("Chuyển ngành")


MEANINGS: dict[str, object] = {
    Status.OPEN: _("Văn phòng đang xếp phản ánh vào các dòng; chưa ngành nào nhận được."),
    Status.REVIEWED: _("Các dòng đã đủ lời văn và ngành chủ trì; chờ lãnh đạo duyệt."),
    Status.APPROVED: _("Nội dung đã chốt; in công văn, ký, lấy số rồi chuyển ngành."),
    Status.DISPATCHED: _("Mỗi dòng đã thành một phiếu chuyển; ngành phải trả lời trước hạn."),
}

TRANSITIONS: dict[str, tuple[set[Status | None], Status]] = {
    # action: (states it may leave, state it enters)
    Action.OPEN: ({None}, Status.OPEN),
    Action.EDIT: ({Status.OPEN}, Status.OPEN),
    Action.REVIEW: ({Status.OPEN}, Status.REVIEWED),
    Action.TAKE_BACK: ({Status.REVIEWED, Status.APPROVED}, Status.OPEN),
    Action.APPROVE: ({Status.REVIEWED}, Status.APPROVED),
    Action.DISPATCH: ({Status.APPROVED}, Status.DISPATCHED),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a batch in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str) -> str:
    """The state that `action` leads to."""
    return TRANSITIONS[action][1]


def moves() -> set[tuple[str, str]]:
    """Every pair of different states that some action leads from and to."""
    return {
        (str(left), str(entered))
        for leaves, entered in TRANSITIONS.values()
        for left in leaves
        if left is not None and left != entered
    }

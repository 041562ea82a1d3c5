"""What may follow what on one line of a hand-over. A line that nobody has touched yet has no row and no state."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    QUESTIONED = "questioned", _("Đề nghị làm rõ")
    EXPLAINED = "explained", _("Đã làm rõ")
    ACCEPTED = "accepted", _("Đã nhận")
    DONE = "done", _("Đã xong trước khi nhận")


class Action(TextChoices):
    ASK = "ask", _("Đề nghị làm rõ")
    EXPLAIN = "explain", _("Làm rõ")
    ACCEPT = "accept", _("Nhận")


SETTLED: set[State | None] = {State.ACCEPTED, State.DONE}
"""Fixed: nothing changes such a line any more."""

TRANSITIONS: dict[str, tuple[set[State | None], State]] = {
    # action: (states it may leave, None: untouched; state it enters)
    Action.ASK: ({None, State.QUESTIONED, State.EXPLAINED}, State.QUESTIONED),
    Action.EXPLAIN: ({State.QUESTIONED}, State.EXPLAINED),
    Action.ACCEPT: ({None, State.QUESTIONED, State.EXPLAINED}, State.ACCEPTED),
}


def may_follow(action: str, state: str | None) -> bool:
    return (state or None) in TRANSITIONS[action][0]

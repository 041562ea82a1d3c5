"""How steps, states and names are told on a page: who acted, and who typed it for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from nammanh.accounts.models import User
from nammanh.platform.dates import format_datetime
from reports.visits.states import Action, Status

STATUS_TONES: dict[str, str] = {
    Status.PLANNED: "info",
    Status.POSTPONED: "warning",
    Status.DONE: "warning",
    Status.CONFIRMED: "success",
    Status.CANCELLED: "neutral",
}

ACTION_TONES: dict[str, str] = {
    Action.PLAN: "info",
    Action.LOG: "info",
    Action.EDIT: "neutral",
    Action.POSTPONE: "warning",
    Action.CANCEL: "neutral",
    Action.CONFIRM: "success",
    Action.ASK: "warning",
    Action.REPLY: "info",
    Action.AMEND: "warning",
    Action.HAND_OVER: "info",
}


class Step(Protocol):
    """A line of the history of a visit or a petition."""

    action: str
    note: str
    by: User
    secretary: User | None
    at: datetime.datetime

    def get_action_display(self) -> str: ...


@dataclass(frozen=True)
class Told:
    """One step as the page shows it."""

    title: str
    when: str
    by: str
    tone: str
    note: str


def signature(person: object, secretary: object = None) -> str:
    """“Đ/c A”, or “Đ/c A (đ/c B nhập thay)” when somebody else typed it."""
    if secretary and secretary != person:
        return _("Đ/c %(person)s (đ/c %(secretary)s nhập thay)") % {"person": person, "secretary": secretary}
    return _("Đ/c %(person)s") % {"person": person}


class Authored(Protocol):
    """A visit, comment or petition with `officer` and `entered_by` loaded."""

    officer: Any
    entered_by: Any
    entered_by_id: Any


def typed_for(record: Authored) -> User | None:
    """The secretary who typed a visit, comment or petition for its officer, if it was one."""
    return record.entered_by if record.entered_by_id != record.officer.user_id else None


def author(record: Authored) -> str:
    """Whose visit, comment or petition it is, with both names."""
    return signature(record.officer, typed_for(record))


def told(steps: Iterable[Step], tones: dict[str, str]) -> list[Told]:
    """The history, newest first."""
    lines = [
        Told(
            title=step.get_action_display(),
            when=format_datetime(step.at),
            by=signature(step.by, step.secretary),
            tone=tones.get(step.action, "neutral"),
            note=step.note,
        )
        for step in steps
    ]
    return lines[::-1]

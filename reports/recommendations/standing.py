"""How a comment stands, in words and tones: its state, its day, what each step brought."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date, local_date
from nammanh.platform.numbers import format_number
from reports.recommendations.models import Answer, Comment, CommentStep, Progress, Specificity, Visibility
from reports.recommendations.numbering import numbered
from reports.recommendations.states import RUNNING, Action, Status
from reports.visits.timeline import Told, author, told

STATUS_TONES: dict[str, str] = {
    Status.DRAFT: "neutral",
    Status.SENT: "warning",
    Status.WITHDRAWN: "neutral",
    Status.READ: "warning",
    Status.ANSWERED: "info",
    Status.FOLLOWED_UP: "info",
    Status.DONE: "success",
}

VERDICT_TONES: dict[str, str] = {
    Specificity.SPECIFIC: "success",
    Specificity.VAGUE: "warning",
    Specificity.HARD: "warning",
    "": "neutral",
}

ACTION_TONES: dict[str, str] = {
    Action.WRITE: "neutral",
    Action.EDIT: "neutral",
    Action.SEND: "info",
    Action.WITHDRAW: "warning",
    Action.READ: "info",
    Action.JUDGE: "info",
    Action.ANSWER: "success",
    Action.FOLLOW_UP: "warning",
    Action.FINISH: "success",
}

OUTCOMES: dict[str, str] = {
    **{str(choice.value): choice.label for choice in Specificity},
    **{str(choice.value): choice.label for choice in Answer},
    **{str(choice.value): choice.label for choice in Progress},
}


def dress(comment: Comment, day: datetime.date) -> None:
    """Put onto a row what a page shows beside its fields; needs `officer`, `commune` and `entered_by` loaded."""
    comment.author, comment.called = author(comment), numbered(comment)
    comment.tone, comment.verdict_tone = STATUS_TONES[comment.status], VERDICT_TONES[comment.specificity]
    comment.state = state_of(comment)
    comment.deadline_note, comment.deadline_tone = deadline(comment, day)
    comment.waits = waiting(comment, day)


def state_of(comment: Comment) -> str:
    """The state in words. A private note is no draft of anything."""
    return str(Visibility.PRIVATE.label) if comment.is_note else comment.get_status_display()


def deadline(comment: Comment, day: datetime.date) -> tuple[str, str]:
    """“Quá hạn 12 ngày” with its tone; empty while nothing is due."""
    until = comment.expected_on or comment.due_on
    claimed = comment.answer == Answer.ALREADY_DONE and not comment.progress
    if until is None or comment.status not in RUNNING or claimed:
        return "", "neutral"
    left = (until - day).days
    if left < 0:
        return _("Quá hạn %(days)s ngày") % {"days": format_number(-left)}, "danger"
    if left == 0:
        return _("Đến hạn hôm nay"), "warning"
    return _("Còn %(days)s ngày") % {"days": format_number(left)}, "neutral"


def waiting(comment: Comment, day: datetime.date) -> str:
    """For how long the recipient has had it: “Chờ đọc 3 ngày”, “Chờ trả lời 12 ngày”; empty when nobody waits."""
    since = {Status.SENT: comment.sent_at, Status.READ: comment.read_at}.get(Status(comment.status))
    if since is None:
        return ""
    days = (day - local_date(since)).days
    if days < 1:
        return _("Chờ đọc từ hôm nay") if comment.status == Status.SENT else _("Chờ trả lời từ hôm nay")
    words = _("Chờ đọc %(days)s ngày") if comment.status == Status.SENT else _("Chờ trả lời %(days)s ngày")
    return words % {"days": format_number(days)}


def story(steps: Iterable[CommentStep]) -> list[Told]:
    """The history, newest first, each step with what it brought."""
    steps = list(steps)
    lines = told(steps, ACTION_TONES)
    return [_with_outcome(line, step) for line, step in zip(lines, steps[::-1], strict=True)]


def _with_outcome(line: Told, step: CommentStep) -> Told:
    parts = [OUTCOMES.get(step.outcome, "")]
    if step.day:
        parts.append(_("xem ngày %(day)s") % {"day": format_date(step.day)})
    if step.expected_on:
        parts.append(_("hẹn xong ngày %(day)s") % {"day": format_date(step.expected_on)})
    brought = " · ".join(str(part) for part in parts if part)
    note = "\n".join(part for part in (brought, line.note) if part)
    return Told(line.title, line.when, line.by, line.tone, note)

"""Accepting a hand-over line by line, asking about a line, explaining it. Deadlines never change by it."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import RULES, explained, require
from nammanh.platform.text import long_text
from reports.handovers import policies, states
from reports.handovers.dossiers import Dossier, Line, dossier_of
from reports.handovers.models import HandOver, HandOverLine, HandOverStep, LineKind
from reports.handovers.states import Action, State
from reports.visits.services import hand_over_visit

RULES["handovers_line_settled"] = _("Dòng này đã được nhận nên không thay đổi được nữa.")


def accept(*, assignment: Assignment, by: Actor, keys: Collection[str] | None = None) -> Dossier:
    """The receiver accepts the lines named by `keys`, or all that wait; an accepted one stays as it is.

    A planned visit becomes the receiver's on the same day. With the last line the dossier closes.
    """
    with explained():
        dossier, hand_over = _open(assignment, by)
        lines = dossier.lines if keys is None else [_line(dossier, key) for key in keys]
        for line in lines:
            if line.waits:
                _accept(line, dossier, hand_over, by)
        _close_when_done(dossier, hand_over)
    return dossier


def ask(*, assignment: Assignment, key: str, text: str, by: Actor) -> HandOverLine | None:
    """The receiver asks the leaver to explain a line. The same words twice are one question."""
    with explained():
        dossier, hand_over = _open(assignment, by)
        line = _line(dossier, key)
        if not line.waits:
            raise ValidationError(_("Dòng này đã được nhận hoặc đã xong. Hãy tải lại trang."))
        if _asked_before(line, text):
            return line.row
        row = _write(line, hand_over, State.QUESTIONED)
        _step(row, Action.ASK, by, _words(text))
    return row


def explain(*, line: HandOverLine, text: str, by: Actor) -> HandOverLine:
    """The leaver answers what the receiver asked."""
    with explained():
        line = HandOverLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        require(policies.explains(by.user, line))
        if not states.may_follow(Action.EXPLAIN, line.state):
            raise ValidationError(_("Dòng này không còn chờ làm rõ. Hãy tải lại trang."))
        line.state = State.EXPLAINED
        line.save(update_fields=["state"])
        _step(line, Action.EXPLAIN, by, _words(text))
    return line


def _open(assignment: Assignment, by: Actor) -> tuple[Dossier, HandOver]:
    """The dossier as it is now, its receiver's assignment held: two tabs go one after the other."""
    assignment = Assignment.objects.select_for_update(no_key=True, of=("self",)).get(pk=assignment.pk)
    require(policies.receives(by.user, assignment), _("Chỉ đồng chí đang phụ trách địa bàn nhận bàn giao."))
    hand_over, _created = HandOver.objects.get_or_create(assignment=assignment)
    return dossier_of(assignment), hand_over


def _line(dossier: Dossier, key: str) -> Line:
    line = dossier.line(key)
    if line is None:
        raise ValidationError(_("Dòng này không còn trong hồ sơ bàn giao. Hãy tải lại trang."))
    return line


def _asked_before(line: Line, text: str) -> bool:
    """Whether the latest step is this very question: a double click."""
    return bool(line.steps) and (line.steps[-1].action, line.steps[-1].note) == (Action.ASK, long_text(text))


def _accept(line: Line, dossier: Dossier, hand_over: HandOver, by: Actor) -> None:
    if line.kind == LineKind.VISIT:
        hand_over_visit(visit=line.record, holding=dossier.assignment, by=by)
    row = _write(line, hand_over, State.ACCEPTED, accepted_by=by.user, secretary=by.secretary)
    _step(row, Action.ACCEPT, by)


def _close_when_done(dossier: Dossier, hand_over: HandOver) -> None:
    """Nothing waits: what others finished is written down too, and the dossier is a fixed document."""
    if hand_over.closed_at or dossier.waiting:
        return
    for line in dossier.lines:
        if line.row is None or line.row.state not in states.SETTLED:
            _write(line, hand_over, State.DONE)
    hand_over.closed_at = timezone.now()
    hand_over.save(update_fields=["closed_at"])


def _write(line: Line, hand_over: HandOver, state: str, **fields: object) -> HandOverLine:
    """The one door for the state of a line; with its first step the line is written as it reads now."""
    row = line.row or HandOverLine(
        hand_over=hand_over, kind=line.kind, given_by=line.given_by, label=line.label, due_on=line.due_on
    )
    if row.pk is None and line.record is not None:
        setattr(row, _column(line), line.record)
    row.state = state
    row.settled_at = timezone.now() if state in states.SETTLED else None
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=["petition", "comment", "visit", "due_on", "accepted_by", "secretary", "settled_at"])
    row.save()
    line.row = row
    return row


def _column(line: Line) -> str:
    return {LineKind.PETITION: "petition", LineKind.COMMENT: "comment", LineKind.PROMISE: "comment"}.get(
        LineKind(line.kind), "visit"
    )


def _words(text: str) -> str:
    if not text.strip():
        raise ValidationError({"text": _("Nội dung không được để trống.")})
    return text


def _step(row: HandOverLine, action: str, by: Actor, note: str = "") -> None:
    HandOverStep.objects.create(line=row, action=action, note=note, by=by.user, secretary=by.secretary)

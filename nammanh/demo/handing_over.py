"""Hand-overs of the story: most were accepted within the term, the latest are still open, one is overdue."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from assignments.models import Assignment
from nammanh.demo.stage import VIETNAM
from reports.handovers import queries
from reports.handovers.dossiers import Dossier, Line, dossier_of
from reports.handovers.models import HandOver, HandOverLine, HandOverStep, LineKind
from reports.handovers.states import Action, State

QUESTION = "Đồng chí cho biết việc này đã làm đến đâu, ai ở xã đang theo dõi?"
ANSWER = "Đã trao đổi với đồng chí Phó Chủ tịch xã; xã hẹn báo lại kết quả trong tháng này."
ASKED_IN_EVERY = 3
"""In every so many dossiers the first line was asked about before it was accepted."""


@dataclass
class Rows:
    """What is written at once at the end."""

    hand_overs: list[HandOver] = field(default_factory=list)
    lines: list[HandOverLine] = field(default_factory=list)
    steps: list[HandOverStep] = field(default_factory=list)


def accept_hand_overs(today: datetime.date) -> int:
    """Accept what is overdue on `today` but for the latest; returns how many dossiers were closed.

    A dossier that holds a planned visit waits: the plan would have to change hands too.
    """
    late = queries.late(queries.hand_overs(Assignment.objects.all(), today), today)
    written = Rows()
    for row in late.select_related("officer__user").order_by("valid_from", "pk")[: max(late.count() - 1, 0)]:
        dossier = dossier_of(row)
        if row.officer.user and all(line.kind != LineKind.VISIT for line in dossier.lines):
            _close(dossier, len(written.hand_overs), written)
    HandOver.objects.bulk_create(written.hand_overs)
    HandOverLine.objects.bulk_create(written.lines)
    HandOverStep.objects.bulk_create(written.steps)
    return len(written.hand_overs)


def _close(dossier: Dossier, number: int, written: Rows) -> None:
    """The receiver opened the dossier two days after the change of hands, and closed it within the week."""
    first_day = dossier.assignment.valid_from
    begun, ended = (_morning(first_day + datetime.timedelta(days=days)) for days in (2, 4 + number % 3))
    hand_over = HandOver(assignment=dossier.assignment, opened_at=begun, closed_at=ended)
    written.hand_overs.append(hand_over)
    for place, line in enumerate(dossier.lines):
        row = _row(line, hand_over, ended)
        written.lines.append(row)
        if line.finished:
            continue
        if place == 0 and number % ASKED_IN_EVERY == 0 and line.given_by.user:
            written.steps += _asked(row, begun, line)
        written.steps.append(HandOverStep(line=row, action=Action.ACCEPT, by=dossier.assignment.officer.user, at=ended))


def _row(line: Line, hand_over: HandOver, when: datetime.datetime) -> HandOverLine:
    accepted = not line.finished
    row = HandOverLine(
        hand_over=hand_over,
        kind=line.kind,
        given_by=line.given_by,
        label=line.label,
        due_on=line.due_on,
        state=State.ACCEPTED if accepted else State.DONE,
        accepted_by=hand_over.assignment.officer.user if accepted else None,
        settled_at=when,
    )
    if line.kind == LineKind.PETITION:
        row.petition = line.record
    elif line.kind in {LineKind.COMMENT, LineKind.PROMISE}:
        row.comment = line.record
    elif line.kind == LineKind.NOTE:
        row.visit = line.record
    return row


def _asked(row: HandOverLine, begun: datetime.datetime, line: Line) -> list[HandOverStep]:
    receiver, leaver = row.hand_over.assignment.officer.user, line.given_by.user
    answered = begun + datetime.timedelta(hours=26)
    return [
        HandOverStep(line=row, action=Action.ASK, note=QUESTION, by=receiver, at=begun),
        HandOverStep(line=row, action=Action.EXPLAIN, note=ANSWER, by=leaver, at=answered),
    ]


def _morning(day: datetime.date) -> datetime.datetime:
    """Half past eight, on the Monday after when it is a weekend."""
    weekend = {5: 2, 6: 1}.get(day.weekday(), 0)
    return datetime.datetime.combine(day + datetime.timedelta(days=weekend), datetime.time(8, 30), tzinfo=VIETNAM)

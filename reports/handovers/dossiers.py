"""The dossier of a hand-over: compiled from the records as they are, held fast line by line as it is accepted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assignments.models import Assignment, Officer
from assignments.queries import held_before, left_by
from nammanh.platform.dates import format_date
from nammanh.platform.text import one_line
from reports.feedback.models import Petition, PetitionStep
from reports.feedback.states import Action as PetitionAction
from reports.feedback.states import Status as PetitionStatus
from reports.handovers.models import HandOverLine, HandOverStep, LineKind
from reports.handovers.states import SETTLED, State
from reports.recommendations.models import WITHOUT_ANSWER, Comment
from reports.recommendations.states import RUNNING
from reports.recommendations.states import Status as CommentStatus
from reports.visits.models import Visit
from reports.visits.states import HAPPENED
from reports.visits.timeline import Told

NOTES = 3
"""How many of the latest confirmed visits speak for the situation; the visits page has them all."""
LETTERS = 120


@dataclass
class Line:
    """One thing of a dossier. `finished` when others settled it before the receiver came to it; `row` once the
    receiver has acted on it."""

    kind: str
    record: Any
    given_by: Officer
    label: str
    due_on: datetime.date | None = None
    finished: bool = False
    row: HandOverLine | None = None
    steps: list[HandOverStep] = field(default_factory=list)
    # what a page shows beside: see `standing.dressed_lines`
    state_label: str = ""
    tone: str = "neutral"
    story: list[Told] = field(default_factory=list)
    may_accept: bool = False
    ask_url: str = ""
    explain_url: str = ""

    @property
    def key(self) -> str:
        return line_key(self.kind, self.record.pk if self.record else None)

    @property
    def state(self) -> str:
        """The state of the row; an untouched or unsettled line whose record has closed is done."""
        if self.row and self.row.state in SETTLED:
            return self.row.state
        return State.DONE.value if self.finished else (self.row.state if self.row else "")

    @property
    def waits(self) -> bool:
        return self.state not in SETTLED

    @property
    def kind_label(self) -> str:
        return str(LineKind(self.kind).label)

    @property
    def url(self) -> str:
        if self.kind == LineKind.PETITION:
            return reverse("feedback:detail", args=[self.record.uuid])
        if self.kind in {LineKind.COMMENT, LineKind.PROMISE}:
            return reverse("recommendations:detail", args=[self.record.uuid])
        if self.record:
            return reverse("visits:detail", args=[self.record.uuid])
        return ""


@dataclass(frozen=True)
class Dossier:
    """What a place's new holder takes over."""

    assignment: Assignment
    earlier: list[Assignment]
    lines: list[Line]

    @property
    def taken_from(self) -> Assignment | None:
        """The assignment before, of an assignment read with `predecessor_id`."""
        return next((row for row in self.earlier if row.pk == self.assignment.predecessor_id), None)

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if line.waits]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines by kind, in the order of the dossier."""
        return [(label, list(lines)) for label, lines in groupby(self.lines, key=lambda line: line.kind_label)]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)


def line_key(kind: str, pk: int | None) -> str:
    """What names a line in an address: one comment is one line, whatever it is listed under."""
    if pk is None:
        return LineKind.PROFILE.value
    return f"{'comment' if kind == LineKind.PROMISE else 'visit' if kind == LineKind.NOTE else kind}-{pk}"


def dossier_of(assignment: Assignment, earlier: list[Assignment] | None = None) -> Dossier:
    """The dossier as it stands now: seven queries whatever its length, two fewer with the assignments before it
    (`earlier`). A closed one shows its rows only, so that it stays what was accepted.
    """
    if earlier is None:
        earlier = held_before(Assignment.objects.filter(pk=assignment.pk))[assignment.pk]
    rows = _rows(assignment)
    hand_over = getattr(assignment, "hand_over", None)
    live = [] if hand_over and hand_over.closed_at else list(_live(assignment, earlier))
    lines = {line.key: line for line in live}
    for line in rows:
        now = lines.get(line.key)
        line.finished = now.finished if now else True  # it left the live list: settled elsewhere
        lines[line.key] = line
    order = list(LineKind)
    return Dossier(assignment, earlier, sorted(lines.values(), key=lambda line: order.index(LineKind(line.kind))))


def _rows(assignment: Assignment) -> list[Line]:
    """The lines that the receiver has acted on, with their questions and answers."""
    rows = HandOverLine.objects.filter(hand_over__assignment=assignment)
    rows = rows.select_related("petition", "comment", "visit", "given_by", "accepted_by", "secretary")
    return [
        Line(
            kind=row.kind,
            record=row.petition or row.comment or row.visit,
            given_by=row.given_by,
            label=row.label,
            due_on=row.due_on,
            row=row,
            steps=list(row.steps.all()),
        )
        for row in rows.prefetch_related(Prefetch("steps", HandOverStep.objects.select_related("by", "secretary")))
    ]


def _live(assignment: Assignment, earlier: list[Assignment]) -> Iterator[Line]:
    """The lines as the records give them today, of all who held the place before."""
    if not earlier:
        return
    left, since = left_by(earlier), assignment.valid_from
    yield from _petitions(left, since)
    yield from _comments(left, since)
    yield from _visits(left, since)
    yield Line(LineKind.PROFILE, None, earlier[0].officer, _("Hồ sơ của %(unit)s") % {"unit": assignment.unit})


def _petitions(left: Q, since: datetime.date) -> Iterator[Line]:
    """Those not closed, and those that others closed since the change of holder."""
    closing = PetitionStep.objects.filter(petition=OuterRef("pk"), action=PetitionAction.CLOSE, at__date__gte=since)
    rows = Petition.objects.filter(left).filter(~Q(status=PetitionStatus.CLOSED) | Exists(closing))
    for row in rows.select_related("officer", "unit").first_due_first():
        label = _("%(place)s: %(text)s") % {"place": row.unit, "text": _brief(row.content)}
        done = row.status == PetitionStatus.CLOSED
        yield Line(LineKind.PETITION, row, row.officer, label, row.deadline_on, finished=done)


def _comments(left: Q, since: datetime.date) -> Iterator[Line]:
    """What was agreed for a day still to come is a promise to see through; the others wait for the commune's word.

    Only what went to the commune: a draft, a private note and a word to the superior stay with their author.
    """
    rows = Comment.objects.filter(left).to_commune().sent().with_deadline().select_related("officer")
    promise = Q(deadline__gte=since)
    unanswered = Q(status=CommentStatus.SENT) | Q(status=CommentStatus.READ)
    closed_since = Q(answered_at__date__gte=since) | Q(followed_on__gte=since)
    waits = unanswered & ~Q(type__in=WITHOUT_ANSWER) | closed_since
    for row in rows.filter(promise | waits).order_by("deadline", "pk"):
        promised = row.deadline is not None and row.deadline >= since
        who = _(" (%(who)s)") % {"who": row.responsible} if row.responsible else ""
        label = f"{_brief(row.matter)} – {_brief(row.proposal)}{who}"
        kind = LineKind.PROMISE if promised else LineKind.COMMENT
        open_states = RUNNING if promised else {CommentStatus.SENT, CommentStatus.READ}
        yield Line(kind, row, row.officer, label, row.deadline, finished=row.status not in open_states)


def _visits(left: Q, since: datetime.date) -> Iterator[Line]:
    """Plans for the new holder's time; plans of earlier days are the leaver's to record. Then the latest notes."""
    planned = Q(date__gte=since) & ~Q(status__in=HAPPENED)
    noted = Visit.objects.filter(left).confirmed().newest_first()[:NOTES]
    rows = list(
        Visit.objects.filter(left & planned | Q(pk__in=noted.values("pk")))
        .select_related("officer", "unit")
        .newest_first()
    )
    for row in reversed([row for row in rows if row.status not in HAPPENED]):
        label = f"{row.unit}: {row.get_type_display()}" + (f" – {_brief(row.purpose)}" if row.purpose else "")
        yield Line(LineKind.VISIT, row, row.officer, label, row.date, finished=not row.is_open)
    for row in rows:
        if row.status not in HAPPENED:
            continue
        label = _("%(date)s, %(place)s: %(text)s") % {
            "date": format_date(row.date),
            "place": row.unit,
            "text": _brief(row.highlights),
        }
        yield Line(LineKind.NOTE, row, row.officer, label)


def _brief(text: str) -> str:
    return Truncator(one_line(text)).chars(LETTERS)

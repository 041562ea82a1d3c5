"""What is read about an import: its lines by outcome, by fault, by question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from assignments.imports.models import ImportJob, ImportRow
from assignments.imports.states import Fault, Outcome, State


@dataclass(frozen=True)
class Tally:
    """How far the check is and what it found, in lines."""

    total: int
    by_outcome: dict[str, int]

    @property
    def checked(self) -> int:
        return self.total - self.by_outcome.get(Outcome.UNCHECKED, 0)

    def of(self, *outcomes: str) -> int:
        return sum(self.by_outcome.get(outcome, 0) for outcome in outcomes)


def tally(job: ImportJob) -> Tally:
    """Of a finished import the figures that were kept, else those of its lines now."""
    if job.state == State.DONE:
        return Tally(job.total, job.counts)
    rows = job.rows.values_list("outcome").annotate(Count("pk")).order_by()
    return Tally(job.total, {outcome: count for outcome, count in rows})  # noqa: C416  typed as a plain dictionary


@dataclass(frozen=True)
class FaultGroup:
    """Lines with one kind of fault."""

    fault: Fault
    lines: int
    first: int


def faults(job: ImportJob) -> list[FaultGroup]:
    """Kinds of faults, the most frequent first; a line counts once, by its first fault."""
    rows = (
        job.rows.filter(outcome=Outcome.ERROR)
        .values_list("fault")
        .annotate(lines=Count("pk"), first=Min("line"))
        .order_by("-lines", "fault")
    )
    return [FaultGroup(Fault(fault), lines, first) for fault, lines, first in rows]


@dataclass(frozen=True)
class Question:
    """One question about all lines that it stands in the way of."""

    key: str
    lines: int
    first: int
    asked: dict[str, Any]


def questions(job: ImportJob, limit: int = 50) -> list[Question]:
    """Unanswered questions, those that hold up most lines first."""
    asked = (
        job.rows.filter(outcome=Outcome.QUESTION)
        .values("question_key")
        .annotate(lines=Count("pk"), first=Min("line"), example=Max("pk"))
        .order_by("-lines", "question_key")[:limit]
    )
    found = list(asked)
    examples = ImportRow.objects.in_bulk([row["example"] for row in found])
    return [
        Question(row["question_key"], row["lines"], row["first"], examples[row["example"]].question or {})
        for row in found
    ]


def earlier_same_headings(jobs: QuerySet[ImportJob], job: ImportJob) -> ImportJob | None:
    """The last import with the same headings whose columns were matched by a person."""
    rows = jobs.filter(kind=job.kind, signature=job.signature).exclude(columns={}).exclude(pk=job.pk)
    return rows.exclude(state=State.UPLOADED).order_by("-pk").first()


def done_before(jobs: QuerySet[ImportJob], job: ImportJob) -> ImportJob | None:
    """The import that wrote this very file already."""
    return jobs.filter(kind=job.kind, sha256=job.sha256, state=State.DONE).exclude(pk=job.pk).order_by("-pk").first()

"""The lines of a batch page by page: whole departments, as many as fit; a larger one stretch by stretch.

However many lines there are, a page reads its own by an index of department and number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet

from nammanh.accounts.models import User
from reports.consolidation.models import Batch, BatchLine, LineSupport
from reports.consolidation.queries.figures import Share
from reports.feedback.states import OWED

PAGE = 50
LACKING, OWING = "thieu", "cho"
"""Which lines: those that a person must still decide on; those that the department owes an answer to."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: one department (`lead`, as `Share.word`), one kind of lines, from where on."""

    lead: str = ""
    only: str = ""
    start: str = ""
    after: int = 0


@dataclass(frozen=True)
class LinePage:
    """Lines by department, and where the next page begins (`start`, `after`); None on the last."""

    shares: tuple[Share, ...] = ()
    lines: Sequence[BatchLine] = field(default_factory=list)
    beyond: tuple[str, int] | None = None

    def groups(self) -> Iterator[tuple[Share, list[BatchLine]]]:
        for share in self.shares:
            if rows := [line for line in self.lines if line.lead_id == share.key]:
                yield share, rows


def chosen(batch: Batch, user: User, only: str = "") -> QuerySet[BatchLine]:
    """The standing lines of one kind, unordered."""
    return _only(BatchLine.objects.visible_to(user).filter(batch=batch).standing().order_by(), only)


def narrowed(rows: QuerySet[BatchLine], shares: Sequence[Share], asked: Asked) -> QuerySet[BatchLine]:
    """All the lines that the pages show one after another."""
    found = [share for share in shares if share.word == asked.lead]
    return _only(rows.filter(_of(found)) if found else rows, asked.only)


def _only(rows: QuerySet[BatchLine], only: str) -> QuerySet[BatchLine]:
    if only == LACKING:
        return rows.filter(Q(field=None) | Q(lead=None))
    if only == OWING:
        return rows.filter(referral__status__in=sorted(OWED))
    return rows


def page_of(batch: Batch, user: User, shares: Sequence[Share], asked: Asked) -> LinePage:
    """What one page shows of these departments, with whoever supports (`supporting_names`); one query."""
    within = [share for share in shares if asked.lead in ("", share.word) and counted(share, asked.only)]
    words = [share.word for share in within]
    if asked.start in words:
        within = within[words.index(asked.start) :]
    elif asked.start or not within:
        asked = replace(asked, start="", after=0)
    if not within:
        return LinePage()
    rows = (
        chosen(batch, user, asked.only)
        .select_related("field", "lead", "referral")
        .annotate(supporting_names=_supporting_names())
    )
    first = within[0]
    if asked.after or counted(first, asked.only) > PAGE:
        stretch = list(rows.filter(_of([first]), number__gt=asked.after).order_by("number")[: PAGE + 1])
        lines, more = stretch[:PAGE], len(stretch) > PAGE
        beyond = (first.word, lines[-1].number) if more else (within[1].word, 0) if within[1:] else None
        return LinePage((first,), lines, beyond)
    fitting = _fitting(within, asked.only)
    rows = rows.filter(_of(fitting)).order_by(F("lead__name_key").asc(nulls_first=True), "lead_id", "number")
    rest = within[len(fitting) :]
    return LinePage(tuple(fitting), list(rows), (rest[0].word, 0) if rest else None)


def is_long(shares: Sequence[Share]) -> bool:
    """More lines than a page holds: a summary leads to them."""
    return sum(share.lines for share in shares) > PAGE


def counted(share: Share, only: str) -> int:
    return {LACKING: share.unfinished, OWING: share.owed}.get(only, share.lines)


def place_of(batch: Batch, user: User, number: int, shares: Sequence[Share]) -> Asked | None:
    """The page on which a line is; None when the batch has no such line."""
    row = BatchLine.objects.visible_to(user).filter(batch=batch, number=number).standing().first()
    share = next((share for share in shares if row and share.key == row.lead_id), None)
    if row is None or share is None:
        return None
    return Asked(start=share.word, after=number - 1 if share.lines > PAGE else 0)


def _fitting(shares: Sequence[Share], only: str) -> list[Share]:
    fitting, left = [], PAGE
    for share in shares:
        left -= counted(share, only)
        if left < 0:
            break
        fitting.append(share)
    return fitting


def _of(shares: Sequence[Share]) -> Q:
    keys = [share.key for share in shares if share.key is not None]
    if len(keys) == len(shares):
        return Q(lead__in=keys)
    return Q(lead=None) | Q(lead__in=keys) if keys else Q(lead=None)


def _supporting_names() -> ArraySubquery:
    rows = LineSupport.objects.filter(line=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values("agency__name"))

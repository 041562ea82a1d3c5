"""What the workbench shows: a page of what waits, what it is compared with, and the lines beside it.

Comparing texts costs most, so it is bounded: a page's items are compared with the most pressing ones that wait and with
the latest lines of their fields, however many there are of both.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from nammanh.accounts.models import User
from nammanh.platform.among import OneOf
from nammanh.platform.views import beyond
from reports.consolidation.models import Batch, BatchLine, LineSource, SourceState
from reports.consolidation.queries.contents import waiting
from reports.consolidation.queries.routing import Router
from reports.consolidation.queries.similarity import groups_of, nearest_lines
from reports.feedback.models import Petition

ITEMS = 25
"""On a page."""
COMPARED_ITEMS = 200
COMPARED_LINES = 60
"""Of each field."""
SHOWN_LINES = 50
NO_FIELD = "chua"

Place = tuple[datetime.date, int]
"""Where an item stands among what waits: its deadline and its key."""


@dataclass(frozen=True)
class Stretch:
    """Which items: of one field (a key, or `chua`), those after one place, up to another."""

    of_field: str = ""
    after: Place | None = None
    until: Place | None = None

    def covers(self, petition: Petition) -> bool:
        place = (petition.deadline_on, petition.pk)
        return (self.after is None or place > self.after) and (self.until is None or place <= self.until)


@dataclass
class BenchLine:
    """A line as the workbench shows it, with the texts that it is known by."""

    pk: int
    number: int
    field_id: int | None
    wording: str
    lead: str | None
    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Of petitions; the first text is the wording."""
        return len(self.texts) - 1


@dataclass(frozen=True)
class Bench:
    """A page of items with what each is like and where it would go; the lines, the latest first.

    `waiting`: how many there are in all, by at most COMPARED_ITEMS + 1.
    """

    items: list[Petition]
    more: bool
    waiting: int
    lines: list[BenchLine]
    stretch: Stretch

    @property
    def shown_lines(self) -> list[BenchLine]:
        """All of them by number where they are few, else the latest."""
        latest = self.lines[:SHOWN_LINES]
        return latest if self.more_lines else latest[::-1]

    @property
    def more_lines(self) -> bool:
        return len(self.lines) > SHOWN_LINES


def bench_of(
    batch: Batch,
    user: User,
    stretch: Stretch,
    day: datetime.date,
    *,
    also: Collection[int] = (),
    lines: Collection[int] = (),
) -> Bench:
    """The page at `stretch`, with suggestions; where nothing is left there, the first page.

    `also`: petitions that are wanted too if they still wait. `lines`: these are compared with too.
    """
    first, page, others = _items(batch, user, stretch, also)
    if stretch.after and not page and stretch.until is None:
        stretch, page = Stretch(stretch.of_field), first
    shown, compared = page[:ITEMS], first[:COMPARED_ITEMS]
    items = [*shown, *(row for row in others if row not in shown)]
    found = _lines(batch, user, {item.field_id for item in items}, lines)
    _suggest(items, compared, found, day)
    return Bench(items, more=len(page) > ITEMS, waiting=len(first), lines=found, stretch=stretch)


def _items(
    batch: Batch, user: User, stretch: Stretch, also: Collection[int]
) -> tuple[list[Petition], list[Petition], list[Petition]]:
    """The most pressing, the page, and those of `also`: one query, by an index of what is due."""
    rows = waiting(batch, user).select_related(None).select_related("unit", "commune", "field")
    if stretch.of_field:
        rows = rows.filter(field=None if stretch.of_field == NO_FIELD else int(stretch.of_field))
    parts = [rows[: COMPARED_ITEMS + 1]]
    if stretch.after:
        parts.append(rows.filter(_beyond(stretch.after))[: ITEMS + 1])
    if also:
        parts.append(rows.filter(pk__in=also))
    found = list(rows.filter(OneOf(_keys(parts))) if len(parts) > 1 else parts[0])
    page = [row for row in found if stretch.covers(row)]
    wanted = set(also)
    return found[: COMPARED_ITEMS + 1], page[: ITEMS + 1], [row for row in found if row.pk in wanted]


def _lines(batch: Batch, user: User, fields: Iterable[int | None], keys: Collection[int]) -> list[BenchLine]:
    """The latest lines of the batch and of these fields, the latest first: one query."""
    rows = BatchLine.objects.visible_to(user).filter(batch=batch).standing()
    latest = rows.order_by("-number")
    parts = [latest[: SHOWN_LINES + 1], *(latest.filter(field=key)[:COMPARED_LINES] for key in fields)]
    if keys:
        parts.append(latest.filter(pk__in=keys))
    sources = LineSource.objects.filter(OneOf(_keys(parts), "line_id")).exclude(state=SourceState.RELEASED)
    columns = ("line__number", "line__field_id", "line__wording", "line__lead__name", "petition__content")
    found: dict[int, BenchLine] = {}
    for key, number, field_id, wording, lead, content in sources.order_by("-line__number", "pk").values_list(
        "line_id", *columns
    ):
        line = found.setdefault(key, BenchLine(key, number, field_id, wording, lead, [wording]))
        line.texts.append(content)
    return list(found.values())


def _suggest(items: list[Petition], compared: list[Petition], lines: list[BenchLine], day: datetime.date) -> None:
    """`near`: the line that it is like · `alike`: other items · `proposal`: where it would go."""
    router = Router(day)
    nearest = nearest_lines(items, lines)
    wanted = {_bucket(item) for item in items}
    rows = {row.pk: row for row in (*compared, *items) if _bucket(row) in wanted}
    groups = {row.pk: group.petitions for group in groups_of(list(rows.values())) for row in group.petitions}
    for item in items:
        item.near = nearest.get(item.pk)
        item.alike = [row for row in groups.get(item.pk, ()) if row.pk != item.pk]
        item.proposal = router.propose(item.field_id, item)


def _bucket(petition: Petition) -> tuple[int | None, int | None]:
    """Only what is of one field and district is alike."""
    return petition.field_id, petition.district_id or petition.province_id


def _beyond(place: Place) -> Q:
    day, key = place
    later = beyond(Petition, ["deadline_on", "pk"], [day.isoformat(), str(key)], descending=False)
    return Q(deadline_on__gte=day) & later  # said once more, so that an index begins there


def _keys(parts: Sequence[QuerySet]) -> QuerySet:
    """The keys of the rows of these parts."""
    first, *others = (part.values("pk") for part in parts)
    return first.union(*others, all=True) if others else first

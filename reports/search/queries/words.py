"""Records by their words, the newest first, at any number of them.

A word in every second record and a word in ten of a million need two ways of reading. So the newest records of the
person's scope are looked through first: common words are found there at once. What has few hits among them is rare
enough to be gathered from the index, as whole words and only where there are none with the last one as a beginning.
Left to itself the database would choose between the two by assuming that words fall independently, and for two common
words that never meet it would read all records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from assignments.access import access_of
from assignments.models.kinds import LINEAGE, full_name
from nammanh.accounts.models import User
from nammanh.platform.among import OneOf
from nammanh.platform.dates import today
from nammanh.platform.fulltext import Asked
from nammanh.platform.patience import TookTooLongError, at_most
from nammanh.platform.text import canonical_tones, fold
from reports.contacts.models import Contact
from reports.feedback.models import Petition
from reports.planner.models import LocalMeeting
from reports.recommendations.models import Comment
from reports.search.queries.found import MOST, Group, Record
from reports.visits.models import Visit

RECENT = 2_000
"""So many of the newest are looked through: a word in every hundredth record fills a page from them."""
PATIENCE = 120
"""Milliseconds for all readings. A search that isn't through by then says so and asks for another word."""

NOBODY = Value("", output_field=CharField())


@dataclass(frozen=True)
class Kind:
    """A kind of record: which rows a person finds, their day, and in whose name they are."""

    name: str
    rows: Callable[[User], QuerySet]
    day: str
    who: Any
    newest: tuple[str, ...] = ()
    ahead: bool = False
    """Whether many have a day that is still to come: the newest of these are hardly what is looked for."""
    by_officers: bool = True
    """Whether each is some officer's, who finds it wherever it was."""

    def recent(self, user: User) -> QuerySet:
        """The newest of the person's scope, an equal share of each part of it: a part has an index in the order of
        days, while the newest of four communes are a few among those of the province.

        They are keys found first, else the index of words may be asked first, for half a million.
        """
        rows, parts = self.rows(user), self._parts(user)
        newest = rows.model._default_manager.order_by(*self.order).values("pk")
        if self.ahead:
            newest = newest.filter(**{f"{self.day}__lte": today()})
        share = max(RECENT // len(parts), MOST + 1)
        return rows.filter(Q(*[OneOf(newest.filter(part)[:share]) for part in parts], _connector=Q.OR))

    def _parts(self, user: User) -> list[Q]:
        """Each of one's units, and what is one's own; or all in one, where these would not be the whole scope."""
        access = access_of(user)
        units = {(area.level if area.level in LINEAGE else "unit", area.unit_id) for area in access.areas}
        if access.reads_all_records or access.department_ids or not 0 < len(units) <= MOST:
            return [Q()]
        parts = [Q(**{column: unit}) for column, unit in sorted(units)]
        return [*parts, Q(officer=access.officer_id)] if access.officer_id and self.by_officers else parts

    @property
    def order(self) -> tuple[str, ...]:
        return self.newest or (f"-{self.day}", "-pk")

    def texts(self, rows: QuerySet) -> tuple[str, ...]:
        return rows.model._meta.get_field("words").sources


KINDS = (
    Kind("visit", lambda user: Visit.objects.visible_to(user), "date", F("officer__full_name"), ahead=True),
    # drafts and private notes are found by nobody, not even by their author
    Kind("comment", lambda user: Comment.objects.visible_to(user).sent(), "given_on", F("officer__full_name")),
    Kind(
        "petition",
        lambda user: Petition.objects.visible_to(user),
        "reported_on",
        Coalesce("officer__full_name", "sender__name", NOBODY),
    ),
    Kind("contact", lambda user: Contact.objects.visible_to(user).standing(), "date", F("officer__full_name")),
    Kind(
        "meeting",
        lambda user: LocalMeeting.objects.visible_to(user),
        "date",
        NOBODY,
        ("-date", "-starts_at", "-pk"),
        by_officers=False,
    ),
)


class _Joined(Func):
    function = "CONCAT_WS"


class _DayNumber(Func):
    """The day as a number: the same order, but none that an index on the day could be walked in."""

    template = "(%(expressions)s - DATE '2000-01-01')"
    output_field = IntegerField()


def records(user: User, asked: Asked, kinds: Sequence[Kind] = KINDS) -> dict[str, Group]:
    """A group for every kind. Where accents were typed, records that hold them come first."""
    hits: Hits = {kind.name: {} for kind in kinds}
    waiting = set(hits)
    try:
        with at_most(PATIENCE):
            _read(hits, [_recent(kind, user, asked) for kind in kinds])
            wanting = [kind for kind in kinds if _wants_more(hits[kind.name], asked)]
            waiting = {kind.name for kind in wanting}
            for several in _the_many_last(wanting):
                still = several
                for reading in asked.readings():
                    still = [kind for kind in still if _wants_more(hits[kind.name], asked)]
                    branches = [row for kind in still for row in _older(kind, user, reading, hits[kind.name])]
                    found = _read(hits, branches)
                    still = [kind for kind in still if kind.name not in found]
                waiting -= {kind.name for kind in several}
    except TookTooLongError:
        pass  # what was read until then is shown, and the page says where something may be missing
    return {
        name: Group(
            [row.record for row in _closest(rows.values(), asked)[:MOST]],
            more=len(rows) > MOST,
            unfinished=name in waiting and len(rows) <= MOST,
            alike=asked.has_accents and bool(rows) and not any(row.written for row in rows.values()),
        )
        for name, rows in hits.items()
    }


def _the_many_last(kinds: Sequence[Kind]) -> Iterator[list[Kind]]:
    """There are several times more visits than all else: what they take is not taken from the others."""
    yield [kind for kind in kinds if kind.name != "visit"]
    yield [kind for kind in kinds if kind.name == "visit"]


@dataclass(frozen=True)
class Row:
    record: Record
    written: bool


Hits = dict[str, dict[UUID, Row]]


def _read(hits: Hits, branches: list[QuerySet]) -> set[str]:
    """One query for all kinds; returns those of which something was found."""
    if not branches:
        return set()
    found = set()
    for name, uuid, day, unit, unit_kind, commune, commune_kind, who, text, written in branches[0].union(
        *branches[1:], all=True
    ):
        place = full_name(unit_kind, unit)
        above = full_name(commune_kind, commune) if commune else ""
        record = Record(name, uuid, day, place, "" if above == place else above, who, text)
        hits[name].setdefault(uuid, Row(record, written))
        found.add(name)
    return found


def _columns(kind: Kind, rows: QuerySet, asked: Asked) -> QuerySet:
    text = _Joined(Value("\n"), *kind.texts(rows), output_field=TextField())
    written = ExpressionWrapper(Q(words__says=asked.accented), output_field=BooleanField())
    rows = rows.annotate(found_kind=Value(kind.name), found_who=kind.who, found_text=text, found_written=written)
    return rows.values_list(
        "found_kind",
        "uuid",
        kind.day,
        "unit__name",
        "unit__kind",
        "commune__name",
        "commune__kind",
        "found_who",
        "found_text",
        "found_written",
    )


def _recent(kind: Kind, user: User, asked: Asked) -> QuerySet:
    rows = kind.recent(user).filter(words__says=asked.folded)
    return _columns(kind, rows, asked).order_by("-found_written", *kind.order)[: MOST + 1]


def _wants_more(rows: dict[UUID, Row], asked: Asked) -> bool:
    enough = sum(row.written for row in rows.values()) if asked.has_accents else len(rows)
    return enough <= MOST


def _older(kind: Kind, user: User, asked: Asked, rows: dict[UUID, Row]) -> list[QuerySet]:
    """As the words were written, and without accents where these are rare too."""
    questions = [asked.folded] if len(rows) <= MOST else []
    if asked.has_accents:
        questions.insert(0, asked.accented)
    day = _DayNumber(kind.day)
    return [
        _columns(kind, kind.rows(user).filter(words__says=question), asked).order_by(day.desc(), "-pk")[: MOST + 1]
        for question in questions
    ]


def _closest(rows: Iterable[Row], asked: Asked) -> list[Row]:
    """Words as they were written, then words that stand together, then the newest."""

    def weight(row: Row) -> tuple[bool, bool, bool, int]:
        text = row.record.text
        written = asked.has_accents and row.written
        together = asked.written in canonical_tones(text.lower())
        return not written, not together, asked.plain not in fold(text), -row.record.day.toordinal()

    return sorted(rows, key=weight)

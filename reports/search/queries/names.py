"""Units and officers by name. There are some ten thousand of each, so all are read through."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Abs, Length

from assignments.models import Level, Officer, Position, Succession, Unit
from assignments.models.kinds import full_name
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fulltext import Asked
from nammanh.platform.text import canonical_tones, fold, one_line, search_fold, search_key
from reports.search.closeness import Closeness, closeness, likeness
from reports.search.queries.found import MOST, Group, Kin, Person, Place

CANDIDATES = 100
"""So many are weighed one by one; the database has put the closest of all among them."""
SLIP_LETTERS = 2
"""A name that is only similar shares at least this beginning of one of its words."""

# vi-data: what stands before a name in speech and on letters
_OFFICE = re.compile(
    r"^(?:ubnd|ub|hđnd|hdnd|ubmttq|mttq|(?:ủy|uỷ) ban nhân dân|uy ban nhan dan|"
    r"đảng (?:ủy|uỷ)|dang uy|đu|huyện (?:ủy|uỷ)|huyen uy|chi bộ|chi bo)\s+(?=\w)"
)
# vi-data: kinds of units
_LIES_IN = re.compile(r"(?<=\w)[\s,]+(?=(?:xã|xa|phường|phuong|thị trấn|thi tran|huyện|huyen)\s+\w)")
# vi-data: forms of address
_ADDRESS = re.compile(r"^(?:đồng chí|dong chi|đ\s?/?\s?c|đc|ông|bà|anh|chị)[\s.:]+(?=\w)")
_WHERE = ("search", "parent__search", "commune__search")
_READ = (
    "pk",
    "level",
    "kind",
    "name",
    "name_key",
    "search",
    "valid_to",
    *(
        f"{above}__{column}"
        for above in ("parent", "commune", "district")
        for column in ("pk", "kind", "name", "search")
    ),
)
"""Read as plain rows: weighing a hundred names takes no models."""


_DEPTH = {level: depth for depth, level in enumerate(Level)}


@dataclass(frozen=True)
class Name:
    """A unit's name as it was typed: with its kind, without it, and with its accents."""

    whole: str
    bare: str
    written: str

    @classmethod
    def of(cls, text: str) -> Name:
        typed = _LIES_IN.sub(", ", _OFFICE.sub("", one_line(text).lower()))
        bare = search_fold(typed)  # always the end of search_key(typed)
        words = re.findall(r"[^\W_]+", canonical_tones(typed))
        return cls(search_key(typed), bare, " ".join(words[-len(bare.split()) :]) if bare else "")


def places(user: User, asked: Asked) -> Group:
    """Units as they were and are, with what became of them; a place's office stands for it: "UBND xã Sơn Phú"."""
    name = Name.of(asked.text)
    if not name.bare:
        return Group()
    units = Unit.objects.visible_to(user)
    found = sorted(_bearing(units, name.bare), key=lambda row: _weight(row, name))
    if similar := not found:
        found = _similar(_slipped(units, name.bare), name.bare, _bare, _standing)
    kin = _kin_of([row.pk for row in found[:MOST]])
    return Group([_place(row, kin) for row in found[:MOST]], more=len(found) > MOST, similar=similar)


def _similar(
    rows: Iterable[Any], typed: str, name: Callable[[Any], str], standing: Callable[[Any], tuple[Any, ...]]
) -> list[Any]:
    """The rows whose name differs from what was typed by a slip, the most alike first."""
    alike = likeness(typed)
    weighed = [(-share, *standing(row), row) for row in rows if (share := alike(name(row)))]
    return [row for *_weight, row in sorted(weighed, key=lambda weighed: weighed[:-1])]


def _bearing(units: QuerySet[Unit], name: str) -> QuerySet:
    """Units that bear the name, the closest first."""
    words = name.split()
    # In "ấp 3 Sơn Phú" the unit's own name is one end of what was typed, the rest names what it lies in.
    begins = Q(_Begins(name, "search"))
    spread = Q(*[Q(*[_Begins(word, column) for column in _WHERE], _connector=Q.OR) for word in words])
    spread &= Q(_Begins(words[0], "search"), _Begins(words[-1], "search"), _connector=Q.OR)
    rank = Case(
        When(Q(search=name) | Q(search__endswith=f" {name}"), then=0),
        When(begins, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return _read(units.filter(begins | spread), rank)


def _slipped(units: QuerySet[Unit], name: str) -> QuerySet:
    """Units whose name begins like one of the words: many, so asked last and those of about the same length first."""
    return _read(units.filter(_slip(name.split())).exclude(level=Level.GROUP), Abs(Length("name") - len(name)))


def _read(units: QuerySet[Unit], *order: Any) -> QuerySet:
    depth = Case(*[When(level=level, then=depth) for level, depth in _DEPTH.items()], output_field=IntegerField())
    rows = units.order_by(*order, depth, F("valid_to").desc(nulls_first=True), "name_key", "pk")
    return rows.values_list(*_READ, named=True)[:CANDIDATES]


class _Begins(Func):
    """Whether a word of the column begins so. Both are without accents and signs: nothing in `word` is a pattern."""

    template, arg_joiner, output_field = "' ' || %(expressions)s", " LIKE ", BooleanField()

    def __init__(self, word: str, column: str) -> None:
        super().__init__(F(column), Value(f"% {word}%"))


def _slip(words: list[str]) -> Q:
    """The beginning of one of the words is right."""
    begun = [_Begins(word[:SLIP_LETTERS], "search") for word in words if len(word) > SLIP_LETTERS]
    return Q(*begun, _connector=Q.OR) if begun else Q(pk__in=())


def _weight(row: Any, name: Name) -> tuple[int, bool, bool, int, str]:
    """The smaller the closer: closeness, accents as typed, still standing, how far up, alphabet."""
    near = Closeness.SAME if row.search == name.whole else closeness(_bare(row), name.bare)
    if near == Closeness.SAME and name.bare != name.whole != row.search:
        near = Closeness.SAME_BUT_KIND
    written = name.written in canonical_tones(_full_name(row).lower())
    return min(near, Closeness.WORDS), not written, *_standing(row)


def _standing(row: Any) -> tuple[bool, int, str]:
    return _ended_on(row) is not None, _DEPTH[row.level], row.name_key


def _full_name(row: Any) -> str:
    return full_name(row.kind, row.name)


def _bare(row: Any) -> str:
    return search_fold(_full_name(row))


def _ended_on(row: Any) -> datetime.date | None:
    """The last day of a unit, or of an officer's service, once it is past."""
    return row.valid_to if row.valid_to and row.valid_to < today() else None


def _place(row: Any, kin: dict[int, Kin]) -> Place:
    above = {
        row.parent__pk: (row.parent__kind, row.parent__name),
        row.commune__pk: (row.commune__kind, row.commune__name),
        row.district__pk: (row.district__kind, row.district__name),
    }
    names = [full_name(kind, name) for pk, (kind, name) in above.items() if pk and pk != row.pk]
    return Place(row.pk, _full_name(row), tuple(dict.fromkeys(names)), _ended_on(row), kin.get(row.pk, Kin()))


def _kin_of(keys: list[int]) -> dict[int, Kin]:
    if not keys:
        return {}
    rows = Succession.objects.filter(Q(predecessor__in=keys) | Q(successor__in=keys))
    rows = rows.select_related("predecessor", "successor").order_by("successor__name_key", "predecessor__name_key")
    before: dict[int, list[Unit]] = {}
    after: dict[int, list[Unit]] = {}
    for row in rows:
        before.setdefault(row.successor_id, []).append(row.predecessor)
        after.setdefault(row.predecessor_id, []).append(row.successor)
    return {key: Kin(tuple(before.get(key, ())), tuple(after.get(key, ()))) for key in keys}


def people(user: User, asked: Asked, *, slips: bool = True) -> Group:
    """Officers, those who serve first. A given name alone is as good as a whole name: "Dũng"."""
    typed = _ADDRESS.sub("", one_line(asked.text).lower())
    name = fold(typed)
    if not name:
        return Group()
    written = canonical_tones(typed)
    rows = list(_officers(user, name, slips=slips))
    weighed = sorted(((_weight_of_person(row, name, written), row) for row in rows), key=itemgetter(0))
    found = [row for (near, *_others), row in weighed if near < Closeness.NONE]
    if similar := not found:
        found = _similar(rows, name, attrgetter("search"), lambda row: (_ended_on(row) is not None, row.name_key))
    return Group([_person(row) for row in found[:MOST]], more=len(found) > MOST, similar=similar)


def _officers(user: User, name: str, *, slips: bool) -> QuerySet:
    """The officers of such a name, the closest first, each with today's title; with `slips` also of similar names."""
    words = name.split()
    named = Q(*[_Begins(word, "search") for word in words])
    rank = Case(
        When(Q(search=name) | Q(search__endswith=f" {name}"), then=0),
        When(_Begins(name, "search"), then=1),
        When(named, then=2),
        default=Abs(Length("search") - len(name)) + 3,
        output_field=IntegerField(),
    )
    titles = Position.objects.on(today()).filter(officer=OuterRef("pk")).principal_first().values("title")[:1]
    rows = Officer.objects.visible_to(user).filter(named | _slip(words) if slips else named)
    rows = rows.annotate(title_today=Subquery(titles))
    rows = rows.order_by(rank, F("valid_to").desc(nulls_first=True), "name_key", "pk")
    return rows.values_list("pk", "full_name", "name_key", "search", "valid_to", "title_today", named=True)[:CANDIDATES]


def _weight_of_person(row: Any, name: str, written: str) -> tuple[int, bool, bool, str]:
    near = closeness(row.search, name)
    if near > Closeness.SAME_BUT_KIND and row.search.endswith(f" {name}"):
        near = Closeness.SAME_BUT_KIND
    return near, written not in canonical_tones(row.full_name.lower()), _ended_on(row) is not None, row.name_key


def _person(row: Any) -> Person:
    return Person(row.pk, row.full_name, row.title_today or "", _ended_on(row))

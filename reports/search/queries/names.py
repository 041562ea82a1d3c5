"""Units and officers by name. There are some ten thousand of each, so all are read through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from assignments.models import Level, Officer, Position, Succession, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fulltext import Asked
from nammanh.platform.text import canonical_tones, fold, one_line, search_fold, search_key
from reports.search.closeness import SIMILAR_FROM, Closeness, closeness, holds, similarity
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
_READ = (
    "level",
    "kind",
    "name",
    "name_key",
    "search",
    "valid_from",
    "valid_to",
    *tuple(
        f"{above}__{column}" for above in ("parent", "commune", "district") for column in ("kind", "name", "search")
    ),
)
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
    units = Unit.objects.visible_to(user).select_related("parent", "commune", "district").only(*_READ)
    found = _closest(_candidates(units, name.bare), lambda unit: _weight(unit, name))
    if not found:
        found = _closest(_candidates(units, name.bare, slips=True), lambda unit: _weight(unit, name))
    shown = found[:MOST]
    kin = _kin_of(shown)
    return Group([Place(unit, kin.get(unit.pk, Kin())) for unit in shown], more=len(found) > MOST)


def _closest(rows: Iterable[Any], weight: Callable[[Any], tuple[Any, ...]]) -> list[Any]:
    """Those that are close, the closest first; where none is, those that are similar."""
    weighed = sorted(((weight(row), row) for row in rows), key=itemgetter(0))
    close = [row for weight, row in weighed if weight[0] < Closeness.SIMILAR]
    return close or [row for weight, row in weighed if weight[0] < Closeness.NONE]


def _candidates(units: QuerySet[Unit], name: str, *, slips: bool = False) -> QuerySet[Unit]:
    """Units that bear the name, or with `slips` those whose name begins like one of its words: many, so asked last."""
    words = name.split()
    # In "ấp 3 Sơn Phú" the unit's own name is one end of what was typed, the rest names what it lies in.
    spread = Q(*[_begins("own", word) | _begins("above", word) for word in words])
    spread &= _begins("own", words[0]) | _begins("own", words[-1])
    rows = units.annotate(
        own=_spaced("search"),
        above=Concat(_spaced("parent__search"), _spaced("commune__search"), output_field=CharField()),
    )
    rank = Case(
        When(Q(search=name) | Q(search__endswith=f" {name}"), then=0),
        When(_begins("own", name), then=1),
        When(spread, then=2),
        default=3,
        output_field=IntegerField(),
    )
    depth = Case(*[When(level=level, then=depth) for level, depth in _DEPTH.items()], output_field=IntegerField())
    rows = rows.filter(_slip(words) & ~Q(level=Level.GROUP) if slips else _begins("own", name) | spread)
    return rows.order_by(rank, depth, F("valid_to").desc(nulls_first=True), "name_key", "pk")[:CANDIDATES]


def _spaced(column: str) -> Concat:
    return Concat(Value(" "), F(column), output_field=CharField())


def _slip(words: list[str]) -> Q:
    """The beginning of one of the words is right."""
    begun = [_begins("own", word[:SLIP_LETTERS]) for word in words if len(word) > SLIP_LETTERS]
    return Q(*begun, _connector=Q.OR) if begun else Q(pk__in=())


def _begins(column: str, word: str) -> Q:
    """A word of the column begins so."""
    return Q(**{f"{column}__contains": f" {word}"})


def _weight(unit: Unit, name: Name) -> tuple[int, bool, float, bool, int, str]:
    """The smaller the closer: closeness, accents as typed, how similar, still standing, how far up, alphabet."""
    own = search_fold(unit.full_name)
    near = Closeness.SAME if unit.search == name.whole else closeness(own, name.bare)
    if near == Closeness.SAME and name.bare != name.whole != unit.search:
        near = Closeness.SAME_BUT_KIND
    above = " ".join(row.search for row in (unit.parent, unit.commune) if row)
    if near == Closeness.NONE and holds(f"{unit.search} {above}", name.bare.split()):
        near = Closeness.WORDS
    alike = 0.0
    if near == Closeness.NONE and (alike := similarity(own, name.bare)) >= SIMILAR_FROM:
        near = Closeness.SIMILAR
    written = name.written in canonical_tones(unit.full_name.lower())
    ended = unit.valid_to is not None and unit.valid_to < today()
    return near, not written, -alike, ended, _DEPTH[Level(unit.level)], unit.name_key


def _kin_of(units: Iterable[Unit]) -> dict[int, Kin]:
    keys = [unit.pk for unit in units]
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
    named = Q(*[_begins("own", word) for word in name.split()])
    found = _closest(_officers(user, name, named), lambda officer: _weight_of_person(officer, typed, name))
    if slips and not found:
        rows = _officers(user, name, _slip(name.split()))
        found = _closest(rows, lambda officer: _weight_of_person(officer, typed, name))
    return Group([_person(row) for row in found[:MOST]], more=len(found) > MOST)


def _officers(user: User, name: str, named: Q) -> QuerySet[Officer]:
    """The officers of such a name, the closest first, each with today's title."""
    rank = Case(
        When(Q(search=name) | Q(search__endswith=f" {name}"), then=0),
        When(_begins("own", name), then=1),
        default=2,
        output_field=IntegerField(),
    )
    titles = Position.objects.on(today()).filter(officer=OuterRef("pk")).principal_first().values("title")[:1]
    rows = Officer.objects.visible_to(user).annotate(own=_spaced("search"), title_today=Subquery(titles)).filter(named)
    return rows.order_by(rank, F("valid_to").desc(nulls_first=True), "name_key", "pk")[:CANDIDATES]


def _weight_of_person(officer: Officer, typed: str, name: str) -> tuple[int, bool, float, bool, str]:
    near = closeness(officer.search, name)
    if near > Closeness.SAME_BUT_KIND and officer.search.endswith(f" {name}"):
        near = Closeness.SAME_BUT_KIND
    alike = 0.0
    if near == Closeness.NONE and (alike := similarity(officer.search, name)) >= SIMILAR_FROM:
        near = Closeness.SIMILAR
    written = canonical_tones(typed) in canonical_tones(officer.full_name.lower())
    return near, not written, -alike, _left(officer), officer.name_key


def _left(officer: Officer) -> bool:
    return officer.valid_to is not None and officer.valid_to < today()


def _person(officer: Officer) -> Person:
    left_on = officer.valid_to if _left(officer) else None
    return Person(officer.pk, officer.full_name, officer.title_today or "", left_on)

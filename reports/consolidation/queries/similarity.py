"""What is alike in a month: petitions of the same field and area that share enough pairs of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from reports.feedback.models import Petition
from reports.feedback.similarity import ALIKE, Pairs, likeness, pairs_of


@dataclass(frozen=True)
class Group:
    """Petitions that may be one matter, at least two of them."""

    petitions: tuple[Petition, ...]


def groups_of(petitions: Sequence[Petition]) -> list[Group]:
    """The petitions in groups of what is alike, in their own order; those that stand alone are in none."""
    buckets: dict[tuple[int | None, int | None], list[Petition]] = defaultdict(list)
    for petition in petitions:
        buckets[petition.field_id, petition.district_id or petition.province_id].append(petition)
    texts = {petition.pk: pairs_of(petition.content) for petition in petitions}
    found = [group for rows in buckets.values() for group in _chained(rows, texts)]
    order = {petition.pk: number for number, petition in enumerate(petitions)}
    return sorted(found, key=lambda group: order[group.petitions[0].pk])


def _chained(petitions: list[Petition], texts: Mapping[int, Pairs]) -> Iterable[Group]:
    """Groups in which each is alike to the first one: no chain from one matter to quite another."""
    left = list(petitions)
    while left:
        first, *others = left
        alike = [row for row in others if likeness(texts[first.pk], texts[row.pk]) >= ALIKE]
        if alike:
            yield Group((first, *alike))
        taken = {row.pk for row in alike}
        left = [row for row in others if row.pk not in taken]


class Comparable(Protocol):
    """A line with the texts that it is known by: its wording and what it came from."""

    @property
    def field_id(self) -> int | None: ...

    @property
    def texts(self) -> Sequence[str]: ...


Line = TypeVar("Line", bound=Comparable)


def nearest_lines(petitions: Collection[Petition], lines: Collection[Line]) -> dict[int, Line]:
    """For each petition the line of its field that is most alike, where there is any."""
    of_field: dict[int | None, list[tuple[Line, list[Pairs]]]] = defaultdict(list)
    asked = {petition.field_id for petition in petitions}
    for line in lines:
        if line.field_id in asked:
            of_field[line.field_id].append((line, [pairs_of(text) for text in dict.fromkeys(line.texts)]))
    nearest = {}
    for petition in petitions:
        own, best = pairs_of(petition.content), ALIKE
        for line, texts in of_field[petition.field_id]:
            score = max(likeness(own, text) for text in texts)
            if score >= best:
                nearest[petition.pk], best = line, score
    return nearest

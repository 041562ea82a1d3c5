"""What a search comes to, before anybody words it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from assignments.models import Unit

MOST = 20
"""So many of a kind are looked for; of more it is only said that there are more."""


@dataclass(frozen=True)
class Kin:
    """Which units a unit came out of, or what it is today."""

    before: tuple[Unit, ...] = ()
    after: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Place:
    pk: int
    full_name: str
    above: tuple[str, ...]
    """Names of what it lies in, the nearest first."""
    ended_on: datetime.date | None
    """Its last day, once that is past."""
    kin: Kin


@dataclass(frozen=True)
class Person:
    pk: int
    full_name: str
    title: str
    left_on: datetime.date | None
    """The last day of service, once it is past."""


@dataclass(frozen=True)
class Paper:
    """A document that something rests on, a bulletin, or a batch; `key` is its pk or uuid."""

    kind: str
    key: int | uuid.UUID
    name: str
    about: str
    day: datetime.date | None
    opens: bool = True
    """Whether there is a page or a file of it."""


@dataclass(frozen=True)
class Record:
    """A visit, comment, petition, contact or meeting; `text` is all that was searched."""

    kind: str
    uuid: uuid.UUID
    day: datetime.date
    unit: str
    commune: str
    who: str
    text: str


Found = Place | Person | Paper | Record


@dataclass
class Group:
    """What was found of one kind, the closest first.

    `more`: beyond MOST · `unfinished`: older ones were not reached · `alike`: none is written with the accents typed ·
    `similar`: no name is what was typed, these differ by a slip.
    """

    rows: Sequence[Found] = ()
    more: bool = False
    unfinished: bool = False
    alike: bool = False
    similar: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows) or self.unfinished

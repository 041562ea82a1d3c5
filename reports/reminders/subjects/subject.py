"""What a ladder needs to know of a kind of record: which wait, since when, in whose hands, and how they are called."""

from __future__ import annotations

import datetime
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast

from reports.reminders.states import Kind, Target


@dataclass(frozen=True)
class Matter:
    """One record that waits. `place` and `about` are all that a message says of it; no person, none of its words.

    `handler` is whose turn it is; `actor_id` the account whose act set the stamp, who is not told of it.
    `commune_reads`: whether the commune knows of the record at all. `alone`: nobody but `officer_id` can do it, neither
    a substitute nor who else holds the place.
    """

    pk: int
    place: str
    about: str
    url: str
    stamped: datetime.datetime
    handler: Target
    unit_ids: tuple[int, ...]
    """The place and those above it, the closest first."""
    commune_id: int | None = None
    officer_id: int | None = None
    department_id: int | None = None
    actor_id: int | None = None
    due_on: datetime.date | None = None
    commune_reads: bool = True
    alone: bool = False


class Subject(ABC):
    """One kind of record, as ladders and urging see it."""

    kind: Kind

    @abstractmethod
    def open(self, day: datetime.date) -> QuerySet:
        """Everything of this kind that still waits for somebody."""

    @abstractmethod
    def since(self, stamp: str, day: datetime.date) -> QuerySet:
        """What still waits and carries this stamp: annotated as `stamped`."""

    @abstractmethod
    def matter(self, row: Any) -> Matter:
        """What is told of one row of `since`."""

    def find(self, identity: uuid.UUID, day: datetime.date) -> Any | None:
        """The row of this record while it waits, ready for `matter`; None when nothing waits any more."""
        rows = self.since(self.first_stamp, day).filter(uuid=identity)
        return rows.first()

    first_stamp: str = ""


def stamped_on(field: str) -> Cast:
    """A day as a moment, so that days and moments stand in one column of the ledger."""
    return Cast(F(field), DateTimeField())


def above(record: Any) -> tuple[int, ...]:
    """The unit of a placed record and those above it, the closest first, each once."""
    found = (record.unit_id, record.hamlet_id, record.commune_id, record.district_id)
    return tuple(dict.fromkeys(pk for pk in found if pk))


def named(record: Any) -> str:
    """“Ấp 1, Xã Sơn Phú”."""
    if record.commune is None or record.unit_id == record.commune_id:
        return record.unit.full_name
    return f"{record.unit.full_name}, {record.commune.full_name}"

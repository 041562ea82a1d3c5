"""A line while it is checked, what is asked about it, and the names it is matched with."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assignments.imports.kinds.cells import CellError, Column, check_kind
from assignments.imports.states import Fault, Kind, Outcome
from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.text import accented_key, search_key

NEW, DECLINE = "new", "skip"
"""Answers beside the offered rows: none of them; leave the lines out."""


@dataclass
class Line:
    """One line of the sheet on its way to an outcome."""

    number: int
    cells: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, str]] = field(default_factory=list)
    outcome: str = Outcome.UNCHECKED
    resolved: dict[str, Any] | None = None
    key: str = ""
    question: dict[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        """Nothing is wrong and nothing asked so far."""
        return not self.faults and self.question is None

    def wrong(self, fault: Fault, column: str, why: str) -> None:
        self.faults.append({"fault": fault, "column": column, "why": why})

    def becomes(self, outcome: str, resolved: dict[str, Any], key: str) -> None:
        self.outcome, self.resolved, self.key = outcome, resolved, key[:200]


@dataclass
class Context:
    """For whom and when lines are checked. With `lock` the rows that they touch are held to the end."""

    by: Actor
    day: datetime.date
    answers: dict[str, str]
    encoding: str
    commune: Unit | None = None
    lock: bool = False
    kept: dict[str, Any] = field(default_factory=dict)
    """What has been read once for all lines."""

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        if name not in self.kept:
            self.kept[name] = read()
        return self.kept[name]


@dataclass(frozen=True)
class Table:
    """One kind of data: its columns, how lines are settled and how settled lines are written."""

    kind: Kind
    columns: tuple[Column, ...]
    settle: Callable[[list[Line], Context], None]
    write: Callable[[list[Line], Context], None]
    notes: tuple[Any, ...] = ()
    refused: Callable[[Iterable[str]], dict[str, Any]] = lambda headings: {}
    """Headings that must not be taken in at all, with the reason."""
    clash: Callable[[dict[str, Any], dict[str, Any]], bool] = lambda earlier, later: True
    """Whether two lines of one key exclude each other."""
    doubtful: Callable[[list[Line], Context], set[int]] = lambda lines, context: {line.number for line in lines}
    """Of lines that were settled before, the numbers of those that the data of now may give another outcome."""

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)


def read_cells(line: Line, table: Table, columns: dict[str, int], encoding: str) -> None:
    """Turn the cells of all matched columns into values; what can't be read becomes a fault of that column."""
    for column in table.columns:
        if column.code not in columns:
            continue
        cell = line.cells.get(column.code)
        try:
            check_kind(cell)
            value = column.read(cell, encoding)
        except CellError as error:
            line.wrong(error.fault, column.code, error.why)
            continue
        if column.required and value in ("", None):
            line.wrong(Fault.MISSING, column.code, _("Thiếu “%(name)s”.") % {"name": column.label})
        line.values[column.code] = value


class Names:
    """Rows by the names that people write: as they are, and without accents."""

    def __init__(self, rows: Iterable[Any], spellings: Callable[[Any], Iterable[str]]) -> None:
        self._exact: dict[str, list[Any]] = {}
        self._alike: dict[str, list[Any]] = {}
        for row in rows:
            for index, key in ((self._exact, accented_key), (self._alike, search_key)):
                for name in {key(spelling) for spelling in spellings(row) if spelling}:
                    index.setdefault(name, []).append(row)

    def find(self, text: str, keep: Callable[[Any], bool] = lambda row: True) -> tuple[list[Any], bool]:
        """The rows of this name that `keep` leaves, and whether the accents agree."""
        exact = [row for row in self._exact.get(accented_key(text), []) if keep(row)]
        if exact:
            return exact, True
        return [row for row in self._alike.get(search_key(text), []) if keep(row)], False


def choose(
    line: Line,
    context: Context,
    *,
    column: str,
    text: str,
    found: tuple[list[Any], bool],
    label: Callable[[Any], str],
    scope: Any = "",
    may_be_new: bool = False,
) -> Any:
    """The one row that is meant; else None, with a fault, or with a question when only a person can tell.

    An answer that was given before counts. `NEW` is returned when the answer is that it is none of them.
    """
    rows, exact = found
    if exact and len(rows) == 1 and not may_be_new:
        return rows[0]
    key = f"{column}|{scope}|{accented_key(text)}"[:200]
    answer = context.answers.get(key)
    if answer == DECLINE:
        line.wrong(Fault.DECLINED, column, _("Đã chọn bỏ qua “%(text)s”.") % {"text": text})
        return None
    if answer == NEW and may_be_new:
        return NEW
    chosen = next((row for row in rows if str(row.pk) == answer), None)
    if chosen is not None:
        return chosen
    if not rows:
        line.wrong(Fault.UNKNOWN, column, _("Không tìm thấy “%(text)s” trên hệ thống.") % {"text": text})
        return None
    line.question = {
        "key": key,
        "column": column,
        "text": text,
        "options": [[str(row.pk), label(row)] for row in rows[:12]],
        "may_be_new": may_be_new,
    }
    return None

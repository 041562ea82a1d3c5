"""Tables of figures: rows of places, columns of kinds or months."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One figure and the list behind it."""

    value: int
    url: str = ""
    alarm: bool = False


@dataclass(frozen=True)
class GridRow:
    """One line; `url` opens the page of its place, `total` marks the sum."""

    name: str
    cells: list[Cell]
    url: str = ""
    total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; the first column holds the names of the rows."""

    columns: list[str]
    rows: list[GridRow]

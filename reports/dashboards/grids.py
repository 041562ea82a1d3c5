"""Tables of figures: rows of places, columns of kinds or months."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One figure and the list behind it. `change`: what came to a closed month later, and the list counts as well."""

    value: int
    url: str = ""
    alarm: bool = False
    change: int = 0


@dataclass(frozen=True)
class GridRow:
    """One line; `url` opens the page of its place."""

    name: str
    cells: list[Cell]
    url: str = ""


@dataclass(frozen=True)
class Group:
    """Columns under one heading; no title: no heading."""

    title: str
    columns: list[str]


@dataclass(frozen=True)
class Grid:
    """A table; `corner` is the heading of the names of its rows."""

    corner: str
    groups: list[Group]
    rows: list[GridRow]

    @property
    def names(self) -> list[str]:
        """What is counted in each column, in full: “Tỉnh nắm tới xã: quá hạn đi”."""
        return [
            f"{group.title}: {column.lower()}" if group.title else column
            for group in self.groups
            for column in group.columns
        ]

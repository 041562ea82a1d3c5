"""Triggers once a statement that say which figures a write touched, for tables of figures that are counted again."""

from __future__ import annotations

import pgtrigger


def month_of(day: str) -> str:
    """SQL: the first day of the month of a date."""
    return f"date_trunc('month', {day})::date"


def changed_pairs(*columns: str) -> str:
    """SQL: the old and the new row of all rows of an UPDATE in which one of these columns became another."""
    old, new = (", ".join(f"{side}.{column}" for column in columns) for side in ("o", "n"))
    return f"old_rows o JOIN new_rows n ON n.id = o.id WHERE ({old}) IS DISTINCT FROM ({new})"


def announcements(
    name: str, *, inserted: str | None = None, updated: str | None = None, deleted: str | None = None
) -> list[pgtrigger.Trigger]:
    """Triggers once a statement, so that a row, a bulk write and a COPY are announced alike and cheaply.

    The bodies read `new_rows` and `old_rows`.
    """
    kinds = {
        "insert": (inserted, pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
        "update": (updated, pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
        "delete": (deleted, pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
    }
    return [
        pgtrigger.Trigger(
            name=f"{name}_{kind}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=f"{body} RETURN NULL;",
        )
        for kind, (body, operation, referencing) in kinds.items()
        if body is not None
    ]

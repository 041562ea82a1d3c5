"""The figures of the batches: made one row of many, proved against the lines, written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from reports.consolidation.models import LineTally
from reports.consolidation.models.tallies import FIGURES, of_lines, of_sources, summed_up

Cell = tuple[int, int | None]
"""Keys of a batch and of a department."""
_LOCK = 0x6E6D6B79
"""One process folds at a time: two would delete the same rows in different orders."""
_FROM_LINES = f"{of_lines('consolidation_batchline')} UNION ALL {of_sources('consolidation_linesource')}"
_GONE = """
    WITH gone AS (
        DELETE FROM consolidation_linetally t WHERE EXISTS (
            SELECT FROM consolidation_linetally o
            WHERE o.batch_id = t.batch_id AND o.lead_id IS NOT DISTINCT FROM t.lead_id AND o.id <> t.id
        )
        RETURNING *
    )
"""


def fold() -> int:
    """Put together what writes left as rows of their own; returns how many rows there are fewer.

    Only rows that this statement sees go into the sums, so what is written meanwhile stays as it is.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        before = LineTally.objects.count()
        cursor.execute(f"{_GONE} {summed_up('SELECT * FROM gone')}")
        return before - LineTally.objects.count()


def rebuild() -> None:
    """Count every line again. Nothing is written to lines and their sources meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("LOCK consolidation_batchline, consolidation_linesource, feedback_referral IN SHARE MODE")
        cursor.execute("DELETE FROM consolidation_linetally")
        cursor.execute(summed_up(_FROM_LINES))


def differences() -> Iterator[tuple[Cell, dict[str, int], dict[str, int]]]:
    """Batches and departments of which something else is kept than the lines say: kept, counted."""
    kept = _by_cell(LineTally.objects.order_by().values("batch", "lead").annotate(**{n: Sum(n) for n in FIGURES}))
    counted = _by_cell(_counted())
    nothing = dict.fromkeys(FIGURES, 0)
    for cell in sorted({*kept, *counted}, key=str):
        one, other = kept.get(cell, nothing), counted.get(cell, nothing)
        if one != other:
            yield cell, one, other


def _counted() -> list[dict[str, Any]]:
    sums = ", ".join(f"sum({name}) AS {name}" for name in FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT batch_id, lead_id, {sums} FROM ({_FROM_LINES}) AS parts GROUP BY batch_id, lead_id")
        return [dict(zip(("batch", "lead", *FIGURES), row, strict=True)) for row in cursor.fetchall()]


def _by_cell(rows: Iterable[Mapping[str, Any]]) -> dict[Cell, dict[str, int]]:
    found = {(row["batch"], row["lead"]): {name: int(row[name]) for name in FIGURES} for row in rows}
    return {cell: figures for cell, figures in found.items() if any(figures.values())}

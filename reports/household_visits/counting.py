"""Keeping the numbers of the years that go on: a unit's year is counted again when it is read after it was touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import ExtractYear

from reports.household_visits.models import TouchedYear, VisitedCount

_LOCK = 0x6E6D7669736974
"""One process counts at a time; the others wait, and find the work done."""

FIGURES = ("households", "new_in_quarter", "new_in_year")

_LINES = "FROM household_visits_householdline l JOIN assignments_household h ON h.id = l.household_id"
_OF_CELLS = """
    FROM unnest(%(units)s::bigint[], %(years)s::integer[]) AS cell (unit_id, year)
    JOIN assignments_household h ON h.unit_id = cell.unit_id
    JOIN household_visits_householdline l ON l.household_id = h.id
        AND l.visited_on BETWEEN make_date(cell.year, 1, 1) AND make_date(cell.year, 12, 31)
"""


def _counted(lines: str) -> str:
    """SQL: unit, month and numbers of these lines. A household's months of a year follow one another."""
    return f"""
        SELECT unit_id, month, count(*) AS households,
            count(*) FILTER (WHERE before IS NULL OR before < date_trunc('quarter', month)::date) AS new_in_quarter,
            count(*) FILTER (WHERE before IS NULL) AS new_in_year
        FROM (
            SELECT unit_id, month, lag(month) OVER (
                PARTITION BY household_id, extract(year FROM month) ORDER BY month
            ) AS before
            FROM (
                SELECT DISTINCT h.unit_id, l.household_id, date_trunc('month', l.visited_on)::date AS month {lines}
            ) AS visited
        ) AS known
        GROUP BY unit_id, month
    """


def _kept(lines: str) -> str:
    """SQL that keeps the numbers of these lines."""
    return f"""
        INSERT INTO household_visits_visitedcount (unit_id, province_id, district_id, commune_id, hamlet_id,
            month, households, new_in_quarter, new_in_year)
        SELECT u.id, u.province_id, u.district_id, u.commune_id, u.hamlet_id,
            c.month, c.households, c.new_in_quarter, c.new_in_year
        FROM ({_counted(lines)}) AS c JOIN assignments_unit u ON u.id = c.unit_id
        ORDER BY c.month, u.id  -- a period is read together
    """


def freshen() -> None:
    """Count again what was touched since somebody last looked. Without anything to count it is one short question."""
    if TouchedYear.objects.exists():
        drain()


def drain() -> int:
    """Count again what was touched; returns how many years of units there were.

    The notes are taken first: what is written meanwhile brings notes of its own.
    """
    with transaction.atomic():
        _wait_for_turn()
        noted = _run("DELETE FROM household_visits_touchedyear RETURNING unit_id, year")
        cells = sorted(set(noted))
        if cells:
            units, years = map(list, zip(*cells, strict=True))
            _run(
                "DELETE FROM household_visits_visitedcount c"
                " USING unnest(%(units)s::bigint[], %(years)s::integer[]) AS cell (unit_id, year)"
                " WHERE c.unit_id = cell.unit_id"
                " AND c.month BETWEEN make_date(cell.year, 1, 1) AND make_date(cell.year, 12, 31)",
                units=units,
                years=years,
            )
            _run(_kept(_OF_CELLS), units=units, years=years)
        return len(cells)


def rebuild() -> None:
    """Count everything again from the lines."""
    with transaction.atomic():
        _wait_for_turn()
        _run("DELETE FROM household_visits_touchedyear")
        _run("DELETE FROM household_visits_visitedcount")
        _run(_kept(_LINES))


Row = tuple[Any, ...]


def differences() -> Iterator[tuple[tuple[int, Any], Row | None, Row | None]]:
    """Unit and month of which something else is kept than the lines say, but for years that wait to be counted."""
    waiting = TouchedYear.objects.filter(unit_id=OuterRef("unit_id"), year=OuterRef("year"))
    rows = VisitedCount.objects.annotate(year=ExtractYear("month")).exclude(Exists(waiting)).order_by()
    kept = _by_cell(rows.values_list("unit_id", "month", *FIGURES))
    noted = set(TouchedYear.objects.values_list("unit_id", "year"))
    counted = _by_cell(row for row in _run(_counted(_LINES)) if (row[0], row[1].year) not in noted)
    for cell in sorted({*kept, *counted}):
        one, other = kept.get(cell), counted.get(cell)
        if one != other:
            yield cell, one, other


def _by_cell(rows: Iterable[Row]) -> dict[tuple[int, Any], Row]:
    return {row[:2]: row[2:] for row in rows}


def _wait_for_turn() -> None:
    _run("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_LOCK)


def _run(sql: str, **params: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []

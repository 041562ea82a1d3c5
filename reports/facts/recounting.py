"""Counting cells again from the records, set by set, in SQL; the caller holds the lock (`services`).

Only single units are counted from records. A commune's row is the sum of the units that name it, a district's of its
communes, a province's of its districts, so a touched cell costs a few short steps upwards.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, DateField, QuerySet
from django.db.models.expressions import RawSQL

from assignments.models import Tier, Unit
from nammanh.platform.dates import month_end
from nammanh.platform.questions import Given, filled
from reports.facts.models import MEASURES, PUNCTUALITY, Activity, DepartmentMonth, Grain, LastContact
from reports.facts.sources import SOURCES, Source, contacts, punctuality, referrals
from reports.visits.queries import measured_level

Cell = tuple[int, datetime.date]
"""A unit or an agency, and the first day of a month."""

_ACTIVITY, _DEPARTMENTS = Activity._meta.db_table, DepartmentMonth._meta.db_table
_CONTACTS, _UNITS = LastContact._meta.db_table, Unit._meta.db_table
_KEY = ("grain", "unit_id", "above_id", "province_id", "district_id", "commune_id", "hamlet_id")
_COLUMNS = ", ".join((*_KEY, "month", "tier_id", "superior", *MEASURES))
_SUMS = ", ".join(f"sum({name})" for name in MEASURES)
_ABOVE = {
    Grain.UNIT: "COALESCE(commune_id, district_id, province_id)",
    Grain.COMMUNE: "COALESCE(district_id, province_id)",
    Grain.DISTRICT: "province_id",
    Grain.PROVINCE: "NULL::bigint",
}
_LINEAGE = {
    Grain.COMMUNE: "province_id, district_id, commune_id, NULL::bigint",
    Grain.DISTRICT: "province_id, district_id, NULL::bigint, NULL::bigint",
    Grain.PROVINCE: "province_id, NULL::bigint, NULL::bigint, NULL::bigint",
}
_CELLS = "unnest(%s::bigint[], %s::date[]) AS cell(key, month)"


def recount_places(cells: Iterable[Cell]) -> None:
    """Count these units' months again, and all that lies above them."""
    touched = sorted(set(cells))
    for grain in (Grain.UNIT, Grain.COMMUNE, Grain.DISTRICT, Grain.PROVINCE):
        if not touched:
            return
        above = _run(
            f"DELETE FROM {_ACTIVITY} a USING {_CELLS} WHERE a.frozen_at IS NULL AND a.grain = {grain:d}"
            " AND a.unit_id = cell.key AND a.month = cell.month RETURNING a.above_id, a.month",
            _arrays(touched),
        )
        if grain == Grain.UNIT:
            select, params = _counted(touched)
        else:
            select, params = _summed(grain, _ACTIVITY, _CELLS), _arrays(touched)
        above += _run(f"INSERT INTO {_ACTIVITY} ({_COLUMNS}) {select} RETURNING above_id, month", params)
        touched = sorted({(key, month) for key, month in above if key is not None})


def recount_all_places() -> None:
    """Count everything again."""
    _run(f"DELETE FROM {_ACTIVITY} WHERE frozen_at IS NULL")
    count_all_places(_ACTIVITY)


def count_all_places(table: str) -> None:
    """Write what the records say into an empty table of the same columns."""
    for grain in (Grain.UNIT, Grain.COMMUNE, Grain.DISTRICT, Grain.PROVINCE):
        select, params = _counted(None) if grain == Grain.UNIT else (_summed(grain, table), [])
        _run(f"INSERT INTO {table} ({_COLUMNS}) {select}", params)


def _counted(cells: Sequence[Cell] | None) -> tuple[str, list[Any]]:
    """SELECT of the rows of single units, counted from the records; `cells`: only these."""
    sql, params = _select_of_units(cells is not None)
    if cells is None:
        return sql, list(params)
    keys, months = _arrays(cells)
    given = {
        "units": sorted(set(keys)),
        "first": min(months),
        "last": month_end(max(months)),
        "keys": keys,
        "months": months,
    }
    return sql, filled(params, given)


@cache
def _select_of_units(only_cells: bool) -> tuple[str, tuple[Any, ...]]:
    """The statement, once a process: Django takes ten times longer to write it than PostgreSQL to count a cell."""
    parts: list[str] = []
    params: list[Any] = []
    for source in SOURCES:
        rows, values = _compiled(source.cells(_restricted(source) if only_cells else source.rows()))
        columns = ", ".join(f"n_{name}" if name in source.counted else f"0 AS n_{name}" for name in MEASURES)
        parts.append(f"SELECT at_place, in_month::date AS in_month, of_tier, to_superior, {columns} FROM ({rows}) AS s")
        params += values
    where = ""
    if only_cells:
        where = f"WHERE (at_place, in_month) IN (SELECT key, month FROM {_CELLS})"
        params += [Given("keys", ArrayField(BigIntegerField())), Given("months", ArrayField(DateField()))]
    sums = ", ".join(f"sum(n_{name})" for name in MEASURES)
    return (
        f"SELECT {Grain.UNIT:d}, id, {_ABOVE[Grain.UNIT]}, province_id, district_id, commune_id, hamlet_id,"
        f" in_month, of_tier, to_superior, {sums}"
        f" FROM ({' UNION ALL '.join(parts)}) AS counted JOIN {_UNITS} ON id = at_place {where}"
        " GROUP BY id, in_month, of_tier, to_superior",
        tuple(params),
    )


def _restricted(source: Source) -> QuerySet:
    """The records that can lie in the cells asked for: an index finds them."""
    return source.rows().filter(
        **{
            f"{source.place}__in": RawSQL(
                "SELECT unnest(%s::bigint[])", [Given("units", ArrayField(BigIntegerField()))]
            ),
            f"{source.day}__gte": Given("first", DateField()),
            f"{source.day}__lte": Given("last", DateField()),
        }
    )


def _summed(grain: Grain, table: str, cells: str | None = None) -> str:
    """SELECT of the rows of a coarser grain, summed from those of the next finer one."""
    only = f"JOIN {cells} ON above_id = cell.key AND a.month = cell.month" if cells else ""
    return (
        f"SELECT {grain:d}, above_id, {_ABOVE[grain]}, {_LINEAGE[grain]}, a.month, tier_id, superior, {_SUMS}"
        f" FROM {table} a {only} WHERE frozen_at IS NULL AND grain = {grain + 1:d}"
        f" GROUP BY above_id, {_grouped(grain)}, a.month, tier_id, superior"
    )


def _grouped(grain: Grain) -> str:
    return ", ".join(column for column in _LINEAGE[grain].split(", ") if not column.startswith("NULL"))


# --- departments -----------------------------------------------------------------------------------------------------


def recount_departments(cells: Iterable[Cell]) -> None:
    """Count these departments' months again."""
    touched = sorted(set(cells))
    if not touched:
        return
    _run(
        f"DELETE FROM {_DEPARTMENTS} d USING {_CELLS} WHERE d.frozen_at IS NULL AND d.agency_id = cell.key"
        " AND d.month = cell.month",
        _arrays(touched),
    )
    months = {month for _agency, month in touched}
    rows = referrals().filter(
        department__in=sorted({agency for agency, _month in touched}),
        due_on__range=(min(months), month_end(max(months))),
    )
    only = f"WHERE (of_agency, in_month::date) IN (SELECT key, month FROM {_CELLS})"
    _write_departments(_DEPARTMENTS, rows, only, _arrays(touched))


def recount_all_departments() -> None:
    _run(f"DELETE FROM {_DEPARTMENTS} WHERE frozen_at IS NULL")
    count_all_departments(_DEPARTMENTS)


def count_all_departments(table: str) -> None:
    _write_departments(table, referrals(), "", [])


def _write_departments(table: str, rows: QuerySet, where: str, values: list[Any]) -> None:
    select, params = _compiled(punctuality(rows))
    counts = ", ".join(f"n_{name}" for name in PUNCTUALITY)
    _run(
        f"INSERT INTO {table} (agency_id, month, {', '.join(PUNCTUALITY)})"
        f" SELECT of_agency, in_month::date, {counts} FROM ({select}) AS counted {where}",
        [*params, *values],
    )


# --- the latest contact ----------------------------------------------------------------------------------------------


def recount_contacts(touched: Iterable[tuple[int, int]]) -> None:
    """Look again when the places of these (unit, tier) were last reached."""
    by_tier: dict[int, set[int]] = defaultdict(set)
    for unit, tier in touched:
        by_tier[tier].add(unit)
    for tier in Tier.objects.filter(pk__in=by_tier):
        column = f"{measured_level(tier)}_id"
        lineages = Unit.objects.filter(pk__in=by_tier[tier.pk]).order_by().values_list(column, flat=True)
        places = sorted(pk for pk in lineages.distinct() if pk)
        if not places:  # a visit of this tier above the places at which it is counted
            continue
        _run(f"DELETE FROM {_CONTACTS} WHERE tier_id = %s AND unit_id = ANY(%s)", [tier.pk, places])
        _write_contacts(_CONTACTS, tier, Unit.objects.filter(pk__in=places))


def recount_all_contacts() -> None:
    _run(f"DELETE FROM {_CONTACTS}")
    count_all_contacts(_CONTACTS)


def count_all_contacts(table: str) -> None:
    for tier in Tier.objects.all():
        _write_contacts(table, tier, Unit.objects.all())


def _write_contacts(table: str, tier: Tier, units: QuerySet[Unit]) -> None:
    select, params = _compiled(contacts(tier, units))
    _run(f"INSERT INTO {table} (unit_id, tier_id, confirmed_on, waiting_on) {select}", params)


# --- SQL -------------------------------------------------------------------------------------------------------------


def _compiled(rows: QuerySet) -> tuple[str, list[Any]]:
    sql, params = rows.query.sql_with_params()
    return sql, list(params)


def _arrays(cells: Sequence[Cell]) -> list[Any]:
    return [[key for key, _month in cells], [month for _key, month in cells]]


def _run(sql: str, params: Sequence[Any] = ()) -> list[tuple]:
    """Execute; the rows that it returns, when it does."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []

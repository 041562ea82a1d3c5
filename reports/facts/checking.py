"""The proof that figures equal the records: everything counted anew beside what is kept, and compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Model
from django.utils.translation import gettext as _

from assignments.models import Agency, Household, HouseholdCount, Tier, Unit
from nammanh.platform.dates import format_date, month_label
from nammanh.platform.numbers import format_number
from reports.consolidation.models import Batch, LineTally
from reports.consolidation.services import tallying
from reports.facts import recounting
from reports.facts.models import MEASURES, PUNCTUALITY, Activity, DepartmentMonth, Grain, LastContact
from reports.facts.services import freshen
from reports.feedback.models import MonthCount
from reports.feedback.services import counting
from reports.household_visits import counting as visited
from reports.household_visits.models import VisitedCount

_PLACE = ("grain", "unit_id", "month", "tier_id", "superior")
_LINEAGE = ("above_id", "province_id", "district_id", "commune_id", "hamlet_id")


@dataclass(frozen=True)
class Difference:
    """One cell in words, and each column with what is kept and what the records say; None: there is no such row."""

    where: str
    values: tuple[tuple[str, Any, Any], ...]

    def __str__(self) -> str:
        said = "; ".join(
            _("%(column)s: đang ghi %(kept)s, đếm được %(counted)s")
            % {"column": column, "kept": _said(kept), "counted": _said(counted)}
            for column, kept, counted in self.values
        )
        return f"{self.where}: {said}"


def differences() -> list[Difference]:
    """Every cell that differs from a count of all records, after what was touched has been counted.

    In one snapshot, so that nobody has to stop writing meanwhile; what is written just then is left out.
    """
    freshen()
    counting.drain()
    visited.drain()
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        of_places, of_households = [*_of_places(), *_of_contacts()], [*_of_households(), *_of_visited()]
        return [*of_places, *_of_departments(), *of_households, *_of_petitions(), *_of_batches()]


def _of_places() -> Iterator[Difference]:
    table = _empty_copy(Activity)
    recounting.count_all_places(table)
    waiting = (
        "SELECT FROM facts_touchedplace t JOIN assignments_unit u ON u.id = t.unit_id WHERE t.month = cell.month"
        " AND cell.unit_id IN (u.id, u.commune_id, u.district_id, u.province_id)"
    )
    names = _names_of_units()
    tiers = dict(Tier.objects.values_list("pk", "name"))
    for key, values in _compare(Activity, table, _PLACE, (*_LINEAGE, *MEASURES), waiting):
        grain, unit, month, tier, superior = key
        parts = [names.get(unit, str(unit)), str(Grain(grain).label).lower(), month_label(month).lower()]
        parts += [tiers.get(tier, str(tier))] if tier else []
        parts += [_("góp ý gửi lãnh đạo phụ trách")] if superior else []
        yield Difference(", ".join(parts), values)


def _of_contacts() -> Iterator[Difference]:
    table = _empty_copy(LastContact)
    recounting.count_all_contacts(table)
    waiting = (
        "SELECT FROM facts_touchedplace t JOIN assignments_unit u ON u.id = t.unit_id WHERE t.tier_id = cell.tier_id"
        " AND cell.unit_id IN (u.id, u.hamlet_id, u.commune_id, u.district_id, u.province_id)"
    )
    names, tiers = _names_of_units(), dict(Tier.objects.values_list("pk", "name"))
    for (unit, tier), values in _compare(
        LastContact, table, ("unit_id", "tier_id"), ("confirmed_on", "waiting_on"), waiting
    ):
        yield Difference(f"{names.get(unit, unit)}, {tiers.get(tier, tier)}", values)


def _of_departments() -> Iterator[Difference]:
    table = _empty_copy(DepartmentMonth)
    recounting.count_all_departments(table)
    waiting = "SELECT FROM facts_toucheddepartment t WHERE t.agency_id = cell.agency_id AND t.month = cell.month"
    names = dict(Agency.objects.values_list("pk", "name"))
    for (agency, month), values in _compare(DepartmentMonth, table, ("agency_id", "month"), PUNCTUALITY, waiting):
        yield Difference(f"{names.get(agency, agency)}, {month_label(month).lower()}", values)


def _of_households() -> Iterator[Difference]:
    """These are counted by their own triggers, in the writer's transaction."""
    kept = dict(HouseholdCount.objects.values_list("pk", "households"))
    counted = dict(Household.objects.order_by().values_list("unit").annotate(Count("pk")))
    names = _names_of_units()
    label = str(HouseholdCount._meta.get_field("households").verbose_name)
    for unit in sorted({*kept, *counted}):
        if kept.get(unit) != counted.get(unit):
            yield Difference(names.get(unit, str(unit)), ((label, kept.get(unit), counted.get(unit)),))


def _of_visited() -> Iterator[Difference]:
    """Households visited, which their own slice counts."""
    labels = [str(VisitedCount._meta.get_field(name).verbose_name) for name in visited.FIGURES]
    names = _names_of_units()
    for (unit, month), kept, counted in visited.differences():
        none = (None,) * len(labels)
        pairs = zip(labels, kept or none, counted or none, strict=True)
        where = ", ".join([names.get(unit, str(unit)), month_label(month).lower()])
        yield Difference(where, tuple(pair for pair in pairs if pair[1] != pair[2]))


def _of_petitions() -> Iterator[Difference]:
    """The statistics of petitions, which their own slice counts."""
    labels = {field.name: str(field.verbose_name) for field in MonthCount._meta.fields}
    for kept, counted in counting.differences():
        row = kept or counted
        where = ", ".join([str(MonthCount._meta.verbose_name), str(row)])
        pairs = [(labels[name], getattr(kept, name, None), getattr(counted, name, None)) for name in counting.FIGURES]
        yield Difference(where, tuple(pair for pair in pairs if pair[1] != pair[2]))


def _of_batches() -> Iterator[Difference]:
    """How many lines the batches have, which their own slice keeps."""
    labels = {field.name: str(field.verbose_name) for field in LineTally._meta.fields}
    for (batch, lead), kept, counted in tallying.differences():
        where = ", ".join([str(LineTally._meta.verbose_name), str(Batch.objects.get(pk=batch))])
        if lead is not None:
            where = f"{where}, {Agency.objects.get(pk=lead)}"
        pairs = ((labels[name], kept[name], counted[name]) for name in kept)
        yield Difference(where, tuple(pair for pair in pairs if pair[1] != pair[2]))


def _empty_copy(model: type[Model]) -> str:
    """A table of this transaction with the same columns."""
    table = f"{model._meta.db_table}_counted"
    _run(f"DROP TABLE IF EXISTS {table}")
    _run(
        f"CREATE TEMPORARY TABLE {table} (LIKE {model._meta.db_table} INCLUDING DEFAULTS INCLUDING IDENTITY)"
        " ON COMMIT DROP"
    )
    return table


def _compare(
    model: type[Model], table: str, key: Sequence[str], columns: Sequence[str], waiting: str
) -> Iterator[tuple[tuple, tuple[tuple[str, Any, Any], ...]]]:
    """Rows that differ, but for cells that wait to be counted, with the columns that do."""
    kept = f"(SELECT * FROM {model._meta.db_table}" + (
        " WHERE frozen_at IS NULL)" if "frozen_at" in {field.name for field in model._meta.fields} else ")"
    )
    same = " AND ".join(f"COALESCE(k.{column}::text, '') = COALESCE(c.{column}::text, '')" for column in key)
    told = ", ".join(f"COALESCE(k.{column}, c.{column}) AS {column}" for column in key)
    sides = ", ".join(f"{side}.{column} AS {side}_{column}" for column in columns for side in "kc")
    changed = " OR ".join(f"k_{column} IS DISTINCT FROM c_{column}" for column in columns)
    rows = _run(
        f"SELECT * FROM (SELECT {told}, {sides} FROM {kept} k FULL JOIN {table} c ON {same}) AS cell"
        f" WHERE ({changed}) AND NOT EXISTS ({waiting}) ORDER BY {', '.join(key)}"
    )
    labels = {field.column: str(field.verbose_name) for field in model._meta.fields}
    for row in rows:
        values = row[len(key) :]
        pairs = zip(columns, values[::2], values[1::2], strict=True)
        yield (
            row[: len(key)],
            tuple((labels[name], one, other) for name, one, other in pairs if one != other and (one or other)),
        )


def _names_of_units() -> dict[int, str]:
    return {unit.pk: f"{unit} ({unit.pk})" for unit in Unit.objects.only("kind", "name")}


def _said(value: Any) -> str:
    if value is None:
        return _("không có")
    if isinstance(value, dict):
        return " ".join(f"{name}={count}" for name, count in sorted(value.items()))
    return format_date(value) if isinstance(value, datetime.date) else format_number(value)


def _run(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []

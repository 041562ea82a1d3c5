"""Keeping figures true: counting again what was touched, counting everything again, closing a month."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from assignments.services import recount_households
from reports.consolidation.services import tallying as batches
from reports.facts import recounting
from reports.facts.models import Activity, DepartmentMonth, MonthEnd, TouchedDepartment, TouchedPlace
from reports.facts.queries import closable_months
from reports.feedback.services import counting as petitions
from reports.household_visits import counting as visited

_LOCK = 0x6E6D6661637473
"""One process counts at a time; the others wait, and find the work done."""

_PLACES, _DEPARTMENTS = TouchedPlace._meta.db_table, TouchedDepartment._meta.db_table


def freshen() -> datetime.datetime:
    """Count the cells again that were touched since somebody last looked; afterwards every figure equals the records.

    Returns the moment as of which they do. Without anything to count it is one short question.
    """
    moment = timezone.now()
    if _fetch(f"SELECT EXISTS (SELECT FROM {_PLACES}) OR EXISTS (SELECT FROM {_DEPARTMENTS})")[0][0]:
        with transaction.atomic():
            wait_for_turn()
            drain()
    return moment


def wait_for_turn() -> None:
    """Be the only one who counts, until the end of the transaction."""
    _fetch("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def drain() -> int:
    """Take the notes that can be seen, and count their cells again. The records of each note can be seen as well.

    What is written meanwhile brings notes of its own. Returns how many cells there were.
    """
    places = _fetch(
        f"WITH gone AS (DELETE FROM {_PLACES} RETURNING unit_id, month, tier_id) SELECT DISTINCT * FROM gone"
    )
    departments = _fetch(
        f"WITH gone AS (DELETE FROM {_DEPARTMENTS} RETURNING agency_id, month) SELECT DISTINCT * FROM gone"
    )
    recounting.recount_places((unit, month) for unit, month, _tier in places)
    recounting.recount_contacts((unit, tier) for unit, _month, tier in places if tier is not None)
    recounting.recount_departments(departments)
    return len(places) + len(departments)


def rebuild() -> None:
    """Count everything again from the records, also households and those visited, petitions and the months' batches;
    closed months stay as they were closed.
    """
    with transaction.atomic():
        wait_for_turn()
        _fetch(f"DELETE FROM {_PLACES}")
        _fetch(f"DELETE FROM {_DEPARTMENTS}")
        recounting.recount_all_places()
        recounting.recount_all_contacts()
        recounting.recount_all_departments()
        recount_households()
    visited.rebuild()
    petitions.rebuild()
    batches.rebuild()


# --- closing months --------------------------------------------------------------------------------------------------


def close_months(*, day: datetime.date) -> list[datetime.date]:
    """Freeze the figures of every month with records whose day for it has passed on `day`; returns the months.

    A closed month is left alone, so that a second run, or one beside it, does nothing.
    """
    with transaction.atomic():
        wait_for_turn()
        drain()
        months = closable_months(day)
        if months:
            moment = timezone.now()
            for table, columns in _FROZEN.items():
                _fetch(
                    f"INSERT INTO {table} ({columns}, frozen_at) SELECT {columns}, %s FROM {table}"
                    " WHERE frozen_at IS NULL AND month = ANY(%s)",
                    [moment, months],
                )
            MonthEnd.objects.bulk_create(MonthEnd(month=month, frozen_at=moment) for month in months)
        return months


def _copied(model: type[Model]) -> str:
    """The columns of a table that a frozen row has from the one that it keeps."""
    return ", ".join(
        field.column for field in model._meta.concrete_fields if not field.primary_key and field.name != "frozen_at"
    )


_FROZEN = {model._meta.db_table: _copied(model) for model in (Activity, DepartmentMonth)}


def _fetch(sql: str, params: list[Any] | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []

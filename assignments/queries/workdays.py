"""The working days of the province: the law's calendar with what decisions changed.

Within a request the changes are read once; elsewhere (commands, tests, services called by them) at each question, so
no process lives on with an old calendar.
"""

from __future__ import annotations

from contextvars import ContextVar

from django.contrib.postgres.expressions import ArraySubquery
from django.core.signals import request_finished, request_started

from assignments.models.workdays import ChangedDay, ChangedDayKind
from nammanh.platform.working_days import Overrides

_KEPT: ContextVar[list[Overrides] | None] = ContextVar("changed_days", default=None)


def changed_days() -> Overrides:
    """The days off and the days worked that decisions set; at most one query in a request."""
    kept = _KEPT.get()
    if kept:
        return kept[0]
    found = days_changed_by_now()
    if kept is not None:
        kept.append(found)
    return found


def days_changed_by_now() -> Overrides:
    """Read anew, also within a request: for figures that are kept longer than it."""
    rows = list(ChangedDay.objects.values_list("date", "kind"))
    return Overrides(
        off=frozenset(day for day, kind in rows if kind == ChangedDayKind.OFF),
        working=frozenset(day for day, kind in rows if kind == ChangedDayKind.WORKING),
    )


def columns_of_changed_days() -> dict[str, ArraySubquery]:
    """The fields of `Overrides` as columns of a row that a page asks for anyway."""
    rows = ChangedDay.objects.order_by()
    return {
        "off": ArraySubquery(rows.filter(kind=ChangedDayKind.OFF).values("date")),
        "working": ArraySubquery(rows.filter(kind=ChangedDayKind.WORKING).values("date")),
    }


def _begin(**_kwargs: object) -> None:
    _KEPT.set([])


def _end(**_kwargs: object) -> None:
    _KEPT.set(None)


request_started.connect(_begin, dispatch_uid="changed_days_begin")
request_finished.connect(_end, dispatch_uid="changed_days_end")

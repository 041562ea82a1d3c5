"""Petitions counted in one pass: each condition is asked once a row, and rows that answer alike are counted together.

How long answers took is a count for each number of working days, so that sums of tallies have exact percentiles.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, Count, DateField, ExpressionWrapper, Func, IntegerField, Q, Value, When
from django.db.models.functions import TruncDate

from nammanh.platform.dates import VIETNAM, today
from nammanh.platform.working_days import Overrides, is_working_day
from reports.feedback import states
from reports.feedback.measures import ANSWERED_ON, FIXED, UNTOLD, Measure, Now, measured_one_by_one
from reports.feedback.models import PetitionQuerySet

Key = TypeVar("Key", bound=Hashable)


@dataclass
class Tally:
    """`counts` by measure; `took`: by working days from the dispatch to the answer; `untold`: by day of the answer."""

    total: int = 0
    still_open: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    took: Counter[int] = field(default_factory=Counter)
    untold: Counter[datetime.date] = field(default_factory=Counter)

    def count(self, row: Mapping[str, Any], measures: Iterable[str]) -> None:
        """A row of `alike`, and what is true of it."""
        count = row["alike"]
        self.total += count
        if row["is_open"]:
            self.still_open += count
        for measure in measures:
            self.counts[measure] += count
        if row["took"] is not None:
            self.took[row["took"]] += count
        if row["untold_on"] is not None:
            self.untold[row["untold_on"]] += count

    def add(self, other: Tally) -> None:
        self.total += other.total
        self.still_open += other.still_open
        self.counts.update(other.counts)
        self.took.update(other.took)
        self.untold.update(other.untold)

    def counted(self, now: Now) -> dict[str, int]:
        """By measure, the one that depends on the day of asking included."""
        late = sum(count for day, count in self.untold.items() if day <= now.late_since)
        return {**self.counts, Measure.CARRIED_LATE: late}

    def within(self, share: float) -> float | None:
        """The working days that this share of the answers didn't exceed, interpolated as `percentile_cont` does."""
        answers = sum(self.took.values())
        if not answers:
            return None
        place = share * (answers - 1)
        below = int(place)
        lower, upper = self._answer(below), self._answer(min(below + 1, answers - 1))
        return lower + (place - below) * (upper - lower)

    def _answer(self, number: int) -> int:
        """How long the answer of this number took, the quickest first."""
        passed = 0
        for days in sorted(self.took):
            passed += self.took[days]
            if number < passed:
                return days
        raise IndexError(number)


def alike(
    petitions: PetitionQuerySet, *, since: datetime.date, until: datetime.date, changed: Overrides, **keys: Any
) -> Any:
    """The petitions reported from `since` to `until`, those alike in everything counted together (`alike`)."""
    rows = measured_one_by_one(petitions.order_by().filter(reported_on__range=(since, until)))
    return (
        rows.annotate(
            **keys,
            is_open=_whether(Q(status__in=sorted(states.OPEN))),
            took=_working_days(since, changed),
            untold_on=Case(When(UNTOLD, then=ANSWERED_ON), output_field=DateField()),
            **{_alias(measure): _whether(condition) for measure, condition in FIXED.items()},
        )
        .values(*keys, "is_open", "took", "untold_on", *map(_alias, FIXED))
        .annotate(alike=Count("pk"))
    )


def tallied(rows: Iterable[Mapping[str, Any]], keys: Callable[[Mapping[str, Any]], Iterable[Key]]) -> dict[Key, Tally]:
    """The rows of `alike`, each counted under all of its keys."""
    found: defaultdict[Key, Tally] = defaultdict(Tally)
    for row in rows:
        measures = [measure for measure, alias in _ALIASES if row[alias]]
        for key in keys(row):
            found[key].count(row, measures)
    return dict(found)


def _alias(measure: str) -> str:
    return f"is_{Measure(measure).name.lower()}"


_ALIASES = [(str(measure), _alias(measure)) for measure in FIXED]


def _whether(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField(null=True))


def _working_days(since: datetime.date, changed: Overrides) -> _WorkingDays:
    """From the dispatch to the answer that stands. A clock stops before a dispatch only, so no pause lies between."""
    passed, days = 0, []
    for number in range((max(today(), since) - since).days + 1):
        passed += is_working_day(since + datetime.timedelta(days=number), changed)
        days.append(passed)
    dispatched_on = TruncDate("referral__dispatched_at", tzinfo=VIETNAM)
    return _WorkingDays(since, days, dispatched_on, ANSWERED_ON)


class _WorkingDays(Func):
    """Working days after one date up to and including another. `days` counts them up to each day since `start`."""

    template = "(%(expressions)s)"
    output_field = IntegerField()

    def __init__(self, start: datetime.date, days: list[int], since: Any, until: Any) -> None:
        counted = Value(days, output_field=ArrayField(IntegerField()))
        super().__init__(_Nth(counted, until, Value(start)), _Nth(counted, since, Value(start)), arg_joiner=" - ")


class _Nth(Func):
    """The element of an array that belongs to a day, the first one to `start`; null outside."""

    template = "%(expressions)s"
    output_field = IntegerField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        array, day, start = (sql for sql, _params in compiled)
        return f"({array}::integer[])[{day} - {start}::date + 1]", [one for _sql, own in compiled for one in own]

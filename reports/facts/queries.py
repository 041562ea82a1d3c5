"""What figures say: totals, by month, by place, of departments; who was not reached.

Rows come from `Activity.objects.visible_to(user)` and what narrows them; each function is one query. A closed month is
told as it was closed, and what came later as its correction.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import add, attrgetter, sub
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    DateField,
    F,
    FilteredRelation,
    Min,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import RawSQL

from assignments.models import Cadence, Tier, Unit
from nammanh.platform.dates import add_months, month_start, months_in
from reports.facts.models import MEASURES, PUNCTUALITY, Activity, DepartmentMonth, FreezingDay, MonthEnd
from reports.facts.models.activity import ActivityQuerySet, grain_of
from reports.facts.months import Months
from reports.feedback.models import Referral
from reports.visits.queries import cadence_on, is_reached, places, visits_to_place


@dataclass(frozen=True)
class Totals:
    """Every measure of `Activity`, summed. Of closed months the figures are those of the day they were closed.

    `corrections` is what the records have gained or lost since, measure by measure; None while that is nothing.
    """

    visits: int = 0
    confirmed: int = 0
    cell_meetings: int = 0
    household_visits: int = 0
    comments: int = 0
    specific: int = 0
    petitions: int = 0
    hot: int = 0
    answers_due: int = 0
    answered_on_time: int = 0
    answered_late: int = 0
    carried_back: int = 0
    conveyed: int = 0
    corrections: Totals | None = None

    def __add__(self, other: Totals) -> Totals:
        return added(Totals, (self, other))

    @property
    def vague(self) -> int:
        """Comments that are not held to be specific."""
        return self.comments - self.specific

    @property
    def waiting(self) -> int:
        """Petitions due in these months without an answer: late, once their day is over."""
        return self.answers_due - self.answered_on_time - self.answered_late

    @property
    def now(self) -> Totals:
        """As the records stand now: what a list of them counts."""
        frozen = replace(self, corrections=None)
        return frozen + self.corrections if self.corrections else frozen

    def corrected(self, measure: str) -> int:
        """What was added to (or taken from) a measure since its months were closed."""
        return getattr(self.corrections, measure) if self.corrections else 0


@dataclass(frozen=True)
class Punctuality:
    """Every measure of `DepartmentMonth`, summed; closed months and corrections as with `Totals`."""

    due: int = 0
    on_time: int = 0
    on_time_committed: int = 0
    late: int = 0
    owed: int = 0
    corrections: Punctuality | None = None

    def __add__(self, other: Punctuality) -> Punctuality:
        return added(Punctuality, (self, other))

    @property
    def answered(self) -> int:
        return self.on_time + self.late

    @property
    def now(self) -> Punctuality:
        frozen = replace(self, corrections=None)
        return frozen + self.corrections if self.corrections else frozen

    def corrected(self, measure: str) -> int:
        return getattr(self.corrections, measure) if self.corrections else 0


Figure = TypeVar("Figure", Totals, Punctuality)
_READ = {
    kind: attrgetter(*(field.name for field in fields(kind) if field.name != "corrections"))
    for kind in (Totals, Punctuality)
}


def added(kind: type[Figure], rows: Iterable[Figure]) -> Figure:
    """All of `rows` as one figure: column by column, since a table of places by months adds thousands."""
    found = list(rows)
    if len(found) < 2:
        return found[0] if found else kind()
    corrections = [row.corrections for row in found if row.corrections is not None]
    sums: Iterable[Any] = map(sum, zip(*map(_READ[kind], found), strict=True))
    return kind(*sums, corrections=added(kind, corrections) if corrections else None)


# --- places ----------------------------------------------------------------------------------------------------------


def totals(rows: ActivityQuerySet, months: Months) -> Totals:
    """Everything in `rows` (scoped) in these months together."""
    return _figures(rows, months, []).get((), Totals())


def by_month(rows: ActivityQuerySet, months: Months) -> dict[datetime.date, Totals]:
    """The same month by month, empty ones included."""
    found = _figures(rows, months, ["month"])
    return {month: found.get((month,), Totals()) for month in months}


def by_place(rows: ActivityQuerySet, months: Months, level: str) -> dict[int | None, Totals]:
    """By unit of a level (`province`, `district`, `commune`, `hamlet`; `unit`: each by itself), with what lies below.

    None: what lies directly at higher units. Places without any record are left out.
    """
    found = _figures(rows.down_to(grain_of(level)), months, [f"{level}_id"])
    return {place: figure for (place,), figure in found.items()}


def by_place_and_month(
    rows: ActivityQuerySet, months: Months, level: str, measures: Sequence[str] = MEASURES
) -> dict[tuple[int | None, datetime.date], Totals]:
    """By unit of a level and month; without records no entry. Only `measures` are read, the others are nought."""
    return _figures(rows.down_to(grain_of(level)), months, [f"{level}_id", "month"], measures)


def _figures(
    rows: ActivityQuerySet, months: Months, keys: Sequence[str], measures: Sequence[str] = MEASURES
) -> dict[Any, Totals]:
    return _told(rows.one_grain(), months, keys, measures, Totals)


class _Sums(RawSQL):
    """The sums of many columns as one list: Django takes longer to put thirteen of them together than to ask."""

    contains_aggregate = True

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        sums = ", ".join(f"sum({table}.{column})" for column in columns)
        super().__init__(f"ARRAY[{sums}]", (), output_field=ArrayField(BigIntegerField()))

    def get_group_by_cols(self) -> list:
        return []


_CLOSED = MonthEnd._meta.db_table


def _told(
    rows: QuerySet, months: Months, keys: Sequence[str], measures: Sequence[str], kind: type[Figure]
) -> dict[tuple, Figure]:
    """Sums by `keys`: of what is closed as it was closed, and beside it what the records say more or less now."""
    table = rows.model._meta.db_table
    counted = (
        rows.filter(month__range=(months.first, months.last))
        .order_by()
        .annotate(
            is_frozen=RawSQL(f"{table}.frozen_at IS NOT NULL", (), output_field=BooleanField()),
            is_closed=RawSQL(f"{table}.month IN (SELECT month FROM {_CLOSED})", (), output_field=BooleanField()),
        )
        .values_list(*keys, "is_frozen", "is_closed")
        .annotate(sums=_Sums(table, measures))
    )
    figures: dict[tuple, list[int]] = {}
    changes: dict[tuple, list[int]] = {}
    nothing = [0] * len(measures)
    for *keys_of, is_frozen, is_closed, sums in counted:
        key = tuple(keys_of)
        told = figures.setdefault(key, nothing)
        if is_frozen or not is_closed:
            figures[key] = sums if told is nothing else list(map(add, told, sums))
        if is_closed:
            changes[key] = list(map(sub if is_frozen else add, changes.get(key, nothing), sums))
    return {key: _figure(kind, measures, figure, changes.get(key)) for key, figure in figures.items()}


def _figure(kind: type[Figure], measures: Sequence[str], sums: list[int], change: list[int] | None) -> Figure:
    figure: dict[str, Any] = dict(zip(measures, sums, strict=True))
    later: dict[str, Any] = dict(zip(measures, change or (), strict=change is not None))
    return kind(**figure, corrections=kind(**later) if any(later.values()) else None)


# --- departments -----------------------------------------------------------------------------------------------------


def departments(months: Months, agencies: Iterable[int] | None = None) -> dict[int, dict[datetime.date, Punctuality]]:
    """Of each department (only `agencies`, when given) month by month what it was to answer and did.

    The caller says whose: a department reads its own (`DepartmentMonth.objects.visible_to`).
    """
    rows = DepartmentMonth.objects.all()
    if agencies is not None:
        rows = rows.filter(agency__in=list(agencies))
    return _by_agency(rows, months)


def departments_of(rows: QuerySet[DepartmentMonth], months: Months) -> dict[int, dict[datetime.date, Punctuality]]:
    """The same within rows that `visible_to` has narrowed."""
    return _by_agency(rows, months)


def _by_agency(rows: QuerySet[DepartmentMonth], months: Months) -> dict[int, dict[datetime.date, Punctuality]]:
    found: dict[int, dict[datetime.date, Punctuality]] = {}
    for (agency, month), figure in _told(rows, months, ["agency_id", "month"], PUNCTUALITY, Punctuality).items():
        found.setdefault(agency, {})[month] = figure
    return found


def together(months: dict[datetime.date, Punctuality]) -> Punctuality:
    """One department's months as one figure."""
    return added(Punctuality, months.values())


@dataclass(frozen=True)
class Overdue:
    """What a department still owes after its first day, and since when the longest."""

    referrals: int
    since: datetime.date


def overdue(referrals: QuerySet[Referral], day: datetime.date) -> dict[int, Overdue]:
    """Departments that are late on `day` with some of `referrals` (scoped). Only what is owed is read."""
    rows = (
        referrals.overdue(day)
        .order_by()
        .values_list("department_id")
        .annotate(Count("pk"), Min("due_on"))
    )  # fmt: skip
    return {agency: Overdue(count, since) for agency, count, since in rows}


# --- who was reached -------------------------------------------------------------------------------------------------


def last_contact(tier: Tier, units: QuerySet[Unit]) -> dict[int, datetime.date | None]:
    """The day of the latest confirmed visit of each of `units` (scoped) that this tier has ever reached."""
    found = units.filter(last_contacts__tier=tier).order_by()
    return dict(found.values_list("pk", "last_contacts__confirmed_on"))


def with_last_contact(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """As `visits.queries.with_last_contact`: each place with `last_on` and `waiting_on`.

    Looks into the visits only for places that were reached after `day`: of today it reads none.
    """
    visits = visits_to_place(tier).filter(date__lte=day).order_by("-date")
    return (
        places(tier, day, units)
        .annotate(contact=FilteredRelation("last_contacts", condition=Q(last_contacts__tier=tier)))
        .annotate(
            last_on=_latest("confirmed_on", day, visits.confirmed()),
            waiting_on=_latest("waiting_on", day, visits.awaiting_confirmation()),
        )
    )


def _latest(kept: str, day: datetime.date, visits: QuerySet) -> Case:
    return Case(
        When(Q(**{f"contact__{kept}__gt": day}), then=Subquery(visits.values("date")[:1])),
        default=F(f"contact__{kept}"),
        output_field=DateField(),
    )


def silent(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """As `visits.queries.silent`: places not reached within the tier's cadence, with their latest contact."""
    return silent_under(cadence_on(tier, day), tier, day, units)


def silent_under(cadence: Cadence | None, tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The same for who knows the cadence of the tier on `day` already."""
    if cadence is None:
        return units.none()
    return with_last_contact(tier, day, units).filter(is_silent(tier, cadence.overdue_after_days, day, "contact"))


def is_silent(tier: Tier, overdue_after: int, day: datetime.date, contact: str) -> Q:
    """The condition, on places joined with the tier's `contact`, that the cadence was missed on `day`."""
    since = day - datetime.timedelta(days=overdue_after)
    later = Q(**{f"{contact}__confirmed_on__gt": day}) & ~Q(is_reached(tier, overdue_after, day))
    return Q(**{f"{contact}__confirmed_on__isnull": True}) | Q(**{f"{contact}__confirmed_on__lte": since}) | later


# --- closing months --------------------------------------------------------------------------------------------------

DEFAULT_DAY = 3
"""Of the following month: assumed, until the office enters another."""


def freezing_date(month: datetime.date) -> datetime.date:
    """The last day on which a record still changes the figures of `month`, by the row in force when it begins to count.

    What is written afterwards is told as a correction.
    """
    following = add_months(month_start(month), 1)
    row = FreezingDay.objects.on(following).first()
    return following.replace(day=row.day if row else DEFAULT_DAY)


def closable_months(day: datetime.date) -> list[datetime.date]:
    """Months from the first record on whose freezing date is over on `day` and that are not closed."""
    first = [model.objects.aggregate(first=Min("month"))["first"] for model in (Activity, DepartmentMonth)]
    began = min(filter(None, first), default=None)
    if began is None or began >= month_start(day):
        return []
    closed = set(MonthEnd.objects.values_list("month", flat=True))
    open_months = [month for month in months_in(began, add_months(month_start(day), -1)) if month not in closed]
    return [month for month in open_months if freezing_date(month) < day]

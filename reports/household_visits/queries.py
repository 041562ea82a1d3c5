"""What is read about visits to households: numbers of places, the latest visit of each household."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from assignments.access import access_of
from assignments.models import Household, HouseholdCount, Unit
from assignments.models.kinds import LINEAGE
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.numbers import format_number
from reports.household_visits.forgetting import is_closed
from reports.household_visits.models import HouseholdLine, IssueCategory, MonthCount, VisitedCount
from reports.household_visits.policies import households_within_reach, reads_exact_numbers
from reports.household_visits.spans import Span, SpanKind
from reports.visits.models import Visit

FEWEST = 5
"""A number of households below this is not told outside the commune tier (domain rule 6.3)."""

_MEASURES = {SpanKind.MONTH: "households", SpanKind.QUARTER: "new_in_quarter", SpanKind.YEAR: "new_in_year"}


@dataclass(frozen=True)
class Figure:
    """Households of a place and how many of them were visited in a period, whatever the commune has confirmed yet."""

    total: int = 0
    visited: int = 0


@dataclass(frozen=True)
class Latest:
    """The latest visit to a household of the place, and how many promises are open there."""

    last_on: datetime.date | None = None
    to_follow_up: int = 0


def coverage(
    households: QuerySet[Household], column: str, span: Span, counts: QuerySet[MonthCount]
) -> dict[int, Figure]:
    """By unit in `column`: these households, as many as a person holds, and those of them visited in `span`.

    The visited ones are a WHERE … IN and not a condition of the count: PostgreSQL then joins the two sets once.
    `counts` are the numbers of closed years within the same places, each of the unit as it was then.
    """
    if is_closed(span.start.year):
        reached = _summed(column, span, counts)
    else:
        visited = HouseholdLine.objects.made_between(span.start, span.end).order_by().values("household")
        reached = _by(column, households.filter(pk__in=visited))
    return _figures(_by(column, households), reached)


def _by(column: str, households: QuerySet[Household]) -> dict[int, int]:
    return dict(households.order_by().values_list(f"{column}_id").annotate(Count("pk")))


def _summed(column: str, span: Span, counts: QuerySet) -> dict[int, int]:
    months = counts.filter(month__range=(span.start, span.end)).order_by()
    return dict(months.values_list(f"{column}_id").annotate(Sum(_MEASURES[SpanKind(span.kind)])))


def _figures(totals: dict[int, int], reached: dict[int, int]) -> dict[int, Figure]:
    return {pk: Figure(totals.get(pk, 0), reached.get(pk, 0)) for pk in {*totals, *reached}}


def _of_places(
    column: str, span: Span, counts: QuerySet[MonthCount], narrow: Callable[[Any], QuerySet]
) -> dict[int, Figure]:
    """By unit in `column`: households of today, and those visited in `span`, as sums of what is kept.

    `narrow` leaves the rows of the places that are asked for; of closed years, those among `counts`.
    """
    there = narrow(HouseholdCount.objects.all()).order_by().values_list(f"{column}_id").annotate(Sum("households"))
    kept = counts if is_closed(span.start.year) else VisitedCount.objects.all()
    return _figures(dict(there), _summed(column, span, narrow(kept)))


def numbers_of(units: Iterable[Unit], span: Span, counts: QuerySet[MonthCount]) -> dict[int, Figure]:
    """The numbers of these units. They say nothing of a single household, so they start from the (scoped) units."""
    by_column: dict[str, list[int]] = {}
    for unit in units:
        by_column.setdefault(column_of(unit), []).append(unit.pk)
    figures: dict[int, Figure] = {}
    for column, keys in by_column.items():
        where = Q(**{f"{column}__in": keys})
        figures |= _of_places(column, span, counts, lambda rows, where=where: rows.filter(where))
    return figures


def numbers_below(place: Unit, span: Span, counts: QuerySet[MonthCount]) -> tuple[Figure, dict[int, Figure]]:
    """The numbers of a unit and of what lies next below it; of a hamlet also of households that are in no group."""
    parts = _of_places(column_below(place, today()), span, counts, lambda rows: rows.within(place))
    whole = Figure(sum(part.total for part in parts.values()), sum(part.visited for part in parts.values()))
    return whole, {pk: part for pk, part in parts.items() if pk is not None}


def latest_of(households: QuerySet[Household], column: str) -> dict[int, Latest]:
    """By unit in `column`: the day of the latest visit to one of these households, and open promises."""
    rows = (
        HouseholdLine.objects.filter(household__in=households.order_by())
        .order_by()
        .values(f"household__{column}_id")
        .annotate(
            last_on=Max("visited_on"),
            to_follow_up=Count("pk", filter=Q(follow_up_by__isnull=False, follow_up_done_on__isnull=True)),
        )
    )
    return {row[f"household__{column}_id"]: Latest(row["last_on"], row["to_follow_up"]) for row in rows}


def column_below(unit: Unit, day: datetime.date) -> str:
    """The level that `unit` is told by: its districts, communes, hamlets or groups."""
    below = {"district": "commune", "commune": "hamlet"}
    if unit.level == "province":
        return "district" if Unit.objects.on(day).filter(province=unit, level="district").exists() else "commune"
    return below.get(unit.level, "unit")


def column_of(unit: Unit) -> str:
    """The column of placed rows that names a unit of this level."""
    return unit.level if unit.level in LINEAGE else "unit"


def with_visits(households: QuerySet[Household]) -> QuerySet[Household]:
    """Each household with the day of its latest visit (`last_on`) and the earliest open promise (`follow_up_by`)."""
    lines = HouseholdLine.objects.filter(household=OuterRef("pk"))
    waiting = lines.to_follow_up().order_by().values("household").annotate(first=Min("follow_up_by"))
    return households.annotate(
        last_on=Subquery(lines.order_by("-visited_on").values("visited_on")[:1]),
        follow_up_by=Subquery(waiting.values("first")[:1]),
    )


def visited_in(span: Span) -> Exists:
    """The condition, on households, that there was a visit in the period."""
    return Exists(HouseholdLine.objects.made_between(span.start, span.end).filter(household=OuterRef("pk")))


def visited_since(day: datetime.date) -> Exists:
    """The condition, on households, that there was a visit on `day` or later."""
    return Exists(HouseholdLine.objects.filter(visited_on__gte=day, household=OuterRef("pk")))


def waiting() -> Exists:
    """The condition, on households, that something promised is not done."""
    return Exists(HouseholdLine.objects.to_follow_up().filter(household=OuterRef("pk")))


def within_reach(user: User) -> QuerySet[Household]:
    """The households that this person may visit on record: those of their own commune tier."""
    return Household.objects.visible_to(user).filter(households_within_reach(user))


def reachable(user: User, keys: Iterable[int]) -> set[int]:
    """Which of these households are within the person's reach."""
    return set(within_reach(user).filter(pk__in=list(keys)).values_list("pk", flat=True))


def places_within_reach(user: User) -> QuerySet[Unit]:
    """The hamlets and groups in which such a household lies."""
    return Unit.objects.filter(pk__in=within_reach(user).order_by().values("unit"))


def households_to_tick(user: User, place: Unit | None, lines: Iterable[HouseholdLine] = ()) -> list[Household]:
    """The households of `place` within the person's reach, and those of these lines, by place and code."""
    kept = [line.household_id for line in lines]
    rows = Household.objects.filter(pk__in=kept)
    if place is not None and place.level in {"hamlet", "group"}:
        rows = within_reach(user).within(place) | rows
    elif not kept:
        return []
    return list(rows.select_related("unit").order_by("unit__name_key", "unit_id", "code"))


def categories_on(day: datetime.date, also: Iterable[int] = ()) -> list[IssueCategory]:
    """The catalogue of that day; `also` adds what stands on a line already."""
    return list(IssueCategory.objects.on(day) | IssueCategory.objects.filter(pk__in=list(also)))


def told(number: int, user: User, visit: Visit) -> str:
    """A number of households in words: outside the commune tier a small one is not told."""
    if number < FEWEST and not reads_exact_numbers(user, visit.unit) and access_of(user).officer_id != visit.officer_id:
        return _("dưới %(fewest)s") % {"fewest": FEWEST}
    return format_number(number)

"""Figures about the petitions of some months: how many were answered, by which day, how well, how long it took.

A petition counts in the month in which it was reported, whenever it was answered; what waits is told apart from any
period, by its age. All figures of a page come from two queries, whatever the number of petitions and of lines.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Agency, Cluster, ClusterMember, FieldOfWork, Unit
from assignments.queries import changed_days
from nammanh.platform.dates import VIETNAM, month_end, month_label
from nammanh.platform.working_days import is_working_day
from reports.feedback import states
from reports.feedback.measures import ANSWERED_ON, CONDITIONS, AgeBand, Measure, Now, in_band, measured
from reports.feedback.models import PetitionQuerySet


class Grouping(TextChoices):
    """By what the figures are told apart."""

    DEPARTMENT = "nganh", gettext_lazy("Theo ngành")
    FIELD = "linh-vuc", gettext_lazy("Theo lĩnh vực")
    PLACE = "dia-ban", gettext_lazy("Theo địa bàn")
    MONTH = "thang", gettext_lazy("Theo tháng")


@dataclass(frozen=True)
class Period:
    """From the first day of one month to the last day of another."""

    first: datetime.date
    last: datetime.date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a period ends after it begins")

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.first, month_end(self.last)


@dataclass
class Figures:
    """One line: counts by measure, those reported in the period, those open in it, and the open ones of any time by age
    band. `median` and `ninety`: working days from the dispatch to the answer, half and nine tenths took no longer.
    """

    key: Any
    name: str
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    still_open: int = 0
    ages: dict[str, int] = field(default_factory=dict)
    median: float | None = None
    ninety: float | None = None

    def count(self, measure: str) -> int:
        return self.counts.get(measure, 0)

    @property
    def waiting(self) -> int:
        """Open ones of any time."""
        return sum(self.ages.values())


@dataclass(frozen=True)
class Statistics:
    rows: list[Figures]
    whole: Figures
    by_cluster: bool
    """Places are clusters of communes: there are no districts today."""


class Percentile(Aggregate):
    """The value that a share of the rows doesn't exceed, interpolated; nulls don't count."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class WorkingDays(Func):
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


def statistics(
    petitions: PetitionQuerySet, period: Period, grouping: str, *, now: Now, day: datetime.date
) -> Statistics:
    """The figures of `petitions` (already scoped). Lines stand in the order of names, of fields or of months: none is
    ranked by its figures.
    """
    in_period, took = Q(reported_on__range=period.days), _took(period, day)
    rows = measured(petitions.order_by().filter(in_period | Q(status__in=states.OPEN)))
    counts = {
        _alias(measure): Count("pk", filter=in_period & condition(now)) for measure, condition in CONDITIONS.items()
    }
    bands = {f"band_{band}": Count("pk", filter=in_band(band, now)) for band in AgeBand.values}
    spread = {
        "median": Percentile(took, share=0.5, filter=in_period),
        "ninety": Percentile(took, share=0.9, filter=in_period),
    }
    found = list(
        rows.annotate(group=_group(grouping, day), by_cluster=_by_cluster(grouping, day))
        .values("group", "by_cluster")
        .annotate(
            total=Count("pk", filter=in_period),
            still_open=Count("pk", filter=in_period & Q(status__in=states.OPEN)),
            **spread,
            **counts,
            **bands,
        )
    )
    lines = {row["group"]: _figures(row) for row in found}
    whole = _sum(lines.values())
    of_all = rows.aggregate(**spread)
    whole.median, whole.ninety = of_all["median"], of_all["ninety"]
    by_cluster = bool(found) and found[0]["by_cluster"]
    return Statistics(_named(lines, grouping, by_cluster), whole, by_cluster)


def _alias(measure: str) -> str:
    return f"n_{Measure(measure).name.lower()}"


def _by_cluster(grouping: str, day: datetime.date) -> Any:
    """Whether places are told of by cluster: asked once for the whole query."""
    if grouping != Grouping.PLACE:
        return Value(False)
    return ~Exists(Unit.objects.on(day).filter(level="district"))


def _group(grouping: str, day: datetime.date) -> Any:
    if grouping == Grouping.MONTH:
        return TruncMonth("reported_on")
    if grouping == Grouping.PLACE:
        members = ClusterMember.objects.on(day).filter(unit=OuterRef("commune"))
        cluster = Subquery(members.values("cluster")[:1])
        by_cluster = When(_by_cluster(grouping, day), then=cluster)
        return Case(by_cluster, default=F("district_id"), output_field=BigIntegerField())
    return F("department_id" if grouping == Grouping.DEPARTMENT else "field_id")


def _took(period: Period, day: datetime.date) -> WorkingDays:
    """From the dispatch to the answer that stands. A clock stops before a dispatch only, so no pause lies between."""
    changed, passed, days = changed_days(), 0, []
    for number in range((max(day, period.first) - period.first).days + 1):
        passed += is_working_day(period.first + datetime.timedelta(days=number), changed)
        days.append(passed)
    dispatched_on = TruncDate("referral__dispatched_at", tzinfo=VIETNAM)
    return WorkingDays(period.first, days, dispatched_on, ANSWERED_ON)


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(
        row["group"],
        "",
        counts={measure: row[_alias(measure)] for measure in CONDITIONS},
        total=row["total"],
        still_open=row["still_open"],
        median=row["median"],
        ninety=row["ninety"],
        ages={band: row[f"band_{band}"] for band in AgeBand.values},
    )


def _sum(lines: Iterable[Figures]) -> Figures:
    whole = Figures(None, _("Tất cả"))
    for line in lines:
        whole.total += line.total
        whole.still_open += line.still_open
        for own, added in ((whole.counts, line.counts), (whole.ages, line.ages)):
            for name, count in added.items():
                own[name] = own.get(name, 0) + count
    return whole


def _named(lines: dict[Any, Figures], grouping: str, by_cluster: bool) -> list[Figures]:
    """The lines with their names in order; what belongs to nothing stands last."""
    keys = [key for key in lines if key is not None]
    if grouping == Grouping.MONTH:
        names = {key: month_label(key) for key in sorted(keys)}
    else:
        names = {row.pk: str(getattr(row, "full_name", row)) for row in _records(grouping, by_cluster, keys)}
    if None in lines:
        names[None] = _nothing(grouping, by_cluster)
    for key, name in names.items():
        lines[key].name = name
    return [lines[key] for key in names]


def _records(grouping: str, by_cluster: bool, keys: list[Any]) -> Any:
    if grouping == Grouping.FIELD:
        return FieldOfWork.objects.filter(pk__in=keys)
    if grouping == Grouping.DEPARTMENT:
        return Agency.objects.filter(pk__in=keys).order_by("name_key", "pk")
    return (Cluster if by_cluster else Unit).objects.filter(pk__in=keys).in_order()


def _nothing(grouping: str, by_cluster: bool) -> str:
    if grouping == Grouping.FIELD:
        return _("Chưa phân lĩnh vực")
    if grouping == Grouping.DEPARTMENT:
        return _("Chưa chuyển ngành")
    return _("Chưa thuộc cụm nào") if by_cluster else _("Không thuộc huyện")

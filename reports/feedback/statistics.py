"""Figures about the petitions of some months: how many were answered, by which day, how well, how long it took.

A petition counts in the month in which it was reported, whenever it was answered; what waits is told apart from any
period, by its age. Who reads all petitions is told from what is kept by month, everybody else from the records.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Subquery, TextChoices
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Agency, Cluster, ClusterMember, FieldOfWork, Unit
from assignments.queries import changed_days
from nammanh.platform.dates import month_end, month_label, months_in
from reports.feedback.measures import AgeBand, Now, of_age
from reports.feedback.models import Grain, MonthCount, Petition, PetitionQuerySet, TouchedMonth
from reports.feedback.services.counting import recount
from reports.feedback.tallies import Tally, alike, tallied


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


@dataclass(frozen=True)
class Lines:
    """What a line is told of: a department, a field, a month, a district or, where there are none today, a cluster."""

    grouping: str
    day: datetime.date
    by_cluster: bool

    @classmethod
    def of(cls, grouping: str, day: datetime.date) -> Lines:
        places = grouping == Grouping.PLACE
        return cls(grouping, day, places and not Unit.objects.on(day).filter(level="district").exists())

    @property
    def grain(self) -> str:
        """Of the kept rows of which a line is the sum."""
        return Grain.COMMUNE if self.by_cluster else _GRAINS[self.grouping]

    @property
    def of_kept(self) -> Any:
        if self.grouping == Grouping.MONTH:
            return F("month")
        return self._cluster("key") if self.by_cluster else F("key")

    @property
    def of_petition(self) -> Any:
        if self.grouping == Grouping.MONTH:
            return TruncMonth("reported_on")
        return self._cluster("commune") if self.by_cluster else F(f"{self.grain}_id")

    def _cluster(self, commune: str) -> Subquery:
        return Subquery(ClusterMember.objects.on(self.day).filter(unit=OuterRef(commune)).values("cluster")[:1])

    def records(self, keys: list[Any]) -> Any:
        if self.grouping == Grouping.FIELD:
            return FieldOfWork.objects.filter(pk__in=keys)
        if self.grouping == Grouping.DEPARTMENT:
            return Agency.objects.filter(pk__in=keys).order_by("name_key", "pk")
        return (Cluster if self.by_cluster else Unit).objects.filter(pk__in=keys).in_order()

    @property
    def nothing(self) -> str:
        """What belongs to none."""
        if self.grouping == Grouping.FIELD:
            return _("Chưa phân lĩnh vực")
        if self.grouping == Grouping.DEPARTMENT:
            return _("Chưa chuyển ngành")
        return _("Chưa thuộc cụm nào") if self.by_cluster else _("Không thuộc huyện")


_GRAINS: dict[str, Grain] = {
    Grouping.DEPARTMENT: Grain.DEPARTMENT,
    Grouping.FIELD: Grain.FIELD,
    Grouping.PLACE: Grain.DISTRICT,
    Grouping.MONTH: Grain.MONTH,
}


def statistics(
    petitions: PetitionQuerySet, period: Period, grouping: str, *, now: Now, day: datetime.date
) -> Statistics:
    """The figures of `petitions` (already scoped), counted from the records.

    Lines stand in the order of names, of fields or of months: none is ranked by its figures.
    """
    lines = Lines.of(grouping, day)
    since, until = period.days
    rows = alike(petitions, since=since, until=until, changed=changed_days(), group=lines.of_petition)
    found = tallied(rows, lambda row: (row["group"],))
    return _told(found, _whole(found.values()), petitions, lines, now)


def statistics_of_all(period: Period, grouping: str, *, now: Now, day: datetime.date) -> Statistics:
    """The same of all petitions there are, from what is kept by month; months that were touched are counted first."""
    lines = Lines.of(grouping, day)
    kept = _kept(period, lines)
    fresh = {row.month for row in kept if row.grain == Grain.MONTH and not row.touched}
    if missing := {*months_in(*period.days)} - fresh:
        recount(missing)
        kept = _kept(period, lines)
    found: dict[Any, Tally] = {}
    for row in kept:
        if row.total and row.grain == lines.grain:
            found.setdefault(row.group, Tally()).add(_tally(row))
    whole = _whole(_tally(row) for row in kept if row.grain == Grain.MONTH)
    return _told(found, whole, Petition.objects.all(), lines, now)


def _kept(period: Period, lines: Lines) -> list[Any]:
    """Rows of the grain that tells the lines apart, and those of whole months."""
    rows = MonthCount.objects.filter(grain__in={Grain.MONTH, lines.grain}, month__range=(period.first, period.last))
    touched = Exists(TouchedMonth.objects.filter(month=OuterRef("month")))
    return list(rows.annotate(group=lines.of_kept, touched=touched))


def _tally(row: MonthCount) -> Tally:
    return Tally(
        row.total,
        row.still_open,
        Counter(row.counts),
        Counter({int(days): count for days, count in row.took.items()}),
        Counter({datetime.date.fromisoformat(told): count for told, count in row.untold.items()}),
    )


def _whole(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _told(found: dict[Any, Tally], whole: Tally, petitions: PetitionQuerySet, lines: Lines, now: Now) -> Statistics:
    """What was counted, and beside it what waits today."""
    waiting = {row["group"]: row for row in _waiting(petitions, lines, now)}
    rows = {key: _figures(key, found.get(key, Tally()), waiting.get(key), now) for key in {**found, **waiting}}
    of_all = _figures(None, whole, None, now)
    of_all.name = _("Tất cả")
    of_all.ages = {band: sum(row.ages[band] for row in rows.values()) for band in AgeBand.values}
    return Statistics(_named(rows, lines), of_all, lines.by_cluster)


def _waiting(petitions: PetitionQuerySet, lines: Lines, now: Now) -> Any:
    """The open ones of any time by their age."""
    bands = {f"band_{band}": Count("pk", filter=of_age(band, now)) for band in AgeBand.values}
    return petitions.open().order_by().annotate(group=lines.of_petition).values("group").annotate(**bands)


def _figures(key: Any, tally: Tally, waiting: dict[str, int] | None, now: Now) -> Figures:
    return Figures(
        key,
        "",
        counts=tally.counted(now),
        total=tally.total,
        still_open=tally.still_open,
        ages={band: waiting[f"band_{band}"] if waiting else 0 for band in AgeBand.values},
        median=tally.within(0.5),
        ninety=tally.within(0.9),
    )


def _named(rows: dict[Any, Figures], lines: Lines) -> list[Figures]:
    """The lines with their names in order; what belongs to nothing stands last."""
    keys = [key for key in rows if key is not None]
    if lines.grouping == Grouping.MONTH:
        names = {key: month_label(key) for key in sorted(keys)}
    else:
        names = {row.pk: str(getattr(row, "full_name", row)) for row in lines.records(keys)}
    if None in rows:
        names[None] = lines.nothing
    for key, name in names.items():
        rows[key].name = name
    return [rows[key] for key in names]

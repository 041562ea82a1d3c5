"""Hamlet × month: who has been to the Party cell's meeting (seed 002: “tham dự sinh hoạt chi bộ … hàng tháng”)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Case, Count, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Assignment, Tier, Unit
from assignments.models.policy import TierTarget
from nammanh.accounts.models import User
from nammanh.platform.dates import month_end, month_start
from reports.visits.models import Visit, VisitType
from reports.visits.states import Status


class CellState(TextChoices):
    """How a hamlet stands with one month, best first."""

    ATTENDED = "attended", _("Đã dự")
    WAITING = "waiting", _("Chờ xã xác nhận")
    PLANNED = "planned", _("Có kế hoạch")
    LAPSED = "lapsed", _("Kế hoạch đã qua, chưa ghi nhận")
    NONE = "none", _("Chưa dự")
    AHEAD = "ahead", _("Chưa có kế hoạch")


_RANK = list(CellState)
Cells = dict[tuple[int, datetime.date], "Mark"]


@dataclass(frozen=True)
class Mark:
    """One cell: its state, and the visit behind it."""

    state: CellState
    visit: Visit | None = None


@dataclass(frozen=True)
class MonthTotal:
    """Of all hamlets asked for: how many were reached in a month, confirmed or still waiting."""

    attended: int = 0
    waiting: int = 0


def own_hamlets(user: User, day: datetime.date) -> QuerySet[Unit]:
    """The hamlets that this person holds or stands in for."""
    held = Assignment.objects.on(day).filter(officer__in=access_of(user).officer_ids, unit__level="hamlet")
    return Unit.objects.filter(pk__in=held.values("unit"))


def own_attendance(user: User) -> QuerySet[Visit]:
    """One's own cell meetings, whatever tier they were made in."""
    return _cell_meetings(Visit.objects.visible_to(user).filter(officer__in=access_of(user).officer_ids))


def attendance_in(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Cell meetings attended by those whose tier reaches down to hamlets, of visits already scoped."""
    down_to_hamlets = Tier.objects.filter(target=TierTarget.HAMLET).order_by()
    return _cell_meetings(visits).filter(tier__in=down_to_hamlets.values("pk"))


def _cell_meetings(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.filter(type=VisitType.PARTY_CELL_MEETING).exclude(status=Status.CANCELLED)


def cells(visits: QuerySet[Visit], hamlets: Iterable[Unit], months: list[datetime.date], day: datetime.date) -> Cells:
    """The best state of every hamlet in every month, on `day`, and the first visit in that state: one query."""
    keys = [hamlet.pk for hamlet in hamlets]
    nth = Window(RowNumber(), partition_by=["hamlet", TruncMonth("date")], order_by=[_rank_on(day), "date", "pk"])
    asked = visits.filter(hamlet__in=keys, date__range=(months[0], month_end(months[-1])))
    best = asked.order_by().annotate(nth=nth).filter(nth=1)
    found: Cells = {
        (key, month): Mark(CellState.AHEAD if month > day else CellState.NONE) for key in keys for month in months
    }
    for visit in Visit.objects.filter(pk__in=best.values("pk")).only("uuid", "date", "status", "hamlet"):
        found[visit.hamlet_id or 0, month_start(visit.date)] = Mark(_state(visit, day), visit)
    return found


def _rank_on(day: datetime.date) -> Case:
    """The place in `CellState` of what a visit makes of its month."""
    ranked = {
        CellState.ATTENDED: Q(status=Status.CONFIRMED),
        CellState.WAITING: Q(status=Status.DONE),
        CellState.PLANNED: Q(date__gte=day),
    }
    cases = [When(condition, then=Value(_RANK.index(state))) for state, condition in ranked.items()]
    return Case(*cases, default=Value(_RANK.index(CellState.LAPSED)))


def _state(visit: Visit, day: datetime.date) -> CellState:
    if visit.status == Status.CONFIRMED:
        return CellState.ATTENDED
    if visit.status == Status.DONE:
        return CellState.WAITING
    return CellState.PLANNED if visit.date >= day else CellState.LAPSED


def month_totals(
    visits: QuerySet[Visit], hamlets: QuerySet[Unit], months: list[datetime.date]
) -> tuple[int, dict[datetime.date, MonthTotal]]:
    """How many hamlets, and how many of them were reached in each month: each once, however often somebody came.

    One query, and of each hamlet and month it looks for one visit: a hundred more make it no longer. For what waits it
    looks only where nothing is confirmed.
    """
    asked: dict[str, Aggregate] = {"hamlets": Count("pk")}
    for month in months:
        here = visits.filter(hamlet=OuterRef("pk"), date__range=(month, month_end(month))).order_by()
        confirmed, done = (Exists(here.filter(status=status)) for status in (Status.CONFIRMED, Status.DONE))
        asked[f"month_{month:%m}"] = ArrayAgg(Case(When(confirmed, then=True), When(done, then=False)))
    found = hamlets.order_by().aggregate(**asked)
    reached = {month: found[f"month_{month:%m}"] or [] for month in months}
    return found["hamlets"], {month: MonthTotal(said.count(True), said.count(False)) for month, said in reached.items()}

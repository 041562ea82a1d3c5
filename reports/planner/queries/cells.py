"""Hamlet × month: who has been to the Party cell's meeting (seed 002: “tham dự sinh hoạt chi bộ … hàng tháng”)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, TextChoices
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Assignment, Unit
from assignments.models.policy import TierTarget
from nammanh.accounts.models import User
from nammanh.platform.dates import month_end, month_start
from reports.visits import states
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
    return _cell_meetings(visits).filter(tier__target=TierTarget.HAMLET)


def _cell_meetings(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.filter(type=VisitType.PARTY_CELL_MEETING).exclude(status=Status.CANCELLED)


def cells(visits: QuerySet[Visit], hamlets: Iterable[Unit], months: list[datetime.date], day: datetime.date) -> Cells:
    """The best state of every hamlet in every month, on `day`: one query."""
    keys = [hamlet.pk for hamlet in hamlets]
    rows = visits.filter(hamlet__in=keys, date__range=(months[0], month_end(months[-1])))
    found: Cells = {
        (key, month): Mark(CellState.AHEAD if month > day else CellState.NONE) for key in keys for month in months
    }
    for visit in rows.only("uuid", "date", "status", "hamlet").order_by("date", "pk"):
        key, state = (visit.hamlet_id or 0, month_start(visit.date)), _state(visit, day)
        if _RANK.index(state) < _RANK.index(found[key].state):
            found[key] = Mark(state, visit)
    return found


def _state(visit: Visit, day: datetime.date) -> CellState:
    if visit.status == Status.CONFIRMED:
        return CellState.ATTENDED
    if visit.status == Status.DONE:
        return CellState.WAITING
    return CellState.PLANNED if visit.date >= day else CellState.LAPSED


def month_totals(
    visits: QuerySet[Visit], hamlets: QuerySet[Unit], months: list[datetime.date]
) -> dict[datetime.date, MonthTotal]:
    """Each hamlet counts once a month, however often somebody came. One query."""
    rows = (
        visits.filter(hamlet__in=hamlets.order_by().values("pk"), date__range=(months[0], month_end(months[-1])))
        .order_by()
        .annotate(month=TruncMonth("date"))
        .values("month")
        .annotate(
            attended=Count("hamlet", distinct=True, filter=Q(status=Status.CONFIRMED)),
            reached=Count("hamlet", distinct=True, filter=Q(status__in=states.HAPPENED)),
        )
    )
    known = {row["month"]: MonthTotal(row["attended"], row["reached"] - row["attended"]) for row in rows}
    return {month: known.get(month, MonthTotal()) for month in months}

"""What is read about pledges: how much stands where, and what of it has arrived."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from assignments.access import Area, access_of, within_areas
from assignments.models import Assignment, Level, Unit
from nammanh.accounts.models import User
from reports.resources.models import Pledge, Receipt
from reports.resources.states import Status

LATE_ENTRY = datetime.timedelta(days=120)
"""How long after the end of an assignment a pledge may still be typed in."""


@dataclass(frozen=True)
class Total:
    """Pledges of one state: how many, their amounts in đồng, how many carry none."""

    status: Status
    count: int
    amount: int
    uncounted: int


@dataclass(frozen=True)
class Totals:
    """The funnel of a list: a line a state, and what has arrived of all of them."""

    by_status: list[Total]
    received: int

    @property
    def promised(self) -> int:
        """What was promised and has not come to nothing, in đồng: pledged, received and handed over."""
        counted = {Status.PLEDGED, Status.RECEIVED, Status.HANDED_OVER}
        return sum(total.amount for total in self.by_status if total.status in counted)


def totals(pledges: QuerySet[Pledge]) -> Totals:
    """The funnel of these (scoped, filtered) pledges: two queries."""
    plain = Pledge.objects.filter(pk__in=pledges.order_by().values("pk"))
    rows = plain.values("status").annotate(
        n=Count("pk"), total=Sum("amount"), uncounted=Count("pk", filter=Q(amount__isnull=True))
    )
    found = {row["status"]: row for row in rows.order_by()}
    lines = [
        Total(status, row["n"], row["total"] or 0, row["uncounted"])
        if (row := found.get(status.value))
        else Total(status, 0, 0, 0)
        for status in Status
    ]
    arrived = Receipt.objects.filter(pledge__in=plain.order_by().values("pk")).aggregate(total=Sum("amount"))
    return Totals(lines, arrived["total"] or 0)


def places_of(user: User, day: datetime.date) -> list[Unit]:
    """Communes, hamlets and groups for which this person may record a pledge on `day`."""
    held = Assignment.objects.answered_by(access_of(user).officer_id or 0, day - LATE_ENTRY, day)
    areas = tuple(Area(level, pk) for level, pk in held.values_list("unit__level", "unit_id"))
    small = tuple(area for area in areas if area.level in {Level.HAMLET, Level.GROUP})
    mine = within_areas(areas, "pk") & Q(level__in=(Level.COMMUNE, Level.HAMLET))
    mine |= within_areas(small, "pk") & Q(level=Level.GROUP)
    rows = Unit.objects.on(day).filter(mine).select_related("commune", "hamlet", "district")
    return list(rows.order_by("commune__name_key", "commune_id", "hamlet__name_key", "name_key", "pk"))


def outstanding_at(pledges: QuerySet[Pledge], commune_id: int | None) -> QuerySet[Pledge]:
    """Open pledges of a commune and all its places, what is expected first first; `pledges` already scoped."""
    return pledges.open().filter(commune=commune_id).with_received().order_by("expected_by", "pk")

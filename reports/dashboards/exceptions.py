"""What leaders should see first: hot issues still open, departments that are late."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet, Subquery, Value

from reports.feedback.models import Category, Petition
from reports.feedback.states import RUNNING


@dataclass(frozen=True)
class LateDepartment:
    """A department with answers owed after the day set for it; of some it has promised a new day, not yet over."""

    pk: int
    name: str
    petitions: int
    promised: int
    days: int

    @property
    def tone(self) -> str:
        """Distress is what is late without a promise that still holds."""
        return "warning" if self.promised == self.petitions else "danger"


def late_departments(petitions: QuerySet[Petition], day: datetime.date) -> list[LateDepartment]:
    """The longest wait first; `petitions` already scoped. One query over what is late."""
    rows = (
        petitions.with_late_department(day)
        .order_by()
        .values("department_id", "department__name")
        .annotate(
            petitions=Count("pk"),
            promised=Count("pk", filter=Q(promised_on__gte=day)),
            since=Min("owed_on"),
        )
        .order_by("since", "department__name_key")
    )
    return [
        LateDepartment(
            row["department_id"],
            row["department__name"],
            row["petitions"],
            row["promised"],
            (day - row["since"]).days,
        )
        for row in rows
    ]


def open_hot_issues(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """Hot issues without an answer, the first due first, each with how many there are (`among`)."""
    found = petitions.hot().open()
    among = found.order_by().annotate(all=Value(1)).values("all").annotate(among=Count("pk")).values("among")
    return found.select_related("unit", "commune").annotate(among=Subquery(among)).only(
        "uuid", "content", "reported_on", "deadline_on", "status", "commune_id", "unit_id",
        "unit__kind", "unit__name", "commune__kind", "commune__name",
    ).order_by("deadline_on", "pk")  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """What of a place's petitions waits today."""

    open: int
    overdue: int
    hot: int
    late: int


def waiting(petitions: QuerySet[Petition], day: datetime.date) -> Waiting:
    """Open petitions; of them past their day, hot issues, with a late department. One query over what is open."""
    found = (
        petitions.open()
        .order_by()
        .aggregate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(status__in=RUNNING, deadline_on__lt=day)),
            hot=Count("pk", filter=Q(category=Category.HOT_ISSUE)),
            late=Count("pk", filter=Q(owed_on__lt=day)),
        )
    )
    return Waiting(**found)

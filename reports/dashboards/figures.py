"""What was done in a period, by place and month: counted from the records in a few grouped queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.dashboards.months import Months
from reports.feedback.models import Petition
from reports.recommendations.models import SPECIFIC, Comment
from reports.visits.models import Visit, VisitType


@dataclass(frozen=True)
class Totals:
    visits: int = 0
    cell_meetings: int = 0
    comments: int = 0
    specific: int = 0
    petitions: int = 0
    answers_due: int = 0
    answered_on_time: int = 0
    carried_back: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


Cells = dict[tuple[int | None, datetime.date], Totals]


def by_place_and_month(user: User, records: Q, months: Months, level: str) -> Cells:
    found: dict[tuple[int | None, datetime.date], dict[str, int]] = defaultdict(dict)
    for rows in _groups(user, records, months, level):
        for row in rows:
            place, month = row.pop("place"), row.pop("month")
            found[place, month].update(row)
    return {key: Totals(**values) for key, values in found.items()}


def _groups(user: User, records: Q, months: Months, level: str) -> list[Any]:
    span = (months.start, months.end)
    column = f"{level}_id"

    def grouped(rows: QuerySet, day: str, **counts: Count) -> QuerySet:
        rows = rows.filter(records, **{f"{day}__range": span}).order_by()
        return rows.annotate(place=F(column), month=TruncMonth(day)).values("place", "month").annotate(**counts)

    cell = Count("pk", filter=Q(type=VisitType.PARTY_CELL_MEETING))
    petitions = Petition.objects.visible_to(user)
    settled = petitions.filter(duplicate_of=None).with_punctuality()
    come = Q(answered_at__isnull=False) | Q(due_on__lt=today())
    return [
        grouped(Visit.objects.visible_to(user).happened(), "date", visits=Count("pk"), cell_meetings=cell),
        grouped(
            Comment.objects.visible_to(user).sent().to_commune(),
            "given_on",
            comments=Count("pk"),
            specific=Count("pk", filter=SPECIFIC),
        ),
        grouped(petitions, "reported_on", petitions=Count("pk")),
        grouped(
            settled, "due_on", answers_due=Count("pk", filter=come), answered_on_time=Count("pk", filter=Q(on_time_original=True))
        ),
        grouped(
            petitions.filter(carried_back__answered_at=F("answered_at")),
            "carried_back__visit__date",
            carried_back=Count("pk", distinct=True),
        ),
    ]

"""What is counted, and where: one query a kind of record, by place, month, tier and circle of readers.

The rules are those of the slices that own the records; here they are only put together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncMonth

from assignments.models import Tier, Unit
from reports.bulletins.models import Conveyance
from reports.feedback import states as petition_states
from reports.feedback.models import CarriedBack, Category, Petition, Referral
from reports.feedback.states import ReferralStatus
from reports.recommendations.models import SPECIFIC, Comment, Visibility
from reports.visits.models import Visit, VisitType
from reports.visits.queries import measured_level, visits_to_place
from reports.visits.states import Status as VisitStatus

NOT_FOR_SUPERIOR = Value(False)


@dataclass(frozen=True)
class Source:
    """Records of one kind. `place` and `day` are the columns that say where and when one counts, `tier` by whom.

    `counted` are the measures that it gives; each is a count of its own records.
    """

    rows: Callable[[], QuerySet]
    place: str
    day: str
    tier: str
    counted: dict[str, Count]
    superior: Case | Value = NOT_FOR_SUPERIOR

    def cells(self, rows: QuerySet) -> QuerySet:
        """Counts of these records by cell."""
        return (
            rows.order_by()
            .annotate(
                at_place=F(self.place),
                in_month=TruncMonth(self.day),
                of_tier=F(self.tier),
                to_superior=self.superior,
            )
            .values("at_place", "in_month", "of_tier", "to_superior")
            .annotate(**{f"n_{name}": count for name, count in self.counted.items()})
        )


def _count(**conditions: object) -> Count:
    return Count("pk", filter=Q(**conditions) if conditions else None)


ANSWERABLE = Q(answered_at__isnull=False) | Q(status__in=sorted(petition_states.OPEN))
"""Petitions to which an answer is owed or was given; a duplicate has its root's."""

SOURCES = (
    Source(
        lambda: Visit.objects.happened(), "unit_id", "date", "tier_id",
        {
            "visits": _count(),
            "confirmed": _count(status=VisitStatus.CONFIRMED),
            "cell_meetings": _count(type=VisitType.PARTY_CELL_MEETING),
            "household_visits": _count(type=VisitType.HOUSEHOLD_VISIT),
        },
    ),
    Source(
        lambda: Comment.objects.sent(), "unit_id", "given_on", "visit__tier_id",
        {"comments": _count(), "specific": Count("pk", filter=SPECIFIC)},
        Case(When(visibility=Visibility.SUPERIOR, then=True), default=False, output_field=BooleanField()),
    ),
    Source(
        lambda: Petition.objects.all(), "unit_id", "reported_on", "visit__tier_id",
        {"petitions": _count(), "hot": _count(category=Category.HOT_ISSUE)},
    ),
    Source(
        lambda: Petition.objects.filter(ANSWERABLE).with_punctuality(), "unit_id", "due_on", "visit__tier_id",
        {
            "answers_due": _count(),
            "answered_on_time": _count(on_time_original=True),
            "answered_late": _count(on_time_original=False),
        },
    ),
    Source(
        lambda: CarriedBack.objects.standing(), "petition__unit_id", "visit__date", "visit__tier_id",
        {"carried_back": _count()},
    ),
    Source(lambda: Conveyance.objects.all(), "unit_id", "conveyed_on", "visit__tier_id", {"conveyed": _count()}),
)  # fmt: skip


def referrals() -> QuerySet[Referral]:
    """What departments answered or owe."""
    return Referral.objects.filter(status__in=sorted({*petition_states.OWED, ReferralStatus.ANSWERED}))


def punctuality(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Counts of these referrals by department and the month of their first day."""
    return (
        rows.with_punctuality()
        .order_by()
        .annotate(of_agency=F("department_id"), in_month=TruncMonth("due_on"))
        .values("of_agency", "in_month")
        .annotate(
            n_due=Count("pk"),
            n_on_time=_count(on_time_original=True),
            n_on_time_committed=_count(on_time_committed=True),
            n_late=_count(on_time_original=False),
            n_owed=_count(status__in=sorted(petition_states.OWED)),
        )
    )


def contacts(tier: Tier, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The latest visits of a tier to each of `units` at which its contact is counted."""
    latest = visits_to_place(tier).order_by("-date")
    return (
        units.filter(level=measured_level(tier))
        .order_by()
        .annotate(
            of_tier=Value(tier.pk),
            last_confirmed=Subquery(latest.confirmed().values("date")[:1]),
            last_waiting=Subquery(latest.awaiting_confirmation().values("date")[:1]),
        )
        .filter(Q(last_confirmed__isnull=False) | Q(last_waiting__isnull=False))
        .values("pk", "of_tier", "last_confirmed", "last_waiting")
    )

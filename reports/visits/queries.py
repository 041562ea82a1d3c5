"""What is read about visits: silence, months, the latest contact of each place."""

from __future__ import annotations

import datetime

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery

from assignments.models import Cadence, HouseholdCount, Tier, Unit
from assignments.models.policy import TierTarget
from assignments.queries import changed_days
from nammanh.platform.working_days import Overrides, add_working_days
from reports.visits.models import ConfirmTerm, Visit
from reports.visits.states import Status


def measured_level(tier: Tier) -> str:
    """The level at which a tier's contact is counted: a household tier is counted by hamlet."""
    return "hamlet" if tier.target == TierTarget.HOUSEHOLD else tier.target


def all_tiers() -> QuerySet[Tier]:
    """Every tier of every phase, the latest phase first: what lists of the past are narrowed by."""
    return Tier.objects.select_related("phase").order_by("-phase__valid_from", "order")


def cadence_on(tier: Tier, day: datetime.date) -> Cadence | None:
    """The visiting regime of a tier on `day`; none when the policy sets none."""
    return Cadence.objects.on(day).filter(tier=tier).first()


def places(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units at which this tier's contact is counted, within `units` (already scoped)."""
    return units.on(day).filter(is_place(tier))


def is_place(tier: Tier) -> Q:
    """The condition, on units, that this tier's contact is counted there: also for counting in one query.

    A household tier is counted at the hamlets whose households are on record.
    """
    here = Q(level=measured_level(tier))
    if tier.target == TierTarget.HOUSEHOLD:
        here &= Q(Exists(HouseholdCount.objects.filter(hamlet=OuterRef("pk"))))
    return here


def visits_to_place(tier: Tier) -> QuerySet[Visit]:
    """Visits of the tier to the outer unit or below it."""
    return Visit.objects.filter(**{"tier": tier, measured_level(tier): OuterRef("pk")})


def with_last_contact(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each place with the day of its latest confirmed visit (`last_on`) and of one still unconfirmed (`waiting_on`)."""
    latest = visits_to_place(tier).filter(date__lte=day).order_by("-date")
    return places(tier, day, units).annotate(
        last_on=Subquery(latest.filter(status=Status.CONFIRMED).values("date")[:1], output_field=DateField()),
        waiting_on=Subquery(latest.filter(status=Status.DONE).values("date")[:1], output_field=DateField()),
    )


def silent(tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Places that the tier has not reached within its cadence: no confirmed visit in the days allowed."""
    cadence = cadence_on(tier, day)
    if cadence is None:
        return units.none()
    return with_last_contact(tier, day, units).filter(~is_reached(tier, cadence.overdue_after_days, day))


def is_reached(tier: Tier, overdue_after: int, day: datetime.date) -> Exists:
    """The condition, on rows of `places(tier, …)`, that the tier was there in the days that its cadence allows."""
    since = day - datetime.timedelta(days=overdue_after)
    return Exists(visits_to_place(tier).filter(status=Status.CONFIRMED, date__gt=since, date__lte=day))


def confirm_limit(day: datetime.date) -> datetime.date | None:
    """Visits received on this day or earlier should have been confirmed by `day`; none when no term is in force.

    The term of `day` counts for all that waits then: a shorter one set today makes older visits late today.
    """
    term = ConfirmTerm.objects.on(day).order_by("-valid_from").values_list("working_days", flat=True).first()
    return None if term is None else limit_of(term, day, changed_days())


def limit_of(working_days: int, day: datetime.date, changed: Overrides) -> datetime.date:
    """`confirm_limit` under a term of so many working days."""
    return add_working_days(day, -working_days, changed) - datetime.timedelta(days=1)


def late_confirmation(visits: QuerySet[Visit], day: datetime.date) -> QuerySet[Visit]:
    """Those of `visits` (already scoped) that their commune has not confirmed within its term."""
    limit = confirm_limit(day)
    return visits.unconfirmed_since(limit) if limit else visits.none()

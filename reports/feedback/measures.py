"""What is counted about petitions. A figure of the statistics and the list behind it are one condition, written here
once, so that they can't differ.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, TextChoices
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from assignments.queries import changed_days
from nammanh.platform.dates import VIETNAM
from nammanh.platform.working_days import add_working_days
from reports.feedback import states
from reports.feedback.clocks import before_term, terms_on
from reports.feedback.models import PetitionQuerySet, TermKind

ANSWERED_ON = TruncDate("answered_at", tzinfo=VIETNAM)
FIRST_DAY = Coalesce(F("referral__due_on"), F("due_on"))
"""The department's first day; the sender's, where no department was asked."""
LAST_DAY = Coalesce(F("referral__expected_on"), F("deadline_on"))
"""The latest of what was set, promised, or set anew."""


class Measure(TextChoices):
    """One count: its word in addresses, and what the list of its rows is called."""

    ANSWERED = "da-tra-loi", _("Đã có trả lời")
    BY_DEPARTMENT = "nganh-da-tra-loi", _("Ngành đã trả lời")
    ON_FIRST_DAY = "dung-han-dau", _("Trả lời đúng hạn ban đầu")
    ON_LAST_DAY = "dung-ngay-hen", _("Trả lời đúng hạn hoặc đúng ngày hẹn")
    FOR_SENDER = "dung-han-noi-gui", _("Trả lời đúng hạn tính từ ngày phản ánh")
    EVER_ANSWERED = "tung-tra-loi", _("Từng được trả lời")
    REOPENED = "tra-loi-lai", _("Phải trả lời lại")
    JUDGED = "da-danh-gia", _("Câu trả lời đã được đánh giá")
    FAILED = "chua-dat", _("Có câu trả lời chưa đạt")
    CARRIED = "da-bao-lai", _("Đã báo lại cho dân hoặc nơi gửi")
    CARRIED_LATE = "cham-bao-lai", _("Quá thời hạn mà chưa báo lại cho dân")


@dataclass(frozen=True)
class Now:
    """The terms of the day on which is counted, and what follows from them. `bands`: the first days of the age bands,
    the youngest first; what was reported before all of them is in a band of its own.
    """

    terms: dict[str, int]
    late_since: datetime.date
    """Answers of this day or earlier should have been carried back."""
    bands: tuple[datetime.date, ...]

    @classmethod
    def on(cls, day: datetime.date) -> Now | None:
        """None where the office has set no terms: then nothing is late."""
        terms = terms_on(day)
        if not {TermKind.ORDINARY, TermKind.WAY_BACK} <= set(terms):
            return None
        term, changed = terms[TermKind.ORDINARY], changed_days()
        edges = tuple(add_working_days(day, -term * times, changed) for times in (1, 2, 3))
        return cls(terms, before_term(terms[TermKind.WAY_BACK], day), edges)


def measured(petitions: PetitionQuerySet) -> PetitionQuerySet:
    """The rows with what the conditions below ask for."""
    return _dated(petitions).annotate(
        told_people=petitions.is_carried_back(), judged=petitions.is_judged(), failed=petitions.is_judged(passed=False)
    )


def measured_one_by_one(petitions: PetitionQuerySet) -> PetitionQuerySet:
    """The same for counts of few petitions among very many: what was said of each is looked up, where for `EXISTS` the
    database would read everything that was ever said.
    """
    return _dated(petitions.with_way_back().with_verdict()).annotate(
        told_people=_whether(reaction__isnull=False), judged=_whether(verdict__isnull=False),
        failed=_whether(verdict=False),
    )  # fmt: skip


def _dated(petitions: PetitionQuerySet) -> PetitionQuerySet:
    return petitions.annotate(answered_on=ANSWERED_ON, first_day=FIRST_DAY, last_day=LAST_DAY)


def _whether(**conditions: Any) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**conditions), output_field=BooleanField(null=True))


_ANSWERED = Q(answered_at__isnull=False)
_TOLD = Q(told_people=True) | Q(status=states.Status.CLOSED, told_at__isnull=False)

UNTOLD = _ANSWERED & ~_TOLD

FIXED: dict[str, Q] = {
    Measure.ANSWERED: _ANSWERED,
    Measure.BY_DEPARTMENT: _ANSWERED & Q(referral__isnull=False),
    Measure.ON_FIRST_DAY: _ANSWERED & Q(answered_on__lte=F("first_day")),
    Measure.ON_LAST_DAY: _ANSWERED & Q(answered_on__lte=F("last_day")),
    Measure.FOR_SENDER: _ANSWERED & Q(answered_on__lte=F("due_on")),
    Measure.EVER_ANSWERED: _ANSWERED | Q(renewed_due_on__isnull=False),
    Measure.REOPENED: Q(renewed_due_on__isnull=False),
    Measure.JUDGED: Q(judged=True),
    Measure.FAILED: Q(failed=True),
    Measure.CARRIED: _ANSWERED & _TOLD,
}
"""What counts, on whatever day one asks."""


def condition(measure: str, now: Now) -> Q:
    """What counts; only for `CARRIED_LATE` it matters on which day one asks."""
    return UNTOLD & Q(answered_on__lte=now.late_since) if measure == Measure.CARRIED_LATE else FIXED[measure]


class AgeBand(TextChoices):
    """How long an open petition has waited, in terms of an ordinary answer: the fourth is older than three terms."""

    FIRST = "1", _("Chưa quá thời hạn trả lời thường")
    SECOND = "2", _("Quá một lần thời hạn")
    THIRD = "3", _("Quá hai lần thời hạn")
    FOURTH = "4", _("Quá ba lần thời hạn")


def in_band(band: str, now: Now) -> Q:
    """Open, and reported within the band."""
    return Q(status__in=states.OPEN) & of_age(band, now)


def of_age(band: str, now: Now) -> Q:
    """Reported within the band; all days since the report count, also those of a pause."""
    number, condition = int(band), Q()
    if number <= len(now.bands):
        condition &= Q(reported_on__gte=now.bands[number - 1])
    if number > 1:
        condition &= Q(reported_on__lt=now.bands[number - 2])
    return condition


def narrowed(petitions: Any, measure: str, now: Now) -> Any:
    """The rows that a figure counts."""
    return measured(petitions).filter(condition(measure, now))

"""Questions that are asked of petitions: whose they are, how they stand, what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from assignments.access import Access, access_of
from assignments.models import LineageQuerySet
from nammanh.platform.dates import VIETNAM
from nammanh.platform.fulltext import SearchedQuerySet
from reports.feedback import states
from reports.feedback.models.referrals import ReferralSupport, punctual
from reports.feedback.states import Status

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


def _known_to(access: Access) -> Q:
    """In one's area, and one's own."""
    return access.area() | Q(officer_id=access.officer_id or 0)


class PetitionQuerySet(LineageQuerySet, SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, one's own, and for a department what was sent to it, as the lead or in support."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        seen = _known_to(access)
        if access.department_ids:
            supported = ReferralSupport.objects.filter(agency__in=access.department_ids)
            seen |= Q(department__in=access.department_ids) | Q(referral__in=supported.values("referral"))
        return self.filter(seen)

    def known_to(self, user: User) -> Self:
        """Of `visible_to`, what one sees without being a department that was asked."""
        return self.filter(_known_to(access_of(user)))

    def open(self) -> Self:
        return self.filter(status__in=states.OPEN)

    def unsent(self) -> Self:
        """With the office: new, received, or in the month's batch."""
        return self.filter(status__in=states.UNSENT)

    def with_department(self) -> Self:
        return self.filter(status__in=states.WITH_DEPARTMENT)

    def hot(self) -> Self:
        return self.filter(category="hot_issue")

    def overdue(self, day: datetime.date) -> Self:
        """The clock runs, and the day on which an answer was due is over."""
        return self.filter(status__in=states.RUNNING, deadline_on__lt=day)

    def with_late_department(self, day: datetime.date) -> Self:
        """A department owes an answer after the day that was set for it, whatever it promised since."""
        return self.filter(owed_on__lt=day)

    def answered(self) -> Self:
        """There is an answer or an outcome; a duplicate has its root's."""
        return self.filter(answered_at__isnull=False)

    def not_carried_back(self) -> Self:
        """Answered, and nobody has told this answer to those it came from; what was closed after its sender was told is
        done.
        """
        done = Q(status=Status.CLOSED, told_at__isnull=False)
        return self.answered().exclude(done).exclude(self.is_carried_back())

    def is_carried_back(self) -> Exists:
        """Whether somebody has told the answer that stands to those it is for."""
        return Exists(self._carried_back())

    def is_judged(self, **said: bool) -> Exists:
        """Whether the sender's side has given a verdict (`passed=False`: that an answer was not good enough)."""
        rows = self.model._meta.get_field("verdicts").related_model.objects
        return Exists(rows.filter(petition=OuterRef("pk"), **said))

    def with_verdict(self) -> Self:
        """`verdict`: whether all verdicts said that the answer was good enough; None while there is none."""
        verdicts = self.model._meta.get_field("verdicts").related_model.objects.filter(petition=OuterRef("pk"))
        said = verdicts.order_by().values("petition").annotate(all_passed=BoolAnd("passed")).values("all_passed")
        return self.annotate(verdict=Subquery(said))

    def with_way_back(self) -> Self:
        """`reaction`: how the answer that stands was received when it was carried back; None while nobody has."""
        return self.annotate(reaction=Subquery(self._carried_back().values("reaction")[:1]))

    def with_voices(self) -> Self:
        """`voices`: how many said the same: this one, its co-proposers, its duplicates."""
        return self.annotate(voices=1 + self._count_of("co_proposers") + self._count_of("duplicates"))

    def with_punctuality(self) -> Self:
        """`on_time_original` and `on_time_committed`: whether the answer came by the day that the submission fixed, by
        the last day that was set or promised; null while there is none.
        """
        last = Greatest("due_on", "renewed_due_on", "referral__committed_on")
        answered = self.annotate(answered_on=TruncDate("answered_at", tzinfo=VIETNAM))
        return answered.annotate(on_time_original=punctual("due_on"), on_time_committed=punctual(last))

    def with_names(self) -> Self:
        names = ("officer", "sender", "unit", "commune", "district", "field", "department", "visit")
        return self.select_related(*names)

    def first_due_first(self) -> Self:
        return self.order_by("deadline_on", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-reported_on", "-pk")

    def _carried_back(self) -> Any:
        rows = self.model._meta.get_field("carried_back").related_model.objects
        return rows.of_the_answer(OuterRef("pk"), OuterRef("answered_at")).order_by()  # there is at most one

    def _count_of(self, name: str) -> Coalesce:
        relation = self.model._meta.get_field(name)
        rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")}).order_by()
        counted = rows.values(relation.field.name).annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

"""Petitions that wait for an answer, the hot ones apart, and answers that nobody has carried back."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from reports.feedback.models import Category, Petition
from reports.feedback.states import RUNNING, WITH_DEPARTMENT, Status
from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects.subject import Matter, Subject, above, named, stamped_on

HOT = Q(category=Category.HOT_ISSUE)


class PetitionSubject(Subject):
    """The clock runs: the office has it, a department owes an answer, or the commune settles it. A returned one waits
    for its sender with the clock stopped, so no ladder counts it.

    `due` is the day that counts now: a pause or a reopening brings another one, and with it another cycle. While a
    department's promise of a later day stands, that day counts (`committed`) in its place. Who sent it in, or on, is
    not told of that; that it lies or is late, everybody is.
    """

    first_stamp = Stamp.RECEIVED

    def __init__(self, kind: Kind, which: Q) -> None:
        self.kind, self.which = kind, which

    def open(self, day: datetime.date) -> QuerySet[Petition]:
        return Petition.objects.filter(self.which, status__in=RUNNING)

    def since(self, stamp: str, day: datetime.date) -> QuerySet[Petition]:
        rows = self.open(day).with_names()
        if stamp == Stamp.UNSENT:
            return rows.unsent().annotate(stamped=F("created_at"))
        if stamp == Stamp.DISPATCHED:
            return rows.with_department().annotate(stamped=F("referral__dispatched_at"), acted=F("referral__by"))
        promised = Q(referral__committed_on__gt=F("deadline_on"), status__in=sorted(WITH_DEPARTMENT))
        if stamp == Stamp.COMMITTED:
            return rows.filter(promised).annotate(stamped=stamped_on("referral__committed_on"))
        if stamp == Stamp.DUE:
            kept = rows.filter(Q(referral__committed_on__isnull=True) | ~promised)
            return kept.annotate(stamped=stamped_on("deadline_on"))
        return rows.annotate(stamped=F("created_at"), acted=Coalesce("officer__user", "entered_by"))

    def matter(self, row: Any) -> Matter:
        return Matter(
            pk=row.pk,
            place=named(row),
            about=str(row.field or row.get_category_display()),
            url=reverse("feedback:detail", args=[row.uuid]),
            stamped=row.stamped,
            handler=_handler(row),
            unit_ids=above(row),
            commune_id=row.commune_id,
            officer_id=row.officer_id,
            department_id=row.department_id,
            actor_id=getattr(row, "acted", None),
            due_on=row.deadline_on,
        )


def _handler(petition: Petition) -> Target:
    """Whose turn it is."""
    if petition.status in WITH_DEPARTMENT:
        return Target.FOCAL_POINT
    return Target.COMMUNE if petition.status == Status.HANDLED_LOCALLY else Target.OFFICE


class CarryBackSubject(Subject):
    """Answered, and the answer has not been told to those it came from."""

    kind = Kind.CARRY_BACK
    first_stamp = Stamp.ANSWERED

    def open(self, day: datetime.date) -> QuerySet[Petition]:
        return Petition.objects.not_carried_back()

    def since(self, stamp: str, day: datetime.date) -> QuerySet[Petition]:
        return self.open(day).with_names().annotate(stamped=F("answered_at"))

    def matter(self, row: Any) -> Matter:
        return Matter(
            pk=row.pk,
            place=named(row),
            about=str(row.field or row.get_category_display()),
            url=reverse("feedback:detail", args=[row.uuid]),
            stamped=row.stamped,
            handler=Target.HOLDER,
            unit_ids=above(row),
            commune_id=row.commune_id,
            officer_id=row.officer_id,
            department_id=row.department_id,
        )

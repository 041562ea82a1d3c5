"""Petitions that wait for an answer, the hot ones apart, and answers that nobody has carried back."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from reports.feedback.models import Category, Petition
from reports.feedback.states import Status
from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects.subject import Matter, Subject, above, named, stamped_on

HOT = Q(category=Category.HOT_ISSUE)


class PetitionSubject(Subject):
    """Waiting for the office to send it on, or for the department's answer."""

    first_stamp = Stamp.RECEIVED

    def __init__(self, kind: Kind, which: Q) -> None:
        self.kind, self.which = kind, which

    def open(self, day: datetime.date) -> QuerySet[Petition]:
        """Those whose clock runs; what was returned for more detail waits for its sender."""
        return Petition.objects.open().exclude(status=Status.RETURNED).filter(self.which)

    def since(self, stamp: str, day: datetime.date) -> QuerySet[Petition]:
        rows = self.open(day).with_names()
        if stamp == Stamp.UNSENT:
            return rows.filter(status__in=[Status.SUBMITTED, Status.RECEIVED]).annotate(stamped=F("created_at"))
        if stamp == Stamp.DISPATCHED:
            return rows.with_department().annotate(stamped=F("referral__dispatched_at"))
        if stamp == Stamp.COMMITTED:
            promised = rows.with_department().filter(referral__committed_on__isnull=False)
            return promised.annotate(stamped=stamped_on("referral__committed_on"))
        return rows.annotate(stamped=stamped_on("deadline_on") if stamp == Stamp.DUE else F("created_at"))

    def matter(self, row: Any) -> Matter:
        return Matter(
            pk=row.pk,
            place=named(row),
            about=str(row.field or row.get_category_display()),
            url=reverse("feedback:detail", args=[row.uuid]),
            stamped=row.stamped,
            handler=Target.FOCAL_POINT if row.department_id else Target.OFFICE,
            unit_ids=above(row),
            commune_id=row.commune_id,
            officer_id=row.officer_id,
            department_id=row.department_id,
            actor_id=row.entered_by_id,
            due_on=row.deadline_on,
        )


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

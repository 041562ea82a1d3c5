"""Places that changed hands and whose dossier the new holder has not accepted."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from assignments.models import Assignment
from reports.handovers import queries
from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects.subject import Matter, Subject, named, stamped_on


class HandOverSubject(Subject):
    """In the new holder's hands, from the first day of the assignment."""

    kind = Kind.HAND_OVER
    first_stamp = Stamp.RECEIVED

    def open(self, day: datetime.date) -> QuerySet[Assignment]:
        return queries.waiting(queries.hand_overs(Assignment.objects.all(), day), day)

    def since(self, stamp: str, day: datetime.date) -> QuerySet[Assignment]:
        rows = self.open(day).select_related("unit", "commune", "role")
        return rows.annotate(stamped=stamped_on("valid_from"))

    def find(self, identity: object, day: datetime.date) -> None:
        """Nobody urges a hand-over here: Ban Tổ chức has its own list of the late ones."""

    def matter(self, row: Any) -> Matter:
        return Matter(
            pk=row.pk,
            place=named(row),
            about=row.role.name,
            url=reverse("handovers:dossier", args=[row.pk]),
            stamped=row.stamped,
            handler=Target.HOLDER,
            unit_ids=(row.unit_id,),  # a dossier is two officers' business, not that of those above
            commune_id=row.commune_id,
            officer_id=row.officer_id,
            alone=True,
        )

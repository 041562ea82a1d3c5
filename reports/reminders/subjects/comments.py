"""Formal comments that were sent and have no answer."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from reports.recommendations.models import WITHOUT_ANSWER, Comment, Visibility
from reports.recommendations.states import Status
from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects.subject import Matter, Subject, above, named


class CommentSubject(Subject):
    """In the hands of the commune, or of the superior where it was written to the superior alone."""

    kind = Kind.COMMENT
    first_stamp = Stamp.RECEIVED

    def open(self, day: datetime.date) -> QuerySet[Comment]:
        return Comment.objects.filter(status__in=[Status.SENT, Status.READ]).exclude(type__in=WITHOUT_ANSWER)

    def since(self, stamp: str, day: datetime.date) -> QuerySet[Comment]:
        return self.open(day).with_names().annotate(stamped=F("sent_at"))

    def matter(self, row: Any) -> Matter:
        to_commune = row.visibility == Visibility.COMMUNE
        return Matter(
            pk=row.pk,
            place=named(row),
            about=row.get_type_display(),
            url=reverse("recommendations:detail", args=[row.uuid]),
            stamped=row.stamped,
            handler=Target.COMMUNE if to_commune else Target.MEMBER,
            unit_ids=above(row),
            commune_id=row.commune_id,
            officer_id=row.officer_id,
            actor_id=row.officer.user_id,
            commune_reads=to_commune,
        )

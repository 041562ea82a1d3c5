"""Visits that wait for the commune's confirmation."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date
from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects.subject import Matter, Subject, above, named
from reports.visits.models import Visit


class VisitSubject(Subject):
    """In the commune's hands; in the officer's own while the commune has asked for a correction."""

    kind = Kind.VISIT
    first_stamp = Stamp.RECEIVED

    def open(self, day: datetime.date) -> QuerySet[Visit]:
        return Visit.objects.awaiting_confirmation()

    def since(self, stamp: str, day: datetime.date) -> QuerySet[Visit]:
        return self.open(day).with_names().annotate(stamped=F("logged_at"))

    def matter(self, row: Any) -> Matter:
        return Matter(
            pk=row.pk,
            place=named(row),
            about=_("chuyến đi ngày %(day)s") % {"day": format_date(row.date)},
            url=reverse("visits:detail", args=[row.uuid]),
            stamped=row.stamped,
            handler=Target.HOLDER if row.correction else Target.COMMUNE,
            unit_ids=above(row),
            commune_id=row.commune_id,
            officer_id=row.officer_id,
            actor_id=None if row.correction else row.entered_by_id,
            alone=bool(row.correction),
        )

"""Officers' reports that wait to be received, as ladders see them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects import SUBJECTS, Matter, Subject
from reports.reporting.models import SituationReport
from reports.reporting.states import Status


class SituationSubject(Subject):
    """In the hands of the addressee, or of who stands in; since it was sent."""

    kind = Kind.REPORT
    first_stamp = Stamp.RECEIVED

    def open(self, day: datetime.date) -> QuerySet[SituationReport]:
        return SituationReport.objects.filter(status=Status.SENT)

    def since(self, stamp: str, day: datetime.date) -> QuerySet[SituationReport]:
        return self.open(day).annotate(stamped=F("sent_at")).prefetch_related("places__unit")

    def matter(self, row: Any) -> Matter:
        places = [place.unit for place in row.places.all()]
        return Matter(
            pk=row.pk,
            place=_named(places),
            about=_("báo cáo tình hình %(period)s") % {"period": row.period},
            url=reverse("reporting:detail", args=[row.uuid]),
            stamped=row.stamped,
            handler=Target.ADDRESSEE,
            unit_ids=tuple(unit.pk for unit in places),
            officer_id=row.addressee_id,
        )


def _named(places: list[Any]) -> str:
    """“Xã Sơn Phú”, “Xã Sơn Phú và 2 địa bàn khác”."""
    first = str(places[0].full_name) if places else ""
    if len(places) < 2:
        return first
    return _("%(place)s và %(more)s địa bàn khác") % {"place": first, "more": len(places) - 1}


SUBJECTS[Kind.REPORT] = SituationSubject()

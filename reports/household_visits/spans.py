"""The calendar periods that visits to households are counted in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.dates import add_months, month_label, month_start, quarter_label, quarter_start


class SpanKind(TextChoices):
    """Month, quarter or year: what the numbers of forgotten details can still tell (`models.MonthCount`)."""

    MONTH = "thang", gettext_lazy("Tháng")
    QUARTER = "quy", gettext_lazy("Quý")
    YEAR = "nam", gettext_lazy("Năm")


@dataclass(frozen=True)
class Span:
    """One month, quarter or year; both days inside."""

    kind: str
    start: datetime.date
    end: datetime.date

    def __str__(self) -> str:
        if self.kind == SpanKind.MONTH:
            return month_label(self.start)
        if self.kind == SpanKind.QUARTER:
            return quarter_label(self.start)
        return _("Năm %(year)s") % {"year": self.start.year}


def span_of(kind: str, day: datetime.date) -> Span:
    """The period of this kind that holds `day`."""
    if kind == SpanKind.MONTH:
        start, months = month_start(day), 1
    elif kind == SpanKind.QUARTER:
        start, months = quarter_start(day), 3
    else:
        start, months = datetime.date(day.year, 1, 1), 12
    return Span(kind, start, add_months(start, months) - datetime.timedelta(days=1))

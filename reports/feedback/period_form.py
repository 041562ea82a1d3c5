"""The months that the statistics tell of, as the address says them: ?tu=2026-01&den=2026-06."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import FIRST_YEAR, LAST_YEAR, add_months, month_start, months_between
from nammanh.platform.text import one_line
from reports.feedback.statistics import Grouping, Period
from reports.visits.filters import NO_SUCH_CHOICE

USUAL, MOST = 12, 36
"""Months that are shown unless others are asked for, and at most."""


class MonthInput(forms.DateInput):
    input_type = "month"

    def format_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value


class YearMonthField(forms.CharField):
    """A month as browsers send it, 2026-01; typed by hand also 01/2026. Cleaned to its first day."""

    widget = MonthInput

    def clean(self, value: Any) -> datetime.date | None:
        text = one_line(str(super().clean(value) or ""))
        if not text:
            return None
        match = re.fullmatch(r"(?P<year>\d{4})-(?P<month>\d\d)|(?P<m>\d\d?)/(?P<y>\d{4})", text, re.ASCII)
        year, month = (int(match["year"] or match["y"]), int(match["month"] or match["m"])) if match else (0, 0)
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            raise ValidationError(_("Ghi tháng và năm, ví dụ 03/2026."))
        return datetime.date(year, month, 1)


class PeriodForm(forms.Form):
    """Without an answer: the last twelve months by department."""

    tu = YearMonthField(label=_("Từ tháng"), required=False)
    den = YearMonthField(label=_("Đến hết tháng"), required=False)
    theo = forms.ChoiceField(
        choices=Grouping.choices,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("tu"), cleaned.get("den")
        if first and last and first > last:
            self.add_error("den", _("Tháng cuối phải bằng hoặc sau tháng đầu."))
        elif first and last and months_between(first, last) >= MOST:
            self.add_error("den", _("Xem tối đa 36 tháng một lần."))
        return cleaned

    def period(self, day: datetime.date) -> Period:
        """What was asked; the usual months where nothing was, or where it can't be."""
        asked = self.cleaned_data if self.is_valid() else {}
        first, last = asked.get("tu"), asked.get("den")
        last = last or (min(add_months(first, USUAL - 1), max(first, month_start(day))) if first else month_start(day))
        return Period(first or add_months(last, 1 - USUAL), last)

    def show(self, period: Period) -> None:
        """Put the months that are shown into the fields that were left open."""
        self.data = self.data.copy()
        for name, month in (("tu", period.first), ("den", period.last)):
            if not self.data.get(name):
                self.data[name] = f"{month:%Y-%m}"

    @property
    def grouping(self) -> str:
        return (self.is_valid() and self.cleaned_data["theo"]) or Grouping.DEPARTMENT

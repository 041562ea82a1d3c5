"""The months that the statistics tell of, as the address says them: ?tu=2026-01&den=2026-06."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import add_months, month_start, months_between
from nammanh.platform.fields import MonthField
from reports.feedback.statistics import Grouping, Period
from reports.visits.filters import NO_SUCH_CHOICE

USUAL, MOST = 12, 36
"""Months that are shown unless others are asked for, and at most."""


class PeriodForm(forms.Form):
    """Without an answer: the last twelve months by department."""

    tu = MonthField(label=_("Từ tháng"), required=False)
    den = MonthField(label=_("Đến hết tháng"), required=False)
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

"""The period of a page and the day that it asks about: kept in the address through every link."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import MonthField, VietnameseDateField
from reports.facts.months import Months


class PeriodForm(forms.Form):
    """From month to month, and the day for which holders and silence are told."""

    tu = MonthField(label=_("Từ tháng"), required=False)
    den = MonthField(label=_("Đến tháng"), required=False)
    ngay = VietnameseDateField(label=_("Ai phụ trách, nơi im lặng: vào ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("tu"), data.get("den")
        if first or last:
            try:
                data["months"] = Months(first or last, last or first)
            except ValidationError as refusal:
                self.add_error("tu", refusal)
        return data


@dataclass(frozen=True)
class Period:
    """What a page counts, and as of which day it asks who holds and who is silent.

    `asked` repeats in every link what the address asked for; nothing asked is this month, today.
    """

    form: PeriodForm
    months: Months
    day: datetime.date
    asked: dict[str, Any]

    @property
    def runs(self) -> bool:
        """Whether the period is not over, so that its figures still grow."""
        return self.months.end >= today()

    @property
    def query(self) -> str:
        """The same for the address of a link."""
        texts = {
            key: format_date(value) if isinstance(value, datetime.date) else value for key, value in self.asked.items()
        }
        return urlencode(texts)

    @property
    def is_today(self) -> bool:
        return self.day == today()


def asked_period(query: QueryDict) -> Period:
    """What cannot be read is said at its field, and counts as not asked."""
    shown = Months.of(today())
    form = PeriodForm(
        query if any(query.get(name) for name in PeriodForm.base_fields) else None,
        initial=shown.query,
    )
    form.is_valid()
    data = form.cleaned_data if form.is_bound else {}
    asked: dict[str, Any] = {}
    if months := data.get("months"):
        asked |= months.query
    if day := data.get("ngay"):
        asked["ngay"] = day
    return Period(form, months or shown, day or today(), asked)

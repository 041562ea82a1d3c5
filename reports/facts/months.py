"""Whole months in a row: the only periods that figures are kept for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.dates import (
    add_months,
    month_end,
    month_label,
    month_start,
    months_between,
    months_in,
    parse_month,
    quarter_label,
)

LONGEST = 120
"""Ten years: more than two terms of a congress, and still read in one go."""


@dataclass(frozen=True)
class Months:
    """From one month to another, both included; each is told by its first day. Raises ValidationError."""

    first: datetime.date
    last: datetime.date

    def __post_init__(self) -> None:
        for name in ("first", "last"):
            object.__setattr__(self, name, month_start(getattr(self, name)))
        if self.last < self.first:
            raise ValidationError(_("Tháng cuối phải từ tháng đầu trở về sau."), code="backwards")
        if len(self) > LONGEST:
            message = _("Chọn khoảng thời gian không quá %(months)s tháng.")
            raise ValidationError(message, code="too_long", params={"months": LONGEST})

    @classmethod
    def of(cls, day: datetime.date) -> Months:
        """The month of `day` alone."""
        return cls(day, day)

    @classmethod
    def latest(cls, day: datetime.date, count: int) -> Months:
        """The month of `day` and those before it, `count` together."""
        return cls(add_months(month_start(day), 1 - count), day)

    @classmethod
    def parse(cls, first: str, last: str) -> Months:
        """Read what an address says: `2026-01`, `2026-06`."""
        return cls(parse_month(first), parse_month(last))

    @property
    def query(self) -> dict[str, str]:
        """The same for an address, by the names of its parameters."""
        return {"tu": f"{self.first:%Y-%m}", "den": f"{self.last:%Y-%m}"}

    def __iter__(self) -> Iterator[datetime.date]:
        return iter(months_in(self.first, self.last))

    def __len__(self) -> int:
        return months_between(self.first, self.last) + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, datetime.date) and self.start <= day <= self.end

    @property
    def start(self) -> datetime.date:
        return self.first

    @cached_property
    def end(self) -> datetime.date:
        return month_end(self.last)

    def previous(self) -> Months:
        """As many months, just before these."""
        return self._moved(-len(self))

    def year_before(self) -> Months:
        """The same months a year earlier."""
        return self._moved(-12)

    def _moved(self, months: int) -> Months:
        return Months(add_months(self.first, months), add_months(self.last, months))

    @property
    def label(self) -> str:
        """“Tháng 11/2026”, “Quý III/2026”, “6 tháng đầu năm 2026”, “Năm 2025”, “Từ tháng 4/2017 đến tháng 3/2018”."""
        year, months = {"year": self.first.year}, (self.first.month, self.last.month)
        if len(self) == 1:
            return month_label(self.first)
        if len(self) == 3 and self.first.month % 3 == 1:
            return quarter_label(self.first)
        if self.first.year == self.last.year and months in _NAMED:
            return str(_NAMED[months] % year)
        return _("Từ %(first)s đến %(last)s") % {
            "first": month_label(self.first).lower(),
            "last": month_label(self.last).lower(),
        }

    def __str__(self) -> str:
        return self.label


_NAMED = {
    (1, 6): gettext_lazy("6 tháng đầu năm %(year)s"),
    (7, 12): gettext_lazy("6 tháng cuối năm %(year)s"),
    (1, 9): gettext_lazy("9 tháng đầu năm %(year)s"),
    (1, 12): gettext_lazy("Năm %(year)s"),
}

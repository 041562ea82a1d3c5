"""Households visited of all, place by place: numbers only, and no small ones outside the commune tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assignments import queries as assignments
from assignments.models import Unit
from nammanh.accounts.exports import NAME, ExportMixin
from nammanh.platform.dates import format_date, today
from nammanh.platform.numbers import format_number, format_percent
from nammanh.platform.spreadsheets import Column
from nammanh.platform.views import PolicyMixin, scoped_or_404
from reports.household_visits import policies, queries
from reports.household_visits.counting import freshen
from reports.household_visits.forms import SpanForm
from reports.household_visits.models import MonthCount

FEW = f"< {queries.FEWEST}"


@dataclass(frozen=True)
class Line:
    """One place with its numbers in words; `below` leads to what lies under it."""

    unit: Unit
    total: str
    visited: str
    rate: str
    below: str


def line_of(unit: Unit, figure: queries.Figure, *, exact: bool, below: str = "") -> Line:
    """Under five households a number would tell of somebody: outside the commune tier it is “< 5”, without a rate."""
    total, visited = (_number(value, exact=exact) for value in (figure.total, figure.visited))
    if FEW in {total, visited} or not figure.total:
        return Line(unit, total, visited if figure.total >= queries.FEWEST or exact else total, "–", below)
    rate = format_percent(figure.visited, figure.total)
    return Line(unit, total, visited, rate, below)


def _number(value: int, *, exact: bool) -> str:
    return FEW if 0 < value < queries.FEWEST and not exact else format_number(value)


class Coverage(PolicyMixin, ExportMixin, TemplateView):
    """`?dia_ban=` goes down from province to group; without it the top of what the person sees, or all tops."""

    template_name = "household_visits/coverage.html"
    policy = staticmethod(policies.reads_coverage)
    export_title = gettext_lazy("Độ phủ thăm hộ gia đình")
    export_columns = (
        Column(gettext_lazy("Địa bàn"), "unit.full_name", width=30),
        Column(gettext_lazy("Số hộ"), "total", width=12),
        Column(gettext_lazy("Số hộ đã thăm trong kỳ"), "visited", width=14),
        Column(gettext_lazy("Tỷ lệ"), "rate", width=10),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visible = Unit.objects.visible_to(request.actor.user).select_related("parent")
        if asked := request.GET.get("dia_ban"):
            self.tops = [scoped_or_404(visible, pk=asked)]
        else:
            self.tops = list(assignments.roots(visible, today()))
        one = self.tops[0] if len(self.tops) == 1 else None
        self.place = one if one and (asked or one.level != "group") else None
        return super().get(request, *args, **kwargs)

    def read(self) -> list[Line]:
        self.asked = SpanForm.asked_in(self.request.GET)
        self.span = self.asked.span()
        user = self.request.actor.user
        freshen()
        counts, visible = MonthCount.objects.visible_to(user), Unit.objects.visible_to(user)
        self.whole = None
        if self.place is None:
            units = self.tops
            figures = queries.numbers_of(units, self.span, counts)
        else:
            whole, figures = queries.numbers_below(self.place, self.span, counts)
            self.whole = self._line(self.place, whole)
            units = list(visible.filter(pk__in=figures).select_related("parent").in_order())
        return [self._line(unit, figures.get(unit.pk, queries.Figure())) for unit in units]

    def _line(self, unit: Unit, figure: queries.Figure) -> Line:
        below = ""
        if unit.level != "group" and unit != self.place and figure.total:
            query = self.request.GET.copy()
            query["dia_ban"] = unit.pk
            query.pop(NAME, None)
            below = f"{reverse('household_visits:coverage')}?{query.urlencode()}"
        return line_of(unit, figure, exact=policies.reads_exact_numbers(self.request.actor.user, unit), below=below)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.read()
        return super().get_context_data(
            lines=lines,
            whole=self.whole,
            place=self.place,
            span=self.span,
            asked=self.asked,
            hidden=any(FEW in {line.total, line.visited} for line in lines),
            fewest=queries.FEWEST,
            **kwargs,
        )

    def export_rows(self) -> list[Line]:
        return self.read()

    def export_notes(self) -> list[str]:
        place = _("Địa bàn: %(place)s.") % {"place": self.place} if self.place else _("Địa bàn: tất cả.")
        return [f"{self.span}, {format_date(self.span.start)} – {format_date(self.span.end)}.", place]

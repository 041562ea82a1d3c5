"""The tables that leaders know from paper: places or departments down, months or directions across.

Each is of one period and one kind of figure; each figure opens the list that it counts. Figures of closed months stand
as they were closed, with what came later as its change.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Agency, Level, Unit
from assignments.queries import FORMER
from nammanh.accounts.models import User
from reports.dashboards import figures, links, measures
from reports.dashboards.measures import Asks, Measure
from reports.dashboards.scope import Scope, cut
from reports.facts.models import DepartmentMonth
from reports.facts.months import Months
from reports.facts.queries import Punctuality, Totals, departments_of, together

VISITS, CELLS, COMMENTS, PETITIONS, ON_TIME, CARRIED = measures.MEASURES
CONVEYED = Measure(
    "conveyed",
    gettext_lazy("Lượt truyền đạt thông tin chủ trương"),
    gettext_lazy("Truyền đạt"),
    lambda totals: totals.conveyed,
    lambda months, asks: links.address("bulletins:conveyances", tu=months.start, den=months.end, **asks),
)
PLACE_MEASURES: Mapping[str, Measure] = {
    "chuyen-di": VISITS,
    "chi-bo": CELLS,
    "truyen-dat": CONVEYED,
    "gop-y": COMMENTS,
    "phan-anh": PETITIONS,
    "dung-han": ON_TIME,
    "bao-lai": CARRIED,
}
"""How the address names what a table of places counts."""

DIRECTIONS = (
    (gettext_lazy("Đưa xuống cơ sở"), (VISITS, CELLS, CONVEYED)),
    (gettext_lazy("Đưa lên từ cơ sở"), (COMMENTS, PETITIONS)),
    (gettext_lazy("Trả về cơ sở"), (ON_TIME, CARRIED)),
)
"""Information goes both ways: what officers bring down, what comes up, and whether an answer comes back."""


@dataclass(frozen=True)
class Entry:
    """One figure; `whole`: out of how many, None where there is no such thing; `change`: after the month was closed."""

    value: int
    url: str = ""
    whole: int | None = None
    change: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing to open: not even something that was to be done."""
        return not (self.whole if self.whole is not None else self.value) and not self.change


@dataclass(frozen=True)
class Line:
    name: str
    entries: list[Entry]
    url: str = ""
    above: str = ""


@dataclass(frozen=True)
class Matrix:
    """`groups` are headings over so many columns each, or nothing; the first line is that of all together."""

    corner: str
    columns: list[str]
    lines: list[Line]
    groups: list[tuple[str, int]] = field(default_factory=list)


def short_month(month: datetime.date) -> str:
    """“11/26”: twelve of them stand side by side."""
    return f"{month:%m/%y}"


# --- places ----------------------------------------------------------------------------------------------------------


@dataclass
class PlaceTables:
    """What was done in the places of a scope, for one person and period."""

    user: User
    scope: Scope
    months: Months

    @cached_property
    def places(self) -> list[Unit]:
        """The communes of the last day of the period; where there is only one, its hamlets."""
        units = Unit.objects.visible_to(self.user).filter(self.scope.units).on(self.months.end)
        rows = units.filter(level__in=[Level.COMMUNE, Level.HAMLET]).select_related("parent").annotate(former=FORMER)
        found = list(rows.order_by("parent__name_key", "name_key", "pk"))
        communes = [unit for unit in found if unit.level == Level.COMMUNE]
        return communes if len(communes) > 1 else [unit for unit in found if unit.level == Level.HAMLET] or communes

    @property
    def level(self) -> str:
        return self.places[0].level if self.places else Level.COMMUNE

    @cached_property
    def _cells(self) -> figures.Cells:
        return figures.cells(self.user, self.scope.records, self.months, self.level)

    def _total(self, members: Iterable[int | None], months: Iterable[datetime.date]) -> Totals:
        keys = ((place, month) for place in members for month in months)
        return sum((self._cells[key] for key in keys if key in self._cells), Totals())

    def by_month(self, measure: Measure) -> Matrix:
        """Place × month, and the months together."""
        spans = [*(Months.of(month) for month in self.months), self.months]
        lines = list(self._lines(lambda members, asks: [self._entry(measure, members, span, asks) for span in spans]))
        return Matrix(self._corner, [*map(short_month, self.months), _("Cả kỳ")], lines)

    def both_ways(self) -> Matrix:
        """Place × direction: the period as a whole."""
        chosen = [measure for _label, group in DIRECTIONS for measure in group]
        lines = list(
            self._lines(lambda members, asks: [self._entry(row, members, self.months, asks) for row in chosen])
        )
        groups = [(str(label), len(group)) for label, group in DIRECTIONS]
        return Matrix(self._corner, [str(row.column) for row in chosen], lines, groups)

    @property
    def _corner(self) -> str:
        return _("Xã, phường") if self.level == Level.COMMUNE else _("Ấp, khu phố")

    def _lines(self, entries: Callable[[Iterable[int | None], Asks | None], list[Entry]]) -> Iterator[Line]:
        everywhere = {place for place, _month in self._cells}
        yield Line(_("Tất cả"), entries(everywhere, self.scope.asks))
        known: set[int | None] = set()
        for unit in self.places:
            members = {unit.pk, *unit.former}
            known |= members
            asks = {**cut(self.user), "noi": unit.pk}
            above = str(unit.parent) if unit.parent else ""
            yield Line(unit.full_name, entries(members, asks), links.place(unit.pk, **self.months.query), above)
        if rest := everywhere - known:
            yield Line(_("Nơi khác, đơn vị trước đây"), entries(rest, None))

    def _entry(self, measure: Measure, members: Iterable[int | None], span: Months, asks: Asks | None) -> Entry:
        totals = self._total(members, span)
        whole = measure.whole(totals) if measure.whole else None
        url = "" if asks is None else measure.url(span, asks)
        return Entry(measure.value(totals), url, whole, measure.corrected(totals))


# --- departments -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promptness:
    """By which day an answer counts as on time, and how the list of referrals is told so."""

    label: Any
    measure: str
    outcome: str


DEPARTMENT_MEASURES: Mapping[str, Promptness] = {
    "ban-dau": Promptness(gettext_lazy("Đúng hạn ban đầu trên số đến hạn"), "on_time", "dung-han"),
    "da-hen": Promptness(gettext_lazy("Đúng hạn đã hẹn trên số đến hạn"), "on_time_committed", "dung-hen"),
}


def departments(user: User, months: Months, promptness: Promptness) -> Matrix:
    """Department × month of the first day: answered on time out of what was due. In the order of their names."""
    found = departments_of(DepartmentMonth.objects.visible_to(user), months)
    agencies = Agency.objects.filter(pk__in=found).order_by("name_key", "pk")
    spans = [*(Months.of(month) for month in months), months]
    everyone = _added(found.values())
    lines = [Line(_("Tất cả"), [_prompt(everyone, span, promptness, {}) for span in spans])]
    for agency in agencies:
        entries = [_prompt(found[agency.pk], span, promptness, {"nganh": agency.pk}) for span in spans]
        lines.append(Line(agency.name, entries, links.department(agency.pk, **months.query)))
    return Matrix(_("Sở, ban, ngành"), [*map(short_month, months), _("Cả kỳ")], lines)


def _added(rows: Iterable[dict[datetime.date, Punctuality]]) -> dict[datetime.date, Punctuality]:
    found: dict[datetime.date, Punctuality] = {}
    for row in rows:
        for month, figure in row.items():
            found[month] = found.get(month, Punctuality()) + figure
    return found


def _prompt(
    by_month: dict[datetime.date, Punctuality], span: Months, promptness: Promptness, asks: Mapping[str, Any]
) -> Entry:
    row = together({month: figure for month, figure in by_month.items() if month in span})
    url = links.referrals(han_tu=span.start, han_den=span.end, ket_qua=promptness.outcome, **asks)
    return Entry(getattr(row, promptness.measure), url, row.due, row.corrected(promptness.measure))


def whole_of(scope: Scope, district: Unit | None) -> Scope:
    """The scope cut to one district of it."""
    if district is None:
        return scope
    here = Q(district=district)
    asks = {**scope.asks, "noi": district.pk}
    return Scope(scope.records & here, scope.units & (here | Q(pk=district.pk)), asks, levels=scope.levels)

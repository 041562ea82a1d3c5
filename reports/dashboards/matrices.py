"""The tables that leaders know from paper: places or departments down, months or directions across.

Each is of one period and one kind of figure; each figure opens the list that it counts. Figures of closed months stand
as they were closed, with what came later as its change.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

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
from reports.facts.queries import Punctuality, Totals, added, departments_of, together

VISITS, CELLS, COMMENTS, PETITIONS, ON_TIME, CARRIED = measures.MEASURES
CONVEYED = Measure(
    "conveyed",
    gettext_lazy("Lượt truyền đạt thông tin chủ trương"),
    gettext_lazy("Truyền đạt"),
    ("conveyed",),
    lambda totals: totals.conveyed,
    links.conveyances,
)
CELL_MEETINGS = "chi-bo"
PLACE_MEASURES: Mapping[str, Measure] = {
    "chuyen-di": VISITS,
    CELL_MEETINGS: CELLS,
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
    """One figure; `whole`: out of how many, None where there is no such thing; `change`: after the month was closed;
    `mark`: a word that stands beside it.
    """

    value: int
    url: str = ""
    whole: int | None = None
    change: int = 0
    mark: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing to open: not even something that was to be done."""
        return not (self.whole if self.whole is not None else self.value) and not self.change


@dataclass(frozen=True)
class Line:
    """One row; `above` is said under its name, `inner`: a part of the row before it."""

    name: str
    entries: list[Entry]
    url: str = ""
    above: str = ""
    inner: bool = False


@dataclass(frozen=True)
class Matrix:
    """`groups` are headings over so many columns each, or nothing; the first line is that of all together."""

    corner: str
    columns: list[str]
    lines: list[Line]
    groups: list[tuple[str, int]] = field(default_factory=list)

    @property
    def newest_last(self) -> bool:
        """Months across: what is looked for first stands at the end."""
        return not self.groups


def short_month(month: datetime.date) -> str:
    """“11/26”: twelve of them stand side by side."""
    return f"{month:%m/%y}"


# --- places ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """What one column of a table of places counts, and in which months."""

    heading: str
    measure: Measure
    span: Months


def columns_by_month(measure: Measure, months: Months) -> list[Column]:
    """Month by month, and the months together."""
    single = [Column(short_month(month), measure, Months.of(month)) for month in months]
    return [*single, Column(_("Cả kỳ"), measure, months)]


@dataclass
class PlaceTables:
    """What was done in the places of a scope, for one person and period.

    `open_place` is where the name of a place leads: the same table of what lies in it, or its own page.
    """

    user: User
    scope: Scope
    months: Months
    open_place: Callable[[Unit], str]
    by_district: bool = False

    @cached_property
    def places(self) -> list[Unit]:
        """The communes of the last day of the period; the hamlets where there is only one; or the districts."""
        if self.by_district:
            return self._at(Level.DISTRICT)
        communes = self._at(Level.COMMUNE)
        return communes if len(communes) > 1 else self._at(Level.HAMLET) or communes

    def _at(self, level: str) -> list[Unit]:
        units = Unit.objects.visible_to(self.user).filter(self.scope.units, level=level).on(self.months.end)
        rows = units.select_related("parent").annotate(former=FORMER)
        return list(rows.order_by("parent__name_key", "name_key", "pk"))

    @property
    def level(self) -> str:
        return self.places[0].level if self.places else Level.COMMUNE

    def by_month(self, measure: Measure) -> Matrix:
        """Place × month, and the months together."""
        return self._matrix(columns_by_month(measure, self.months), [])

    def both_ways(self) -> Matrix:
        """Place × direction: the period as a whole."""
        columns = [
            Column(str(row.column), row, self.months) for _label, group in DIRECTIONS for row in group
        ]  # fmt: skip
        return self._matrix(columns, [(str(label), len(group)) for label, group in DIRECTIONS])

    def _matrix(self, columns: list[Column], groups: list[tuple[str, int]]) -> Matrix:
        corner = {Level.DISTRICT.value: _("Huyện"), Level.COMMUNE.value: _("Xã, phường")}
        headings = [column.heading for column in columns]
        return Matrix(corner.get(self.level, _("Ấp, khu phố")), headings, list(self._lines(columns)), groups)

    def _lines(self, columns: list[Column]) -> Iterator[Line]:
        by_place = self._read(columns)
        urls = [column.measure.url(column.span, {}) for column in columns]

        def entries(members: Iterable[int | None], asks: Asks | None) -> list[Entry]:
            rows = [by_place[key] for key in members if key in by_place]
            listed = [""] * len(urls) if asks is None else links.narrowed(urls, asks)
            return _entries(columns, listed, rows)

        yield Line(_("Tất cả"), entries(by_place, self.scope.asks))
        several = len({unit.parent_id for unit in self.places}) > 1
        rest: set[int | None] = set(by_place)
        for unit in self.places:
            members = {unit.pk, *unit.former}
            rest -= members
            above = str(unit.parent) if several and unit.parent else ""
            asks = {**cut(self.user), "noi": unit.pk}
            yield Line(unit.full_name, entries(members, asks), self.open_place(unit), above)
        if rest:
            in_hamlets = self.level == Level.HAMLET
            name = _("Chung cả xã, ấp trước đây") if in_hamlets else _("Nơi khác, đơn vị trước đây")
            yield Line(name, entries(rest, None))

    def _read(self, columns: list[Column]) -> dict[int | None, dict[datetime.date, Totals]]:
        """What `columns` are worked out from, by place and month: one query."""
        wanted = tuple(dict.fromkeys(name for column in columns for name in column.measure.columns))
        cells = figures.cells(self.user, self.scope.records, self.months, self.level, wanted)
        found: dict[int | None, dict[datetime.date, Totals]] = {}
        for (place, month), totals in cells.items():
            found.setdefault(place, {})[month] = totals
        return found


_NOTHING = Totals()


def _entries(columns: list[Column], urls: list[str], rows: list[dict[datetime.date, Totals]]) -> list[Entry]:
    """One line: `rows` are the months of the units that it takes together."""
    months: dict[datetime.date, list[Totals]] = {}
    for row in rows:
        for month, totals in row.items():
            months.setdefault(month, []).append(totals)
    found: dict[Months, Totals] = {}
    entries = []
    for column, url in zip(columns, urls, strict=True):
        span, measure = column.span, column.measure
        if (totals := found.get(span)) is None:
            inside = [months[month] for month in months if span.first <= month <= span.last]
            totals = found[span] = added(Totals, itertools.chain.from_iterable(inside)) if inside else _NOTHING
        whole = measure.whole(totals) if measure.whole else None
        entries.append(Entry(measure.value(totals), url, whole, measure.corrected(totals)))
    return entries


# --- departments -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promptness:
    """By which day an answer counts as on time, and how the list of referrals is told so."""

    label: Any
    measure: str
    outcome: str


DEPARTMENT_MEASURES: Mapping[str, Promptness] = {
    "ban-dau": Promptness(gettext_lazy("Đúng hạn ban đầu"), "on_time", "dung-han"),
    "da-hen": Promptness(gettext_lazy("Đúng hạn đã hẹn"), "on_time_committed", "dung-hen"),
}


def departments(user: User, months: Months, promptness: Promptness) -> Matrix:
    """Department × month of the first day: answered on time out of what was due. In the order of their names."""
    found = departments_of(DepartmentMonth.objects.visible_to(user), months)
    agencies = Agency.objects.filter(pk__in=found).order_by("name_key", "pk")
    spans = [*(Months.of(month) for month in months), months]
    urls = [links.referrals(han_tu=span.start, han_den=span.end, ket_qua=promptness.outcome) for span in spans]

    def entries(by_month: dict[datetime.date, Punctuality], asks: Asks) -> list[Entry]:
        listed = links.narrowed(urls, asks)
        return [_prompt(by_month, span, promptness, url) for span, url in zip(spans, listed, strict=True)]

    lines = [Line(_("Tất cả"), entries(_everyone(found.values()), {}))]
    for agency in agencies:
        asks = {"nganh": agency.pk}
        lines.append(Line(agency.name, entries(found[agency.pk], asks), links.department(agency.pk, **months.query)))
    return Matrix(_("Sở, ban, ngành"), [*map(short_month, months), _("Cả kỳ")], lines)


def _everyone(rows: Iterable[dict[datetime.date, Punctuality]]) -> dict[datetime.date, Punctuality]:
    """All departments as one, month by month."""
    found: dict[datetime.date, list[Punctuality]] = {}
    for row in rows:
        for month, figure in row.items():
            found.setdefault(month, []).append(figure)
    return {month: added(Punctuality, together) for month, together in found.items()}


def _prompt(by_month: dict[datetime.date, Punctuality], span: Months, promptness: Promptness, url: str) -> Entry:
    row = together({month: figure for month, figure in by_month.items() if month in span})
    return Entry(getattr(row, promptness.measure), url, row.due, row.corrected(promptness.measure))

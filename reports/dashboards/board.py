"""The leaders' page of any part of the province: three lists of exceptions, six numbers, the places below."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from assignments.access import access_of
from assignments.models import Level, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.numbers import format_number
from reports.dashboards import exceptions, figures, links, places
from reports.dashboards.grids import Cell, Grid, GridRow, Group
from reports.dashboards.measures import MEASURES, Measure
from reports.dashboards.period import Period
from reports.dashboards.places import Place, TierRule
from reports.dashboards.scope import Scope
from reports.facts.months import Months
from reports.facts.queries import Totals, added
from reports.feedback.models import Petition

SHOWN = 5
"""Rows of a list of exceptions; the rest is behind its link."""
HOT_SHOWN = 3


@dataclass(frozen=True)
class Number:
    """One of the six: its value with the list behind it, and what it was before."""

    label: str
    value: int
    url: str
    beside: str
    previous: str
    year_before: str
    correction: str = ""

    @property
    def text(self) -> str:
        return format_number(self.value)


def six(now: Totals, before: Totals, year: Totals, months: Months, scope: Scope) -> list[Number]:
    """The six numbers of a period, beside the one before it and the same a year before."""
    return [_number(measure, now, before, year, measure.url(months, scope.asks)) for measure in MEASURES]


def _number(measure: Measure, now: Totals, before: Totals, year: Totals, url: str) -> Number:
    change = measure.corrected(now)
    return Number(
        str(measure.label),
        measure.value(now),
        url,
        measure.beside(now),
        measure.compared(before),
        measure.compared(year),
        _("đính chính %(change)s") % {"change": f"{change:+d}"} if change else "",
    )


@dataclass(frozen=True)
class Row:
    """One exception: what, where, how bad."""

    name: str
    url: str
    note: str
    badge: str = ""
    tone: str = "danger"


@dataclass(frozen=True)
class More:
    """The whole list behind a few rows, with how many it has."""

    label: str
    count: int
    url: str

    @property
    def text(self) -> str:
        return format_number(self.count)


@dataclass(frozen=True)
class Exceptions:
    """A list of exceptions: its first rows, and the whole lists."""

    title: str
    icon: str
    calm: str
    rows: list[Row]
    more: list[More]


@dataclass(frozen=True)
class Part:
    """A place below the page's: a unit, a cluster, or (no key) what lies in none of those shown."""

    key: int | None
    name: str
    url: str
    asks: dict[str, Any]
    asks_units: dict[str, Any]
    totals: Totals
    members: frozenset[int]


@dataclass
class Board:
    """All that one page shows, for one person, part of the province, period and day."""

    user: User
    scope: Scope
    period: Period
    rules: list[TierRule] = field(init=False)

    def __post_init__(self) -> None:
        self.day = self.period.day
        self.rules = places.rules_on(self.day)
        units = Unit.objects.visible_to(self.user).filter(self.scope.units)
        told = self._told()
        self.places = places.read(units, self.rules, self.day, told, clusters=Level.DISTRICT in self.scope.levels)
        self.level = self._level()

    # ------------------------------------------------------------------------------------------- what is below
    def _told(self) -> Q:
        """Which places carry the units that they came out of. Communes of a district are told by it on the whole page,
        except where somebody's own area is one district.
        """
        levels, told = self.scope.levels, Q(level__in=self.scope.levels)
        if levels[:1] == (Level.DISTRICT,) and access_of(self.user).reads_all_records:
            told = Q(level=Level.DISTRICT) | Q(level=Level.COMMUNE, district=None)
        return told

    def _level(self) -> str:
        """The level of the parts: the first at which there are several, or the last one possible."""
        for level in self.scope.levels:
            if sum(place.level == level for place in self.places) > 1:
                return level
        return self.scope.levels[-1] if self.scope.levels else Level.HAMLET

    @cached_property
    def own_name(self) -> str:
        """Of somebody's whole area, when that is one unit."""
        tops = [place for place in self.places if place.level in self.scope.levels[:1]]
        return tops[0].name if len(tops) == 1 else ""

    def _asks(self, **narrower: Any) -> dict[str, Any]:
        """The scope of the page for lists of records, or one part of it."""
        kept = {key: value for key, value in self.scope.asks.items() if key == "pham_vi"}
        return {**kept, **narrower}

    # ------------------------------------------------------------------------------------------------ figures
    @cached_property
    def cells(self) -> figures.Cells:
        """By part and month: the period, the one before it, the same a year before, in one reading."""
        months = self.period.months
        whole = figures.compared(months)
        return figures.cells(self.user, self.scope.records, whole, self.level)

    def total(self, months: Months, parts: Iterable[int | None] | None = None) -> Totals:
        wanted, inside = set(months), None if parts is None else set(parts)
        found = (
            totals
            for (place, month), totals in self.cells.items()
            if month in wanted and (inside is None or place in inside)
        )
        return added(Totals, found)

    def numbers(self) -> list[Number]:
        months = self.period.months
        spans = (self.total(span) for span in (months, months.previous(), months.year_before()))
        return six(*spans, months, self.scope)

    # --------------------------------------------------------------------------------------------- exceptions
    def silent(self) -> Exceptions:
        """Places past their cadence: the rows are those of the first tier that has any, the longest silence first."""
        found = [(rule, [place for place in self.places if place.silent_for(rule, self.day)]) for rule in self.rules]
        found = [(rule, rows) for rule, rows in found if rule.overdue_after is not None]
        rule, rows = next(((rule, rows) for rule, rows in found if rows), (None, []))
        more = [
            More(str(rule.tier), len(rows), links.silent_places(rule.tier, **self._asks_silent()))
            for rule, rows in found
        ]
        shown = []
        if rule:
            last = rule.tier.pk
            rows.sort(key=lambda place: (place.last_on[last] or datetime.date.min, place.name_key, place.pk))
            shown = [self._silent(place, place.last_on[last]) for place in rows[:SHOWN]]
        calm = _("Mọi nơi đã có chuyến đi được xã xác nhận trong thời hạn.")
        return Exceptions(_("Nơi im lặng"), "volume-off", calm, shown, more)

    def _asks_silent(self) -> dict[str, Any]:
        asked = {key: value for key, value in self.scope.asks.items() if key != "pham_vi"}
        return asked | ({} if self.period.is_today else {"ngay": self.day})

    def _silent(self, place: Place, last: datetime.date | None) -> Row:
        badge = _("%(days)s ngày") % {"days": format_number((self.day - last).days)} if last else _("Chưa đi")
        return Row(place.name, links.place(place.pk, **self.period.asked), self._where(place), badge)

    def _where(self, place: Place) -> str:
        """The commune of a hamlet, the district or cluster of a commune, as far as the page tells of several."""
        if place.level == Level.HAMLET and place.commune_id != self._own_key:
            return self._name(place.commune_id)
        if place.level == Level.COMMUNE and place.district_id != self._own_key:
            return self._name(place.district_id) or place.cluster
        return ""

    def _name(self, pk: int | None) -> str:
        place = self._by_pk.get(pk)
        return place.name if place else ""

    @cached_property
    def _by_pk(self) -> dict[int | None, Place]:
        return {place.pk: place for place in self.places}

    @property
    def _own_key(self) -> int | None:
        return self.scope.place.pk if self.scope.place else None

    def vacant(self) -> Exceptions:
        """Units that nobody holds: the rows are those of the first tier that has any."""
        found = [
            (rule, [place for place in self.places if place.unheld_in(rule)])
            for rule in self.rules
            if rule.names_holders
        ]
        rows = next((rows for _rule, rows in found if rows), [])
        asked = dict(self.scope.asks_units) | ({} if self.period.is_today else {"ngay": self.day})
        more = [More(str(rule.tier), len(rows), links.unheld_places(rule.tier, **asked)) for rule, rows in found]
        shown = [
            Row(place.name, links.place(place.pk, **self.period.asked), self._where(place)) for place in rows[:SHOWN]
        ]
        return Exceptions(_("Chỗ trống"), "user-off", _("Mọi nơi đã có cán bộ phụ trách."), shown, more)

    @cached_property
    def petitions(self) -> Any:
        return Petition.objects.visible_to(self.user).filter(self.scope.records)

    def late(self) -> Exceptions:
        """Departments past the day set for their answers, the longest wait first."""
        found = exceptions.late_departments(self.petitions, today())
        rows = [self._late(row) for row in found[:SHOWN]]
        total = sum(row.petitions for row in found)
        url = links.petitions_waiting(self.scope.asks, nganh_cham=1)
        more = [More(_("Tất cả việc ngành trả lời chậm"), total, url)] if found else []
        calm = _("Không ngành nào quá hạn trả lời.")
        return Exceptions(_("Ngành chậm"), "clock-exclamation", calm, rows, more)

    def _late(self, row: exceptions.LateDepartment) -> Row:
        note = _("%(count)s việc quá hạn") % {"count": format_number(row.petitions)}
        if row.promised:
            note = _("%(late)s, trong đó %(promised)s việc đã hẹn ngày mới") % {"late": note, "promised": row.promised}
        url = links.petitions_waiting(self.scope.asks, nganh=row.pk, nganh_cham=1)
        if access_of(self.user).reads_all_records and self.scope.place is None:
            url = links.department(row.pk, **self.period.asked)
        return Row(row.name, url, note, _("%(days)s ngày") % {"days": format_number(row.days)}, row.tone)

    def hot(self) -> tuple[list[Petition], int, str]:
        """The first hot issues that are open, how many there are, and their list."""
        rows = list(exceptions.open_hot_issues(self.petitions)[:HOT_SHOWN])
        return rows, rows[0].among if rows else 0, links.petitions_waiting(self.scope.asks, buc_xuc=1, dang_mo=1)

    # ------------------------------------------------------------------------------------------------- parts
    def parts(self) -> list[Part]:
        """The places below with what was done there, and what was done in none of them."""
        found = list(self._by_cluster() if self._clusters else self._by_unit())
        known = {key for part in found for key in part.members}
        rest = {place for place, _month in self.cells} - known
        if (left := self.total(self.period.months, rest)) != Totals():
            found.append(
                Part(None, _("Ghi chung, không riêng nơi nào"), "", {}, {}, left, frozenset(k for k in rest if k))
            )
        return found

    @cached_property
    def _clusters(self) -> dict[int, str]:
        whole = self.level == Level.COMMUNE and Level.DISTRICT in self.scope.levels
        return places.clusters_of(self.places) if whole else {}

    def _by_unit(self) -> Iterator[Part]:
        for place in self.places:
            if place.level != self.level:
                continue
            members = frozenset((place.pk, *place.former))
            yield Part(
                place.pk,
                place.name,
                links.place(place.pk, **self.period.asked),
                self._asks(noi=place.pk),
                {"huyen": place.pk},
                self.total(self.period.months, members),
                members,
            )

    def _by_cluster(self) -> Iterator[Part]:
        """The clusters, then the communes that are in none, one by one."""
        communes = [place for place in self.places if place.level == Level.COMMUNE]
        for pk, name in self._clusters.items():
            inside = [place for place in communes if place.cluster_id == pk]
            members = frozenset(key for place in inside for key in (place.pk, *place.former))
            asks = self._asks(trong_cum=pk) | ({} if self.period.is_today else {"ngay": self.day})
            url = links.cluster(pk, **self.period.asked)
            yield Part(pk, name, url, asks, {"cum": pk}, self.total(self.period.months, members), members)
        yield from (part for part in self._by_unit() if not self._by_pk[part.key].cluster_id)

    def grid(self) -> Grid:
        """One line a part: exceptions of each tier, then what was done in the period."""
        groups = [Group(str(rule.tier), columns) for rule in self._told_rules if (columns := self._tier_columns(rule))]
        groups.append(Group(self.period.months.label, [str(measure.column) for measure in MEASURES]))
        return Grid(self._corner(), groups, [self._line(part) for part in self.parts()])

    @cached_property
    def _told_rules(self) -> list[TierRule]:
        """The tiers that say something of the parts: of hamlets none that ends at the commune."""
        if self.level != Level.HAMLET:
            return self.rules
        return [rule for rule in self.rules if rule.measured == Level.HAMLET]

    def _corner(self) -> str:
        if self._clusters:
            return _("Cụm")
        return {Level.DISTRICT: _("Huyện"), Level.COMMUNE: _("Xã, phường")}.get(Level(self.level), _("Ấp, khu phố"))

    def _tier_columns(self, rule: TierRule) -> list[str]:
        columns = [_("Chưa có cán bộ")] if rule.names_holders else []
        return [*columns, _("Im lặng")] if rule.overdue_after is not None else columns

    def _line(self, part: Part) -> GridRow:
        inside = self._inside(part)
        asked = {} if self.period.is_today else {"ngay": self.day}
        cells = []
        for rule in self._told_rules:
            if rule.names_holders:
                count = sum(place.unheld_in(rule) for place in inside)
                cells.append(self._cell(count, part, links.unheld_places(rule.tier, **part.asks_units, **asked)))
            if rule.overdue_after is not None:
                count = sum(place.silent_for(rule, self.day) for place in inside)
                where = {key: value for key, value in part.asks.items() if key not in {"pham_vi", "ngay"}}
                cells.append(self._cell(count, part, links.silent_places(rule.tier, **where, **asked)))
        for measure in MEASURES:
            url = measure.url(self.period.months, part.asks)
            value, change = measure.value(part.totals), measure.corrected(part.totals)
            cells.append(Cell(value, url if part.key else "", change=change))
        return GridRow(part.name, cells, part.url)

    def _cell(self, count: int, part: Part, url: str) -> Cell:
        return Cell(count, url if part.key else "", alarm=count > 0)

    def _inside(self, part: Part) -> list[Place]:
        """The places of the day that lie in a part; the part of the rest holds none of the day."""
        return [] if part.key is None else [place for key in part.members for place in self._by_part.get(key, ())]

    @cached_property
    def _by_part(self) -> dict[int | None, list[Place]]:
        """The places by the unit of the parts' level that they lie in."""
        column = {Level.DISTRICT: "district_id", Level.COMMUNE: "commune_id"}.get(Level(self.level), "pk")
        found: dict[int | None, list[Place]] = {}
        for place in self.places:
            found.setdefault(getattr(place, column), []).append(place)
        return found

"""The leaders' page: exceptions first, every figure with the list behind it."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assignments.models import Level, Unit
from assignments.models.policy import TierTarget
from nammanh.accounts.models import User
from nammanh.platform.numbers import format_number, format_percent
from reports.dashboards import figures, links, places, queries, scope
from reports.dashboards.grids import Cell, Grid, GridRow, Group
from reports.dashboards.measures import MEASURES, Measure
from reports.facts.months import Months
from reports.facts.queries import Totals, added
from reports.feedback.models import Petition
from reports.visits.queries import measured_level

VISITS = MEASURES[0]
MONTHS = 12
"""How far back the page looks: this month and the eleven before, each beside the same a year before."""


@dataclass(frozen=True)
class Stat:
    """One figure, the list behind it, and how it looks."""

    label: str
    value: int
    url: str
    tone: str = "neutral"
    hint: str = ""

    @property
    def text(self) -> str:
        return format_number(self.value)


@dataclass(frozen=True)
class TierCard:
    """One tier with its figures."""

    title: str
    stats: list[Stat]


@dataclass
class Overview:
    """All figures of the page for one person, day and (if chosen) district; month by month those of one measure."""

    user: User
    day: datetime.date
    district: Unit | None = None
    districts: list[Unit] = field(default_factory=list)
    measure: Measure = VISITS

    def __post_init__(self) -> None:
        units = self._narrowed(Unit.objects.visible_to(self.user))
        self.tiers = queries.tier_figures(places.rules_on(self.day), self.day, units)
        self.months = Months.latest(self.day, MONTHS)
        records = scope.whole(self.user).records & (Q(district=self.district) if self.district else Q())
        self.cells = figures.cells(self.user, records, Months(self.months.year_before().first, self.day), "district")
        self.petitions = queries.petition_figures(self._narrowed(Petition.objects.visible_to(self.user)), self.day)
        self.units = units

    @property
    def _chosen(self) -> int | None:
        return self.district.pk if self.district else None

    def _narrowed(self, rows: QuerySet) -> QuerySet:
        return rows.within(self.district) if self.district else rows

    # ---------------------------------------------------------------------------------------------- figures
    def by_tier(self) -> list[TierCard]:
        """A card a tier, its exceptions first: places nobody visited, places nobody holds."""
        return [TierCard(str(row.tier), list(self._tier_stats(row))) for row in self.tiers]

    def _tier_stats(self, row: queries.TierFigures) -> Iterator[Stat]:
        count, tier, chosen = row.all, row.tier, self._chosen
        if row.rule.overdue_after is not None:
            hint = _("%(where)s đã %(days)s ngày chưa có chuyến đi được xã xác nhận") % {
                "where": str(TierTarget(measured_level(tier)).label).lower(),
                "days": row.rule.overdue_after,
            }
            yield Stat(_("Quá hạn đi cơ sở"), count.silent, links.silent(tier, chosen), alarm(count.silent), hint)
        where = str(tier.get_target_display()).lower()
        tone = alarm(count.unheld) if count.total else "neutral"
        yield Stat(_("Chưa có cán bộ phụ trách"), count.unheld, links.unheld(tier, chosen), tone, where)
        share = _("%(percent)s của %(total)s") % {
            "percent": format_percent(count.held, count.total),
            "total": format_number(count.total),
        }
        share = share if count.total else _("chưa khai báo")
        yield Stat(_("Đã có cán bộ phụ trách"), count.held, links.unheld(tier, chosen, "da"), hint=share)
        yield Stat(_("Phải nắm tới"), count.total, links.unheld(tier, chosen, "tat-ca"), hint=where)

    def _total(self, span: Months, districts: Container[int | None] | None = None) -> Totals:
        found = (
            totals
            for (district, month), totals in self.cells.items()
            if month in span and (districts is None or district in districts)
        )
        return added(Totals, found)

    def _asks(self, district_id: int | None = None) -> dict[str, Any]:
        """What a list is told to show the records that are counted here."""
        chosen = district_id or self._chosen
        return {**({"huyen": chosen} if chosen else {}), **scope.cut(self.user)}

    def activity(self) -> list[Stat]:
        """Visits of this month beside last month's, and how specific the comments are."""
        this_month = Months.of(self.day)
        last_month, asks = this_month.previous(), self._asks()
        told = self._total(self.months).now
        share = {"percent": format_percent(told.specific, told.comments), "total": format_number(told.comments)}
        return [
            self._visits(_("Lượt đi cơ sở tháng này"), this_month, _("tính đến hôm nay")),
            self._visits(_("Lượt đi cơ sở tháng trước"), last_month, _("cả tháng")),
            Stat(
                _("Góp ý cụ thể, 12 tháng qua"),
                told.specific,
                links.comments_sent(self.months, asks, "cu-the"),
                hint=_("%(percent)s của %(total)s góp ý") % share,
            ),
            Stat(
                _("Góp ý chung chung, 12 tháng qua"),
                told.vague,
                links.comments_sent(self.months, asks, "chung-chung"),
                "warning" if told.vague else "success",
                _("xã đánh giá chung chung, hoặc thiếu ai làm, bao giờ xong"),
            ),
        ]

    def _visits(self, label: str, span: Months, hint: str) -> Stat:
        """As the records stand now, which is what the list counts."""
        return Stat(label, self._total(span).now.visits, VISITS.url(span, self._asks()), hint=hint)

    def waiting(self) -> list[Stat]:
        """Open petitions: those past their day, all, and by the days that they have waited."""
        late = self.petitions.all_overdue
        stats = [
            Stat(_("Quá hạn trả lời"), late, links.overdue_petitions(self._chosen), alarm(late)),
            Stat(_("Đang chờ trả lời"), self.petitions.all_open, links.open_petitions(district=self._chosen)),
        ]
        for band in self.petitions.bands:
            days = {"first": band.first_age, "last": band.last_age}
            label = _("Chờ %(first)s–%(last)s ngày") % days if band.last_age else _("Chờ từ %(first)s ngày") % days
            stats.append(Stat(label, band.petitions, links.open_petitions(band.since, band.until, self._chosen)))
        return stats

    # ----------------------------------------------------------------------------------------------- tables
    def _rows(self, found: set[int | None]) -> list[tuple[int | None, str]]:
        """The districts in order, with those that only have figures of the past and what lies in none."""
        known = [(row.pk, str(row)) for row in self.districts if row.in_force_on(self.day) or row.pk in found]
        if self.district:
            known = [row for row in known if row[0] == self.district.pk]
        names = {pk for pk, _name in known}
        return known + ([(None, _("Không thuộc huyện"))] if found - names else [])

    def by_district(self) -> Grid:
        """One line a district; the columns are the exceptions and this month's visits."""
        this_month = Months.of(self.day)
        found = {pk for row in self.tiers for pk, count in row.by_district.items() if count.total or count.silent}
        found |= set(self.petitions.open) | {pk for pk, month in self.cells if month in this_month}
        groups = [
            Group(
                str(row.tier), [_("Chưa có cán bộ"), *([_("Quá hạn đi")] if row.rule.overdue_after is not None else [])]
            )
            for row in self.tiers
        ]
        groups.append(Group(_("Phản ánh, kiến nghị"), [_("Quá hạn"), _("Đang chờ")]))
        groups.append(Group(_("Lượt đi"), [_("Tháng này")]))
        rows = []
        for pk, name in self._rows(found):
            cells = []
            for row in self.tiers:
                count = row.of(pk)
                cells.append(counted(count.unheld, links.unheld(row.tier, pk), pk, alarm=True))
                if row.rule.overdue_after is not None:
                    cells.append(counted(count.silent, links.silent(row.tier, pk), pk, alarm=True))
            cells += [
                counted(self.petitions.overdue.get(pk, 0), links.overdue_petitions(pk), pk, alarm=True),
                counted(self.petitions.open.get(pk, 0), links.open_petitions(district=pk), pk),
                self._cell(VISITS, this_month, {pk}, VISITS.url(this_month, self._asks(pk)) if pk else ""),
            ]
            rows.append(GridRow(name, cells, links.place(pk) if pk else ""))
        return Grid(_("Huyện"), groups, rows)

    def _cell(self, measure: Measure, span: Months, districts: Container[int | None] | None, url: str) -> Cell:
        totals = self._total(span, districts)
        return Cell(measure.value(totals), url, change=measure.corrected(totals))

    def by_month(self) -> Grid:
        """The measure in each month and district, twelve months, the latest first: it stays in sight on a narrow
        screen. Last, all of them a year before. Where there are no districts, one line tells of all.
        """
        spans = [Months.of(month) for month in self.months][::-1]
        found = {pk for pk, month in self.cells if month in self.months}
        rows = [
            GridRow(name, [self._in_month(span, {pk}, bool(pk), pk) for span in spans])
            for pk, name in (self._rows(found) if self.districts else [])
        ]
        if len(rows) != 1:
            rows.append(GridRow(_("Tất cả"), [self._in_month(span) for span in spans]))
        rows.append(GridRow(_("Cùng tháng năm trước"), [self._in_month(span.year_before()) for span in spans]))
        heading = _("Huyện") if self.districts else _("Phạm vi")
        return Grid(heading, [Group("", [f"{span.first:%m/%Y}" for span in spans])], rows)

    def _in_month(
        self, span: Months, districts: set[int | None] | None = None, listed: bool = True, pk: int | None = None
    ) -> Cell:
        return self._cell(self.measure, span, districts, self.measure.url(span, self._asks(pk)) if listed else "")

    def chart(self) -> dict[str, Any]:
        """The course of the measure beside that of the year before, for the chart above the table of the figures.

        Months before the first record are no noughts: the line begins later.
        """
        first = min((month for _district, month in self.cells), default=self.months.first)

        def values(span: Months) -> list[int | None]:
            return [self.measure.value(self._total(Months.of(month))) if month >= first else None for month in span]

        return {
            "type": "line",
            "unit": _("lượt"),
            "categories": [f"{month:%m/%Y}" for month in self.months],
            "series": [
                {"name": _("12 tháng qua"), "values": values(self.months)},
                {"name": _("Cùng tháng năm trước"), "values": values(self.months.year_before())},
            ],
        }


def counted(value: int, url: str, district_id: int | None, *, alarm: bool = False) -> Cell:
    """A figure of one district; what lies in no district has no list of its own."""
    return Cell(value, url if district_id else "", alarm=alarm and value > 0)


def alarm(value: int) -> str:
    return "danger" if value else "success"


def districts_of(user: User) -> list[Unit]:
    """Districts within the person's area, past ones included: figures of the past still have a name."""
    return list(Unit.objects.visible_to(user).filter(level=Level.DISTRICT).in_order())

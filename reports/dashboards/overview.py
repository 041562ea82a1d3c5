"""The leaders' page: exceptions first, every figure with the list behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.models import Level, Unit
from assignments.models.policy import TierTarget
from assignments.queries import tiers_on
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months, month_start
from nammanh.platform.numbers import format_number, format_percent
from reports.dashboards import links, queries
from reports.dashboards.grids import Cell, Grid, GridRow, Group
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from reports.visits.queries import measured_level


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
    """All figures of the page for one person, day and (if chosen) district."""

    user: User
    day: datetime.date
    district: Unit | None = None
    districts: list[Unit] = field(default_factory=list)

    def __post_init__(self) -> None:
        units = self._narrowed(Unit.objects.visible_to(self.user))
        self.tiers = queries.tier_figures(tiers_on(self.day), self.day, units)
        self.visits = queries.visit_figures(self._narrowed(Visit.objects.visible_to(self.user)), self.day)
        self.comments = queries.comment_figures(self._narrowed(Comment.objects.visible_to(self.user)), self.day)
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
        if row.cadence:
            hint = _("%(where)s đã %(days)s ngày chưa có chuyến đi được xã xác nhận") % {
                "where": str(TierTarget(measured_level(tier)).label).lower(),
                "days": row.cadence.overdue_after_days,
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

    def activity(self) -> list[Stat]:
        """Visits of this month beside last month's, and how specific the comments are."""
        this_month = month_start(self.day)
        last_month = add_months(this_month, -1)
        start, end = queries.window(self.day)
        comments = self.comments
        return [
            Stat(
                _("Lượt đi cơ sở tháng này"),
                self.visits.made(this_month),
                links.visits_of_month(this_month, self._chosen),
                hint=_("tính đến hôm nay"),
            ),
            Stat(
                _("Lượt đi cơ sở tháng trước"),
                self.visits.made(last_month),
                links.visits_of_month(last_month, self._chosen),
                hint=_("cả tháng"),
            ),
            Stat(
                _("Góp ý cụ thể, 12 tháng qua"),
                comments.specific,
                links.comments_given(start, end, "cu-the", self._chosen),
                hint=_("%(percent)s của %(total)s góp ý")
                % {
                    "percent": format_percent(comments.specific, comments.total),
                    "total": format_number(comments.total),
                },
            ),
            Stat(
                _("Góp ý chung chung, 12 tháng qua"),
                comments.vague,
                links.comments_given(start, end, "chung-chung", self._chosen),
                "warning" if comments.vague else "success",
                _("xã đánh giá chung chung, hoặc thiếu ai làm, bao giờ xong"),
            ),
        ]

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
        this_month = month_start(self.day)
        found = {pk for row in self.tiers for pk, count in row.by_district.items() if count.total or count.silent}
        found |= set(self.petitions.open) | {cell.district_id for cell in self.visits.cells if cell.month == this_month}
        groups = [
            Group(str(row.tier), [_("Chưa có cán bộ"), *([_("Quá hạn đi")] if row.cadence else [])])
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
                if row.cadence:
                    cells.append(counted(count.silent, links.silent(row.tier, pk), pk, alarm=True))
            cells += [
                counted(self.petitions.overdue.get(pk, 0), links.overdue_petitions(pk), pk, alarm=True),
                counted(self.petitions.open.get(pk, 0), links.open_petitions(district=pk), pk),
                counted(self.visits.made(this_month, {pk}), links.visits_of_month(this_month, pk), pk),
            ]
            rows.append(GridRow(name, cells, links.place(pk) if pk else ""))
        return Grid(_("Huyện"), groups, rows)

    def by_month(self) -> Grid:
        """Visits of each month and district, twelve months, the latest first: it stays in sight on a narrow screen.

        Where there are no districts, one line tells of all.
        """
        months = self.visits.months[::-1]
        rows = [
            GridRow(
                name,
                [counted(self.visits.made(month, {pk}), links.visits_of_month(month, pk), pk) for month in months],
            )
            for pk, name in (self._rows(self.visits.district_ids) if self.districts else [])
        ]
        if len(rows) != 1:
            totals = [Cell(self.visits.made(month), links.visits_of_month(month, self._chosen)) for month in months]
            rows.append(GridRow(_("Tất cả"), totals))
        return Grid(
            _("Huyện") if self.districts else _("Phạm vi"), [Group("", [f"{month:%m/%Y}" for month in months])], rows
        )

    def chart(self) -> dict[str, Any]:
        """Visits by month for the chart above the table of the same figures."""
        months = self.visits.months
        return {
            "type": "bar",
            "unit": _("lượt"),
            "categories": [f"{month:%m/%Y}" for month in months],
            "urls": [links.visits_of_month(month, self._chosen) for month in months],
            "series": [{"name": _("Lượt đi cơ sở"), "values": [self.visits.made(month) for month in months]}],
        }


def counted(value: int, url: str, district_id: int | None, *, alarm: bool = False) -> Cell:
    """A figure of one district; what lies in no district has no list of its own."""
    return Cell(value, url if district_id else "", alarm=alarm and value > 0)


def alarm(value: int) -> str:
    return "danger" if value else "success"


def districts_of(user: User) -> list[Unit]:
    """Districts within the person's area, past ones included: figures of the past still have a name."""
    return list(Unit.objects.visible_to(user).filter(level=Level.DISTRICT).in_order())

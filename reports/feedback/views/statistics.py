"""The statistics page: each figure opens the list of exactly the rows that it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assignments.access import access_of
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date, month_end, month_label, today
from nammanh.platform.numbers import format_number, format_percent
from nammanh.platform.spreadsheets import CellKind, Column
from reports.feedback.filters import NONE_YET
from reports.feedback.measures import AgeBand, Measure, Now
from reports.feedback.models import WORSE_ABOVE, Petition, PetitionQuerySet, Ratio, TermKind, WarningLevel
from reports.feedback.period_form import PeriodForm
from reports.feedback.statistics import Figures, Grouping, Period, Statistics, statistics, statistics_of_all

SHARES: dict[str, tuple[Measure, Measure]] = {
    Ratio.ON_FIRST_DAY: (Measure.ON_FIRST_DAY, Measure.ANSWERED),
    Ratio.ON_LAST_DAY: (Measure.ON_LAST_DAY, Measure.ANSWERED),
    Ratio.FOR_SENDER: (Measure.FOR_SENDER, Measure.ANSWERED),
    Ratio.REOPENED: (Measure.REOPENED, Measure.EVER_ANSWERED),
    Ratio.FAILED: (Measure.FAILED, Measure.JUDGED),
    Ratio.CARRIED: (Measure.CARRIED, Measure.ANSWERED),
}
"""Of which rows a share is told: (those that count, out of those)."""


@dataclass(frozen=True)
class Cell:
    """One figure of a line: a count, or a share with the counts that it is made of. `mark`: why it stands out."""

    label: Any
    value: str
    url: str
    whole: str = ""
    whole_url: str = ""
    share: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Block:
    """One table of the page: its lines, each with a name and cells; the last one tells of all."""

    title: str
    lines: list[tuple[str, list[Cell]]]

    @property
    def headings(self) -> list[Any]:
        return [cell.label for cell in self.lines[-1][1]]


class Links:
    """Addresses of the register that show what a figure counts."""

    def __init__(self, period: Period, grouping: str, shown: Statistics, lead_only: bool) -> None:
        self._days = dict(zip(("tu", "den"), map(format_date, period.days), strict=True))
        self._grouping, self._by_cluster = grouping, shown.by_cluster
        self._always = {"chu_tri": "1"} if lead_only else {}

    def of(self, figures: Figures, *, whole: bool, any_time: bool = False, **asked: str) -> str:
        days = {} if any_time else self._days
        query = {**self._always, **days, **({} if whole else self._line(figures.key)), **asked}
        return f"{reverse('feedback:list')}?{urlencode(query)}"

    def _line(self, key: Any) -> dict[str, str]:
        if self._grouping == Grouping.MONTH:
            return {"tu": format_date(key), "den": format_date(month_end(key))}
        names = {Grouping.DEPARTMENT: "nganh", Grouping.FIELD: "linh_vuc"}
        name = names.get(Grouping(self._grouping), "cum" if self._by_cluster else "huyen")
        return {name: NONE_YET if key is None else str(key)}


def asked_of(measure: Measure) -> dict[str, str]:
    """The condition in the register's words."""
    return {"cham_bao": "1"} if measure == Measure.CARRIED_LATE else {"so_lieu": measure.value}


class PetitionStatistics(ExportMixin, TemplateView):
    """For whoever reads the register, cut to what they see of it; a department reads of what it leads itself."""

    template_name = "feedback/statistics.html"
    export_title = gettext_lazy("Thống kê phản ánh, kiến nghị")
    terms: dict[str, int] = {}

    @property
    def _lead_only(self) -> bool:
        access = access_of(self.request.actor.user)
        return bool(access.department_ids) and not access.reads_all_records and not access.areas

    def petitions(self) -> PetitionQuerySet:
        user = self.request.actor.user
        rows = Petition.objects.visible_to(user)
        return rows.filter(department__in=access_of(user).department_ids) if self._lead_only else rows

    def read(self) -> Statistics | None:
        """The figures that the address asks for; None where no terms are set yet."""
        day = today()
        self.form = PeriodForm(self.request.GET)
        self.period, self.grouping = self.form.period(day), self.form.grouping
        self.form.show(self.period)
        now = Now.on(day)
        if now is None:
            return None
        self.terms = now.terms
        if access_of(self.request.actor.user).reads_all_records:
            return statistics_of_all(self.period, self.grouping, now=now, day=day)
        return statistics(self.petitions(), self.period, self.grouping, now=now, day=day)

    # --- the page --------------------------------------------------------------------------------------------------

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.read()
        context = {"form": self.form, "groupings": self._groupings(), "period": self._period_in_words(), **kwargs}
        if shown is None:
            return super().get_context_data(no_terms=True, **context)
        self.levels = {level.ratio: level for level in WarningLevel.objects.on(today()).order_by("valid_from")}
        self.links = Links(self.period, self.grouping, shown, self._lead_only)
        return super().get_context_data(
            blocks=self._blocks(shown) if shown.rows else [],
            heading_of_lines=self._heading(shown),
            levels=self.levels.values(),
            **context,
        )

    def _blocks(self, shown: Statistics) -> list[Block]:
        titles = (
            (_("Trả lời và thời hạn"), self._answers, "total"),
            (_("Chất lượng trả lời và việc báo lại"), self._quality, "total"),
            (_("Đang chờ trả lời, nêu vào bất kỳ lúc nào, theo số ngày làm việc đã chờ"), self._ages, "waiting"),
        )
        return [
            Block(
                title,
                [
                    *((row.name, cells(row, whole=False)) for row in shown.rows if getattr(row, counted)),
                    (shown.whole.name, cells(shown.whole, whole=True)),
                ],
            )
            for title, cells, counted in titles
        ]

    def _groupings(self) -> list[dict[str, Any]]:
        query = self.request.GET.copy()
        query.pop("xuat", None)
        tabs = []
        for choice in Grouping:
            query["theo"] = choice.value
            tabs.append({"label": choice.label, "url": f"?{query.urlencode()}", "active": choice == self.grouping})
        return tabs

    def _period_in_words(self) -> str:
        first, last = month_label(self.period.first), month_label(self.period.last)
        if first == last:
            return first
        return _("%(first)s đến %(last)s") % {"first": first, "last": last.lower()}

    def _heading(self, shown: Statistics) -> str:
        names = {Grouping.DEPARTMENT: _("Ngành"), Grouping.FIELD: _("Lĩnh vực"), Grouping.MONTH: _("Tháng")}
        return names.get(Grouping(self.grouping), _("Cụm, tiểu vùng") if shown.by_cluster else _("Huyện"))

    def _answers(self, row: Figures, *, whole: bool) -> list[Cell]:
        url = partial(self.links.of, row, whole=whole)
        return [
            Cell(_("Đã nêu"), format_number(row.total), url()),
            Cell(_("Chưa trả lời"), format_number(row.still_open), url(dang_mo="1")),
            self._count(row, Measure.ANSWERED, _("Đã trả lời"), url),
            *(self._share(row, ratio, url) for ratio in (Ratio.ON_FIRST_DAY, Ratio.ON_LAST_DAY, Ratio.FOR_SENDER)),
            self._days(row.median, _("Một nửa trong (ngày)"), url, marked=True),
            self._days(row.ninety, _("90% trong (ngày)"), url),
        ]

    def _quality(self, row: Figures, *, whole: bool) -> list[Cell]:
        url = partial(self.links.of, row, whole=whole)
        return [
            *(self._share(row, ratio, url) for ratio in (Ratio.REOPENED, Ratio.FAILED, Ratio.CARRIED)),
            self._count(row, Measure.CARRIED_LATE, _("Chậm báo lại"), url),
        ]

    def _ages(self, row: Figures, *, whole: bool) -> list[Cell]:
        cells = [
            Cell(label, format_number(row.ages.get(band, 0)), self._waiting(row, whole, band))
            for band, label in zip(AgeBand.values, self._bands(), strict=True)
        ]
        return [*cells, Cell(_("Tất cả"), format_number(row.waiting), self._waiting(row, whole))]

    def _waiting(self, figures: Figures, whole: bool, band: str = "") -> str:
        asked = {"tuoi": band} if band else {}
        return self.links.of(figures, whole=whole, any_time=True, dang_mo="1", **asked)

    def _bands(self) -> list[str]:
        term = self.terms[TermKind.ORDINARY]
        words = [_("Đến %(days)s ngày") % {"days": term}]
        words += [_("%(from)s–%(to)s ngày") % {"from": term * n + 1, "to": term * (n + 1)} for n in (1, 2)]
        return [*words, _("Trên %(days)s ngày") % {"days": term * 3}]

    def _count(self, figures: Figures, measure: Measure, label: str, url: Any) -> Cell:
        return Cell(label, format_number(figures.count(measure)), url(**asked_of(measure)))

    def _share(self, figures: Figures, ratio: Ratio, url: Any) -> Cell:
        part, whole = SHARES[ratio]
        count, out_of = figures.count(part), figures.count(whole)
        if not out_of:
            return Cell(ratio.label, "", "")
        level = self.levels.get(ratio)
        mark = ""
        if level is not None and level.marks(count, out_of):
            words = _("trên %(percent)s%%") if ratio in WORSE_ABOVE else _("dưới %(percent)s%%")
            mark = words % {"percent": level.percent}
        return Cell(
            ratio.label,
            format_number(count),
            url(**asked_of(part)),
            whole=format_number(out_of),
            whole_url=url(**asked_of(whole)),
            share=format_percent(count, out_of),
            mark=mark,
        )

    def _days(self, days: float | None, label: str, url: Any, *, marked: bool = False) -> Cell:
        if days is None:
            return Cell(label, "", "")
        term = self.terms[TermKind.DEPARTMENT]
        mark = _("quá hạn %(days)s ngày") % {"days": term} if marked and days > term else ""
        return Cell(label, format_number(days, 1), url(**asked_of(Measure.BY_DEPARTMENT)), mark=mark)

    # --- the workbook ----------------------------------------------------------------------------------------------

    @property
    def export_columns(self) -> tuple[Column, ...]:  # type: ignore[override]  # the age bands are named by the terms
        shares: list[Column] = []
        for ratio, (part, whole) in SHARES.items():
            name = Ratio(ratio).label
            shares += [
                Column(name, _of(part), CellKind.NUMBER, 14),
                Column(_("Trong số (%(name)s)") % {"name": name.lower()}, _of(whole), CellKind.NUMBER, 14),
                Column(_("Tỷ lệ (%(name)s)") % {"name": name.lower()}, _share_of(part, whole), CellKind.PERCENT, 12),
            ]
        bands = [
            Column(_("Đang chờ: %(band)s") % {"band": label.lower()}, _aged(band), CellKind.NUMBER, 14)
            for band, label in zip(AgeBand.values, self._bands() if self.terms else (), strict=False)
        ]
        return (
            Column(dict(Grouping.choices)[self.grouping], "name", width=36),
            Column(_("Đã nêu"), "total", CellKind.NUMBER, 10),
            Column(_("Chưa trả lời"), "still_open", CellKind.NUMBER, 10),
            *shares,
            Column(_("Ngày làm việc, một nửa trong"), "median", CellKind.RATIO, 14),
            Column(_("Ngày làm việc, 90% trong"), "ninety", CellKind.RATIO, 14),
            Column(_("Chậm báo lại"), _of(Measure.CARRIED_LATE), CellKind.NUMBER, 10),
            *bands,
        )

    def export_rows(self) -> Iterable[Figures]:
        shown = self.read()
        return [*shown.rows, shown.whole] if shown else []

    def export_notes(self) -> list[str]:
        return [self._period_in_words()]


def _of(measure: Measure) -> Any:
    return lambda row: row.count(measure)


def _share_of(part: Measure, whole: Measure) -> Any:
    return lambda row: row.count(part) / row.count(whole) if row.count(whole) else None


def _aged(band: str) -> Any:
    return lambda row: row.ages.get(band, 0)

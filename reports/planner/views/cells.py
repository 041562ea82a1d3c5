"""Hamlet × month: the Party cells' monthly meetings, and who of the holders has been there."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date, month_end, months_between, months_in, today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin
from reports.planner import policies
from reports.planner.filters import AREA, MINE, HamletFilter
from reports.planner.queries import cells
from reports.planner.queries.cells import CellState, Mark
from reports.visits.models import Visit, VisitType

EARLIEST = 2016
"""The first year of the policy."""


@dataclass(frozen=True)
class Cell:
    """One month of one hamlet; `url` opens its visit, or the form to plan one."""

    month: datetime.date
    mark: Mark
    url: str


@dataclass(frozen=True)
class Row:
    hamlet: Unit
    cells: list[Cell]

    @property
    def attended(self) -> int:
        return sum(cell.mark.state == CellState.ATTENDED for cell in self.cells)


class CellMatrix(PolicyMixin, ExportMixin, KeysetListView):
    """A year of the hamlets that one holds, or of those in one's area."""

    policy = staticmethod(policies.reads_calendar)
    model = Unit
    keyset = ("commune_id", "name_key", "pk")
    page_size = 40
    template_name = "planner/cells.html"
    export_title = gettext_lazy("Dự sinh hoạt chi bộ ấp, khu phố")

    # --- what is asked ---------------------------------------------------------------------------------------------

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("nam", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today().year
        return min(max(year, EARLIEST), today().year + 1)

    @cached_property
    def months(self) -> list[datetime.date]:
        return months_in(datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 1))

    @cached_property
    def day(self) -> datetime.date:
        """Hamlets as they are today, or were at the end of a year gone by."""
        return min(today(), month_end(self.months[-1]))

    @cached_property
    def own(self) -> set[int]:
        return set(cells.own_hamlets(self.request.actor.user, self.day).values_list("pk", flat=True))

    def filterset_class(self, *args: Any, **kwargs: Any) -> HamletFilter:
        mine, area = (MINE, gettext_lazy("Tôi phụ trách")), (AREA, gettext_lazy("Tất cả trong địa bàn"))
        return HamletFilter(*args, whose=[mine, area] if self.own else [area], **kwargs)

    @property
    def whose(self) -> str:
        return self.filter.asked("cua") or self.filter.form.fields["cua"].choices[0][0]

    # --- what is read ----------------------------------------------------------------------------------------------

    def get_queryset(self) -> QuerySet[Unit]:
        rows = super().get_queryset().on(self.day).filter(level="hamlet")
        return rows.select_related("commune")

    def filtered(self) -> QuerySet[Unit]:
        rows = super().filtered()
        self.hamlets = rows.filter(pk__in=self.own) if self.whose == MINE else rows
        return self.hamlets

    def attendance(self) -> QuerySet[Visit]:
        user = self.request.actor.user
        return cells.own_attendance(user) if self.whose == MINE else cells.attendance_in(Visit.objects.visible_to(user))

    def dress(self, hamlets: list[Unit]) -> list[Row]:
        found = cells.cells(self.attendance(), hamlets, self.months, today())
        return [
            Row(hamlet, [self._cell(hamlet, month, found[hamlet.pk, month]) for month in self.months])
            for hamlet in hamlets
        ]

    def _cell(self, hamlet: Unit, month: datetime.date, mark: Mark) -> Cell:
        if mark.visit:
            return Cell(month, mark, reverse("visits:detail", args=[mark.visit.uuid]))
        return Cell(month, mark, self._plan_url(hamlet, month) if hamlet.pk in self.own else "")

    def _plan_url(self, hamlet: Unit, month: datetime.date) -> str:
        """The plan form for a day of that month; of a month gone by, the form for a visit that was made."""
        query = {"dia-ban": hamlet.pk, "loai": VisitType.PARTY_CELL_MEETING.value}
        if month_end(month) < today():
            return f"{reverse('fieldbook:log')}?{urlencode(query)}"
        return f"{reverse('fieldbook:plan')}?{urlencode(query | {'ngay': format_date(max(month, today()))})}"

    # --- what is shown ---------------------------------------------------------------------------------------------

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        hamlets, totals = cells.month_totals(self.attendance(), self.hamlets, self.months)
        passed = [month for month in self.months if month <= today()]
        return context | {
            "rows": self.dress(context["object_list"]),
            "months": self.months,
            "totals": [totals[month] for month in self.months],
            "hamlets": hamlets,
            "attended": sum(totals[month].attended for month in passed),
            "passed": len(passed),
            "year": self.year,
            "year_before": self._year_url(self.year - 1) if self.year > EARLIEST else "",
            "year_after": self._year_url(self.year + 1) if self.year <= today().year else "",
            "mine": self.whose == MINE,
            "legend": list(CellState),
            "has_own": bool(self.own),
        }

    def _year_url(self, year: int) -> str:
        query = self._query()
        query["nam"] = str(year)
        return f"?{query.urlencode()}"

    # --- what is taken along ---------------------------------------------------------------------------------------

    @property
    def export_columns(self) -> Sequence[Column]:
        columns = [
            Column(_("Ấp, khu phố"), "hamlet.full_name", width=26),
            Column(_("Xã, phường, thị trấn"), "hamlet.commune.full_name", width=26),
        ]
        columns += [_column_of(index, month) for index, month in enumerate(self.months)]
        return [*columns, Column(_("Số tháng đã dự"), "attended", CellKind.NUMBER, 14)]

    def export_notes(self) -> list[str]:
        return [_("Năm %(year)s.") % {"year": self.year}, *super().export_notes()]


def _column_of(index: int, month: datetime.date) -> Column:
    heading = _("Tháng %(month)s") % {"month": months_between(month.replace(month=1), month) + 1}
    return Column(heading, lambda row: row.cells[index].mark.state.label, width=14)

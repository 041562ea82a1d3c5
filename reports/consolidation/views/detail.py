"""One month: its lines by department, what it leaves out, what earlier months still wait for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import month_label, today
from nammanh.platform.numbers import format_number
from nammanh.platform.spreadsheets import CellKind, Column, require_room
from nammanh.platform.views import KeysetListView
from reports.consolidation import policies, queries
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.queries import Asked, Figures
from reports.consolidation.states import Action
from reports.consolidation.views.dressing import dressed_lines, with_age
from reports.consolidation.views.listing import OfBatch
from reports.feedback.deadlines import dressed
from reports.feedback.models import Petition

SHOWN_OVER = 10
"""Lines of earlier months on the page of a month; the rest are on a page of their own."""
NARROWED = {queries.LACKING: _("Chỉ các dòng còn thiếu"), queries.OWING: _("Chỉ các dòng còn chờ trả lời")}


def left_out_in_words(batch: Batch, user: Any) -> str:
    """Reported in time and in no line: as of the dispatch, else as of now."""
    if batch.left_out is not None:
        return format_number(batch.left_out)
    found = queries.count_waiting(batch, user)
    most = queries.MOST_COUNTED
    return _("hơn %(number)s") % {"number": format_number(most)} if found > most else format_number(found)


class BatchDetail(OfBatch, ExportMixin, TemplateView):
    """The lines by department, page by page, and what was done with the batch.

    nganh: a department (`chua`: none yet) · loc: which lines (`thieu`, `cho`) · sau: from where on · dong: the page
    with this line · chon, so: what was to be merged when it was refused.
    """

    template_name = "consolidation/detail.html"
    export_columns = (
        Column(_("Dòng"), "number", CellKind.NUMBER, 8),
        Column(_("Nội dung"), "wording", width=60),
        Column(_("Lĩnh vực"), "field.name"),
        Column(_("Địa phương"), "places", width=36),
        Column(_("Số phản ánh"), lambda line: len(line.held), CellKind.NUMBER, 10),
        Column(_("Ngành chủ trì"), "lead.name", width=32),
        Column(_("Ngành phối hợp"), lambda line: "; ".join(row.agency.name for row in line.supports.all()), width=32),
        Column(_("Trạng thái"), "referral.get_status_display", width=22),
        Column(_("Hạn trả lời"), "due_on", CellKind.DATE, 13),
    )

    @property
    def export_title(self) -> str:
        return str(self.batch)

    def export_notes(self) -> list[str]:
        return [str(self.batch.get_status_display()), *self.narrowed]

    def export_rows(self) -> Iterable[BatchLine]:
        rows = queries.lines_of(self.batch, self.request.actor.user)
        rows = queries.narrowed(rows, self.figures.shares, self.asked)
        require_room(rows.count(), above=10)
        return self._in_chunks(rows)

    def dress(self, rows: list[BatchLine]) -> Iterable[BatchLine]:
        return dressed_lines(rows)

    @cached_property
    def figures(self) -> Figures:
        return queries.figures_of(self.batch)

    @cached_property
    def asked(self) -> Asked:
        """What the address asks for, where it makes sense for this batch; the rest of it is passed by."""
        query, words = self.request.GET, {share.word for share in self.figures.shares}
        number = query.get("dong", "")
        if queries.is_long(self.figures.shares) and number.isdecimal() and len(number) < 6:
            user = self.request.actor.user
            found = queries.place_of(self.batch, user, int(number), self.figures.shares)
            if found:
                return found
        kinds = {queries.OWING} if self.batch.is_dispatched else {queries.LACKING}
        start, _tilde, after = query.get("sau", "").partition("~")
        return Asked(
            lead=word if (word := query.get("nganh", "")) in words else "",
            only=kind if (kind := query.get("loc", "")) in kinds else "",
            start=start if start in words else "",
            after=int(after) if start in words and after.isdecimal() and len(after) < 6 else 0,
        )

    @property
    def narrowed(self) -> list[str]:
        """What the lines are narrowed by, in words."""
        leads = [share.name or str(_("Chưa chọn ngành chủ trì")) for share in self.figures.shares
                 if share.word == self.asked.lead]  # fmt: skip
        return [*leads, *([str(NARROWED[self.asked.only])] if self.asked.only else [])]

    def address(self, **changed: str) -> str:
        """The query of a page of these lines; empty values fall out."""
        asked = {"nganh": self.asked.lead, "loc": self.asked.only, **changed}
        query = self.request.GET.copy()
        query.clear()
        query.update({name: value for name, value in asked.items() if value})
        return f"?{query.urlencode()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, figures = self.request.actor.user, self.figures
        page = queries.page_of(self.batch, user, figures.shares, self.asked)
        dressed_lines(page.lines)
        here = f"{self.asked.start}~{self.asked.after}" if self.asked.start else ""
        context = super().get_context_data(**kwargs)
        return context | {
            "figures": figures,
            "groups": list(page.groups()),
            "is_long": queries.is_long(figures.shares),
            "asked": self.asked,
            "narrowed": self.narrowed,
            "kind": queries.OWING if self.batch.is_dispatched else queries.LACKING,
            "here": self.address(sau=here),
            "first_url": self.address() if here else "",
            "next_url": self.address(sau=f"{page.beyond[0]}~{page.beyond[1]}") if page.beyond else "",
            "ticked": {int(key) for key in self.request.GET.getlist("chon") if key.isdecimal() and len(key) < 19},
            "typed": self.request.GET.get("so", "")[:200],
            "left_out": left_out_in_words(self.batch, user),
            "learns": self.batch.is_open and Action.EDIT in context["allowed"],
            "steps": self.batch.steps.select_related("by", "secretary").order_by("-at", "-pk"),
        }


class Learned(OfBatch, TemplateView):
    """Fragment of a month's page: choices that were made again and again, each offered as a rule."""

    policy = staticmethod(policies.consolidates)
    template_name = "consolidation/_learned.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.learned_defaults(self.batch, today()) if self.batch.is_open else []
        return super().get_context_data(learned=rows, **kwargs)


class LeftOut(OfBatch, ExportMixin, KeysetListView):
    """Petitions reported in time that are in no line and still with nobody: the next month's, unless they go alone."""

    model = Petition
    keyset = ("deadline_on", "pk")
    template_name = "consolidation/left_out.html"
    export_columns = (
        Column(_("Nội dung"), "content", width=60),
        Column(_("Lĩnh vực"), "field.name"),
        Column(_("Địa bàn"), "unit.full_name", width=28),
        Column(_("Ngày phản ánh"), "reported_on", CellKind.DATE, 13),
        Column(_("Trạng thái"), "get_status_display", width=18),
        Column(_("Hạn trả lời"), "deadline_on", CellKind.DATE, 13),
    )

    @property
    def export_title(self) -> str:
        return _("Phản ánh ngoài kỳ – %(batch)s") % {"batch": self.batch}

    def get_queryset(self) -> QuerySet[Petition]:
        return queries.waiting(self.batch, self.request.actor.user).select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], today())
        return context


class CarriedOver(OfBatch, ExportMixin, KeysetListView):
    """Lines of earlier months that no department has answered yet, the first due first."""

    model = BatchLine
    keyset = ("referral__expected_on", "referral_id")
    template_name = "consolidation/carried_over.html"
    export_columns = (
        Column(_("Nội dung"), "wording", width=60),
        Column(_("Kỳ"), lambda line: month_label(line.batch.month), width=16),
        Column(_("Ngành chủ trì"), "lead.name", width=32),
        Column(_("Ngày chuyển"), "referral.dispatched_at", CellKind.DATE, 13),
        Column(_("Hạn trả lời"), "referral.expected_on", CellKind.DATE, 13),
    )

    @property
    def export_title(self) -> str:
        return _("Kỳ trước còn chờ trả lời – %(batch)s") % {"batch": self.batch}

    def get_queryset(self) -> QuerySet[BatchLine]:
        return queries.carried_over(self.batch, self.request.actor.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"carried_over": with_age(context["rows"], today())}

    def _cursor(self, row: BatchLine) -> str:
        return f"{row.referral.expected_on.isoformat()}~{row.referral_id}"

    def _after(self, rows: QuerySet, cursor: str) -> QuerySet:
        due, _tilde, key = cursor.partition("~")
        try:
            day, number = datetime.date.fromisoformat(due), int(key)
        except ValueError:
            return rows
        later = Q(referral__expected_on=day, referral_id__gt=number)
        return rows.filter(Q(referral__expected_on__gt=day) | later)


class FirstCarriedOver(CarriedOver):
    """Fragment of a month's page: the first of those lines."""

    template_name = "consolidation/_carried_over.html"
    page_size = SHOWN_OVER

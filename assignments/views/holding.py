"""The list of assignments."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries
from assignments.filters import AssignmentFilter
from assignments.models import Assignment
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin


class AssignmentList(PolicyMixin, ExportMixin, KeysetListView):
    model = Assignment
    template_name = "assignments/assignments.html"
    keyset = ("-valid_from", "-pk")
    filterset_class = AssignmentFilter
    policy = staticmethod(policies.reads_coverage)
    export_title = _("Danh sách phân công")
    export_columns = (
        Column(_("Địa bàn"), "unit.full_name", width=28),
        Column(_("Trực thuộc"), "unit.parent.full_name", width=28),
        Column(_("Đồng chí phụ trách"), "officer.full_name", width=28),
        Column(_("Chức vụ"), "title", width=40),
        Column(_("Tầng"), "role.tier.name", width=26),
        Column(_("Vai trò"), "role.name", width=36),
        Column(_("Phụ trách chính"), lambda row: _("Có") if row.is_lead else _("Không"), width=12),
        Column(_("Từ ngày"), "valid_from", CellKind.DATE, 13),
        Column(_("Đến hết ngày"), "valid_to", CellKind.DATE, 13),
        Column(_("Quyết định"), "document", width=28),
        Column(_("Ngày quyết định"), "document.issued_on", CellKind.DATE, 13),
        Column(_("Lý do thôi phân công"), "end_reason", width=32),
    )

    def get_queryset(self) -> QuerySet[Assignment]:
        return super().get_queryset().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, day = self.request.actor.user, self.filter.day
        rows = context["rows"]
        titles = queries.titles_on([row.officer_id for row in rows], day)
        self.absences = queries.absences_on([row.officer_id for row in rows], day)
        manages = policies.may_manage_assignments(user)
        return context | {
            "lines": [self._line(row, titles.get(row.officer_id, ""), manages) for row in rows],
            "day": day,
            "assign_url": reverse("assignments:assign") if manages else "",
        }

    def _line(self, row: Assignment, title: str, manages: bool) -> dict[str, Any]:
        open_end = manages and not row.end_reason and (row.valid_to is None or row.valid_to >= today())
        return {
            "row": row,
            "title": title,
            "absence": self.absences.get(row.officer_id),
            "replace_url": reverse("assignments:replace", args=[row.pk]) if open_end else "",
            "end_url": reverse("assignments:end", args=[row.pk]) if open_end else "",
        }

    def dress(self, rows: list[Assignment]) -> list[Assignment]:
        titles = queries.titles_on([row.officer_id for row in rows], self.filter.day)
        for row in rows:
            row.title = titles.get(row.officer_id, "")
        return rows

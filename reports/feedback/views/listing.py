"""Petitions: the list, each with its history, and what may be done next."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assignments.models import Unit
from assignments.policies import may_share_views
from nammanh.accounts.saved_views import SavedViewsMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import ScopedMixin, scoped_or_404
from reports.feedback import policies
from reports.feedback.deadlines import deadline, dressed, who_sent
from reports.feedback.filters import PetitionFilter
from reports.feedback.models import Petition, Reaction
from reports.visits.views import LATEST, PLACE_COLUMNS, CountedListView

WAITING = ("dang_mo", "qua_han", "cho_chuyen", "cho_nganh")
"""Filters whose rows wait for somebody: these are read by the day on which they are due."""


def way_back(petition: Petition) -> str:
    """How the answer was received, or that nobody has told it yet; needs `with_way_back`."""
    if petition.answered_at is None:
        return ""
    return str(Reaction(petition.reaction).label if petition.reaction else _("Chưa báo lại"))


class PetitionList(SavedViewsMixin, CountedListView):
    model = Petition
    list_key = "phan-anh"
    may_share_views = staticmethod(may_share_views)
    filterset_class = PetitionFilter
    template_name = "feedback/list.html"
    export_title = _("Danh sách phản ánh, kiến nghị")
    export_columns = (
        Column(_("Nội dung"), "content", width=60),
        Column(_("Loại"), "get_category_display"),
        Column(_("Lĩnh vực"), "field.name"),
        *PLACE_COLUMNS,
        Column(_("Nơi phản ánh"), who_sent, width=32),
        Column(_("Ngày phản ánh"), "reported_on", CellKind.DATE, 13),
        Column(_("Ngành trả lời"), "department.name", width=32),
        Column(_("Trạng thái"), "get_status_display", width=18),
        Column(_("Hạn trả lời"), "deadline_on", CellKind.DATE, 13),
        Column(_("Thời hạn"), lambda row: deadline(row, today()).label, width=20),
        Column(_("Báo lại cho dân"), way_back, width=24),
    )

    @property
    def keyset(self) -> tuple[str, ...]:
        """Open ones by their day, so that the latest overdue stands first; else the newest first."""
        waiting = {"1", "on", "true"} & {self.request.GET.get(name) for name in WAITING}
        return ("deadline_on", "pk") if waiting else ("-reported_on", "-pk")

    def get_queryset(self) -> QuerySet[Petition]:
        return super().get_queryset().with_names().with_way_back().select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], today())
        for row in context["rows"]:
            row.way_back = way_back(row)
        user = self.request.actor.user
        return context | {
            "may_send": policies.may_send(user),
            "has_desk": policies.answers_for_department(user) or policies.sends_on(user),
        }


class PetitionsOfUnit(ScopedMixin, ListView):
    """Fragment: the latest petitions of a unit and of those below it."""

    model = Petition
    template_name = "feedback/_of_unit.html"

    def get_queryset(self) -> list[Petition]:
        user = self.request.actor.user
        self.unit = scoped_or_404(Unit.objects.visible_to(user), pk=self.kwargs["pk"])
        rows = super().get_queryset().within(self.unit).with_names().select_related("entered_by").newest_first()
        return dressed(rows[:LATEST], today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, rows=self.object_list, **kwargs)

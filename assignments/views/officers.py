"""Officers: the list in order of given names, and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries
from assignments.filters import OfficerFilter
from assignments.models import Assignment, Officer, Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, ScopedDetailView


class OfficerList(ExportMixin, KeysetListView):
    model = Officer
    template_name = "assignments/officers.html"
    keyset = ("name_key", "pk")
    filterset_class = OfficerFilter
    export_title = _("Danh sách cán bộ")
    export_columns = (
        Column(_("Họ và tên"), "full_name", width=28),
        Column(_("Chức vụ"), lambda row: "; ".join(post.title for post in row.current_posts), width=44),
        Column(_("Cơ quan"), lambda row: "; ".join(post.agency.name for post in row.current_posts), width=36),
        Column(_("Nhóm cán bộ"), "get_source_group_display", width=26),
        Column(_("Địa bàn đang phụ trách"), "units_held", CellKind.NUMBER, 14),
    )

    def get_queryset(self) -> QuerySet[Officer]:
        rows = queries.with_holdings(super().get_queryset(), today())
        return queries.with_posts(rows, today())


class OfficerDetail(ScopedDetailView):
    """Positions over time, and the units held today and before, as far as the viewer's scope goes."""

    model = Officer
    template_name = "assignments/officer.html"
    context_object_name = "officer"

    def get_queryset(self) -> QuerySet[Officer]:
        return super().get_queryset().select_related("user", "workplace").prefetch_related("expertise")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, officer, day = self.request.actor.user, self.object, today()
        rows = Assignment.objects.visible_to(user).filter(officer=officer).with_names()
        rows = list(rows.order_by("-valid_from", "-pk"))
        positions = list(officer.positions.principal_first().select_related("post", "agency", "document"))
        linked = queries.visible_ids(Unit.objects.visible_to(user), [*(row.unit for row in rows), officer.workplace])
        return super().get_context_data(
            current=[(row, row.unit_id in linked) for row in rows if row.in_force_on(day)],
            coming=[(row, row.unit_id in linked) for row in rows if row.valid_from > day],
            past=[(row, row.unit_id in linked) for row in rows if row.valid_to and row.valid_to < day],
            positions=[row for row in positions if row.in_force_on(day)],
            former_positions=[row for row in positions if not row.in_force_on(day)],
            absence=queries.absences_on([officer.pk], day).get(officer.pk),
            serving=officer.in_force_on(day),
            workplace_linked=officer.workplace_id in linked,
            shows_account=policies.may_manage_assignments(user),
            **kwargs,
        )

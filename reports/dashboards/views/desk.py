"""Where everybody starts: the own desk, or the leaders' page; and the access log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from assignments.policies import reads_access_log
from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import mandates_of
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin
from reports.dashboards import policies
from reports.dashboards.desk import desk_of
from reports.dashboards.forms import AccessLogFilter


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leaders start with the whole, everybody else with their own work."""
    overview = policies.starts_with_overview(request.actor.user)
    return redirect("dashboards:overview" if overview else "dashboards:desk")


class Desk(TemplateView):
    """What one's posts and assignments ask for today."""

    template_name = "dashboards/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = desk_of(self.request.actor.user, today())
        enters_for = mandates_of(self.request.user) if desk.is_empty else []
        return super().get_context_data(desk=desk, is_secretary=bool(enters_for), **kwargs)


class AccessLogPage(PolicyMixin, ExportMixin, KeysetListView):
    """Who read protected rows or was refused. All or nothing: whoever may open the page reads every entry.

    Entries name people and addresses, never content, so reading them writes no entry of its own.
    """

    policy = staticmethod(reads_access_log)
    model = AccessLog
    keyset = ("-at", "-pk")
    filterset_class = AccessLogFilter
    template_name = "dashboards/access_log.html"
    export_title = _("Nhật ký truy cập")
    export_columns = (
        Column(_("Lúc"), "at", CellKind.MOMENT, 18),
        Column(_("Người truy cập"), "user.full_name", width=28),
        Column(_("Nhập thay"), "for_user.full_name", width=28),
        Column(_("Loại"), "get_kind_display", width=26),
        Column(_("Địa chỉ trang"), "path", width=50),
    )

    def get_queryset(self) -> Any:
        return AccessLog.objects.select_related("user", "for_user")

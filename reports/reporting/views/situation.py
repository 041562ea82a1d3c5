"""Officers' reports: the list, one report with what is behind it, its Word file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.papers.rendering import render as render_paper
from nammanh.platform.dates import local_date, today
from nammanh.platform.downloads import attachment
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import PolicyMixin, ScopedDetailView, scoped_or_404
from reports.reporting import policies, queries
from reports.reporting.filters import SituationFilter
from reports.reporting.models import SituationReport
from reports.reporting.situation_paper import SITUATION_REPORT, situation_context
from reports.reporting.standing import ACTION_TONES, STATUS_TONES, dressed, parts_of
from reports.reporting.states import Action
from reports.visits.timeline import told
from reports.visits.views import CountedListView

BUTTONS = {
    Action.SEND: (_("Gửi báo cáo"), "reporting:send", "send", "btn-primary"),
    Action.RECEIVE: (_("Nhận báo cáo"), "reporting:receive", "check", "btn-primary"),
    Action.RETURN: (_("Trả lại bổ sung"), "reporting:return", "arrow-back-up", ""),
    Action.EDIT: (_("Sửa nội dung"), "reporting:edit", "pencil", ""),
    Action.RECALL: (_("Rút lại để sửa"), "reporting:recall", "arrow-back-up", ""),
    Action.DISCARD: (_("Bỏ bản nháp"), "reporting:discard", "trash", "btn-outline-danger"),
}


class SituationList(PolicyMixin, CountedListView):
    """One's own reports, those given to oneself, and what one's office reads."""

    policy = staticmethod(policies.reads_reports)
    model = SituationReport
    keyset = ("-end", "-pk")
    filterset_class = SituationFilter
    template_name = "reporting/list.html"
    export_title = _("Báo cáo tình hình")
    export_columns = (
        Column(_("Cán bộ báo cáo"), "officer.full_name", width=28),
        Column(_("Kỳ báo cáo"), "period", width=24),
        Column(_("Từ ngày"), "start", CellKind.DATE, 13),
        Column(_("Đến hết ngày"), "end", CellKind.DATE, 13),
        Column(_("Đồng chí nhận"), "addressee.full_name", width=28),
        Column(_("Trạng thái"), "get_status_display", width=20),
        Column(_("Ngày gửi"), lambda row: local_date(row.sent_at) if row.sent_at else None, CellKind.DATE, 13),
    )

    def get_queryset(self) -> QuerySet[SituationReport]:
        return SituationReport.objects.visible_to(self.request.actor.user).with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"])
        return context | {"writes": policies.writes_reports(self.request.actor.user)}


class SituationDetail(ScopedDetailView):
    model = SituationReport
    template_name = "reporting/detail.html"
    context_object_name = "report"

    def get_queryset(self) -> QuerySet[SituationReport]:
        rows = SituationReport.objects.visible_to(self.request.actor.user).with_names()
        return queries.with_stand_in(rows, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, report = self.request.actor.user, self.object
        allowed = policies.allowed_actions(user, report)
        return super().get_context_data(
            parts=parts_of(report, user),
            places=[row.unit for row in report.places.select_related("unit").order_by("unit__name_key", "pk")],
            tone=STATUS_TONES[report.status],
            steps=told(report.steps.select_related("by", "secretary"), ACTION_TONES),
            buttons=[
                {"label": label, "url": reverse(name, args=[report.uuid]), "icon": icon, "look": look}
                for action, (label, name, icon, look) in BUTTONS.items()
                if action in allowed
            ],
            **kwargs,
        )


class SituationPaper(View):
    """The report as a Word file, in the layout of the day on which it was sent."""

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        rows = SituationReport.objects.visible_to(request.actor.user).with_names()
        report = scoped_or_404(rows, uuid=uuid)
        day = local_date(report.sent_at) if report.sent_at else today()
        try:
            content = render_paper(SITUATION_REPORT, situation_context(report), on=day)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("reporting:detail", args=[uuid]))
        name = _("Báo cáo tình hình – %(report)s.docx") % {"report": str(report).replace("/", "-")}
        return attachment(content, name, CONTENT_TYPES[".docx"])

"""The months with their gaps, and what every page of one month begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import month_label, today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404
from reports.consolidation import policies, queries, services, states
from reports.consolidation.forms import OpenForm
from reports.consolidation.models import Batch
from reports.consolidation.queries import Month
from reports.consolidation.states import Action, Status
from reports.feedback.models import Petition

TONES = {Status.OPEN: "warning", Status.REVIEWED: "info", Status.APPROVED: "info", Status.DISPATCHED: "success"}
NO_BATCH = _("Không lập kỳ")


def of_batch(name: str) -> Any:
    """A value of the month's batch; empty in a gap."""
    return lambda row: getattr(row.batch, name) if row.batch else None


class BatchList(PolicyMixin, ExportMixin, TemplateView):
    """Every month since the first batch; a month without one stays in the list."""

    template_name = "consolidation/list.html"
    policy = staticmethod(policies.reads_batches)
    export_title = _("Kỳ tập hợp phản ánh, kiến nghị")
    export_columns = (
        Column(_("Tháng"), lambda row: month_label(row.month), width=18),
        Column(_("Cơ quan tập hợp"), "agency.name", width=32),
        Column(_("Tình trạng"), lambda row: str(row.batch.get_status_display() if row.batch else NO_BATCH), width=24),
        Column(_("Khóa sổ ngày"), of_batch("closes_on"), CellKind.DATE, 13),
        Column(_("Số công văn"), of_batch("number"), width=18),
        Column(_("Ngày chuyển"), of_batch("dispatched_at"), CellKind.DATE, 13),
        Column(_("Số dòng"), of_batch("line_count"), CellKind.NUMBER, 10),
        Column(_("Đã trả lời"), of_batch("answered_count"), CellKind.NUMBER, 10),
        Column(_("Còn chờ trả lời"), of_batch("owed_count"), CellKind.NUMBER, 10),
        Column(_("Phản ánh ngoài kỳ"), of_batch("left_out"), CellKind.NUMBER, 10),
    )

    def months(self) -> list[Month]:
        batches = queries.with_figures(Batch.objects.visible_to(self.request.actor.user)).select_related("agency")
        return queries.months_of(batches, today())

    def export_rows(self) -> Iterable[Month]:
        return self.months()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        months = self.months()
        for row in months:
            if row.batch:
                row.batch.tone = TONES[Status(row.batch.status)]
        return super().get_context_data(
            months=months,
            gaps=sum(row.batch is None for row in months),
            may_open=policies.consolidates(self.request.actor.user),
            **kwargs,
        )


class OpenBatch(PolicyMixin, ServiceFormView):
    """Begin to gather a month."""

    form_class = OpenForm
    template_name = "consolidation/open.html"
    policy = staticmethod(policies.consolidates)
    success_message = _("Đã lập kỳ tập hợp.")

    def get_form_kwargs(self) -> dict[str, Any]:
        agencies = policies.consolidating_agencies(self.request.actor.user)
        return super().get_form_kwargs() | {"months": queries.openable_months(today()), "agencies": agencies}

    def call(self, form: OpenForm) -> Batch:
        return services.open_batch(by=self.request.actor, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("consolidation:workbench", args=[self.result.pk])


class OfBatch(PolicyMixin):
    """A page of one batch that the person sees."""

    policy = staticmethod(policies.reads_batches)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.policy(request.actor.user):
            rows = Batch.objects.visible_to(request.actor.user)
            self.batch = scoped_or_404(rows.select_related("agency__unit", "approved_by"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def ticked(self, name: str) -> list[str]:
        """The keys that were ticked; what is no key is left out."""
        return [key for key in self.request.POST.getlist(name) if key.isdecimal() and len(key) < 19]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        allowed = {action for action in Action if policies.may(user, self.batch, action)}
        return super().get_context_data(
            batch=self.batch,
            tone=TONES[Status(self.batch.status)],
            meaning=states.MEANINGS[self.batch.status],
            allowed=allowed,
            writes=policies.consolidates(user),
            **kwargs,
        )


class BatchesOfPetition(PolicyMixin, TemplateView):
    """Fragment of a petition's page: its line in the month, and the letter that sent it."""

    policy = staticmethod(policies.reads_batches)
    template_name = "consolidation/_of_petition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        petition = scoped_or_404(Petition.objects.visible_to(user), uuid=self.kwargs["uuid"])
        return super().get_context_data(
            rows=queries.places_of(petition, user), writes=policies.consolidates(user), **kwargs
        )

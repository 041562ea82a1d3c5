"""The months with their gaps, and one month by department."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.models import User
from nammanh.platform.dates import local_date, month_label, today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, scoped_or_404
from reports.consolidation import policies, queries, services, states
from reports.consolidation.forms import OpenForm
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.queries import Month, places
from reports.consolidation.states import Action, Status
from reports.feedback.deadlines import dressed, referral_deadline, referral_tone
from reports.feedback.models import Petition
from reports.feedback.states import OWED, ReferralStatus

TONES = {Status.OPEN: "warning", Status.REVIEWED: "info", Status.APPROVED: "info", Status.DISPATCHED: "success"}
NO_BATCH = _("Không lập kỳ")
SHOWN_OVER = 10
"""Lines of earlier months on the page of a month; the rest are on a page of their own."""


def counted(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """`line_count`, `answered_count`, `owed_count` of the standing lines."""
    standing = Q(lines__released_at=None)
    return batches.annotate(
        line_count=Count("lines", filter=standing),
        answered_count=Count("lines", filter=standing & Q(lines__referral__status=ReferralStatus.ANSWERED)),
        owed_count=Count("lines", filter=standing & Q(lines__referral__status__in=sorted(OWED))),
    )


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
        batches = counted(Batch.objects.visible_to(self.request.actor.user)).select_related("agency")
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


def with_age(lines: Iterable[BatchLine], day: datetime.date) -> list[BatchLine]:
    """The lines with how many days their department has had them, and how the day of the answer stands."""
    found = list(lines)
    for line in found:
        line.age = (day - local_date(line.referral.dispatched_at)).days
        line.deadline = referral_deadline(line.referral, day)
    return found


def dressed_lines(batch: Batch, user: User) -> list[BatchLine]:
    """The lines with their sources, and how each stands with its department."""
    lines, day = list(queries.lines_of(batch, user)), today()
    held = queries.held_by_line(lines)
    for line in lines:
        line.held = held[line.pk]
        line.due_on = line.referral.expected_on if line.referral else None
        if line.referral:
            line.deadline, line.tone = referral_deadline(line.referral, day), referral_tone(line.referral)
    return lines


class BatchDetail(OfBatch, ExportMixin, TemplateView):
    """The lines by department, what earlier months still wait for, and what was done with the batch."""

    template_name = "consolidation/detail.html"
    export_columns = (
        Column(_("Dòng"), "number", CellKind.NUMBER, 8),
        Column(_("Nội dung"), "wording", width=60),
        Column(_("Lĩnh vực"), "field.name"),
        Column(_("Địa phương"), places, width=36),
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
        return [str(self.batch.get_status_display())]

    def export_rows(self) -> Iterable[BatchLine]:
        return dressed_lines(self.batch, self.request.actor.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, day = self.request.actor.user, today()
        lines = dressed_lines(self.batch, user)
        for line in lines:
            line.places = places(line)
        over = queries.carried_over(self.batch, user)
        context = super().get_context_data(**kwargs)
        open_now = self.batch.is_open and Action.EDIT in context["allowed"]
        return context | {
            "groups": [(lead, list(rows)) for lead, rows in groupby(lines, key=lambda line: line.lead)],
            "line_count": len(lines),
            "petition_count": sum(len(line.held) for line in lines),
            "unfinished": sum(bool(line.lacks) for line in lines),
            "carried_over": with_age(over[:SHOWN_OVER], day),
            "carried_over_count": over.count(),
            "waiting_count": self._left_out(user),
            "learned": queries.learned_defaults(self.batch, day) if open_now else [],
            "steps": self.batch.steps.select_related("by", "secretary").order_by("-at", "-pk"),
        }

    def _left_out(self, user: User) -> int:
        """Reported in time and in no line: as of the dispatch, else as of now."""
        if self.batch.left_out is not None:
            return self.batch.left_out
        return queries.waiting(self.batch, user).order_by().count()


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
    """Lines of earlier months that no department has answered yet, the oldest first."""

    model = BatchLine
    keyset = ("pk",)
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

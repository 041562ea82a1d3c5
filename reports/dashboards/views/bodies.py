"""The pages of bodies: a department for itself, a working delegation for itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments.models import Agency, Delegation
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, scoped_or_404
from reports.dashboards import figures, policies
from reports.dashboards.board import six
from reports.dashboards.delegation import DelegationBoard
from reports.dashboards.department import DepartmentBoard
from reports.dashboards.period import Period, asked_period
from reports.dashboards.views.boards import period_words
from reports.facts.reading import ReadsFacts
from reports.reminders import policies as urging


class DepartmentPage(PolicyMixin, ReadsFacts, TemplateView):
    """What a department owes and how it answers; other departments' pages do not exist for it."""

    template_name = "dashboards/department.html"
    policy = staticmethod(policies.reads_departments)

    def get_context_data(self, *, pk: int, **kwargs: Any) -> dict[str, Any]:
        user, period = self.request.actor.user, asked_period(self.request.GET)
        agency = scoped_or_404(Agency.objects.filter(policies.departments_read(user)), pk=pk)
        board = DepartmentBoard(user, agency, period)
        return super().get_context_data(
            agency=agency,
            period=period,
            form=period.form,
            reset_url=self.request.path,
            waiting=board.waiting(),
            first_due=board.first_due(),
            punctuality=board.punctuality(),
            reactions=board.reactions(),
            by_month=board.by_month(),
            **kwargs,
        )


class OwnDelegation(PolicyMixin):
    """A delegation of the person's scope, open to those in it and to whoever reads all records."""

    policy = staticmethod(policies.reads_places)
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def period(self) -> Period:
        return asked_period(self.request.GET)

    @cached_property
    def board(self) -> DelegationBoard:
        user = self.request.actor.user
        rows = Delegation.objects.visible_to(user).select_related("mandate", "document")
        return DelegationBoard(user, scoped_or_404(rows, pk=self.kwargs["pk"]), self.period)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (policies.reads_all(request.actor.user) or self.board.has_seat()):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            delegation=self.board.delegation,
            period=self.period,
            form=self.period.form,
            reset_url=self.request.path,
            **kwargs,
        )


class DelegationPage(OwnDelegation, ReadsFacts, TemplateView):
    """The members with their places, since when nobody came, what was done in the period."""

    template_name = "dashboards/delegation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        months, part = self.period.months, self.board.scope
        numbers = six(*figures.three(self.request.actor.user, part.records, months), months, part)
        words = period_words(self.period)
        remindable = urging.remindable(self.request.actor.user, self.board.members if self.period.is_today else ())
        return super().get_context_data(
            lines=self.board.lines(), numbers=numbers, remindable=remindable, **words, **kwargs
        )


class ResponsibilityReport(OwnDelegation, ExportMixin, TemplateView):
    """Who holds what for the delegation and what was done there in the period, place by place."""

    template_name = "dashboards/responsibility.html"
    export_title = _("Báo cáo trách nhiệm của đoàn công tác")
    export_columns = (
        Column(_("Địa bàn"), "place", width=28),
        Column(_("Trực thuộc"), "above", width=28),
        Column(_("Cán bộ phụ trách"), "officer", width=28),
        Column(_("Trong đoàn là"), "duty", width=18),
        Column(_("Phụ trách từ ngày"), "since", CellKind.DATE, 14),
        Column(_("Đi gần nhất"), "done.last_on", CellKind.DATE, 14),
        Column(_("Lượt đi"), "done.visits", CellKind.NUMBER, 10),
        Column(_("Dự chi bộ"), "done.cell_meetings", CellKind.NUMBER, 10),
        Column(_("Góp ý"), "done.comments", CellKind.NUMBER, 10),
        Column(_("Phản ánh"), "done.petitions", CellKind.NUMBER, 10),
    )

    def export_rows(self) -> Any:
        return self.board.lines(whole=True)

    def export_notes(self) -> list[str]:
        day = _("Ai phụ trách: tính cho ngày %(day)s.") % {"day": format_date(self.period.day)}
        return [str(self.board.delegation), self.period.months.label, day]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=self.board.lines(whole=True), **kwargs)

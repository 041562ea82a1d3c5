"""Duties and powers: the text in force, confirming that one has read it, and a new version of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from assignments import policies, queries, services
from assignments.access import access_of, within_areas
from assignments.filters import UnreadFilter
from assignments.forms import ReviseDutiesForm
from assignments.models import Assignment, AssignmentRole, Unit
from assignments.views.clusters import AskedDay
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import parse_date, today
from nammanh.platform.refusals import explained
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, scoped_or_404

PAGE = reverse_lazy("assignments:duties")


class DutiesPage(AskedDay, TemplateView):
    """The regulation is open to everybody who works here; one's own roles come first."""

    template_name = "assignments/duties.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.request.actor
        asked, day = self.ask()
        roles = queries.role_duties(day, access_of(actor.user).officer_id)
        return super().get_context_data(
            asked=asked,
            day=day,
            is_today=day == today(),
            roles=roles,
            may_confirm=actor.secretary is None and day == today(),
            manages=policies.may_manage_assignments(actor.user),
            unread_url=reverse("assignments:duties_unread") if policies.reads_unread_duties(actor.user) else "",
            **kwargs,
        )


class ConfirmReading(View):
    """“Tôi đã đọc”: of the version that was on the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        role = scoped_or_404(AssignmentRole.objects.all(), pk=pk)
        try:
            version = parse_date(request.POST.get("version", ""))
            services.confirm_reading(role=role, version=version, by=request.actor)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Đã ghi: đồng chí đã đọc trách nhiệm, quyền hạn của vai trò này."))
        return redirect(PAGE)


class UnreadList(PolicyMixin, ExportMixin, KeysetListView):
    """Who has not read the text in force: for Ban Tổ chức, and for the superior in charge of the district."""

    model = Assignment
    template_name = "assignments/duties_unread.html"
    keyset = ("pk",)
    filterset_class = UnreadFilter
    policy = staticmethod(policies.reads_unread_duties)
    export_title = _("Chưa đọc trách nhiệm, quyền hạn")
    export_columns = (
        Column(_("Cán bộ"), "officer.full_name", width=28),
        Column(_("Vai trò"), "role.name", width=40),
        Column(_("Địa bàn"), "unit.full_name", width=28),
        Column(_("Nội dung có hiệu lực từ"), "duty_version", CellKind.DATE, 14),
    )

    def get_queryset(self) -> QuerySet[Assignment]:
        user = self.request.actor.user
        rows = super().get_queryset()
        if not policies.may_manage_assignments(user):
            rows = rows.filter(within_areas(policies.districts_in_charge(user)))
        return queries.unread(rows, today()).select_related("officer", "role", "unit", "unit__parent")

    def filtered(self) -> QuerySet[Assignment]:
        rows = super().filtered()
        self.by_role = queries.unread_by_role(rows, today())
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"by_role": self.by_role}


class ReviseDuties(PolicyMixin, ServiceFormView):
    form_class = ReviseDutiesForm
    template_name = "assignments/form_page.html"
    policy = staticmethod(policies.may_manage_assignments)
    success_url = PAGE
    success_message = _("Đã ban hành nội dung mới; đồng chí giữ vai trò này cần đọc và xác nhận lại.")
    extra_context = {"heading": _("Ban hành nội dung mới"), "submit": _("Ban hành"), "back_url": PAGE}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.role = scoped_or_404(AssignmentRole.objects.select_related("tier__phase"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        text = queries.text_on(self.role.duties.order_by("order", "pk"), today())
        if text is None:
            return {}
        lines = {"responsibilities": text.responsibilities, "powers": text.powers}
        return {name: "\n".join(row.text for row in rows) for name, rows in lines.items()}

    def call(self, form: ReviseDutiesForm) -> Any:
        data = form.cleaned_data
        with explained():
            return services.revise_duties(
                role=self.role,
                on=data["on"],
                responsibilities=data["responsibilities"],
                powers=data["powers"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eyebrow=self.role.name, lead=self.role.tier, **kwargs)


class Powers(View):
    """Fragment: what one may do at the unit chosen in a form (`?unit=`), for htmx."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user, asked = request.actor.user, request.GET.get("unit", "")
        unit = None
        if asked.isdecimal() and len(asked) < 19:
            unit = Unit.objects.visible_to(user).filter(pk=asked).first()
        powers = queries.powers_of(access_of(user).officer_id, today(), unit)
        return render(request, "assignments/_powers.html", {"powers": powers})

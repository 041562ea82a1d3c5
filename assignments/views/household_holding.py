"""The commune's Party committee assigns its own officers to hamlets, groups and households, and ends it again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments import policies, queries, services
from assignments.forms import HouseholdEndForm, HouseholdHoldingForm, HouseholdReplaceForm
from assignments.forms.household_holding import NAMED
from assignments.models import Assignment, Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.readings import ProtectedRowsMixin
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404


def keeps_households(user: Any) -> bool:
    return bool(policies.household_unit_ids(user))


class HouseholdHoldings(PolicyMixin, ExportMixin, TemplateView):
    """Each hamlet and group of the commune: who holds it, or some households of it. Nobody is named twice."""

    template_name = "assignments/household_holdings.html"
    policy = staticmethod(keeps_households)
    export_title = _("Phân công phụ trách ấp, tổ, hộ gia đình")
    export_columns = (
        Column(_("Ấp, tổ"), lambda row: row[0].unit.full_name, width=28),
        Column(_("Trực thuộc"), lambda row: row[0].unit.parent.full_name, width=28),
        Column(_("Số hộ"), lambda row: row[0].households, CellKind.NUMBER, 10),
        Column(_("Đồng chí phụ trách"), lambda row: row[1].officer.full_name if row[1] else "", width=28),
        Column(_("Vai trò"), lambda row: row[1].role.name if row[1] else "", width=36),
        Column(_("Số hộ được giao"), lambda row: row[1].named or None if row[1] else None, CellKind.NUMBER, 12),
        Column(_("Từ ngày"), lambda row: row[1].valid_from if row[1] else None, CellKind.DATE, 13),
        Column(_("Đến hết ngày"), lambda row: row[1].valid_to if row[1] else None, CellKind.DATE, 13),
        Column(_("Quyết định"), lambda row: row[1].document if row[1] else "", width=28),
    )

    def rows(self) -> list[queries.HeldPlace]:
        user = self.request.actor.user
        communes = policies.household_unit_ids(user)
        return queries.held_places(
            Unit.objects.visible_to(user), Assignment.objects.visible_to(user), communes, today()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=self.rows(), **kwargs)

    def export_rows(self) -> list[tuple[queries.HeldPlace, Assignment | None]]:
        return [(place, row) for place in self.rows() for row in place.assignments or [None]]

    def export_notes(self) -> list[str]:
        return []


class OfCommune(ProtectedRowsMixin, PolicyMixin, ServiceFormView):
    """A step of the committee; afterwards back to the list."""

    policy = staticmethod(keeps_households)
    template_name = "assignments/household_holding.html"
    shows_rows = False
    heading: Any = ""
    lead: Any = ""
    unit: Unit

    def get_success_url(self) -> str:
        return f"{reverse('assignments:household_holdings')}#noi-{self.unit.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, heading=self.heading, lead=self.lead, **kwargs)


class HouseholdHoldingAdd(OfCommune):
    """Assign somebody to this hamlet or group, or to some households of it."""

    form_class = HouseholdHoldingForm
    heading = _("Phân công phụ trách")
    lead = _("Giao cả ấp, tổ, hoặc từng hộ, cho cán bộ của xã.")
    success_message = _("Đã phân công. Đồng chí được phân công thấy các hộ trên trang của mình từ ngày hiệu lực.")
    shows_rows = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        units = Unit.objects.visible_to(user).filter(level__in=["hamlet", "group"])
        self.unit = scoped_or_404(units.select_related("parent", "commune"), pk=kwargs["pk"])
        if not policies.may_manage_households(user, {self.unit.commune_id}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "unit": self.unit}

    def call(self, form: HouseholdHoldingForm) -> Assignment:
        data = form.cleaned_data
        with explained():
            return services.assign(
                officer=data["officer"],
                unit=self.unit,
                role=data["role"],
                mandate=data["mandate"],
                document=form.cited(self.request.actor),
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                households=data["households"] if data["scope"] == NAMED else (),
                by=self.request.actor,
            )


class OfHouseholdHolding(OfCommune):
    """A step on one assignment of the commune's own tier."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        rows = Assignment.objects.visible_to(user).with_names().select_related("unit__commune")
        self.assignment = scoped_or_404(rows, pk=kwargs["pk"])
        self.unit = self.assignment.unit
        if not (keeps_households(user) and policies.may_assign(user, self.unit, self.assignment.role)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assignment=self.assignment, closed=bool(self.assignment.end_reason), **kwargs)


class HouseholdHoldingReplace(OfHouseholdHolding):
    form_class = HouseholdReplaceForm
    heading = _("Thay cán bộ phụ trách")
    lead = _("Đồng chí cũ thôi vào hôm trước ngày đồng chí mới bắt đầu; các hộ được giao chuyển theo.")
    success_message = _("Đã thay cán bộ phụ trách. Quá trình phụ trách trước đây vẫn còn trên trang địa bàn.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "unit": self.unit}

    def call(self, form: HouseholdReplaceForm) -> Assignment:
        data = form.cleaned_data
        with explained():
            return services.replace_holder(
                assignment=self.assignment,
                officer=data["officer"],
                document=form.cited(self.request.actor),
                valid_from=data["valid_from"],
                reason=data["end_reason"],
                by=self.request.actor,
            )


class HouseholdHoldingEnd(OfHouseholdHolding):
    form_class = HouseholdEndForm
    heading = _("Thôi phân công")
    lead = _("Sau ngày này chưa có ai phụ trách, cho đến khi phân công đồng chí khác.")
    success_message = _("Đã ghi thôi phân công.")

    def call(self, form: HouseholdEndForm) -> Assignment:
        data = form.cleaned_data
        return services.end_assignment(
            assignment=self.assignment,
            valid_to=data["valid_to"],
            reason=data["end_reason"],
            vacant=True,
            by=self.request.actor,
        )

"""What Ban Tổ chức does: assign, hand over, end, and change a unit."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments import policies, services
from assignments.forms import (
    AssignForm,
    ChangeUnitForm,
    CorrectUnitForm,
    EndForm,
    OfficerPicker,
    PickerForm,
    ReplaceForm,
    SubstitutePicker,
    UnitPicker,
)
from assignments.models import Assignment, Unit
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404


class Choices(PolicyMixin, View):
    """The matches of a name while it is typed: one fieldset of radio buttons, for htmx."""

    policy = staticmethod(policies.may_manage_assignments)

    def get(self, request: HttpRequest) -> HttpResponse:
        picker = next((picker for picker in TYPED if f"{picker.name}_text" in request.GET), OfficerPicker())
        row = request.GET.get("hang", "")  # several pickers on one page: each has names of its own
        auto_id = f"id_{row}_%s" if row.isascii() and row.isdigit() else "id_%s"
        form = one_picker_form(picker)(user=request.actor.user, initial=self._typed(picker), auto_id=auto_id)
        return render(request, "assignments/_choices.html", {"field": form[picker.name], "typed": self._typed(picker)})

    def _typed(self, picker: Any) -> dict[str, str]:
        name = f"{picker.name}_text"
        return {name: self.request.GET.get(name, "")[:120]}


TYPED = (UnitPicker(), SubstitutePicker(), OfficerPicker())
"""What may be looked up while it is typed."""


def one_picker_form(picker: Any) -> type[PickerForm]:
    label = _("Chọn địa bàn") if picker.name == "unit" else _("Chọn đồng chí")
    return type("OnePicker", (PickerForm,), {"pickers": ((picker, label, label),)})


class Assign(PolicyMixin, ServiceFormView):
    """A new assignment; `?dia-ban=` names the unit, `can-bo` and `vai-tro` who and as what."""

    form_class = AssignForm
    template_name = "assignments/assign.html"
    policy = staticmethod(policies.may_manage_assignments)
    success_message = _("Đã phân công. Đồng chí được phân công thấy địa bàn này trên trang của mình từ ngày hiệu lực.")

    @cached_property
    def unit(self) -> Unit | None:
        place = self.request.GET.get("dia-ban")
        units = Unit.objects.visible_to(self.request.actor.user).select_related("parent")
        return scoped_or_404(units, pk=place) if place else None

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"unit": self.unit.pk} if self.unit else {}
        initial |= {"officer": self.request.GET.get("can-bo"), "role": self.request.GET.get("vai-tro")}
        return super().get_form_kwargs() | {"user": self.request.actor.user, "unit": self.unit, "initial": initial}

    def call(self, form: AssignForm) -> Assignment:
        data = form.cleaned_data
        with explained():
            return services.assign(
                officer=data["officer"],
                unit=data["unit"],
                role=data["role"],
                mandate=data["mandate"],
                document=form.cited(self.request.actor),
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                is_lead=data["is_lead"],
                by=self.request.actor,
            )

    def get_success_url(self) -> str:
        return reverse("assignments:unit", args=[self.result.unit_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, **kwargs)


class OfAssignment(PolicyMixin, ServiceFormView):
    """An action on one assignment of the person's scope."""

    policy = staticmethod(policies.may_manage_assignments)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.assignment = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Assignment.objects.visible_to(request.actor.user).with_names()
        self.assignment = scoped_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("assignments:unit", args=[self.assignment.unit_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assignment=self.assignment, closed=bool(self.assignment.end_reason), **kwargs)


class Replace(OfAssignment):
    form_class = ReplaceForm
    template_name = "assignments/replace.html"
    success_message = _("Đã thay cán bộ phụ trách. Quá trình phụ trách trước đây vẫn còn trên trang địa bàn.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user}

    def call(self, form: ReplaceForm) -> Assignment:
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


class End(OfAssignment):
    """Ends with a successor, or with the explicit word that nobody follows."""

    form_class = EndForm
    template_name = "assignments/end.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user}

    def call(self, form: EndForm) -> Assignment:
        data, by = form.cleaned_data, self.request.actor
        if data["vacant"]:
            self.success_message = _("Đã ghi thôi phân công; địa bàn để trống sau ngày này.")
            return services.end_assignment(
                assignment=self.assignment, valid_to=data["valid_to"], reason=data["end_reason"], vacant=True, by=by
            )
        self.success_message = _("Đã ghi thôi phân công; đồng chí kế tiếp phụ trách từ ngày hôm sau.")
        with explained():
            return services.replace_holder(
                assignment=self.assignment,
                officer=data["officer"],
                document=form.cited(by),
                valid_from=data["valid_to"] + datetime.timedelta(days=1),
                reason=data["end_reason"],
                by=by,
            )


class ChangeUnit(PolicyMixin, ServiceFormView):
    """A new name, kind, code or parent: the unit ends and its successor opens, with all that hangs on it."""

    form_class = ChangeUnitForm
    template_name = "assignments/change_unit.html"
    policy = staticmethod(policies.may_manage_units)
    success_message = _("Đã mở đơn vị kế tiếp; đơn vị trực thuộc, hộ gia đình và phân công đã chuyển theo.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Unit.objects.visible_to(request.actor.user).select_related("parent")
        self.unit = scoped_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "unit": self.unit}

    def call(self, form: ChangeUnitForm) -> Unit:
        data = form.cleaned_data
        with explained():
            return services.change_unit(
                unit=self.unit,
                on=data["on"],
                name=data["name"],
                kind=data["kind"],
                gso_code=data["gso_code"],
                parent=data.get("parent"),
                document=form.cited(self.request.actor),
                clause=data["clause"],
                by=self.request.actor,
            )

    def get_success_url(self) -> str:
        return reverse("assignments:unit", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, ended=not self.unit.in_force_on(today()), **kwargs)


class CorrectUnit(ChangeUnit):
    """A slip of typing in the name or code: mended in place, the reason shown on the unit's page."""

    form_class = CorrectUnitForm
    template_name = "assignments/correct_unit.html"
    success_message = _("Đã đính chính. Tên, mã trước đó và lý do vẫn ghi trên trang của đơn vị.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("user")
        return kwargs

    def call(self, form: CorrectUnitForm) -> Unit:
        return services.correct_unit(unit=self.unit, by=self.request.actor, **form.cleaned_data)

"""The wizard: kind and decision, units, choices, preview, run; and taking back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments import policies
from assignments.models import Unit
from assignments.reforms import queries, services
from assignments.reforms.forms import (
    MOST_NEW_UNITS,
    BasisForm,
    ChoicesForm,
    FileForm,
    PlannedUnitForm,
    PredecessorsForm,
)
from assignments.reforms.models import OperationKind, PlannedUnit, UnitOperation
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.refusals import explained
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, put_on_form, scoped_or_404

MANAGERS = staticmethod(policies.may_manage_units)


class OperationList(PolicyMixin, ExportMixin, KeysetListView):
    """Drafts and operations that were run, the latest first."""

    model = UnitOperation
    template_name = "reforms/list.html"
    policy = MANAGERS
    keyset = ("-pk",)
    export_title = _("Sắp xếp đơn vị")
    export_columns = (
        Column(_("Việc"), "get_kind_display", width=24),
        Column(_("Từ ngày"), "on", CellKind.DATE, 13),
        Column(_("Văn bản"), "document", width=32),
        Column(_("Đơn vị kết thúc"), "ending", CellKind.NUMBER, 16),
        Column(_("Đơn vị mở mới"), "opening", CellKind.NUMBER, 16),
        Column(_("Trạng thái"), "get_status_display", width=18),
    )

    def get_queryset(self) -> QuerySet[UnitOperation]:
        return queries.with_numbers(super().get_queryset())


class NewOperation(PolicyMixin, ServiceFormView):
    """Step 1."""

    form_class = BasisForm
    template_name = "reforms/basis.html"
    policy = MANAGERS

    def call(self, form: BasisForm) -> UnitOperation:
        data = form.cleaned_data
        with explained():
            return services.open_draft(
                kind=data["kind"],
                on=data["on"],
                clause=data["clause"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )

    def get_success_url(self) -> str:
        return reverse("reforms:units", args=[self.result.pk])


class FromFile(PolicyMixin, ServiceFormView):
    """A draft out of a list of successions."""

    form_class = FileForm
    template_name = "reforms/from_file.html"
    policy = MANAGERS
    success_message = _("Đã đọc danh sách. Xem kỹ hệ quả ở dưới rồi mới thực hiện.")

    def call(self, form: FileForm) -> UnitOperation:
        data = form.cleaned_data
        with explained():
            document = form.cited(self.request.actor)
            return services.draft_from_edges(
                edges=data["file"], on=data["on"], document=document, by=self.request.actor
            )

    def get_success_url(self) -> str:
        return reverse("reforms:operation", args=[self.result.pk])


class OfOperation(PolicyMixin):
    """A page of one operation of the person's scope; `operation` is read once."""

    policy = MANAGERS
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def operation(self) -> UnitOperation:
        rows = UnitOperation.objects.visible_to(self.request.actor.user).select_related("document")
        return scoped_or_404(rows, pk=self.kwargs["pk"])


class OfDraft(OfOperation):
    """A step of the wizard; an operation that was run shows its result instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if policies.may_manage_units(request.actor.user) and not self.operation.is_draft:
            return redirect("reforms:operation", pk=self.operation.pk)
        return super().dispatch(request, *args, **kwargs)


class Basis(OfDraft, ServiceFormView):
    """Step 1 again: another day, another decision."""

    form_class = BasisForm
    template_name = "reforms/basis.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.operation
        initial = {"kind": row.kind, "on": row.on, "clause": row.clause, "document": row.document_id}
        return super().get_form_kwargs() | {"initial": initial, "kind": row.kind}

    def call(self, form: BasisForm) -> UnitOperation:
        data = form.cleaned_data
        with explained():
            return services.set_basis(
                operation=self.operation,
                kind=data.get("kind") or self.operation.kind,
                on=data["on"],
                clause=data["clause"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )

    def get_success_url(self) -> str:
        return reverse("reforms:operation", args=[self.operation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(operation=self.operation, step=1, **kwargs)


class Units(OfDraft, View):
    """Step 2: which units end, which open. “Thêm” keeps everything typed and comes back with one more unit."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(*self._forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before, after = self._forms(request.POST)
        valid = before.is_valid() and (after is None or after.is_valid())
        if not valid:
            return self._show(before, after, status=422)
        wanted = [form.save(commit=False) for form in after or [] if form.is_wanted]
        try:
            services.set_units(
                operation=self.operation, predecessors=before.cleaned_data["units"], planned=wanted, by=request.actor
            )
        except ValidationError as refusal:
            put_on_form(before, refusal)
            return self._show(before, after, status=422)
        goes_on = "add" not in request.POST and wanted
        return redirect("reforms:choices" if goes_on else "reforms:units", pk=self.operation.pk)

    def _forms(self, data: Any = None) -> tuple[PredecessorsForm, Any]:
        chosen, user = queries.predecessors_of(self.operation), self.request.actor.user
        before = PredecessorsForm(data, chosen=chosen, user=user)
        return before, self._planned(chosen, data) if chosen else None

    def _planned(self, chosen: list[Unit], data: Any) -> Any:
        """A row for each new unit; the first guess is the first unit as it is."""
        stored = queries.planned_of(self.operation)
        split = self.operation.kind == OperationKind.SPLIT
        rows = min(max(2, len(stored)) + 1, MOST_NEW_UNITS) if split else 1
        like = chosen[0]
        guess = {"kind": like.kind, "parent": like.parent_id}
        if not split:
            guess |= {"name": like.name, "gso_code": like.gso_code}
        formset = formset_factory(PlannedUnitForm, extra=rows, max_num=MOST_NEW_UNITS, absolute_max=MOST_NEW_UNITS)
        kwargs = {"like": like, "user": self.request.actor.user}
        made = formset(data, prefix="new", form_kwargs=kwargs)
        for index, form in enumerate(made.forms):
            if index < len(stored):
                form.instance = stored[index]
                form.initial = {name: getattr(stored[index], name) for name in ("kind", "name", "gso_code")}
                form.initial["parent"] = stored[index].parent_id
            else:
                form.instance = PlannedUnit(latitude=like.latitude, longitude=like.longitude)
                form.initial, form.empty_permitted = guess, False
        return made

    def _show(self, before: PredecessorsForm, after: Any, status: int = 200) -> HttpResponse:
        context = {"operation": self.operation, "form": before, "planned": after, "step": 2}
        return render(self.request, "reforms/units.html", context, status=status)


class Choices(OfDraft, ServiceFormView):
    """Step 3: allotment, who goes on where, committees."""

    form_class = ChoicesForm
    template_name = "reforms/choices.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "found": services.preview(self.operation),
            "planned": queries.planned_of(self.operation),
            "committees": self.operation.committees,
        }

    def call(self, form: ChoicesForm) -> UnitOperation:
        return services.set_choices(
            operation=self.operation,
            by=self.request.actor,
            committees=form.cleaned_data.get("committees", self.operation.committees),
            **form.chosen(),
        )

    def get_success_url(self) -> str:
        return reverse("reforms:operation", args=[self.operation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(operation=self.operation, step=3, **kwargs)


class Operation(OfOperation, ServiceFormView):
    """Step 4, the preview with the button that runs it; afterwards the result."""

    form_class = forms.Form
    template_name = "reforms/operation.html"
    success_message = _("Đã thực hiện việc sắp xếp. Lịch sử của đơn vị cũ giữ nguyên.")

    def call(self, form: forms.Form) -> UnitOperation:
        return services.apply_operation(operation=self.operation, by=self.request.actor)

    def get_success_url(self) -> str:
        return reverse("reforms:operation", args=[self.operation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        operation = self.operation
        context: dict[str, Any] = {"operation": operation, "step": 4}
        if operation.is_draft:
            found = services.preview(operation)
            context |= {"blockers": found.blockers, "consequences": queries.consequences(found)}
        else:
            context["planned"] = queries.planned_of(operation)
            context["later"] = services.what_came_after(operation)
            context["counts"] = queries.result_of(operation)
        return super().get_context_data(**context, **kwargs)


class _Button(OfOperation, View):
    """A post without fields: the service does it, or its refusal is shown on the operation's page."""

    told: Any = ""
    next_url: Any = ""

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = reverse("reforms:operation", args=[self.operation.pk])
        try:
            self.act()
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(page)
        messages.success(request, self.told)
        return HttpResponseRedirect(str(self.next_url) or page)


class Undo(_Button):
    """Put everything back as it was."""

    told = _("Đã hoàn tác. Mọi đơn vị, phân công trở lại như trước.")

    def act(self) -> None:
        services.undo_operation(operation=self.operation, by=self.request.actor)


class Discard(_Button):
    """Throw a draft away."""

    told = _("Đã bỏ bản chuẩn bị.")
    next_url = reverse_lazy("reforms:list")

    def act(self) -> None:
        services.discard_draft(operation=self.operation, by=self.request.actor)

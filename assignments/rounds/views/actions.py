"""What Ban Tổ chức does with a round: begin, correct, fill line by line, approve, cancel, take the Word file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from assignments import policies
from assignments.models import Unit
from assignments.rounds import queries, services
from assignments.rounds.forms import ApproveForm, CancelForm, LineForm, RoundForm
from assignments.rounds.models import Round, RoundLine
from assignments.rounds.states import Action
from assignments.rounds.views.lists import OfRound, unit_lines
from nammanh.papers.kinds import ASSIGNMENT_DECISION
from nammanh.papers.rendering import render as render_paper
from nammanh.platform.dates import today
from nammanh.platform.downloads import attachment
from nammanh.platform.refusals import explained
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404


class RoundAdd(PolicyMixin, ServiceFormView):
    form_class = RoundForm
    template_name = "rounds/form.html"
    policy = staticmethod(policies.may_manage_assignments)
    success_message = gettext_lazy("Đã lập dự thảo. Dự thảo chưa có hiệu lực cho đến khi được duyệt.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user}

    def call(self, form: RoundForm) -> Round:
        return services.draft_round(by=self.request.actor, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rounds:detail", args=[self.result.pk])


class RoundAction(OfRound, ServiceFormView):
    def get_success_url(self) -> str:
        return reverse("rounds:detail", args=[self.turn.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(turn=self.turn, **kwargs)


class RoundEdit(RoundAction):
    form_class = RoundForm
    template_name = "rounds/form.html"
    success_message = gettext_lazy("Đã lưu đợt phân công.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "turn": self.turn}

    def call(self, form: RoundForm) -> Round:
        return services.edit_round(turn=self.turn, by=self.request.actor, **form.cleaned_data)


class LineEdit(RoundAction):
    """One unit's line: within the list with htmx, on a page of its own without. `line` is absent for a further one."""

    form_class = LineForm
    template_name = "rounds/line.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.units = Unit.objects.visible_to(request.actor.user).select_related("parent")
        self.unit = scoped_or_404(self.units, pk=kwargs["unit"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def line(self) -> RoundLine | None:
        if "line" not in self.kwargs:
            return None
        rows = RoundLine.objects.visible_to(self.request.actor.user).select_related("round", "unit")
        return scoped_or_404(rows, pk=self.kwargs["line"], round=self.turn, unit=self.unit)

    def get_template_names(self) -> list[str]:
        return ["rounds/_line_form.html"] if self.request.htmx else [self.template_name]

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"user": self.request.actor.user, "turn": self.turn, "unit": self.unit, "line": self.line}
        return super().get_form_kwargs() | own

    def call(self, form: LineForm) -> RoundLine:
        data = form.cleaned_data
        return services.set_line(
            turn=self.turn,
            unit=self.unit,
            line=self.line,
            officer=data["officer"],
            role=data["role"],
            is_lead=data["is_lead"],
            note=data["note"],
            by=self.request.actor,
        )

    def form_valid(self, form: LineForm) -> HttpResponse:
        answer = super().form_valid(form)
        return (
            unit_row(self.request, self.turn, self.unit) if self.request.htmx and answer.status_code == 302 else answer
        )

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}#dia-ban-{self.unit.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = queries.compare(self.turn, only=[self.unit.pk])
        [entry] = unit_lines(comparison, [self.unit], self.request.actor.user)
        return super().get_context_data(unit=self.unit, line=self.line, entry=entry, **kwargs)


def unit_row(request: HttpRequest, turn: Round, unit: Unit) -> HttpResponse:
    """The row of one unit as it is now, for htmx."""
    comparison = queries.compare(turn, only=[unit.pk])
    [entry] = unit_lines(comparison, [unit], request.actor.user)
    return render(request, "rounds/_unit_row.html", {"turn": turn, "item": entry})


class UnitRow(OfRound, View):
    """The row as it was, when its form is put away."""

    def get(self, request: HttpRequest, pk: int, unit: int) -> HttpResponse:
        found = scoped_or_404(Unit.objects.visible_to(request.actor.user).select_related("parent"), pk=unit)
        return unit_row(request, self.turn, found)


class PostAction(OfRound, View):
    """A button without a form: says what came of it and goes back."""

    http_method_names = ["post"]

    def act(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("rounds:detail", args=[self.turn.pk]))


class LineRemove(PostAction):
    def act(self) -> str:
        rows = RoundLine.objects.visible_to(self.request.actor.user).select_related("round", "unit")
        line = scoped_or_404(rows, pk=self.kwargs["line"], round=self.turn)
        services.remove_line(line=line, by=self.request.actor)
        return _("Đã bỏ dòng của %(unit)s.") % {"unit": line.unit}


class LeaveVacant(PostAction):
    def act(self) -> str:
        count = services.leave_vacant(turn=self.turn, by=self.request.actor)
        return _("Đã ghi “Để trống” cho %(count)s địa bàn chưa có người.") % {"count": count}


class AcceptState(PostAction):
    def act(self) -> str:
        count = services.accept_present_state(turn=self.turn, by=self.request.actor)
        return _("Đã xác nhận theo hiện trạng mới: %(count)s địa bàn.") % {"count": count}


class Approve(RoundAction):
    form_class = ApproveForm
    template_name = "rounds/approve.html"
    success_message = gettext_lazy("Đã duyệt. Các phân công của đợt có hiệu lực từ ngày ghi trong đợt.")

    def call(self, form: ApproveForm) -> Round:
        with explained():
            services.lock_round(self.turn, Action.APPROVE, self.request.actor)  # of two people, one records a decision
            document = form.cited(self.request.actor)
            return services.approve_round(turn=self.turn, document=document, by=self.request.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = queries.compare(self.turn)
        changes = comparison.units.values()
        report = queries.check(comparison)
        return super().get_context_data(
            ended=sum(len(row.ended) for row in changes),
            given=sum(len(row.given) for row in changes),
            kept=sum(len(row.kept) for row in changes),
            error_count=len(report.errors),
            warning_count=len(report.warnings),
            **kwargs,
        )


class Cancel(RoundAction):
    form_class = CancelForm
    template_name = "rounds/cancel.html"
    success_message = gettext_lazy("Đã hủy đợt. Dự thảo vẫn được lưu, không có hiệu lực.")

    def call(self, form: CancelForm) -> Round:
        return services.cancel_round(turn=self.turn, reason=form.cleaned_data["reason"], by=self.request.actor)


class Decision(OfRound, View):
    """The decision with its list as a Word file, in the layout and with the template of its day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        day = (self.turn.document.issued_on if self.turn.document else None) or today()
        context = queries.decision_context(self.turn, queries.compare(self.turn))
        try:
            content = render_paper(ASSIGNMENT_DECISION, context, on=day)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("rounds:detail", args=[pk]))
        name = _("Quyết định – %(round)s.docx") % {"round": self.turn.name}
        return attachment(content, name, CONTENT_TYPES[".docx"])

"""Petitions: the list, each with its history, and what may be done next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assignments.models import Unit
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import ScopedDetailView, ScopedMixin, ServiceFormView, scoped_or_404
from reports.feedback import policies, services, states
from reports.feedback.deadlines import ACTION_TONES, deadline, dressed, who_sent
from reports.feedback.filters import PetitionFilter
from reports.feedback.forms import AnswerForm, CloseForm, DirectForm, DispatchForm, ReopenForm
from reports.feedback.models import Petition, Reaction
from reports.feedback.queries import departments_for
from reports.feedback.states import Action
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.models import Visit
from reports.visits.timeline import told
from reports.visits.views import LATEST, PLACE_COLUMNS, CountedListView

BUTTONS = {
    Action.DISPATCH: (_("Chuyển ngành trả lời"), "feedback:dispatch", "send", "btn-primary"),
    Action.ANSWER: (_("Trả lời"), "feedback:answer", "message-2", "btn-primary"),
    Action.CLOSE: (_("Kết thúc phản ánh"), "feedback:close", "circle-check", "btn-primary"),
    Action.REOPEN: (_("Yêu cầu trả lời lại"), "feedback:reopen", "refresh", ""),
    Action.DIRECT: (_("Ghi ý kiến chỉ đạo"), "feedback:direct", "flag", ""),
}

SEND_ELSEWHERE = {"label": _("Chuyển ngành khác"), "look": ""}
"""The button's words once a department has the petition: it has been sent already, and can be sent elsewhere."""


def way_back(petition: Petition) -> str:
    """How the answer was received, or that nobody has told it yet; needs `with_way_back`."""
    if petition.answered_at is None:
        return ""
    return str(Reaction(petition.reaction).label if petition.reaction else _("Chưa báo lại"))


class PetitionList(CountedListView):
    model = Petition
    filterset_class = PetitionFilter
    template_name = "feedback/list.html"
    export_title = _("Danh sách phản ánh, kiến nghị")
    export_columns = (
        Column(_("Nội dung"), "content", width=60),
        Column(_("Loại"), "get_category_display"),
        Column(_("Lĩnh vực"), "field.name"),
        *PLACE_COLUMNS,
        Column(_("Nơi phản ánh"), who_sent, width=32),
        Column(_("Ngày phản ánh"), "reported_on", CellKind.DATE, 13),
        Column(_("Ngành trả lời"), "department.name", width=32),
        Column(_("Trạng thái"), "get_status_display", width=18),
        Column(_("Hạn trả lời"), "deadline_on", CellKind.DATE, 13),
        Column(_("Thời hạn"), lambda row: deadline(row, today()).label, width=20),
        Column(_("Báo lại cho dân"), way_back, width=24),
    )

    @property
    def keyset(self) -> tuple[str, ...]:
        """Open ones by their day, so that the latest overdue stands first; else the newest first."""
        waiting = {"1", "on", "true"} & {self.request.GET.get("dang_mo"), self.request.GET.get("qua_han")}
        return ("deadline_on", "pk") if waiting else ("-reported_on", "-pk")

    def get_queryset(self) -> QuerySet[Petition]:
        return super().get_queryset().with_names().with_way_back().select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], today())
        for row in context["rows"]:
            row.way_back = way_back(row)
        return context


class PetitionsOfUnit(ScopedMixin, ListView):
    """Fragment: the latest petitions of a unit and of those below it."""

    model = Petition
    template_name = "feedback/_of_unit.html"

    def get_queryset(self) -> list[Petition]:
        user = self.request.actor.user
        self.unit = scoped_or_404(Unit.objects.visible_to(user), pk=self.kwargs["pk"])
        rows = super().get_queryset().within(self.unit).with_names().select_related("entered_by").newest_first()
        return dressed(rows[:LATEST], today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, rows=self.object_list, **kwargs)


class PetitionDetail(ScopedDetailView):
    model = Petition
    template_name = "feedback/detail.html"
    context_object_name = "petition"

    def get_queryset(self) -> QuerySet[Petition]:
        return super().get_queryset().with_names().select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, petition = self.request.actor.user, self.object
        dressed([petition], today())
        allowed = policies.allowed_actions(user, petition)
        buttons = [
            {"label": label, "url": reverse(name, args=[petition.uuid]), "icon": icon, "look": look}
            | (SEND_ELSEWHERE if action == Action.DISPATCH and petition.department_id else {})
            for action, (label, name, icon, look) in BUTTONS.items()
            if action in allowed
        ]
        steps = list(petition.steps.select_related("by", "secretary", "department"))
        lines = told(steps, ACTION_TONES)
        return super().get_context_data(
            buttons=buttons,
            told=petition.carried_back.select_related("officer", "visit", "entered_by").order_by("-pk"),
            steps=list(zip(lines, steps[::-1], strict=True)),
            visit=Visit.objects.visible_to(user).filter(pk=petition.visit_id).select_related("unit").first(),
            directions=[line for line, step in zip(lines, steps[::-1], strict=True) if step.action == Action.DIRECT],
            **kwargs,
        )


class PetitionActionView(PrivacyGuardMixin, ServiceFormView):
    """One step of a petition: the page shows it and asks, the POST does it."""

    action: Action
    template_name = "feedback/action.html"
    heading: Any = ""
    lead: Any = ""
    button: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        rows = Petition.objects.visible_to(user).with_names().select_related("entered_by")
        self.petition = scoped_or_404(rows, uuid=kwargs["uuid"])
        if not policies.has_right(user, self.petition, self.action):
            raise PermissionDenied(_("Việc này thuộc cơ quan khác."))
        if request.method == "GET" and not states.may_follow(self.action, self.petition.status):
            messages.warning(request, _("Phản ánh đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("feedback:detail", args=[self.petition.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.petition], today())
        return super().get_context_data(
            petition=self.petition,
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            draft_key=f"petition-{self.action}-{self.petition.uuid}",
            **kwargs,
        )

    def call(self, form: Any) -> Petition:
        act = getattr(services, self.action)
        return act(petition=self.petition, by=self.request.actor, **form.cleaned_data)


class DispatchPetition(PetitionActionView):
    action = Action.DISPATCH
    form_class = DispatchForm
    guarded = ("note",)
    heading = _("Chuyển ngành trả lời")
    lead = _("Cơ quan được chọn sẽ thấy phản ánh này và phải trả lời trước hạn.")
    button = _("Chuyển ngành trả lời")
    success_message = _("Đã chuyển phản ánh đến ngành trả lời.")

    def get_form_kwargs(self) -> dict[str, Any]:
        departments = departments_for(self.petition, today())
        return {**super().get_form_kwargs(), "departments": departments}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.petition.department_id:
            self.heading = self.button = SEND_ELSEWHERE["label"]
        return super().get_context_data(**kwargs)


class AnswerPetition(PetitionActionView):
    action = Action.ANSWER
    form_class = AnswerForm
    guarded = ("text",)
    heading = _("Trả lời phản ánh, kiến nghị")
    lead = _("Trả lời cụ thể: đã làm gì, ai làm, bao giờ xong.")
    button = _("Gửi trả lời")
    success_message = _("Đã gửi trả lời.")


class ReopenPetition(PetitionActionView):
    action = Action.REOPEN
    form_class = ReopenForm
    guarded = ("reason",)
    heading = _("Yêu cầu trả lời lại")
    lead = _("Câu trả lời cũ vẫn được lưu trong diễn biến. Hạn trả lời ban đầu không đổi.")
    button = _("Yêu cầu trả lời lại")
    success_message = _("Đã yêu cầu ngành trả lời lại.")


class ClosePetition(PetitionActionView):
    action = Action.CLOSE
    form_class = CloseForm
    guarded = ("note",)
    heading = _("Kết thúc phản ánh")
    lead = _("Phản ánh kết thúc khi câu trả lời đã đến người phản ánh. Phản ánh đã kết thúc không mở lại được.")
    button = _("Kết thúc phản ánh")
    success_message = _("Đã kết thúc phản ánh.")


class DirectPetition(PetitionActionView):
    action = Action.DIRECT
    form_class = DirectForm
    guarded = ("text",)
    heading = _("Ý kiến chỉ đạo")
    lead = _("Ý kiến chỉ đạo hiện ở đầu trang của phản ánh; trạng thái và hạn trả lời không đổi.")
    button = _("Ghi ý kiến chỉ đạo")
    success_message = _("Đã ghi ý kiến chỉ đạo.")

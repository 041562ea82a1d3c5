"""Pledges: the list with its totals, each with its history, and what may be done next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, ScopedDetailView, ServiceFormView, scoped_or_404
from reports.resources import policies, queries, services, states
from reports.resources.filters import PledgeFilter
from reports.resources.forms import EditForm, FailForm, HandOverForm, PromiseForm, ReceiveForm, RecordForm, typed
from reports.resources.models import Pledge
from reports.resources.standing import ACTION_TONES, STATUS_TONES, dressed
from reports.resources.states import Action
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.models import Visit
from reports.visits.timeline import author, told
from reports.visits.views import PLACE_COLUMNS, CountedListView

BUTTONS = {
    Action.PLEDGE: (_("Ghi cam kết"), "resources:pledge", "clipboard-check", "btn-primary"),
    Action.RECEIVE: (_("Ghi thực nhận"), "resources:receive", "plus", "btn-primary"),
    Action.HAND_OVER: (_("Bàn giao, nghiệm thu"), "resources:hand_over", "circle-check", "btn-primary"),
    Action.EDIT: (_("Sửa nội dung"), "resources:edit", "pencil", ""),
    Action.FAIL: (_("Không thành"), "resources:fail", "ban", "btn-outline-danger"),
}
GUARDED = ("donor_name", "description")


def pledges_of(request: HttpRequest) -> QuerySet[Pledge]:
    return Pledge.objects.visible_to(request.actor.user).with_names().with_received()


class PledgeList(PolicyMixin, CountedListView):
    policy = staticmethod(policies.reads_pledges)
    model = Pledge
    keyset = ("-found_on", "-pk")
    filterset_class = PledgeFilter
    template_name = "resources/list.html"
    export_title = _("Nguồn lực vận động")
    export_columns = (
        Column(_("Nội dung hỗ trợ"), "description", width=50),
        Column(_("Nhà tài trợ"), "donor", width=32),
        Column(_("Loại nhà tài trợ"), "get_donor_kind_display", width=24),
        Column(_("Trong/ngoài địa bàn"), "get_origin_display", width=18),
        Column(_("Hình thức"), "get_form_display", width=14),
        Column(_("Giá trị (đồng)"), "amount", CellKind.NUMBER, 20),
        Column(_("Thực nhận (đồng)"), "received", CellKind.NUMBER, 20),
        Column(_("Mục đích"), "get_purpose_display", width=24),
        *PLACE_COLUMNS,
        Column(_("Ngày vận động"), "found_on", CellKind.DATE, 14),
        Column(_("Dự kiến nhận"), "expected_by", CellKind.DATE, 14),
        Column(_("Trạng thái"), "get_status_display", width=24),
        Column(_("Cán bộ vận động"), author, width=32),
    )

    def get_queryset(self) -> QuerySet[Pledge]:
        return pledges_of(self.request)

    def filtered(self) -> QuerySet[Pledge]:
        rows = super().filtered()
        if not self.exporting:
            self.totals = queries.totals(rows)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], today())
        return context | {
            "totals": self.totals,
            "funnel": [(total, STATUS_TONES[total.status], self._url(total.status)) for total in self.totals.by_status],
            "may_record": policies.may_record(self.request.actor.user),
        }

    def _url(self, status: str) -> str:
        """The list narrowed to one state, its other filters kept."""
        query = self.request.GET.copy()
        query.pop("sau", None)
        query["trang_thai"] = status
        return f"?{query.urlencode()}"


class PledgeDetail(ScopedDetailView):
    model = Pledge
    template_name = "resources/detail.html"
    context_object_name = "pledge"

    def get_queryset(self) -> QuerySet[Pledge]:
        return pledges_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, pledge = self.request.actor.user, self.object
        dressed([pledge], today())
        allowed = policies.allowed_actions(user, pledge)
        buttons = [
            {"label": label, "url": reverse(name, args=[pledge.uuid]), "icon": icon, "look": look}
            for action, (label, name, icon, look) in BUTTONS.items()
            if action in allowed
        ]
        return super().get_context_data(
            buttons=buttons,
            steps=told(pledge.steps.select_related("by", "secretary"), ACTION_TONES),
            receipts=list(pledge.receipts.select_related("by", "secretary")),
            visit=Visit.objects.visible_to(user).filter(pk=pledge.visit_id).first(),
            **kwargs,
        )


class RecordPledge(PolicyMixin, PrivacyGuardMixin, ServiceFormView):
    """A contribution that was found outside a visit's entry."""

    policy = staticmethod(policies.may_record)
    template_name = "resources/form.html"
    form_class = RecordForm
    guarded = GUARDED
    success_message = _("Đã ghi nguồn lực vận động được.")

    def get_form_kwargs(self) -> dict[str, Any]:
        places = queries.places_of(self.request.actor.user, today())
        return {**super().get_form_kwargs(), "places": places}

    def get_initial(self) -> dict[str, Any]:
        return {"found_on": today()}

    def call(self, form: RecordForm) -> Pledge:
        return services.record_pledge(
            content=form.content(),
            unit=form.cleaned_data["unit"],
            found_on=form.cleaned_data["found_on"],
            by=self.request.actor,
        )

    def get_success_url(self) -> str:
        return reverse("resources:detail", args=[self.result.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Ghi nguồn lực vận động được"),
            back_url=reverse("resources:list"),
            draft_key="pledge-new",
            **kwargs,
        )


class PledgeStepView(PrivacyGuardMixin, ServiceFormView):
    """One step of a pledge: the page shows it and asks, the POST does it."""

    action: Action
    service = ""
    template_name = "resources/step.html"
    heading: Any = ""
    lead: Any = ""
    button: Any = ""
    danger = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.pledge = scoped_or_404(pledges_of(request), uuid=kwargs["uuid"])
        if not policies.has_right(user, self.pledge, self.action):
            raise PermissionDenied(_("Việc này thuộc đồng chí vận động hoặc Đảng ủy của địa bàn nhận."))
        if request.method == "GET" and not states.may_follow(self.action, self.pledge.status):
            messages.warning(request, _("Nguồn lực đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def last_step(self) -> int:
        return self.pledge.steps.order_by("-at", "-pk").values_list("pk", flat=True).first() or 0

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.last_step()}

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Like every form, but who was overtaken gets the page as it stands now and may send again."""
        self.pledge = scoped_or_404(pledges_of(self.request), pk=self.pledge.pk)
        if any(error.code == "changed" for error in form.errors.as_data().get("__all__", [])):
            form.data = form.data.copy()
            form.data["seen"] = str(self.last_step())
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("resources:detail", args=[self.pledge.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.pledge], today())
        return super().get_context_data(
            pledge=self.pledge,
            receipts=list(self.pledge.receipts.select_related("by", "secretary")),
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            danger=self.danger,
            draft_key=f"pledge-{self.action}-{self.pledge.uuid}",
            **kwargs,
        )

    def call(self, form: Any) -> Any:
        act = getattr(services, self.service)
        return act(pledge=self.pledge, by=self.request.actor, **form.cleaned_data)


class EditPledge(PledgeStepView):
    action = Action.EDIT
    form_class = EditForm
    guarded = GUARDED
    heading = _("Sửa nội dung nguồn lực")
    lead = _("Sửa được đến khi có phần thực nhận đầu tiên. Nội dung trước khi sửa vẫn lưu trong hệ thống.")
    button = _("Lưu nội dung")
    success_message = _("Đã lưu nội dung nguồn lực.")

    def get_initial(self) -> dict[str, Any]:
        return {**typed(self.pledge), **super().get_initial()}

    def call(self, form: EditForm) -> Pledge:
        return services.edit_pledge(
            pledge=self.pledge, content=form.content(), seen=form.cleaned_data["seen"], by=self.request.actor
        )


class PromisePledge(PledgeStepView):
    action = Action.PLEDGE
    service = "promise"
    form_class = PromiseForm
    heading = _("Ghi cam kết")
    lead = _("Nhà tài trợ đã nhận lời hỗ trợ: bao nhiêu, khi nào.")
    button = _("Ghi cam kết")
    success_message = _("Đã ghi cam kết.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "amount": self.pledge.amount, "expected_by": self.pledge.expected_by}


class ReceivePledge(PledgeStepView):
    action = Action.RECEIVE
    service = "receive"
    form_class = ReceiveForm
    guarded = ("note",)
    heading = _("Ghi thực nhận")
    lead = _("Mỗi lần nhận ghi một lần; hệ thống cộng dồn.")
    button = _("Ghi phần đã nhận")
    success_message = _("Đã ghi phần thực nhận.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "received_on": today()}


class HandOverPledge(PledgeStepView):
    action = Action.HAND_OVER
    service = "hand_over"
    form_class = HandOverForm
    guarded = ("note",)
    heading = _("Bàn giao, nghiệm thu")
    lead = _("Nguồn lực đã bàn giao thì không ghi thêm phần thực nhận được nữa.")
    button = _("Ghi đã bàn giao, nghiệm thu")
    success_message = _("Đã ghi bàn giao, nghiệm thu.")


class FailPledge(PledgeStepView):
    action = Action.FAIL
    service = "fail"
    form_class = FailForm
    guarded = ("reason",)
    heading = _("Không thành")
    lead = _("Ghi rõ vì sao không thành để đồng chí khác không vận động lại vô ích.")
    button = _("Ghi không thành")
    danger = True
    success_message = _("Đã ghi nguồn lực này không thành.")

"""Writing an officer's report, taking up what the records offer, and each of its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from assignments.access import access_of
from nammanh.platform.dates import today
from nammanh.platform.views import PolicyMixin, ServiceFormView, put_on_form, scoped_or_404
from reports.reporting import policies, queries, services, states
from reports.reporting.forms import (
    NoteForm,
    ReasonForm,
    RevisionForm,
    SendForm,
    SentenceRows,
    StartForm,
    block_of,
    pieces_chosen,
)
from reports.reporting.models import Section, SituationReport, Sphere
from reports.reporting.standing import STATUS_TONES
from reports.reporting.states import Action
from reports.visits.guard import SEND_ANYWAY, PrivacyGuardMixin, warnings_in

SHOWN_OFFERS = 60


class StartReport(PolicyMixin, ServiceFormView):
    """Period and addressee; the portal then drafts what the records say."""

    policy = staticmethod(policies.writes_reports)
    template_name = "reporting/start.html"
    form_class = StartForm
    success_message = _("Đã soạn bản nháp từ ghi chép của kỳ. Đồng chí đọc, sửa từng câu rồi gửi.")

    def get_form_kwargs(self) -> dict[str, Any]:
        held = queries.held_between(access_of(self.request.actor.user).officer_id or 0, today(), today())
        return {**super().get_form_kwargs(), "superiors": queries.superiors_of(held, today())}

    def call(self, form: StartForm) -> SituationReport:
        data = form.cleaned_data
        return services.draft_report(
            uuid=data["uuid"], start=data["start"], end=data["end"], addressee=data["addressee"], by=self.request.actor
        )

    def get_success_url(self) -> str:
        return reverse("reporting:edit", args=[self.result.uuid])


class OfReport:
    """One report that the person may read, for a step that is theirs."""

    request: HttpRequest
    action: str = Action.EDIT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = SituationReport.objects.visible_to(request.actor.user).with_names()
        self.report = scoped_or_404(queries.with_stand_in(rows, today()), uuid=kwargs["uuid"])
        if not policies.acts_on(request.actor.user, self.report, self.action):
            raise PermissionDenied(_("Việc này thuộc đồng chí khác trong báo cáo."))
        if request.method == "GET" and not states.may_follow(self.action, self.report.status):
            messages.warning(request, _("Báo cáo đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("reporting:detail", args=[self.report.uuid])


class EditReport(OfReport, TemplateView):
    """All sentences on one page, block by block, each with the records behind it; offered material below."""

    template_name = "reporting/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = queries.offered(self.report)
        kwargs.setdefault("form", RevisionForm(initial={"revision": self.report.revision}))
        kwargs.setdefault("rows", self._rows())
        return super().get_context_data(
            report=self.report,
            tone=STATUS_TONES[self.report.status],
            offers=[
                {"piece": piece, "section": Section(piece.section).label, "sphere": Sphere(piece.sphere).label}
                for piece in offers[:SHOWN_OFFERS]
            ],
            offers_total=len(offers),
            returned_note=self._returned_note(),
            draft_key=f"situation-{self.report.uuid}-{self.report.revision}",
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form, rows = RevisionForm(request.POST), SentenceRows(request.POST, prefix="cau")
        if not (form.is_valid() and rows.is_valid()):
            return self._again(form, rows)
        if SEND_ANYWAY not in request.POST and (warnings := warnings_in(rows.texts())):
            return self._again(form, rows, privacy_warnings=warnings)
        try:
            services.save_report(
                report=self.report, lines=rows.lines(), revision=form.cleaned_data["revision"], by=request.actor
            )
        except ValidationError as refusal:
            put_on_form(form, refusal)
            return self._again(form, rows)
        messages.success(request, _("Đã lưu báo cáo."))
        return redirect(self.get_success_url())

    def _again(self, form: RevisionForm, rows: Any, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, rows=rows, **more), status=422)

    def _rows(self) -> Any:
        order = [(section.value, sphere.value) for section in Section for sphere in Sphere]
        stored = sorted(self.report.sentences.all(), key=lambda row: order.index((row.section, row.sphere)))
        initial = [{"pk": row.pk, "block": block_of(row.section, row.sphere), "text": row.text} for row in stored]
        rows = SentenceRows(prefix="cau", initial=initial)
        rows.extra = len(initial) + 1
        return rows

    def _returned_note(self) -> str:
        if self.report.status != states.Status.RETURNED:
            return ""
        step = self.report.steps.filter(action=Action.RETURN).order_by("-at", "-pk").first()
        return step.note if step else ""


class OfferedPieces(OfReport, View):
    """POST only: the ticked offers come in, or are set aside."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        known = [piece.key for piece in queries.offered(self.report)]
        back = redirect("reporting:edit", uuid)
        try:
            keys = pieces_chosen(request.POST, known)
            if request.POST.get("viec") == "bo":
                count = services.set_aside(report=self.report, keys=keys, by=request.actor)
                words = ngettext("Đã để lại %s nội dung ngoài báo cáo.", "Đã để lại %s nội dung ngoài báo cáo.", count)
            else:
                count = services.take_offered(report=self.report, keys=keys, by=request.actor)
                words = ngettext("Đã thêm %s câu vào báo cáo.", "Đã thêm %s câu vào báo cáo.", count)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return back
        messages.success(request, words % count)
        return back


class ReportStep(OfReport, PrivacyGuardMixin, ServiceFormView):
    """One step of a report: the page says what it means, the POST does it."""

    template_name = "reporting/step.html"
    form_class = Form
    heading: Any = ""
    lead: Any = ""
    button: Any = ""
    danger = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report,
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            danger=self.danger,
            draft_key=f"situation-{self.action}-{self.report.uuid}",
            **kwargs,
        )


class SendReport(ReportStep):
    action = Action.SEND
    heading = _("Gửi báo cáo")
    lead = _("Sau khi gửi, đồng chí nhận báo cáo đọc được ngay. Khi chưa có ai nhận, đồng chí vẫn rút lại sửa được.")
    button = _("Gửi báo cáo")
    form_class = SendForm
    success_message = _("Đã gửi báo cáo.")

    def get_form_kwargs(self) -> dict[str, Any]:
        held = queries.held_between(self.report.officer_id, self.report.start, self.report.end)
        return {**super().get_form_kwargs(), "superiors": queries.superiors_of(held, today())}

    def get_initial(self) -> dict[str, Any]:
        return {"addressee": self.report.addressee_id}

    def call(self, form: SendForm) -> SituationReport:
        return services.send(report=self.report, by=self.request.actor, **form.cleaned_data)


class RecallReport(ReportStep):
    action = Action.RECALL
    heading = _("Rút lại để sửa")
    lead = _("Báo cáo trở lại bản nháp của đồng chí; người nhận không đọc được nữa cho tới khi đồng chí gửi lại.")
    button = _("Rút lại")
    success_message = _("Đã rút báo cáo về bản nháp.")

    def call(self, form: Form) -> SituationReport:
        return services.recall(report=self.report, by=self.request.actor)


class ReceiveReport(ReportStep):
    action = Action.RECEIVE
    form_class = NoteForm
    guarded = ("note",)
    heading = _("Nhận báo cáo")
    lead = _("Ghi nhận đã đọc. Báo cáo không sửa được nữa và được dùng để tổng hợp tháng.")
    button = _("Nhận báo cáo")
    success_message = _("Đã nhận báo cáo.")

    def call(self, form: NoteForm) -> SituationReport:
        return services.receive(report=self.report, by=self.request.actor, **form.cleaned_data)


class ReturnReport(ReportStep):
    action = Action.RETURN
    form_class = ReasonForm
    guarded = ("reason",)
    heading = _("Trả lại bổ sung")
    lead = _("Người báo cáo thấy điều cần bổ sung ngay trên bàn làm việc, sửa rồi gửi lại.")
    button = _("Trả lại")
    success_message = _("Đã trả lại báo cáo.")

    def call(self, form: ReasonForm) -> SituationReport:
        return services.return_report(report=self.report, by=self.request.actor, **form.cleaned_data)


class DiscardReport(ReportStep):
    action = Action.DISCARD
    heading = _("Bỏ bản nháp")
    lead = _("Bản nháp không dùng nữa; đồng chí soạn được báo cáo khác cho kỳ này. Ghi chép gốc không đổi.")
    button = _("Bỏ bản nháp")
    danger = True
    success_message = _("Đã bỏ bản nháp.")

    def call(self, form: Form) -> SituationReport:
        return services.discard(report=self.report, by=self.request.actor)

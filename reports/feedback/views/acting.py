"""One page for each action on a petition: it says what the action means, asks, and calls the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.views import ServiceFormView, scoped_or_404
from reports.feedback import forms, policies, services, states
from reports.feedback.deadlines import dressed
from reports.feedback.models import Petition, PetitionStep
from reports.feedback.queries import departments_for, fields_of_work, possible_roots
from reports.feedback.services import Answer
from reports.feedback.states import ACTION_MEANINGS, Action, Status
from reports.visits.guard import PrivacyGuardMixin


@dataclass(frozen=True)
class Act:
    """How an action looks: its address, form, button and the words after it."""

    action: Action
    slug: str
    form: type[forms.ActionForm]
    icon: str
    done: Any
    main: bool = False
    """Whether it is what usually comes next, so that its button stands first."""


ACTS = (
    Act(Action.SUPPLEMENT, "bo-sung", forms.SupplementForm, "pencil", _("Đã gửi nội dung bổ sung."), main=True),
    Act(Action.DISPATCH, "chuyen-nganh", forms.DispatchForm, "send", _("Đã chuyển phản ánh đến ngành."), main=True),
    Act(Action.ANSWER, "tra-loi", forms.AnswerForm, "message-2", _("Đã gửi trả lời."), main=True),
    Act(Action.RECEIVE, "tiep-nhan", forms.NoteForm, "inbox", _("Đã tiếp nhận phản ánh."), main=True),
    Act(Action.TAKE_UP, "nhan-xu-ly", forms.NoteForm, "circle-check", _("Đã nhận xử lý."), main=True),
    Act(Action.INTERIM, "tra-loi-tam", forms.InterimForm, "hourglass", _("Đã gửi trả lời tạm và ngày hẹn.")),
    Act(Action.HAND_BACK, "chuyen-lai", forms.ReasonForm, "arrow-back-up", _("Đã chuyển lại Văn phòng Tỉnh ủy.")),
    Act(Action.APPROVE, "dat", forms.ApproveForm, "check", _("Đã ghi đánh giá đạt."), main=True),
    Act(Action.REOPEN, "tra-loi-lai", forms.ReopenForm, "refresh", _("Đã yêu cầu ngành trả lời lại.")),
    Act(Action.RESOLVE, "da-xong", forms.OutcomeForm, "circle-check", _("Đã ghi giải quyết xong.")),
    Act(Action.CLOSE, "ket-thuc", forms.NoteForm, "circle-check", _("Đã kết thúc phản ánh."), main=True),
    Act(Action.TELL, "bao-nguoi-gui", forms.TellForm, "messages", _("Đã ghi nhận báo cho người gửi."), main=True),
    Act(Action.RETURN, "tra-lai", forms.ReturnForm, "arrow-back-up", _("Đã trả lại để bổ sung.")),
    Act(Action.HANDLE, "tai-cho", forms.NoteForm, "home", _("Đã giao giải quyết tại chỗ.")),
    Act(Action.ESCALATE, "de-nghi-cap-tren", forms.ReasonForm, "send", _("Đã đưa lại Văn phòng Tỉnh ủy.")),
    Act(Action.LINK, "trung", forms.LinkForm, "list-check", _("Đã gắn với phản ánh gốc.")),
    Act(Action.UNLINK, "khong-trung", forms.ReasonForm, "refresh", _("Đã tách để theo dõi riêng.")),
    Act(Action.REFINE, "phan-loai", forms.RefineForm, "pencil", _("Đã phân loại lại.")),
    Act(Action.GIVE_UP, "chua-duoc", forms.GiveUpForm, "x", _("Đã ghi chưa giải quyết được.")),
    Act(Action.RECALL, "rut-lai", forms.ReasonForm, "arrow-back-up", _("Đã rút lại phản ánh.")),
    Act(Action.DIRECT, "chi-dao", forms.DirectForm, "flag", _("Đã ghi ý kiến chỉ đạo.")),
)
"""In the order in which the page offers them. What the month's batch does has pages of its own."""

OF_THE_BATCH = {Action.DISPATCH, Action.LINK}
"""Not on the petition's page while it is in a batch: there it would fall out of its line."""


def offered(user: User, petition: Petition) -> list[Act]:
    """What this person may do with the petition as it is."""
    return [
        act
        for act in ACTS
        if policies.may(user, petition, act.action)
        and not (petition.status == Status.CONSOLIDATED and act.action in OF_THE_BATCH)
    ]


class PetitionActionView(PrivacyGuardMixin, ServiceFormView):
    """One step of a petition: the page shows it and asks, the POST does it."""

    act: Act = ACTS[0]
    """Set by the address."""
    template_name = "feedback/action.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        rows = Petition.objects.visible_to(user).with_names().select_related("entered_by", "referral")
        if self.act.action == Action.HAND_BACK and not rows.filter(uuid=kwargs["uuid"]).exists():
            own = PetitionStep.objects.filter(petition__uuid=kwargs["uuid"], action=Action.HAND_BACK, by=user)
            if own.exists():  # sent twice: it is with the office already
                return redirect("feedback:desk")
        self.petition = scoped_or_404(rows, uuid=kwargs["uuid"])
        if not self._has_right(user):
            raise PermissionDenied(_("Việc này thuộc cơ quan khác."))
        if request.method == "GET" and not states.may_follow(self.act.action, self.petition.status):
            messages.warning(request, _("Phản ánh đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect("feedback:detail", uuid=self.petition.uuid)
        return super().dispatch(request, *args, **kwargs)

    def _has_right(self, user: User) -> bool:
        """The right itself; or the step is one's own already, sent twice: then it is answered, not refused."""
        asked = user, self.petition, self.act.action
        return policies.has_right(*asked) or policies.has_done(*asked)

    @property
    def guarded(self) -> tuple[str, ...]:  # type: ignore[override]  # each form names its own texts
        return self.act.form.guarded

    @property
    def success_message(self) -> Any:
        return self.act.done

    def get_success_url(self) -> str:
        """Its page; what a department hands back is out of its sight, so it goes on at its desk."""
        if self.act.action == Action.HAND_BACK:
            return reverse("feedback:desk")
        return reverse("feedback:detail", args=[self.petition.uuid])

    def get_form_class(self) -> type[forms.ActionForm]:
        return self.act.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "petition": self.petition, "offers": self._offers()}

    def _offers(self) -> dict[str, Any]:
        """The records that the form lets choose from, read only for the action that needs them."""
        offers: dict[str, Any] = {}
        if self.act.action in {Action.REFINE, Action.DISPATCH}:
            offers["fields"] = list(fields_of_work())
        if self.act.action == Action.DISPATCH:
            offers["departments"] = list(departments_for(self.petition, today()))
        if self.act.action == Action.LINK:
            offers["roots"] = possible_roots(self.petition, self.request.actor.user)
        return offers

    def get_initial(self) -> dict[str, Any]:
        """The root that a hint of similar petitions proposed (`?goc=`), else what the sender took for the same."""
        wanted = self.request.GET.get("goc", "") or str(self.petition.alike_to_id or "")
        return {**super().get_initial(), **({"root": wanted} if wanted.isdecimal() else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.petition], today())
        return super().get_context_data(
            petition=self.petition,
            heading=self.act.action.label,
            lead=ACTION_MEANINGS[self.act.action],
            button=self.act.action.label,
            takes_files=issubclass(self.act.form, forms.SecretFilesMixin),
            draft_key=f"petition-{self.act.action}-{self.petition.uuid}",
            **kwargs,
        )

    def call(self, form: Any) -> Petition:
        data, by = form.cleaned_data, self.request.actor
        if self.act.action == Action.ANSWER:
            return services.answer_with(petition=self.petition, answer=Answer(**data), by=by)
        return getattr(services, self.act.action)(petition=self.petition, by=by, **data)

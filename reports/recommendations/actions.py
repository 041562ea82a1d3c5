"""What is done to a comment: written or changed, sent, withdrawn, judged, answered, followed up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments.models import Unit
from nammanh.platform.dates import today
from nammanh.platform.views import ServiceFormView, scoped_or_404
from reports.recommendations import policies, services, states
from reports.recommendations.forms import AnswerForm, CommentFields, FollowUpForm, JudgeForm, hints_on
from reports.recommendations.models import Comment
from reports.recommendations.queries import IN_A_ROW, dressed, quiet_communes
from reports.recommendations.services import CommentContent
from reports.recommendations.states import FOLLOWED, Action
from reports.recommendations.views import comments_of
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.models import Visit

NOT_YOURS = _("Việc này thuộc đồng chí khác.")
STORED_AS = {
    states.Status.DRAFT: _("Đã lưu bản nháp. Chỉ đồng chí thấy."),
    states.Status.WITHDRAWN: _("Đã lưu. Góp ý chưa gửi lại."),
    states.Status.SENT: _("Đã gửi góp ý."),
}


class CommentActionView(PrivacyGuardMixin, ServiceFormView):
    """One step of a comment: the page shows it and asks, the POST does it."""

    action: Action
    template_name = "recommendations/action.html"
    heading: Any = ""
    lead: Any = ""
    button: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.comment = scoped_or_404(comments_of(request), uuid=kwargs["uuid"])
        if not policies.has_right(user, self.comment, self.action):
            raise PermissionDenied(NOT_YOURS)
        if request.method == "GET" and not self.is_in_turn():
            messages.warning(request, _("Góp ý đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def is_in_turn(self) -> bool:
        return states.may_follow(self.action, self.comment.status)

    def get_success_url(self) -> str:
        return reverse("recommendations:detail", args=[self.comment.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.comment], self.request.actor.user)
        return super().get_context_data(
            comment=self.comment,
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            draft_key=f"comment-{self.action}-{self.comment.uuid}",
            **kwargs,
        )


class AnswerComment(CommentActionView):
    """Who answers has read: the page may be opened before the comment's own page was."""

    action = Action.ANSWER
    form_class = AnswerForm
    guarded = ("text",)
    heading = _("Trả lời góp ý")
    lead = _("Trả lời cụ thể: tiếp thu thì làm gì, ai làm, bao giờ xong; chưa làm được thì vì sao.")
    button = _("Gửi trả lời")
    success_message = _("Đã gửi trả lời.")

    def is_in_turn(self) -> bool:
        return self.comment.status in {states.Status.SENT, states.Status.READ}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"judges": policies.may_judge(self.request.actor.user, self.comment)}

    def get_initial(self) -> dict[str, Any]:
        return {"specificity": self.comment.specificity}

    def call(self, form: AnswerForm) -> Comment:
        return services.answer_comment(comment=self.comment, by=self.request.actor, **form.cleaned_data)


class FollowUpComment(CommentActionView):
    action = Action.FINISH
    form_class = FollowUpForm
    guarded = ("text",)
    heading = _("Theo dõi thực hiện góp ý")
    lead = _("Ghi lại nhiều lần được, cho đến khi việc đã thực hiện. Thời hạn ban đầu vẫn được giữ.")
    button = _("Ghi kết quả")
    success_message = _("Đã ghi kết quả theo dõi.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"answered": self.comment.status in FOLLOWED}

    def call(self, form: FollowUpForm) -> Comment:
        return services.follow_up(comment=self.comment, by=self.request.actor, **form.cleaned_data)


class CommentWordsView(PrivacyGuardMixin, ServiceFormView):
    """The words of one comment on a page of its own."""

    form_class = CommentFields
    template_name = "recommendations/words.html"
    guarded = ("matter", "proposal", "responsible")
    heading: Any = ""
    visit: Visit

    def get_success_url(self) -> str:
        messages.success(self.request, STORED_AS[states.Status(self.result.status)])
        return reverse("recommendations:detail", args=[self.result.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"visit": self.visit, "heading": self.heading, "rows": hints_on([context["form"]])}


class AddComment(CommentWordsView):
    """One more comment on a visit, also after the commune has confirmed it."""

    heading = _("Thêm góp ý")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visits = Visit.objects.visible_to(request.actor.user).select_related("unit")
        self.visit = scoped_or_404(visits, uuid=kwargs["visit"])
        if not policies.may_add(request.actor.user, self.visit):
            raise PermissionDenied(_("Chỉ đồng chí đã đi thêm góp ý vào chuyến đi này."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(draft_key=f"comment-add-{self.visit.uuid}", **kwargs)

    def call(self, form: CommentFields) -> Comment:
        content = CommentContent(**form.cleaned_data)
        return services.add_comment(visit=self.visit, content=content, by=self.request.actor)


class EditComment(CommentWordsView):
    """The author changes the words of a comment that nobody has read."""

    heading = _("Sửa góp ý")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.comment = scoped_or_404(comments_of(request).select_related("visit__unit"), uuid=kwargs["uuid"])
        self.visit = self.comment.visit
        if not policies.has_right(request.actor.user, self.comment, Action.EDIT):
            raise PermissionDenied(NOT_YOURS)
        if request.method == "GET" and not states.may_follow(Action.EDIT, self.comment.status):
            messages.warning(request, _("Góp ý đã được đọc nên không sửa lời được. Hãy ghi thêm góp ý mới."))
            return redirect("recommendations:detail", self.comment.uuid)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.comment, name) for name in CommentFields.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft_key = f"comment-edit-{self.comment.uuid}"
        return super().get_context_data(comment=self.comment, draft_key=draft_key, **kwargs)

    def call(self, form: CommentFields) -> Comment:
        content = CommentContent(**form.cleaned_data | {"uuid": self.comment.uuid})
        return services.edit_comment(comment=self.comment, content=content, by=self.request.actor)


class OneClickView(View):
    """POST only: one click, then back to where the button stood."""

    http_method_names = ["post"]
    action: Action
    done: Any = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.comment = scoped_or_404(comments_of(request), uuid=kwargs["uuid"])
        if not policies.has_right(request.actor.user, self.comment, self.action):
            raise PermissionDenied(NOT_YOURS)
        try:
            self.call()
            messages.success(request, self.done)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(self.way_back())

    def call(self) -> None:
        raise NotImplementedError

    def way_back(self) -> str:
        """The page that the button stood on, or the comment."""
        back = self.request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, {self.request.get_host()}, self.request.is_secure())
        return back if safe else reverse("recommendations:detail", args=[self.comment.uuid])


class SendComment(OneClickView):
    action = Action.SEND
    done = _("Đã gửi góp ý.")

    def call(self) -> None:
        services.send_comment(comment=self.comment, by=self.request.actor)


class WithdrawComment(OneClickView):
    action = Action.WITHDRAW
    done = _("Đã rút lại góp ý. Số đã cấp được giữ cho góp ý này.")

    def call(self) -> None:
        services.withdraw_comment(comment=self.comment, by=self.request.actor)


class JudgeComment(OneClickView):
    """One click on “Cụ thể”, “Chung chung” or “Khó thực hiện”."""

    action = Action.JUDGE
    done = _("Đã ghi đánh giá của xã.")

    def call(self) -> None:
        form = JudgeForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(form.errors["specificity"])
        services.judge_comment(comment=self.comment, by=self.request.actor, **form.cleaned_data)


class QuietCommune(View):
    """A word on visits without a comment, for the officer alone: what may be said, and a button to put it off."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.commune = scoped_or_404(Unit.objects.visible_to(request.actor.user), pk=kwargs["pk"], level="commune")
        if not policies.may_put_off(request.actor.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        quiet = quiet_communes(request.actor.user, today())
        found = next((row for row in quiet if row.commune.pk == self.commune.pk), None)
        return render(
            request, "recommendations/quiet.html", {"commune": self.commune, "quiet": found, "visits": IN_A_ROW}
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.put_off(commune=self.commune, by=request.actor)
        messages.success(request, _("Đã để sau. Một tháng nữa mới nhắc lại, nếu vẫn chưa có góp ý."))
        return redirect("dashboards:desk")

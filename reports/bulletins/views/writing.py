"""Writing a bulletin, giving it files, publishing it and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.platform.dates import today
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404
from reports.bulletins import policies, services, states
from reports.bulletins.forms import BulletinForm, FileForm, WithdrawForm, typed
from reports.bulletins.models import Bulletin
from reports.bulletins.standing import dressed
from reports.bulletins.states import Action
from reports.bulletins.views.reading import bulletins_of
from reports.visits.guard import PrivacyGuardMixin


class BulletinFormView(PolicyMixin, PrivacyGuardMixin, ServiceFormView):
    """The words and places of a bulletin."""

    policy = staticmethod(policies.publishes)
    template_name = "bulletins/form.html"
    form_class = BulletinForm
    guarded = ("title", "highlights", "body")
    heading: Any = _("Soạn thông tin chủ trương")
    success_message = _("Đã lưu bản nháp. Đồng chí đính kèm tệp nếu có, xem lại rồi phát hành.")
    bulletin: Bulletin | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.actor.user}

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": today()}

    def call(self, form: BulletinForm) -> Bulletin:
        return services.draft_bulletin(uuid=form.cleaned_data["uuid"], content=form.content(), by=self.request.actor)

    def get_success_url(self) -> str:
        return reverse("bulletins:detail", args=[self.result.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("bulletins:detail", args=[self.bulletin.uuid]) if self.bulletin else reverse("bulletins:list")
        key = f"bulletin-{self.bulletin.uuid}" if self.bulletin else "bulletin-new"
        return super().get_context_data(heading=self.heading, back_url=back, draft_key=key, **kwargs)


class EditBulletin(BulletinFormView):
    """The same form for a draft."""

    heading = _("Sửa bản nháp")
    success_message = _("Đã lưu bản nháp.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.bulletin = scoped_or_404(Bulletin.objects.visible_to(request.actor.user), uuid=kwargs["uuid"])
        if policies.publishes(request.actor.user) and request.method == "GET" and not self.bulletin.is_draft:
            messages.warning(request, _("Thông tin đã phát hành hoặc thu hồi nên không sửa được nữa."))
            return redirect("bulletins:detail", self.bulletin.uuid)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return typed(self.bulletin)

    def call(self, form: BulletinForm) -> Bulletin:
        return services.edit_bulletin(bulletin=self.bulletin, content=form.content(), by=self.request.actor)


class BulletinStepView(ServiceFormView):
    """One step of a bulletin: the page shows it and asks, the POST does it."""

    action: Action
    template_name = "bulletins/step.html"
    heading: Any = ""
    lead: Any = ""
    button: Any = ""
    danger = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.bulletin = scoped_or_404(bulletins_of(request), uuid=kwargs["uuid"])
        if not policies.publishes(request.actor.user):
            raise PermissionDenied(_("Việc này thuộc Văn phòng Tỉnh ủy, Ban Tuyên giáo và Dân vận."))
        if request.method == "GET" and not states.may_follow(self.action, self.bulletin.status):
            messages.warning(request, _("Thông tin đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("bulletins:detail", args=[self.bulletin.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.bulletin], today())
        return super().get_context_data(
            bulletin=self.bulletin,
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            danger=self.danger,
            draft_key=f"bulletin-{self.action}-{self.bulletin.uuid}",
            **kwargs,
        )


class PublishBulletin(BulletinStepView):
    action = Action.PUBLISH
    form_class = Form
    heading = _("Phát hành thông tin")
    lead = _("Sau khi phát hành, nội dung không sửa được nữa. Cán bộ của các địa bàn thấy ngay trên bàn làm việc.")
    button = _("Phát hành")
    success_message = _("Đã phát hành thông tin.")

    def call(self, form: Any) -> Bulletin:
        return services.publish_bulletin(bulletin=self.bulletin, by=self.request.actor)


class WithdrawBulletin(BulletinStepView):
    action = Action.WITHDRAW
    form_class = WithdrawForm
    heading = _("Thu hồi thông tin")
    lead = _("Cán bộ đã nhận vẫn đọc được thông tin này, kèm lý do thu hồi; không ai phải truyền đạt tiếp.")
    button = _("Thu hồi")
    danger = True
    success_message = _("Đã thu hồi thông tin.")

    def call(self, form: WithdrawForm) -> Bulletin:
        return services.withdraw_bulletin(bulletin=self.bulletin, by=self.request.actor, **form.cleaned_data)


class AttachFile(BulletinStepView):
    """A file for a draft; a secret document is refused."""

    action = Action.EDIT
    form_class = FileForm
    heading = _("Đính kèm tệp")
    lead = _("Tệp chỉ mở được từ trang của thông tin này, cho những ai đọc được thông tin.")
    button = _("Tải tệp lên")
    success_message = _("Đã đính kèm tệp.")

    def call(self, form: FileForm) -> Any:
        return services.attach_file(bulletin=self.bulletin, file=form.cleaned_data["file"], by=self.request.actor)


class RemoveFile(View):
    """A file goes out of a draft."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any, pk: int) -> HttpResponse:
        bulletin = scoped_or_404(Bulletin.objects.visible_to(request.actor.user), uuid=uuid)
        try:
            services.remove_file(bulletin=bulletin, pk=pk, by=request.actor)
            messages.success(request, _("Đã bỏ tệp."))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("bulletins:detail", bulletin.uuid)

"""A supporting department's part for the lead one's answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from nammanh.platform.views import ServiceFormView, scoped_or_404
from reports.feedback import policies, services
from reports.feedback.deadlines import dressed
from reports.feedback.forms import ContributionForm
from reports.feedback.models import Contribution, Petition
from reports.visits.guard import PrivacyGuardMixin


class Contribute(PrivacyGuardMixin, ServiceFormView):
    """The page shows what was asked; what is written goes to the lead department."""

    form_class = ContributionForm
    template_name = "feedback/action.html"
    guarded = ("text",)
    success_message = _("Đã gửi ý kiến phối hợp đến ngành chủ trì.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Petition.objects.visible_to(request.actor.user).with_names().select_related("entered_by", "referral")
        self.petition = scoped_or_404(rows, uuid=kwargs["uuid"])
        self.support = policies.own_support(request.actor.user, self.petition)
        if self.support is None:
            raise PermissionDenied(_("Chỉ ngành phối hợp của phiếu chuyển này gửi ý kiến phối hợp."))
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("feedback:detail", args=[self.petition.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.petition], today())
        lead = _("Ngành chủ trì đọc và dùng ý kiến này khi trả lời; thời hạn trả lời không thay đổi.")
        return super().get_context_data(
            petition=self.petition,
            heading=_("Gửi ý kiến phối hợp"),
            lead=self.support.note or lead,
            button=_("Gửi ý kiến phối hợp"),
            takes_files=True,
            draft_key=f"petition-contribute-{self.petition.uuid}",
            **kwargs,
        )

    def call(self, form: ContributionForm) -> Contribution:
        return services.contribute(petition=self.petition, by=self.request.actor, **form.cleaned_data)

"""Marking a bulletin as read, recording where it was conveyed, taking a record back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.platform.dates import today
from nammanh.platform.views import ServiceFormView, scoped_or_404
from reports.bulletins import policies, queries, services
from reports.bulletins.forms import ConveyForm
from reports.bulletins.models import Bulletin, Conveyance
from reports.bulletins.standing import dressed
from reports.bulletins.views.reading import bulletins_of
from reports.visits.guard import PrivacyGuardMixin


class MarkRead(View):
    """“Đã xem”: a deliberate tap, never the mere opening of a page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        bulletin = scoped_or_404(Bulletin.objects.visible_to(request.actor.user), uuid=uuid)
        try:
            services.mark_read(bulletin=bulletin, by=request.actor)
            messages.success(request, _("Đã ghi nhận đồng chí đã xem thông tin này."))
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        return redirect("bulletins:detail", bulletin.uuid)


class Convey(PrivacyGuardMixin, ServiceFormView):
    """“Đã truyền đạt”: where, when, on what occasion, and what people asked."""

    template_name = "bulletins/convey.html"
    form_class = ConveyForm
    guarded = ("question",)
    success_message = _("Đã ghi nhận lần truyền đạt.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.bulletin = scoped_or_404(bulletins_of(request), uuid=kwargs["uuid"])
        self.places = queries.conveyable_places(user, self.bulletin, today()) if policies.may_convey(user) else []
        if not self.places:
            raise PermissionDenied(_("Đồng chí không phụ trách địa bàn nào mà thông tin này dành cho."))
        if not self.bulletin.is_published and request.method == "GET":
            messages.warning(request, _("Thông tin này đã thu hồi hoặc chưa phát hành."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.places}

    def get_initial(self) -> dict[str, Any]:
        waiting = self.request.GET.get("dia_ban", "")
        return {"conveyed_on": today(), "unit": waiting if waiting.isdecimal() else None}

    def call(self, form: ConveyForm) -> Conveyance:
        data = dict(form.cleaned_data)
        return services.convey(
            uuid=data.pop("uuid"),
            bulletin=self.bulletin,
            content=services.ConveyanceContent(**data),
            by=self.request.actor,
        )

    def get_success_url(self) -> str:
        return reverse("bulletins:detail", args=[self.bulletin.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dressed([self.bulletin], today())
        return super().get_context_data(
            bulletin=self.bulletin, draft_key=f"convey-{self.bulletin.uuid}", back_url=self.get_success_url(), **kwargs
        )


class TakeBack(View):
    """A record made by mistake goes away; its history is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        rows = Conveyance.objects.visible_to(request.actor.user).select_related("bulletin")
        row = scoped_or_404(rows, uuid=uuid)
        services.take_back(conveyance=row, by=request.actor)
        messages.success(request, _("Đã rút lần truyền đạt ghi nhầm."))
        return redirect("bulletins:detail", row.bulletin.uuid)

"""Logging in and out, the own password, and entering records for a leader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from nammanh.accounts import services
from nammanh.accounts.forms import LoginForm
from nammanh.platform.views import scoped_or_404


class Login(auth_views.LoginView):
    form_class = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PasswordChange(auth_views.PasswordChangeView):
    """Of the person at the keyboard, never of the leader for whom records are entered."""

    success_url = reverse_lazy("password_change_done")

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActingFor(TemplateView):
    """Choose the leader for whom records are entered, or go back to one's own name (thư ký nhập thay)."""

    template_name = "accounts/acting_for.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.request.actor
        chosen = actor.user if actor.secretary else None
        return super().get_context_data(mandates=services.mandates_of(self.request.user), chosen=chosen, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "stop" in request.POST:
            services.stop_acting(request=request)
            messages.success(request, _("Đã thôi nhập thay. Từ đây đồng chí làm việc với tên của mình."))
            return redirect("home")
        leader = scoped_or_404(services.leaders_of(request.user), pk=request.POST.get("leader", ""))
        services.act_for(request=request, leader=leader)
        messages.success(
            request,
            _("Đang nhập thay đồng chí %(leader)s. Nội dung lưu lại ghi tên cả hai đồng chí.") % {"leader": leader},
        )
        return redirect("home")

"""The administration's site: who enters, by which door, and under which content security policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from unfold.sites import UnfoldAdminSite

from assignments import policies

OUR_APPS = {
    "accounts",
    "assignments",
    "consolidation",
    "facts",
    "feedback",
    "handovers",
    "household_visits",
    "planner",
    "profiles",
    "reminders",
    "visits",
}
"""Third parties register their tables too; those stay out of an official's sight."""

UNFOLD_NEEDS = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
"""Unfold runs on Alpine, which evaluates attributes and writes styles. Only its own pages get this."""


class PortalAdminSite(UnfoldAdminSite):
    """Ban Tổ chức and the administrator, as themselves: never in a leader's name."""

    site_title = _("Quản trị")
    site_header = _("Quản trị")
    index_title = _("Quản trị")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and policies.may_enter_administration(request.user)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OUR_APPS]
        super().register(ours, admin_class, **options)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        return csp_update(UNFOLD_NEEDS)(super().admin_view(view, cacheable))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login page in the portal."""
        if not request.user.is_authenticated:
            home = reverse("admin:index", current_app=self.name)
            return redirect_to_login(request.GET.get("next") or home, reverse("login"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    @method_decorator(never_cache)
    @method_decorator(require_POST)
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        logout(request)
        return redirect("login")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("password_change")

"""The private calendar: the page that gives out its address, and the address itself."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from reports.planner import ics, policies, services
from reports.planner.models import CalendarFeed
from reports.planner.queries.feed import feed_items, owner_of

FRESH_FOR = 15 * 60
"""Seconds for which a calendar need not ask again."""


class FeedPage(View):
    """Make, renew or revoke the address. It is shown once, in the answer that made it, and kept by nobody."""

    template_name = "planner/feed.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policies.keeps_own_feed(request.actor):
            raise PermissionDenied(_("Liên kết lịch riêng do chính đồng chí có lịch tạo, không nhập thay."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        if "thu_hoi" in request.POST:
            services.revoke_feed(by=request.actor)
            messages.success(request, _("Đã thu hồi liên kết. Điện thoại dùng liên kết cũ không đọc được lịch nữa."))
            return redirect("planner:feed_page")
        shown = request.POST.get("dang_dung", "")
        replaces = int(shown) if shown.isdecimal() and len(shown) < 19 else None
        try:
            token = services.open_feed(by=request.actor, replaces=replaces)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("planner:feed_page")
        return self.page(address=request.build_absolute_uri(reverse("planner:feed", args=[token])))

    def page(self, address: str = "") -> HttpResponse:
        feed = CalendarFeed.objects.filter(user=self.request.actor.user, revoked_at__isnull=True).first()
        context = {"feed": feed, "address": address, "subscribe": address.replace("http", "webcal", 1)}
        if address.startswith("https"):
            context["subscribe"] = address.replace("https", "webcal", 1)
        response = render(self.request, self.template_name, context)
        response["Cache-Control"] = "private, no-store"
        return response


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a token, for whoever holds it. Anything wrong with it is 404 and says nothing."""
    user = owner_of(token)
    if user is None:
        raise Http404
    items = feed_items(user)
    content = ics.calendar_of(items, request.build_absolute_uri("/"))
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    changed = max((int(item.changed_at.timestamp()) for item in items), default=None)
    answer = get_conditional_response(request, etag=etag, last_modified=None)
    response = answer or HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"private, max-age={FRESH_FOR}"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

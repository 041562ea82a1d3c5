"""Error pages that say what to do next; to a script that sends an entry, the same in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import record_access
from nammanh.platform.answers import refused, wants_json


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, and one line in the access log: a refused attempt is worth knowing."""
    if getattr(request, "actor", None):
        record_access(request=request, kind=AccessLog.Kind.REFUSED)
    if wants_json(request):
        return refused([str(exception or "") or _("Đồng chí không có quyền làm việc này.")], 403)
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return refused([_("Nội dung này không có hoặc không thuộc phạm vi của đồng chí.")], 404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """Without context processors, which may be what failed."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: usually an old tab. The page says how to send it again."""
    if wants_json(request):
        return refused([_("Trang đã mở quá lâu nên chưa gửi được. Hãy mở lại trang rồi gửi lại.")], 403)
    return render(request, "403_csrf.html", status=403)

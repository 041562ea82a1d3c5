"""The app's own files, the page about what lies on the device, and what the device asks in the background."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nammanh.platform.dates import today
from reports.offline import sealing, shell
from reports.offline.queries import pages_for

SHOWN = "X-Nam-Manh-Pass"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What waits to be sent and what is kept on this device; the device's scripts fill it in."""
    return render(request, "offline/page.html", {"days": settings.OFFLINE_DAYS})


@login_not_required
@require_safe
def shell_page(request: HttpRequest) -> HttpResponse:
    """What the device shows instead of a page that it does not hold."""
    return HttpResponse(shell.shell_page(), headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Browsers compare it byte by byte and take it up when it has changed."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(shell.worker_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    kind = "application/manifest+json"
    return JsonResponse(shell.manifest(), content_type=kind, headers={"Cache-Control": "max-age=86400"})


@login_not_required
@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Who is logged in here, with what a device needs before it sends or opens anything.

    `login`: nobody, log in again; `wipe`: the account whose pass the device showed is closed, forget everything.
    """
    if not request.user.is_authenticated:
        if sealing.account_is_closed(request.headers.get(SHOWN, "")):
            return JsonResponse({"state": "wipe"}, status=410)
        return JsonResponse({"state": "login"}, status=401)
    return JsonResponse(
        {
            "state": "open",
            "person": request.user.pk,
            "principal": request.actor.user.pk,
            "csrf": get_token(request),
            "server_time": timezone.now().isoformat(),
            "keys": [{"id": key.id, "secret": key.secret} for key in sealing.keys_of(request.user)],
            "pass": sealing.pass_for(request.user),
        }
    )


@never_cache
@require_safe
def catalogue(request: HttpRequest) -> JsonResponse:
    """The pages that this person's device keeps, how many it must leave out, and how many bytes it may hold."""
    pages = pages_for(request.actor.user, today(), release=shell.release())
    told = [{"url": row.url, "stamp": row.stamp} for row in pages[: settings.OFFLINE_PAGES]]
    return JsonResponse({"pages": told, "beyond": len(pages) - len(told), "bytes": settings.OFFLINE_BYTES})

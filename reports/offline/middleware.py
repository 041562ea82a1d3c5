"""What a device may keep: pages about households, the access log, the administration and files never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

KEEPING = "X-Nam-Manh-Keep"
"""Header of a request that fetches a page for the device, not for a person's eyes."""

_PAGES = {
    "assignments:households",
    "assignments:household_add",
    "assignments:household_edit",
    "dashboards:access_log",
    "offline:session",
    "offline:catalogue",
}
_SLICES = {"admin", "household_visits", "imports"}


class _Untouched(BaseStorage):
    """The messages of a request that nobody looks at: they wait for the next page that somebody does."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def update(self, response: HttpResponse) -> list[Any]:
        return []


class KeepingMiddleware:
    """Marks what no device may keep with `Cache-Control: no-store`; fetching a page to keep it uses up no message.

    Whatever the access log took note of is marked too (`record_access` says so on the request), so that a page which
    begins to show households need not be listed here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get(KEEPING):
            request._messages = _Untouched(request)
        response = self.get_response(request)
        if _never_kept(request, response):
            patch_cache_control(response, no_store=True, private=True)
        return response


def _never_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return bool(
        getattr(request, "on_record", False)
        or response.get("Content-Disposition", "").startswith("attachment")
        or (match and (match.view_name in _PAGES or _SLICES & set(match.app_names)))
    )

"""What is typed stays on the device until the server has stored it (`static/src/js/draft.js`)."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

STORED = "nm_stored"
KEY = re.compile(r"[\w.:-]{1,120}", re.ASCII)
MINUTES = 10


class StoredDraftMiddleware:
    """A form that was sent and led on to another page is stored: the next page lets the device forget its draft.

    The script names the draft in the field `draft`. A refusal is no redirect, and the way to the
    login page stores nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in (302, 303):
            key = request.POST.get("draft", "")
            if KEY.fullmatch(key) and not response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
                response.set_cookie(
                    STORED, key, max_age=MINUTES * 60, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
                )
        return response

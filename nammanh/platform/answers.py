"""Answers for a device that sends an entry by script: the outcome in words that it can keep and show.

A POST with `Accept: application/json` to a page that stores an entry is answered by one of these; without it the same
page answers with HTML. `state` is one of stored, refused, ask, conflict; the error pages say refused with 403 and 404,
and a session that is over answers `login` (accounts). The address is the same; only the shape of the answer differs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse


def wants_json(request: HttpRequest) -> bool:
    """Whether a script sent this and asks for words, not for a page."""
    return request.method == "POST" and "application/json" in request.headers.get("Accept", "")


def stored(
    *, uuid: Any, url: str, received_at: datetime.datetime, created: bool, hints: Iterable[Any] = ()
) -> HttpResponse:
    """201 when this call wrote the entry, 200 when it was there already or was changed."""
    body = {
        "state": "stored",
        "uuid": str(uuid),
        "url": url,
        "received_at": received_at.isoformat(),
        "created": created,
        "hints": [str(hint) for hint in hints],
    }
    return JsonResponse(body, status=201 if created else 200)


def refused(errors: Iterable[Any], status: int = 422) -> HttpResponse:
    return JsonResponse({"state": "refused", "errors": [str(error) for error in errors]}, status=status)


def ask(warnings: Iterable[Any]) -> HttpResponse:
    """The privacy guard asks once; the same entry with “van_gui=1” is sent anyway."""
    lines = [f"“{warning.excerpt}”: {warning.message}" for warning in warnings]
    return JsonResponse({"state": "ask", "warnings": lines}, status=422)


def conflict(*, message: Any, stored: Iterable[tuple[Any, Any]], edit_url: str) -> HttpResponse:
    """Both versions differ and a person chooses, on `edit_url`; empty when the stored one can't be replaced."""
    lines = [[str(label), str(value)] for label, value in stored]
    body = {"state": "conflict", "message": str(message), "stored": lines, "edit_url": edit_url}
    return JsonResponse(body, status=409)


def sentences(forms: Iterable[BaseForm]) -> list[str]:
    """What is wrong with forms, each sentence with the label of its field, each once."""
    found: dict[str, None] = {}
    for form in forms:
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            found |= dict.fromkeys(f"{label}: {error}" if label else str(error) for error in errors)
    return list(found)


def reasons(refusal: ValidationError) -> list[str]:
    return [str(message) for message in refusal.messages]

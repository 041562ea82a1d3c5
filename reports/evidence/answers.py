"""The same outcomes for a script on the device, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from nammanh.platform.dates import format_datetime
from nammanh.platform.privacy import PrivacyWarning
from reports.evidence.models import Evidence
from reports.evidence.services import Arriving, Conflict, Stored


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def arrived(outcome: Arriving | Stored) -> JsonResponse:
    """What is held: a part of the file, or evidence."""
    if isinstance(outcome, Arriving):
        return JsonResponse({"state": "partial", "received": outcome.received})
    evidence = outcome.evidence
    return JsonResponse(
        {
            "state": "stored",
            "uuid": str(evidence.uuid),
            "url": reverse("evidence:file", args=[evidence.uuid]),
            "received_at": evidence.at.isoformat(),
            "created": outcome.created,
            "status": evidence.status,
        },
        status=201 if outcome.created else 200,
    )


def out_of_step(received: int) -> JsonResponse:
    return JsonResponse({"state": "partial", "received": received}, status=409)


def refused(errors: ValidationError | Iterable[str], status: int = 422) -> JsonResponse:
    sentences = errors.messages if isinstance(errors, ValidationError) else [str(error) for error in errors]
    return JsonResponse({"state": "refused", "errors": sentences}, status=status)


def ask(warnings: Iterable[PrivacyWarning]) -> JsonResponse:
    """The privacy guard: the author may rephrase, or send anyway with `van_gui=1`."""
    sentences = [f"“{warning.excerpt}”: {warning.message}" for warning in warnings]
    return JsonResponse({"state": "ask", "warnings": sentences}, status=422)


def conflict(problem: Conflict) -> JsonResponse:
    evidence: Any = problem.evidence
    return JsonResponse(
        {
            "state": "conflict",
            "message": str(problem),
            "stored": stored_lines(evidence),
            "edit_url": reverse("evidence:of_visit", args=[evidence.visit.uuid]),
        },
        status=409,
    )


def stored_lines(evidence: Evidence) -> list[tuple[str, str]]:
    """(label, words) of what is stored under a number."""
    named = ((evidence._meta.get_field(name).verbose_name, getattr(evidence, name)) for name in ("name", "caption"))
    lines = [(str(label), value) for label, value in named if value]
    moment = str(evidence._meta.get_field("at").verbose_name)
    return [*lines, (moment, format_datetime(evidence.at))]

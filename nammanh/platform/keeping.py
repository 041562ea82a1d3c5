"""A request that fetches a page to be kept on the person's device, not to be looked at."""

from __future__ import annotations

from django.http import HttpRequest

HEADER = "X-Nam-Manh-Keep"


def is_fetched_to_keep(request: HttpRequest) -> bool:
    """Such a page leaves out what no device may keep, and uses up no message meant for the person."""
    return bool(request.headers.get(HEADER))

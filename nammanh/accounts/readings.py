"""Pages with rows of households: no cache keeps them, and each reading is on record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import record_access

_SHOWN = {200, 409, 422}


class ProtectedRowsMixin:
    """Stands left of all other mixins. A page that may be without such rows says so in `shows_rows`.

    The line of the access log names the person and the address, never the content. An export leaves a line of its own.
    """

    shows_rows: bool = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if self.shows_rows and response.status_code in _SHOWN:
            response["Cache-Control"] = "private, no-store"
            if not getattr(self, "exporting", False):
                record_access(request=request, kind=AccessLog.Kind.READ)
        return response

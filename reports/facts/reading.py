"""Pages that read figures bring them up to date first and say as of when they are."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.platform.dates import VIETNAM, format_date
from reports.facts.services import freshen


def as_of_text(moment: datetime.datetime) -> str:
    """“Số liệu đến 07:05 ngày 03/12/2026”."""
    local = timezone.localtime(moment, VIETNAM)
    return _("Số liệu đến %(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": format_date(local)}


class ReadsFacts:
    """Put it behind `PolicyMixin`, so that nobody who is refused makes anything be counted."""

    as_of: datetime.datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.as_of = freshen()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(as_of=self.as_of, as_of_text=as_of_text(self.as_of), **kwargs)

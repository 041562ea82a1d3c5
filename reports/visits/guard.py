"""The privacy guard in front of a form: it asks once whether a passage should be rephrased, and never blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from nammanh.platform.privacy import PrivacyWarning, warnings_for

SEND_ANYWAY = "van_gui"
"""Name of the button “Vẫn gửi”."""


def warnings_in(texts: Iterable[str]) -> list[PrivacyWarning]:
    """What the author should rephrase in any of these texts, each passage once."""
    found: list[PrivacyWarning] = []
    for text in texts:
        found += [warning for warning in warnings_for(text) if warning not in found]
    return found


class PrivacyGuardMixin:
    """For a ServiceFormView: the fields in `guarded` are looked through before anything is written."""

    guarded: tuple[str, ...] = ()

    def form_valid(self, form: Any) -> HttpResponse:
        if SEND_ANYWAY not in self.request.POST:
            warnings = warnings_in(form.cleaned_data[name] for name in self.guarded)
            if warnings:
                context = self.get_context_data(form=form, privacy_warnings=warnings)
                return self.render_to_response(context, status=422)
        return super().form_valid(form)

"""The commune's verdict on one comment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.recommendations.models import Specificity

WHAT_TO_CHOOSE = _("Chọn “Cụ thể” hoặc “Chung chung”.")


class JudgeForm(forms.Form):
    specificity = forms.ChoiceField(
        choices=Specificity.choices, error_messages={"required": WHAT_TO_CHOOSE, "invalid_choice": WHAT_TO_CHOOSE}
    )

"""What is typed about a line: the receiver's question, the leaver's answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import LongTextField


class AskForm(forms.Form):
    text = LongTextField(
        label=_("Cần làm rõ điều gì"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi điều cần làm rõ.")},
    )


class ExplainForm(forms.Form):
    text = LongTextField(
        label=_("Nội dung làm rõ"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi nội dung làm rõ.")},
    )

"""What a person says when urging, what came of it, and which letters they want."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import LongTextField
from reports.reminders.states import Kind
from reports.visits.forms import ClientUUIDField


def words(label: Any, required: Any) -> LongTextField:
    return LongTextField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": required}
    )


class UrgeForm(forms.Form):
    uuid = ClientUUIDField()
    words = words(_("Nội dung đôn đốc"), _("Ghi việc cần làm và thời gian, để người được đôn đốc biết phải làm gì."))


class OutcomeForm(forms.Form):
    outcome = words(_("Kết quả của lần đôn đốc"), _("Ghi kết quả của lần đôn đốc."))


class MailForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Nhận thư tổng hợp về"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bỏ chọn để không nhận thư về loại việc đó. Thông báo trên cổng vẫn có đủ."),
    )

"""A new version of a role's duties and powers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.forms.holding import DOCUMENT_SECTION, CitingForm
from assignments.forms.picking import Sections
from assignments.models import Duty
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, VietnameseDateField
from nammanh.platform.numbers import format_number


class LinesField(LongTextField):
    """One item a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20_000, required=False, **kwargs)
        self.widget.attrs["rows"] = 8

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        limit = Duty._meta.get_field("text").max_length or 0
        for number, line in enumerate(lines, start=1):
            if len(line) > limit:
                words = {"number": number, "limit": format_number(limit)}
                raise ValidationError(_("Dòng %(number)s dài quá %(limit)s ký tự. Tách thành nhiều dòng.") % words)
        return lines


class ReviseDutiesForm(Sections, CitingForm):
    """The whole text as it is to be; the present one is there to start from."""

    on = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        initial=today,
        help_text=gettext_lazy("Nội dung hiện hành hết hiệu lực vào hôm trước; không sửa được chữ đã ban hành."),
    )
    responsibilities = LinesField(label=gettext_lazy("Trách nhiệm"), help_text=gettext_lazy("Mỗi dòng một nội dung."))
    powers = LinesField(label=gettext_lazy("Quyền hạn"), help_text=gettext_lazy("Mỗi dòng một nội dung."))

    fieldsets = ((gettext_lazy("Nội dung mới"), ("on", "responsibilities", "powers")), DOCUMENT_SECTION)

"""What the office, a department, the officer and the standing committee say about a petition."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField
from nammanh.platform.text import one_line
from reports.visits.forms import PickField


class MonthField(forms.CharField):
    """A month as people write it, “03/2024”, cleaned to its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "placeholder": _("tháng/năm")})

    def prepare_value(self, value: Any) -> Any:
        return f"{value.month:02d}/{value.year}" if isinstance(value, datetime.date) else value

    def clean(self, value: Any) -> datetime.date | None:
        if isinstance(value, datetime.date):
            return value.replace(day=1)
        text = one_line(str(super().clean(value) or ""))
        if not text:
            return None
        match = re.fullmatch(r"(?:tháng\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})", text, re.ASCII | re.IGNORECASE)
        if match is None or not 1 <= int(match[1]) <= 12 or not 1945 <= int(match[2]) <= 2100:
            raise ValidationError(_("Ghi tháng và năm, ví dụ 03/2024."))
        month = datetime.date(int(match[2]), int(match[1]), 1)
        if month > today():
            raise ValidationError(_("Tháng này chưa đến. Kiểm tra lại."))
        return month


def words(label: Any, required: Any, limit: int = 8000) -> LongTextField:
    return LongTextField(
        label=label,
        max_length=limit,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 5 if required else 3}),
        error_messages={"required": required} if required else {},
    )


class DispatchForm(forms.Form):
    """Which organisation must answer; those of the petition's field stand first."""

    department = PickField(label=_("Ngành trả lời"), error_messages={"required": _("Chọn ngành trả lời.")})
    note = words(_("Nội dung chuyển (không bắt buộc)"), "")

    def __init__(self, *args: Any, departments: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = list(departments)
        suggested = [(str(agency.pk), agency.name) for agency in agencies if agency.suggested]
        others = [(str(agency.pk), agency.name) for agency in agencies if not agency.suggested]
        groups = [(_("Phụ trách lĩnh vực này"), suggested), (_("Cơ quan khác"), others)]
        self.fields["department"].offer(agencies, [group for group in groups if group[1]])


class AnswerForm(forms.Form):
    text = words(_("Nội dung trả lời"), _("Ghi nội dung trả lời."))


class ReopenForm(forms.Form):
    reason = words(_("Vì sao cần trả lời lại"), _("Ghi rõ câu trả lời còn thiếu gì."), 2000)


class CloseForm(forms.Form):
    note = words(_("Ghi chú (không bắt buộc)"), "", 2000)


class DirectForm(forms.Form):
    text = words(_("Ý kiến chỉ đạo"), _("Ghi ý kiến chỉ đạo."))

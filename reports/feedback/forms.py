"""What the office, a department, the officer and the standing committee say about a petition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from nammanh.platform.fields import LongTextField
from reports.visits.forms import PickField


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

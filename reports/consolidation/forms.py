"""What a person may type about a batch."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork
from nammanh.platform.dates import month_label, today
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from reports.consolidation.models import BatchLine
from reports.consolidation.queries import NO_FIELD
from reports.consolidation.services import Wording
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import PickField

MOST_SUPPORTING = 3


class OpenForm(forms.Form):
    """Which month, in the name of which agency."""

    month = forms.TypedChoiceField(
        label=_("Tháng"), coerce=datetime.date.fromisoformat, error_messages={"invalid_choice": NO_SUCH_CHOICE}
    )
    agency = PickField(label=_("Cơ quan tập hợp"), error_messages={"required": _("Chọn cơ quan tập hợp.")})

    def __init__(self, *args: Any, months: list[datetime.date], agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month.isoformat(), month_label(month)) for month in months]
        self.fields["agency"].offer(agencies)
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0].pk


class LineForm(forms.Form):
    """A line in the secretary's words."""

    wording = LongTextField(
        label=_("Nội dung chuyển"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Ghi nội dung chuyển.")},
    )
    field = PickField(label=_("Lĩnh vực"), required=False)
    lead = PickField(label=_("Ngành chủ trì"), required=False)
    note = LongTextField(label=_("Ghi chú cho ngành (không bắt buộc)"), required=False, max_length=4000)

    def __init__(
        self,
        *args: Any,
        line: BatchLine,
        fields: Collection[FieldOfWork],
        agencies: Collection[Agency],
        **kwargs: Any,
    ) -> None:
        supporting = [row.agency_id for row in line.supports.all()]
        initial = {"wording": line.wording, "field": line.field_id, "lead": line.lead_id, "note": line.note}
        count = max(MOST_SUPPORTING, len(supporting))
        self.support_names = [f"support_{number}" for number in range(1, count + 1)]
        initial |= dict(zip(self.support_names, supporting, strict=False))
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["field"].offer(fields)
        self.fields["lead"].offer(agencies)
        for number, name in enumerate(self.support_names, start=1):
            self.fields[name] = PickField(label=_("Ngành phối hợp %(number)s") % {"number": number}, required=False)
            self.fields[name].offer(agencies)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        supporting = [agency for name in self.support_names if (agency := cleaned.pop(name, None)) is not None]
        if len(set(supporting)) < len(supporting):
            raise ValidationError(_("Mỗi ngành phối hợp chỉ chọn một lần."))
        return {**cleaned, "supporting": tuple(supporting)}

    @property
    def worded(self) -> Wording:
        return Wording(**self.cleaned_data)


class ReviewForm(forms.Form):
    """Nothing to type: the page shows what is there."""


class TakeBackForm(forms.Form):
    reason = OneLineField(
        label=_("Lý do đưa về để sửa"),
        validators=[TooLongValidator(500)],
        error_messages={"required": _("Ghi lý do đưa về để sửa.")},
    )


class DispatchForm(forms.Form):
    """The forwarding letter's number and day, as văn thư gave them; both may still be open."""

    number = OneLineField(
        label=_("Số, ký hiệu công văn (không bắt buộc)"),
        required=False,
        validators=[TooLongValidator(40)],
        help_text=_("Do văn thư cấp, ví dụ 12-CV/VPTU. Hệ thống không tự đặt số."),
    )
    signed_on = VietnameseDateField(label=_("Ngày ký (không bắt buộc)"), required=False)
    signer = OneLineField(label=_("Người ký (không bắt buộc)"), required=False, validators=[TooLongValidator(120)])

    def clean_signed_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["signed_on"]
        if day is not None and day > today():
            raise ValidationError(_("Ngày ký không thể sau hôm nay."))
        return day


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Phiếu trả lời (.xlsx)"),
        help_text=_("Đúng tệp đã tải từ kỳ tập hợp này, ngành đã ghi câu trả lời."),
        error_messages={"required": _("Chọn tệp phiếu trả lời."), "empty": _("Tệp rỗng. Chọn tệp khác.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class BenchForm(forms.Form):
    """Which items the workbench shows: those of one field, or those that have none yet."""

    linh_vuc = forms.ChoiceField(label=_("Lĩnh vực"), required=False)

    def __init__(self, *args: Any, fields: Collection[FieldOfWork], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), row.name) for row in fields]
        self.fields["linh_vuc"].choices = [("", _("Mọi lĩnh vực")), *choices, (NO_FIELD, _("Chưa rõ lĩnh vực"))]

    @property
    def of_field(self) -> str:
        """The field that is asked for; what is none of them asks for nothing."""
        return self.cleaned_data["linh_vuc"] if self.is_valid() else ""


class PlaceForm(forms.Form):
    """What the workbench does with one item, or with several that are alike."""

    NEW, INTO, RETURN, HANDLE, OUT = "dong-moi", "gop", "tra-lai", "tai-cho", "bo"

    viec = forms.ChoiceField(
        choices=[(name, name) for name in (NEW, INTO, RETURN, HANDLE, OUT)],
        error_messages={"invalid_choice": NO_SUCH_CHOICE, "required": NO_SUCH_CHOICE},
    )
    dong = forms.IntegerField(
        required=False, min_value=1, max_value=32767, error_messages={"invalid": _("Ghi số dòng, ví dụ 3.")}
    )
    reason = LongTextField(required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("viec") == self.INTO and not cleaned.get("dong"):
            self.add_error("dong", _("Ghi số dòng muốn gộp vào."))
        if cleaned.get("viec") == self.RETURN and not cleaned.get("reason"):
            self.add_error("reason", _("Ghi điều cần người gửi bổ sung."))
        return cleaned

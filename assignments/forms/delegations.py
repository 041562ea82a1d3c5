"""Opening a delegation, its members, its charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assignments import queries
from assignments.forms.holding import DOCUMENT_SECTION, CitingForm, LastDayForm
from assignments.forms.picking import OfficerPicker, PickerForm, Sections
from assignments.models import FieldOfWork, Unit
from assignments.models.groupings import DelegationDuty
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, OneLineField, VietnameseDateField


class OpenDelegationForm(Sections, CitingForm):
    name = OneLineField(
        label=gettext_lazy("Tên đoàn"), max_length=160, help_text=gettext_lazy("Ví dụ: Đoàn công tác huyện Thạnh Phú.")
    )
    mandate = forms.ModelChoiceField(label=gettext_lazy("Nhiệm vụ giao"), queryset=None, empty_label=None)
    valid_from = VietnameseDateField(label=gettext_lazy("Từ ngày"), initial=today)

    fieldsets = ((gettext_lazy("Đoàn công tác"), ("name", "mandate", "valid_from")), DOCUMENT_SECTION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].queryset = queries.all_mandates()


class UnitsField(forms.TypedMultipleChoiceField):
    """Districts and communes in force."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, units: list[Unit]) -> None:
        found = {str(unit.pk): unit for unit in units}
        self.coerce = found.__getitem__
        self.choices = [(key, unit.full_name) for key, unit in found.items()]


class PlaceForm(Sections, CitingForm):
    """As what, for which fields and units, from when: of a member old or new."""

    duty = forms.ChoiceField(label=gettext_lazy("Trong đoàn là"), choices=DelegationDuty)
    fields_of_work = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Lĩnh vực phụ trách"),
        queryset=FieldOfWork.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = UnitsField(
        label=gettext_lazy("Địa bàn"),
        required=False,
        help_text=gettext_lazy("Trưởng đoàn phụ trách huyện (nơi không có huyện: xã); thành viên phụ trách xã."),
    )
    valid_from = VietnameseDateField(label=gettext_lazy("Từ ngày"), initial=today)

    place = ("duty", "valid_from", "units", "fields_of_work")

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].offer(units)


class AddMemberForm(PickerForm, PlaceForm):
    pickers = ((OfficerPicker(), gettext_lazy("Đồng chí tham gia đoàn"), gettext_lazy("Chọn đồng chí")),)
    fieldsets = (
        (gettext_lazy("Thành viên"), ("officer_text", "officer", *PlaceForm.place)),
        DOCUMENT_SECTION,
    )


class ChangeMemberForm(PlaceForm):
    end_reason = LongTextField(
        label=gettext_lazy("Lý do điều chỉnh"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
    fieldsets = ((gettext_lazy("Điều chỉnh"), (*PlaceForm.place, "end_reason")), DOCUMENT_SECTION)


class LeaveForm(Sections, LastDayForm):
    """The last day, and why: of a member, or of the whole delegation."""

    fieldsets = ((gettext_lazy("Kết thúc"), ("valid_to", "end_reason")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].label = gettext_lazy("Đến hết ngày")
        self.fields["end_reason"].label = gettext_lazy("Lý do")


class CharterForm(Sections, CitingForm):
    text = LongTextField(label=gettext_lazy("Nội dung quy chế"), widget=forms.Textarea({"rows": 10}))
    valid_from = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        initial=today,
        help_text=gettext_lazy("Quy chế trước hết hiệu lực vào hôm trước; nội dung cũ vẫn xem được."),
    )
    fieldsets = ((gettext_lazy("Quy chế"), ("valid_from", "text")), DOCUMENT_SECTION)

"""Giving, handing over and ending an assignment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import queries
from assignments.forms.citing import DOCUMENT_SECTION, CitingForm
from assignments.forms.picking import OfficerPicker, Picker, PickerForm, Sections, UnitPicker
from assignments.models import AssignmentRole, Unit
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, VietnameseDateField


class RoleField(forms.ModelChoiceField):
    """A role with its tier, and its phase when that is not the one in force."""

    def label_from_instance(self, role: AssignmentRole) -> str:
        words = f"{role.name} ({role.tier.name})"
        return words if role.tier.phase.in_force_on(today()) else f"{words} – {role.tier.phase.name}"


class AssignForm(Sections, PickerForm, CitingForm):
    """A new assignment. With `unit` known (from the unit's page), only roles for its level are offered."""

    role = RoleField(
        label=gettext_lazy("Vai trò"),
        queryset=AssignmentRole.objects.none(),
        empty_label=gettext_lazy("— Chọn vai trò —"),
    )
    mandate = forms.ModelChoiceField(label=gettext_lazy("Nhiệm vụ giao"), queryset=None, empty_label=None)
    is_lead = forms.BooleanField(
        label=gettext_lazy("Phụ trách chính (mỗi địa bàn, mỗi vai trò chỉ một đồng chí)"),
        required=False,
        initial=True,
    )
    valid_from = VietnameseDateField(label=gettext_lazy("Từ ngày"), initial=today)
    valid_to = VietnameseDateField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống nếu chưa định ngày thôi.")
    )

    pickers = (
        (UnitPicker(), gettext_lazy("Địa bàn"), gettext_lazy("Chọn địa bàn")),
        (OfficerPicker(), gettext_lazy("Đồng chí được phân công"), gettext_lazy("Chọn đồng chí")),
    )
    fieldsets = (
        (gettext_lazy("Ai phụ trách nơi nào"), ("unit_text", "unit", "officer_text", "officer")),
        (gettext_lazy("Vai trò, nhiệm vụ"), ("role", "mandate", "is_lead")),
        (gettext_lazy("Thời gian"), ("valid_from", "valid_to")),
        DOCUMENT_SECTION,
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = queries.all_roles()
        self.fields["role"].queryset = roles.filter(unit_level=unit.level) if unit else roles
        self.fields["mandate"].queryset = mandates = queries.all_mandates()
        self.fields["mandate"].initial = mandates.first()


class ReplaceForm(Sections, PickerForm, CitingForm):
    """Another officer takes over; the one before ends on the eve."""

    valid_from = VietnameseDateField(label=gettext_lazy("Đồng chí mới phụ trách từ ngày"), initial=today)
    end_reason = LongTextField(
        label=gettext_lazy("Lý do thay"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Ví dụ: điều động công tác, nghỉ hưu theo chế độ."),
    )  # fmt: skip

    pickers = ((OfficerPicker(), gettext_lazy("Đồng chí phụ trách mới"), gettext_lazy("Chọn đồng chí")),)
    fieldsets = (
        (gettext_lazy("Người thay"), ("officer_text", "officer", "valid_from", "end_reason")),
        DOCUMENT_SECTION,
    )


class LastDayForm(forms.Form):
    """The last day and the reason."""

    valid_to = VietnameseDateField(
        label=gettext_lazy("Phụ trách đến hết ngày"), initial=today, help_text=gettext_lazy("Tính cả ngày này.")
    )
    end_reason = LongTextField(
        label=gettext_lazy("Lý do thôi phân công"), max_length=300, widget=forms.Textarea({"rows": 2})
    )


class EndForm(Sections, LastDayForm, PickerForm, CitingForm):
    """The last day, the reason, and what becomes of the unit: a successor by a decision, or nobody on purpose."""

    vacant = forms.BooleanField(
        label=gettext_lazy("Để trống, chưa có người kế tiếp"),
        required=False,
        help_text=gettext_lazy(
            "Chỉ chọn khi cấp có thẩm quyền đồng ý để trống; địa bàn sẽ vào danh sách chưa phân công."
        ),
    )

    pickers = ((OfficerPicker(), gettext_lazy("Người kế tiếp"), gettext_lazy("Chọn người kế tiếp")),)
    fieldsets = (
        (gettext_lazy("Thôi phân công"), ("valid_to", "end_reason")),
        (gettext_lazy("Ai phụ trách sau ngày này"), ("officer_text", "officer", "vacant")),
        (gettext_lazy("Quyết định phân công người kế tiếp (khi có người kế tiếp)"), DOCUMENT_SECTION[1]),
    )

    def wants_document(self, cleaned: dict[str, Any]) -> bool:
        return bool(cleaned.get("officer")) and not cleaned.get("vacant")

    def _settle(self, picker: Picker, cleaned: dict[str, Any]) -> None:
        named = bool(cleaned.get(picker.name) or cleaned.get(f"{picker.name}_text"))
        if named and cleaned.get("vacant"):
            self.add_error("vacant", _("Đã chọn người kế tiếp thì không đánh dấu để trống. Bỏ một trong hai."))
        elif named:
            super()._settle(picker, cleaned)
        elif not cleaned.get("vacant") and picker.name not in self.errors:
            self.add_error(
                f"{picker.name}_text", _("Chọn người kế tiếp, hoặc đánh dấu “Để trống” nếu chưa có người kế tiếp.")
            )

"""Giving, handing over and ending an assignment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import queries, services
from assignments.forms.picking import OfficerPicker, PickerForm, Sections, UnitPicker
from assignments.models import AssignmentRole, LegalDocument, Unit
from assignments.models.policy import DocumentType
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import LongTextField, OneLineField, VietnameseDateField


class CitingForm(forms.Form):
    """The decision that something rests on: one on record, or its number, day and summary."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("Văn bản đã có"),
        queryset=LegalDocument.objects.none(),
        required=False,
        empty_label=gettext_lazy("— Nhập văn bản mới ở dưới —"),
    )
    document_type = forms.ChoiceField(
        label=gettext_lazy("Loại văn bản"), choices=DocumentType, required=False, initial=DocumentType.DECISION
    )
    document_number = OneLineField(
        label=gettext_lazy("Số, ký hiệu"), required=False, max_length=60, help_text=gettext_lazy("Ví dụ: 182-QĐ/TU")
    )
    document_issued_on = VietnameseDateField(label=gettext_lazy("Ngày ban hành"), required=False)
    document_issuer = OneLineField(
        label=gettext_lazy("Cơ quan ban hành"),
        required=False,
        max_length=160,
        initial=gettext_lazy("Ban Thường vụ Tỉnh ủy"),
    )
    document_abstract = OneLineField(label=gettext_lazy("Trích yếu"), required=False, max_length=400)

    new_document = (
        "document_type",
        "document_number",
        "document_issued_on",
        "document_issuer",
        "document_abstract",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        field.queryset = queries.citable_documents()
        latest = [(row.pk, document_label(row)) for row in field.queryset[: queries.CITABLE]]
        field.choices = [("", field.empty_label), *latest]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("document") or "document" in self.errors:
            return cleaned
        for name in self.new_document:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Chọn văn bản đã có, hoặc nhập đủ các ô của văn bản mới."))
        return cleaned

    def cited(self, by: Actor) -> LegalDocument:
        """The chosen document, or the new one, recorded. Call it inside the transaction of what rests on it."""
        data = self.cleaned_data
        if data.get("document"):
            return data["document"]
        return services.cite_document(
            kind=data["document_type"],
            number=data["document_number"],
            issued_on=data["document_issued_on"],
            issuer=data["document_issuer"],
            abstract=data["document_abstract"],
            by=by,
        )


def document_label(document: LegalDocument) -> str:
    """Enough to tell one decision from another in a list."""
    day = format_date(document.issued_on) if document.issued_on else _("chưa rõ ngày")
    return f"{document} ({day}) – {document.abstract}"[:160]


DOCUMENT_SECTION = (gettext_lazy("Căn cứ"), ("document", *CitingForm.new_document))


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


class EndForm(forms.Form):
    """The last day and the reason."""

    valid_to = VietnameseDateField(
        label=gettext_lazy("Phụ trách đến hết ngày"), initial=today, help_text=gettext_lazy("Tính cả ngày này.")
    )
    end_reason = LongTextField(
        label=gettext_lazy("Lý do thôi phân công"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

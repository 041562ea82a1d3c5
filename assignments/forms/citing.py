"""The decision that something rests on: one on record, or its number, day, signer and summary, with the signed file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import queries, services
from assignments.models import LegalDocument
from assignments.models.policy import DocumentType
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date
from nammanh.platform.fields import OneLineField, VietnameseDateField
from nammanh.platform.uploads import check_upload


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
    document_signer = OneLineField(
        label=gettext_lazy("Người ký"), required=False, max_length=120, help_text=gettext_lazy("Họ và tên.")
    )
    document_abstract = OneLineField(label=gettext_lazy("Trích yếu"), required=False, max_length=400)
    document_file = forms.FileField(
        label=gettext_lazy("Tệp văn bản đã ký"),
        required=False,
        help_text=gettext_lazy("PDF, Word (.docx) hoặc ảnh, tối đa 20 MB. Không bắt buộc."),
        widget=forms.FileInput({"accept": ",".join(services.FILE_KINDS), "data-draft": "off"}),
    )
    document_secret = forms.ChoiceField(
        label=gettext_lazy("Văn bản có độ mật?"),
        required=False,
        choices=[
            ("", gettext_lazy("— Chọn khi tải tệp —")),
            ("no", gettext_lazy("Không, văn bản thường")),
            ("yes", gettext_lazy("Có (Mật, Tối mật, Tuyệt mật)")),
        ],
    )

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

    def wants_document(self, cleaned: dict[str, Any]) -> bool:
        """Whether a document must be named; a form that needs none in some answers says so."""
        return True

    def clean_document_file(self) -> UploadedFile | None:
        file = self.cleaned_data.get("document_file")
        if file:
            check_upload(file, accepted=services.FILE_KINDS, max_megabytes=services.FILE_MEGABYTES)
        return file

    def clean_document_secret(self) -> str:
        """No secret document on a networked system (domain: Luật Bảo vệ bí mật nhà nước 117/2025/QH15)."""
        answer = self.cleaned_data["document_secret"]
        if answer == "yes":
            raise ValidationError(
                _(
                    "Không đưa văn bản mật lên hệ thống này. Bỏ tệp và các ô ghi về văn bản mật; "
                    "gửi, lưu văn bản qua văn thư bảo mật theo quy định."
                )
            )
        if not answer and self.files.get(self.add_prefix("document_file")):
            raise ValidationError(_("Trả lời “Văn bản có độ mật?” trước khi tải tệp lên."))
        return answer

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.wants_document(cleaned) or cleaned.get("document") or "document" in self.errors:
            return cleaned
        for name in self.new_document:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Chọn văn bản đã có, hoặc nhập đủ các ô của văn bản mới."))
        return cleaned

    def cited(self, by: Actor) -> LegalDocument:
        """The chosen document, or the new one, recorded. Call it inside the transaction of what rests on it."""
        data = self.cleaned_data
        added = {"signer": data.get("document_signer", ""), "file": data.get("document_file")}
        if data.get("document"):
            return services.complete_document(document=data["document"], by=by, **added)
        return services.cite_document(
            kind=data["document_type"],
            number=data["document_number"],
            issued_on=data["document_issued_on"],
            issuer=data["document_issuer"],
            abstract=data["document_abstract"],
            by=by,
            **added,
        )


def document_label(document: LegalDocument) -> str:
    """Enough to tell one decision from another in a list."""
    day = format_date(document.issued_on) if document.issued_on else _("chưa rõ ngày")
    return f"{document} ({day}) – {document.abstract}"[:160]


DOCUMENT_SECTION = (
    gettext_lazy("Căn cứ"),
    (
        *("document", "document_type", "document_number", "document_issued_on", "document_issuer"),
        *("document_signer", "document_abstract", "document_file", "document_secret"),
    ),
)

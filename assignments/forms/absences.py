"""Recording that an officer is away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assignments import policies, queries
from assignments.forms.citing import document_label
from assignments.forms.picking import OfficerPicker, PickerForm, Sections
from assignments.models import Absence, LegalDocument
from assignments.models.presence import AbsenceReason
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField, TooLongValidator, VietnameseDateField


class SubstitutePicker(OfficerPicker):
    """Who stands in; may be left open."""

    name = "substitute"
    hint = gettext_lazy("Để trống nếu chưa có người làm thay; người làm thay có các địa bàn của đồng chí vắng.")
    optional = True
    nobody = gettext_lazy("Chưa có người làm thay")


class AbsenceForm(Sections, PickerForm):
    """Ban Tổ chức picks the officer and the substitute; an officer records only their own days."""

    valid_from = VietnameseDateField(label=gettext_lazy("Vắng từ ngày"), initial=today)
    valid_to = VietnameseDateField(label=gettext_lazy("Đến hết ngày"), help_text=gettext_lazy("Tính cả ngày này."))
    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do"),
        choices=AbsenceReason,
        help_text=gettext_lazy("Không ghi tình trạng sức khỏe."),
    )
    note = OneLineField(label=gettext_lazy("Ghi chú"), required=False, validators=[TooLongValidator(200)])
    document = forms.ModelChoiceField(
        label=gettext_lazy("Văn bản"),
        queryset=LegalDocument.objects.none(),
        required=False,
        empty_label=gettext_lazy("— Không có văn bản —"),
    )

    fieldsets = (
        (gettext_lazy("Ai vắng"), ("officer_text", "officer", "valid_from", "valid_to")),
        (gettext_lazy("Ai làm thay"), ("substitute_text", "substitute")),
        (gettext_lazy("Lý do, căn cứ"), ("reason", "note", "document")),
    )

    def __init__(self, *args: Any, user: Any, absence: Absence | None = None, **kwargs: Any) -> None:
        who = (OfficerPicker(), gettext_lazy("Đồng chí vắng mặt"), gettext_lazy("Chọn đồng chí"))
        instead = (SubstitutePicker(), gettext_lazy("Đồng chí làm thay"), gettext_lazy("Chọn đồng chí"))
        manages = policies.may_manage_assignments(user)
        self.pickers = ((*(() if absence else (who,)), instead)) if manages else ()
        super().__init__(*args, user=user, **kwargs)
        if not manages:
            del self.fields["document"]
            return
        field = self.fields["document"]
        field.queryset = queries.citable_documents()
        latest = [(row.pk, document_label(row)) for row in field.queryset[: queries.CITABLE]]
        field.choices = [("", field.empty_label), *latest]

    def sections(self) -> Any:
        """A part without a field for this person is not shown."""
        return (section for section in super().sections() if section["fields"])


class BackEarlyForm(forms.Form):
    """The last day away."""

    valid_to = VietnameseDateField(
        label=gettext_lazy("Vắng đến hết ngày"),
        initial=today,
        help_text=gettext_lazy("Từ hôm sau đồng chí làm việc trở lại, người làm thay thôi."),
    )

"""What the office, a department, the officer and the standing committee say about a petition."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import LongTextField, MonthField, OneLineField, TooLongValidator, VietnameseDateField
from reports.feedback.clocks import latest_promise
from reports.feedback.models import Category, Petition, ReplyTerm, Whose
from reports.feedback.services.filing import FILE_KINDS, check_files
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import PickField


class PastMonthField(MonthField):
    """Since when something has been so."""

    def clean(self, value: Any) -> datetime.date | None:
        month = super().clean(value)
        if month and month > today():
            raise ValidationError(_("Tháng này chưa đến. Kiểm tra lại."))
        return month


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several papers at once, each checked by its content."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "label": _("Tệp kèm (không bắt buộc)"),
            "required": False,
            "help_text": _("PDF, Word hoặc Excel, tối đa 5 tệp, mỗi tệp 20 MB. Không gửi văn bản có độ mật."),
        }
        super().__init__(**{**defaults, **kwargs})
        self.widget.attrs.update({"accept": ",".join(FILE_KINDS), "data-draft": "off"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [super(FilesField, self).clean(file, initial) for file in given if file]
        check_files(files)
        return files


class SecretFilesMixin(forms.Form):
    """Files go along only when their sender says that none is secret."""

    files = FilesField()
    not_secret = forms.BooleanField(label=_("Các tệp kèm không phải văn bản mật"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("files") and not cleaned.get("not_secret"):
            self.add_error("not_secret", _("Xác nhận tệp kèm không phải văn bản mật. Văn bản mật gửi qua văn thư."))
        cleaned.pop("not_secret", None)
        return cleaned


def words(label: Any, required: Any, limit: int = 8000) -> LongTextField:
    return LongTextField(
        label=label,
        max_length=limit,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 5 if required else 3}),
        error_messages={"required": required} if required else {},
    )


def short(label: Any, limit: int) -> OneLineField:
    return OneLineField(label=label, required=False, validators=[TooLongValidator(limit)])


class ActionForm(forms.Form):
    """The form of one action on a petition; the page hands it the petition and what may be chosen."""

    guarded: tuple[str, ...] = ()
    """Free texts that the privacy guard looks through."""

    def __init__(self, *args: Any, petition: Petition, offers: dict[str, Sequence[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.petition = petition
        self.offer(offers)

    def offer(self, offers: dict[str, Sequence[Any]]) -> None:
        """Put the records that may be chosen into the fields."""


class NoteForm(ActionForm):
    note = words(_("Ghi chú (không bắt buộc)"), "", 2000)
    guarded = ("note",)


class ReasonForm(ActionForm):
    reason = words(_("Lý do"), _("Ghi rõ lý do."), 2000)
    guarded = ("reason",)


class ReturnForm(ReasonForm):
    reason = words(_("Cần bổ sung điều gì"), _("Ghi rõ điều cần bổ sung."), 2000)


class SupplementForm(ActionForm):
    text = words(_("Nội dung bổ sung"), _("Ghi nội dung bổ sung."), 4000)
    guarded = ("text",)


class RefineForm(ActionForm):
    """Sort, field, whose: as the office sees it."""

    category = forms.ChoiceField(
        label=_("Loại"), choices=Category.choices, error_messages={"invalid_choice": NO_SUCH_CHOICE}
    )
    field = PickField(label=_("Lĩnh vực"), required=False)
    whose = forms.ChoiceField(
        label=_("Ý kiến của ai"),
        choices=[("", _("Không ghi")), *Whose.choices],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def offer(self, offers: dict[str, Sequence[Any]]) -> None:
        self.fields["field"].offer(offers["fields"])
        petition = self.petition
        self.initial = {"category": petition.category, "field": petition.field_id, "whose": petition.whose}


class LinkForm(NoteForm):
    """Which petition it is the same as."""

    root = PickField(label=_("Phản ánh gốc"), error_messages={"required": _("Chọn phản ánh gốc.")})
    field_order = ("root", "note")

    def offer(self, offers: dict[str, Sequence[Any]]) -> None:
        self.fields["root"].offer(offers["roots"], [(str(row.pk), row.label) for row in offers["roots"]])


SUPPORTING = 3
"""So many supporting departments are asked for on one page."""


class DispatchForm(ActionForm):
    """Which organisation must answer, in which words; those of the petition's field stand first."""

    field = PickField(label=_("Lĩnh vực"), error_messages={"required": _("Chọn lĩnh vực.")})
    department = PickField(label=_("Ngành trả lời"), error_messages={"required": _("Chọn ngành trả lời.")})
    wording = words(_("Nội dung chuyển (để trống nếu chuyển nguyên văn)"), "")
    note = words(_("Ghi chú cho ngành (không bắt buộc)"), "", 4000)
    guarded = ("wording", "note")

    def offer(self, offers: dict[str, Sequence[Any]]) -> None:
        if self.petition.field_id is None:
            self.fields["field"].offer(offers["fields"])
        else:
            del self.fields["field"]
        groups = _grouped(offers["departments"])
        self.fields["department"].offer(offers["departments"], groups)
        for number in range(1, SUPPORTING + 1):
            field = PickField(label=_("Ngành phối hợp %(number)s") % {"number": number}, required=False)
            field.offer(offers["departments"], groups)
            self.fields[f"support_{number}"] = field
            self.fields[f"support_note_{number}"] = short(_("Việc phối hợp %(number)s") % {"number": number}, 500)

    @property
    def support_fields(self) -> list[Any]:
        """The bound fields about supporting departments, which the page folds."""
        return [self[name] for name in self.fields if name.startswith("support_")]

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("support_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        supporting = []
        for number in range(1, SUPPORTING + 1):
            agency, note = cleaned.pop(f"support_{number}", None), cleaned.pop(f"support_note_{number}", "")
            if agency is not None:
                supporting.append((agency, note))
        if len({agency.pk for agency, _note in supporting}) < len(supporting):
            raise ValidationError(_("Mỗi ngành phối hợp chỉ chọn một lần."))
        if cleaned.get("department") in [agency for agency, _note in supporting]:
            raise ValidationError(_("Ngành chủ trì không thể đồng thời là ngành phối hợp."))
        return {**cleaned, "supporting": tuple(supporting)}


def _grouped(departments: Iterable[Agency]) -> list[Any]:
    agencies = list(departments)
    suggested = [(str(agency.pk), agency.name) for agency in agencies if agency.suggested]
    others = [(str(agency.pk), agency.name) for agency in agencies if not agency.suggested]
    groups = [(_("Phụ trách lĩnh vực này"), suggested), (_("Cơ quan khác"), others)]
    return [group for group in groups if group[1]]


class InterimForm(SecretFilesMixin, ActionForm):
    reason = words(_("Vì sao chưa trả lời được"), _("Ghi rõ vì sao chưa trả lời được."), 4000)
    committed_on = VietnameseDateField(
        label=_("Hẹn trả lời ngày"), error_messages={"required": _("Nhập ngày hẹn trả lời.")}
    )
    guarded = ("reason",)
    field_order = ("reason", "committed_on", "files", "not_secret")

    def offer(self, offers: dict[str, Sequence[Any]]) -> None:
        referral = self.petition.referral
        if referral and ReplyTerm.objects.on(today()).exists():
            self.fields["committed_on"].help_text = _("Sau ngày %(first)s, không quá ngày %(last)s.") % {
                "first": format_date(max(today(), referral.expected_on)),
                "last": format_date(latest_promise(today())),
            }


class AnswerForm(SecretFilesMixin, ActionForm):
    text = words(_("Nội dung trả lời"), _("Ghi nội dung trả lời."))
    legal_ground = short(_("Căn cứ (không bắt buộc)"), 500)
    will_do = words(_("Việc sẽ làm (không bắt buộc)"), "", 4000)
    by_when = VietnameseDateField(label=_("Làm xong trước ngày (không bắt buộc)"), required=False)
    guarded = ("text", "will_do")
    field_order = ("text", "legal_ground", "will_do", "by_when", "files", "not_secret")


class ContributionForm(SecretFilesMixin, forms.Form):
    """What a supporting department gives to the lead one."""

    text = words(_("Nội dung phối hợp"), _("Ghi nội dung phối hợp."))
    field_order = ("text", "files", "not_secret")


YES, NO = "co", "khong"


def specific_field(initial: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Câu trả lời có cụ thể không (việc gì, ai làm, bao giờ xong)?"),
        choices=[(YES, _("Cụ thể")), (NO, _("Chưa cụ thể"))],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
        initial=initial,
        required=False,
        empty_value=initial == YES,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )


class ApproveForm(ActionForm):
    specific = specific_field(YES)
    note = words(_("Ý kiến (không bắt buộc)"), "", 2000)
    guarded = ("note",)


class ReopenForm(ActionForm):
    specific = specific_field(NO)
    reason = words(_("Vì sao cần trả lời lại"), _("Ghi rõ câu trả lời còn thiếu gì."), 2000)
    guarded = ("reason",)


class OutcomeForm(ActionForm):
    text = words(_("Đã giải quyết thế nào"), _("Ghi việc đã làm và kết quả."))
    guarded = ("text",)


class GiveUpForm(ReasonForm):
    reason = words(_("Vì sao chưa giải quyết được"), _("Ghi rõ lý do; lý do này được báo lại cho nơi phản ánh."), 4000)


class TellForm(NoteForm):
    note = words(_("Đã báo cho ai, bằng cách nào"), _("Ghi đã báo cho cơ quan nào, bằng cách nào."), 500)


class DirectForm(ActionForm):
    text = words(_("Ý kiến chỉ đạo"), _("Ghi ý kiến chỉ đạo."))
    guarded = ("text",)

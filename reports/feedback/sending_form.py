"""What is typed about a petition that no visit brings: one sort and the words; the rest may be left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from nammanh.platform.text import fold, one_line
from reports.feedback.forms import PastMonthField, SecretFilesMixin, words
from reports.feedback.models import Category, Whose
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField

MOST_NAMES = 5
PERSON = re.compile(r"(?:ong|ba|anh|chi|co|chu|bac|dong chi|d c)\b")
"""How a person is written of; organisations don't begin so."""


class SendForm(SecretFilesMixin, forms.Form):
    """A commune's own petition, or one that was raised at a meeting."""

    uuid = ClientUUIDField()
    sender = PickField(label=_("Gửi với tư cách"), error_messages={"required": _("Chọn cơ quan gửi.")})
    meeting = OneLineField(
        label=_("Nêu tại cuộc họp, hội nghị nào"),
        validators=[TooLongValidator(200)],
        error_messages={"required": _("Ghi tên cuộc họp, hội nghị.")},
    )
    place = PickField(label=_("Địa bàn"), error_messages={"required": _("Chọn địa bàn.")})
    reported_on = VietnameseDateField(label=_("Ngày phản ánh"), error_messages={"required": _("Nhập ngày phản ánh.")})
    category = forms.ChoiceField(
        label=_("Loại"),
        choices=[CHOOSE, *Category.choices],
        error_messages={"required": _("Chọn loại phản ánh."), "invalid_choice": NO_SUCH_CHOICE},
    )
    content = LongTextField(
        label=_("Nội dung phản ánh, kiến nghị"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nêu việc và nơi xảy ra; không ghi tên người dân."),
        error_messages={"required": _("Ghi nội dung phản ánh, kiến nghị.")},
    )
    field = PickField(label=_("Lĩnh vực"), required=False)
    whose = forms.ChoiceField(
        label=_("Ý kiến của ai"),
        choices=[("", _("Không ghi")), *Whose.choices],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    since = PastMonthField(label=_("Có từ tháng"), required=False)
    proposed_solution = words(_("Đề xuất giải pháp"), "", 4000)
    like = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Chosen among what the page suggests while the words are typed (`alike.html`)."""
    co_units = forms.TypedMultipleChoiceField(
        label=_("Xã, phường cùng đề nghị"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Giữ phím Ctrl để chọn nhiều nơi."),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    co_agencies = forms.TypedMultipleChoiceField(
        label=_("Cơ quan, đoàn thể cùng đề nghị"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Giữ phím Ctrl để chọn nhiều cơ quan."),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    co_names = LongTextField(
        label=_("Tổ chức khác cùng đề nghị"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một tổ chức, ví dụ Hợp tác xã Phước Long. Không ghi tên người."),
    )
    MORE = (
        *("field", "whose", "since", "proposed_solution", "co_units", "co_agencies", "co_names"),
        *("files", "not_secret"),
    )
    """Folded on the page until they are wanted."""

    def __init__(
        self,
        *args: Any,
        places: Sequence[Unit],
        fields: Sequence[FieldOfWork],
        neighbours: Sequence[Unit],
        senders: Sequence[Agency],
        bodies: Sequence[Agency],
        from_meeting: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(places, [(str(unit.pk), _place(unit)) for unit in places])
        self.fields["field"].offer(fields)
        self.fields["sender"].offer(senders)
        if len(senders) == 1:
            self.fields["sender"].widget = forms.HiddenInput()
            self.initial["sender"] = str(senders[0].pk)
        if not from_meeting:
            del self.fields["meeting"]
        known = {str(agency.pk): agency for agency in bodies}
        self.fields["co_agencies"].coerce = known.__getitem__
        self.fields["co_agencies"].choices = [(key, agency.name) for key, agency in known.items()]
        near = {str(unit.pk): unit for unit in neighbours}
        self.fields["co_units"].coerce = near.__getitem__
        self.fields["co_units"].choices = [(key, _place(unit)) for key, unit in near.items()]

    @property
    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in {*self.MORE, "uuid", "like"}]

    def clean_co_names(self) -> str:
        """One organisation a line."""
        names = [name for line in self.cleaned_data["co_names"].splitlines() if (name := one_line(line))]
        if len(names) > MOST_NAMES or any(len(name) > 160 for name in names):
            raise ValidationError(_("Ghi tối đa 5 tổ chức, mỗi tên không quá 160 ký tự."))
        if any(PERSON.match(fold(name)) for name in names):
            raise ValidationError(_("Chỉ ghi tên tổ chức, không ghi tên người."))
        return "\n".join(names)

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.MORE]

    @property
    def has_more(self) -> bool:
        """Whether anything beyond the short form is filled in, or wrong."""
        return any(self[name].errors or self[name].value() for name in self.MORE)


def _place(unit: Unit) -> str:
    return f"{unit.full_name}, {unit.district}" if unit.level == "commune" and unit.district_id else str(unit.full_name)

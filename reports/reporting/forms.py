"""What is typed about an officer's report: its period and addressee, its sentences, a reason."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from reports.reporting.models import Section, Sphere
from reports.reporting.periods import months_offered, period_label, quarters_offered
from reports.reporting.queries import Superior
from reports.reporting.services import Line
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField

OTHER = "khac"
MOST_SENTENCES = 400


def block_of(section: str, sphere: str) -> str:
    return f"{section}-{sphere}"


BLOCKS = [
    (block_of(section, sphere), f"{section.label} – {str(sphere.label).lower()}")
    for section in Section
    for sphere in Sphere
]


def _period_value(start: datetime.date, end: datetime.date) -> str:
    return f"{start.isoformat()}_{end.isoformat()}"


class PeriodFields(forms.Form):
    """A month, a quarter, or two days."""

    period = forms.ChoiceField(
        label=_("Kỳ báo cáo"),
        error_messages={"required": _("Chọn kỳ báo cáo."), "invalid_choice": NO_SUCH_CHOICE},
    )
    start = VietnameseDateField(label=_("Từ ngày"), required=False)
    end = VietnameseDateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (_("Tháng"), months_offered(today())),
            (_("Quý"), quarters_offered(today())),
        ]
        groups = [
            (label, [(_period_value(*period), period_label(*period).capitalize()) for period in periods])
            for label, periods in offered
        ]
        self.fields["period"].choices = [CHOOSE, *groups, (OTHER, _("Khoảng thời gian khác"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.get("period")
        if chosen == OTHER:
            for name, message in (("start", _("Nhập ngày đầu của kỳ.")), ("end", _("Nhập ngày cuối của kỳ."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        elif chosen:
            cleaned["start"], cleaned["end"] = map(datetime.date.fromisoformat, chosen.split("_"))
        return cleaned


class AddresseeField(PickField):
    """One of those to whom the places held let one report, and why it is them."""

    def __init__(self) -> None:
        super().__init__(label=_("Gửi đồng chí"), error_messages={"required": _("Chọn đồng chí nhận báo cáo.")})

    def offer_superiors(self, superiors: list[Superior]) -> None:
        self.offer([row.officer for row in superiors], [(str(row.officer.pk), row.label) for row in superiors])
        if superiors:
            self.initial = superiors[0].officer.pk


class StartForm(PeriodFields):
    """Begin a report."""

    uuid = ClientUUIDField()
    addressee = AddresseeField()
    field_order = ("uuid", "period", "start", "end", "addressee")

    def __init__(self, *args: Any, superiors: list[Superior], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].offer_superiors(superiors)


class SendForm(forms.Form):
    """To whom it goes: as it was begun, or to another one of those above."""

    addressee = AddresseeField()

    def __init__(self, *args: Any, superiors: list[Superior], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].offer_superiors(superiors)


class RevisionForm(forms.Form):
    """The saving that the page was opened on."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SentenceForm(forms.Form):
    """One sentence: where it stands and what it says. Emptied, it leaves the report."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    block = forms.ChoiceField(
        label=_("Mục"),
        choices=BLOCKS,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": _("Chọn mục."), "invalid_choice": NO_SUCH_CHOICE},
    )
    text = LongTextField(
        label=_("Nội dung"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class SentenceRows(forms.BaseFormSet):
    """The sentences of a report; none counts as “initial”: what is missing has been taken out."""

    def initial_form_count(self) -> int:
        return 0

    def lines(self) -> list[Line]:
        """The sentences as they were typed, in the order of their blocks."""
        order = [key for key, _label in BLOCKS]
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("block")]
        rows.sort(key=lambda row: order.index(row["block"]))
        return [Line(*row["block"].split("-"), text=row["text"], pk=row["pk"]) for row in rows]

    def texts(self) -> list[str]:
        return [form.cleaned_data.get("text", "") for form in self.forms]


SentenceRows = forms.formset_factory(
    SentenceForm, formset=SentenceRows, extra=1, max_num=MOST_SENTENCES, absolute_max=MOST_SENTENCES * 2,
    validate_max=True,
)  # fmt: skip
SentenceRows.default_error_messages = {
    **forms.BaseFormSet.default_error_messages,
    "too_many_forms": _("Một báo cáo có tối đa 400 câu. Gộp bớt các câu rồi lưu lại."),
    "missing_management_form": _("Nội dung gửi lên không đủ. Hãy kiểm tra lại rồi lưu lại."),
}


class ReasonForm(forms.Form):
    """What is missing in a report that goes back."""

    reason = OneLineField(
        label=_("Điều cần bổ sung, sửa lại"),
        validators=[TooLongValidator(500)],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi điều cần bổ sung, sửa lại.")},
    )


class NoteForm(forms.Form):
    """A word to the author with the receipt."""

    note = OneLineField(
        label=_("Ý kiến với người báo cáo"),
        required=False,
        validators=[TooLongValidator(500)],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Không bắt buộc."),
    )


def pieces_chosen(data: Any, known: list[str]) -> list[str]:
    """The keys of offered pieces that were ticked. Raises ValidationError when none was."""
    chosen = [key for key in data.getlist("y") if key in known]
    if not chosen:
        raise ValidationError(_("Chọn ít nhất một nội dung."))
    return chosen

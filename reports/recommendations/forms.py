"""What a person types about a comment: its words, the verdict, the answer, what was found on looking again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from reports.recommendations.concreteness import Hint, hints_for
from reports.recommendations.models import Addressee, Answer, CommentType, Progress, Specificity, Visibility
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import ClientUUIDField

WHAT_TO_CHOOSE = _("Chọn “Cụ thể”, “Chung chung” hoặc “Khó thực hiện”.")


def lines(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


class DefaultedField(forms.ChoiceField):
    """A choice that an older page, kept on a device, doesn't know: nothing sent means the usual, and no change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data) and super().has_changed(initial, data)


class CommentFields(forms.Form):
    """One comment: việc – đề xuất – ai – bao giờ, to whom, and whether it goes now. Alone or as a row of an entry."""

    uuid = ClientUUIDField()
    matter = LongTextField(
        label=_("Việc"), max_length=2000, widget=lines(2), error_messages={"required": _("Ghi việc cần góp ý.")}
    )
    proposal = LongTextField(
        label=_("Đề xuất"),
        max_length=2000,
        widget=lines(2),
        error_messages={"required": _("Ghi đề xuất cụ thể cho việc này.")},
    )
    responsible = OneLineField(label=_("Ai làm"), required=False, validators=[TooLongValidator(200)])
    due_on = VietnameseDateField(label=_("Bao giờ xong"), required=False)
    addressee = forms.ChoiceField(
        label=_("Góp ý với"),
        choices=Addressee.choices,
        initial=Addressee.COMMITTEE,
        error_messages={"required": _("Chọn đối tượng góp ý."), "invalid_choice": NO_SUCH_CHOICE},
    )
    type = DefaultedField(
        label=_("Loại góp ý"),
        choices=CommentType.choices,
        initial=CommentType.OFFICIAL,
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    visibility = DefaultedField(
        label=_("Gửi ai"),
        choices=Visibility.choices,
        initial=Visibility.COMMUNE,
        required=False,
        help_text=_("“Gửi lãnh đạo phụ trách”: xã không thấy. “Ghi chú cá nhân”: chỉ đồng chí thấy."),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    as_draft = forms.BooleanField(label=_("Giữ làm bản nháp, chưa gửi"), required=False)

    def clean_type(self) -> str:
        return self.cleaned_data["type"] or CommentType.OFFICIAL

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Visibility.COMMUNE

    def lacks_who_or_when(self) -> bool:
        return not (self["responsible"].value() and self["due_on"].value())

    def concreteness(self) -> list[Hint]:
        """What could be added to what was typed, checked or not."""
        names = ("matter", "proposal", "responsible", "due_on")
        return hints_for(*(str(self[name].value() or "") for name in names))


class JudgeForm(forms.Form):
    specificity = forms.ChoiceField(
        choices=Specificity.choices, error_messages={"required": WHAT_TO_CHOOSE, "invalid_choice": WHAT_TO_CHOOSE}
    )


class AnswerForm(forms.Form):
    """What the recipient says: one of four, in words, and perhaps a verdict on the wording."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một trong bốn cách trả lời."), "invalid_choice": NO_SUCH_CHOICE},
    )
    text = LongTextField(
        label=_("Nội dung trả lời"),
        widget=lines(5),
        help_text=_("Làm gì, ai làm, bao giờ xong; hoặc vì sao chưa làm được."),
        error_messages={"required": _("Ghi nội dung trả lời.")},
    )
    specificity = forms.ChoiceField(
        label=_("Góp ý này cụ thể, chung chung hay khó thực hiện? (không bắt buộc)"),
        choices=Specificity.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, *args: Any, judges: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not judges:
            del self.fields["specificity"]


class FollowUpForm(forms.Form):
    """What the officer found on looking again, and the day agreed if it isn't done."""

    progress = forms.ChoiceField(
        label=_("Kết quả thực hiện"),
        choices=Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả thực hiện."), "invalid_choice": NO_SUCH_CHOICE},
    )
    day = VietnameseDateField(
        label=_("Ngày theo dõi"), initial=today, error_messages={"required": _("Nhập ngày theo dõi.")}
    )
    expected_on = VietnameseDateField(
        label=_("Hẹn xong ngày (không bắt buộc)"),
        required=False,
        help_text=_("Khi chưa xong: ngày đã thống nhất lại với cơ sở. Thời hạn ban đầu vẫn được giữ."),
    )
    text = LongTextField(label=_("Ghi chú (không bắt buộc)"), required=False, widget=lines(3))

    def __init__(self, *args: Any, answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not answered:  # without an answer there is nothing to follow, but what is done is done
            self.fields["progress"].choices = [(Progress.DONE.value, Progress.DONE.label)]
            self.fields["progress"].initial = Progress.DONE
            del self.fields["expected_on"]


def hints_on(forms_: Iterable[CommentFields]) -> list[tuple[int, list[Hint]]]:
    """For each comment on a page, by its place there, what it lacks; those that lack nothing are left out."""
    rows = [(number, form.concreteness()) for number, form in enumerate(forms_, start=1)]
    return [(number, hints) for number, hints in rows if hints]

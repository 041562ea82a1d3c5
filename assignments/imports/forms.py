"""Choosing a file, matching its columns, answering what only a person knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports import policies
from assignments.imports.kinds import DECLINE, NEW, TABLES
from assignments.imports.models import ImportJob
from assignments.imports.queries import Question
from assignments.imports.sheets.limits import column_letters
from assignments.imports.states import Kind
from assignments.models import Unit
from assignments.policies import household_unit_ids
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.legacy_text import Encoding


class UploadForm(forms.Form):
    """What the file holds and the file. The commune is asked only of who keeps several."""

    kind = forms.ChoiceField(label=gettext_lazy("Dữ liệu trong tệp"), widget=forms.RadioSelect)
    commune = forms.ModelChoiceField(label=gettext_lazy("Hộ của xã, phường, thị trấn"), queryset=None, empty_label=None)
    file = forms.FileField(
        label=gettext_lazy("Tệp bảng tính"),
        help_text=gettext_lazy("Tệp .xlsx, .xls hoặc .csv, tối đa 20 MB và 100.000 dòng."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Chọn tệp bảng tính.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = policies.kinds_open_to(user)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if kinds else None
        communes = Unit.objects.visible_to(user).on(today()).filter(pk__in=household_unit_ids(user))
        if Kind.HOUSEHOLDS in kinds and communes:
            self.fields["commune"].queryset = communes.in_order()
            self.fields["commune"].required = len(kinds) == 1
        else:
            del self.fields["commune"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") != Kind.HOUSEHOLDS:
            cleaned["commune"] = None
        elif not cleaned.get("commune") and "commune" not in self.errors:
            self.add_error("commune" if "commune" in self.fields else None, _("Chọn xã, phường, thị trấn."))
        return cleaned


class MatchForm(forms.Form):
    """For each fact the column of the sheet that holds it."""

    def __init__(self, *args: Any, job: ImportJob, guessed: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = TABLES[job.kind]
        offered = [
            (number, f"{column_letters(int(number) + 1)}: {text}")
            for number, text in sorted(job.headings.items(), key=lambda item: int(item[0]))
        ]
        for column in self.table.columns:
            self.fields[column.code] = forms.ChoiceField(
                label=column.label,
                required=column.required,
                choices=[("", _("— Không có trong tệp —")), *offered],
                initial=str(guessed.get(column.code, "")),
                help_text=column.hint,
                error_messages={"required": _("Chọn cột của tệp ứng với “%(name)s”.") % {"name": column.label}},
            )
        self.fields["encoding"] = forms.ChoiceField(
            label=gettext_lazy("Phông chữ của tệp"), choices=Encoding.choices, initial=job.encoding
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken: dict[str, Any] = {}
        for column in self.table.columns:
            if number := cleaned.get(column.code):
                if number in taken:
                    self.add_error(
                        column.code, _("Cột này đã ghép với “%(name)s”. Chọn cột khác.") % {"name": taken[number]}
                    )
                taken[number] = column.label
        return cleaned

    def columns(self) -> dict[str, int]:
        """Column number by the fact it holds."""
        return {column.code: int(number) for column in self.table.columns if (number := self.cleaned_data[column.code])}


class AnswersForm(forms.Form):
    """One choice for each open question; what is left open is asked again."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, question in enumerate(questions):
            name = f"q{number}"
            self.keys[name] = question.key
            self.fields[f"{name}_key"] = forms.CharField(widget=forms.HiddenInput, initial=question.key, max_length=200)
            choices = [*map(tuple, question.asked["options"]), (DECLINE, _("Bỏ qua, không ghi các dòng này"))]
            if question.asked["may_be_new"]:
                choices.insert(-1, (NEW, _("Không phải ai, nơi nào ở trên: thêm mới")))
            self.fields[name] = forms.ChoiceField(
                label=_("“%(text)s” (%(count)s dòng, từ dòng %(first)s) là:")
                % {"text": question.asked["text"], "count": question.lines, "first": question.first},
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(cleaned.get(f"{name}_key") != key for name, key in self.keys.items()):
            raise ValidationError(_("Các câu hỏi đã thay đổi. Hãy tải lại trang rồi trả lời."))
        return cleaned

    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self.keys.items() if self.cleaned_data.get(name)}

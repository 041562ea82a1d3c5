"""Choosing photographs and papers, and taking one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import OneLineField, TooLongValidator
from reports.evidence.examining import ENDINGS
from reports.evidence.positions import read_position
from reports.visits.forms import ClientUUIDField, reason_field


class FilesInput(forms.ClearableFileInput):
    """Several files at once. A phone offers its camera and its pictures by itself."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files that were chosen, as a list; what each of them is, the service finds out."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"accept": ",".join(("image/*", *ENDINGS)), "data-shrink-photos": ""}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data or []) if file]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class PositionForm(forms.Form):
    """Where it was, when the officer adds it."""

    lat = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    lng = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["position"] = read_position(data.pop("lat", ""), data.pop("lng", ""))
        return data


def caption_field() -> OneLineField:
    return OneLineField(
        label=_("Chú thích"),
        required=False,
        validators=[TooLongValidator(200)],
        help_text=_("Ảnh chụp gì, ở đâu; không ghi tên người dân."),
    )


class AddForm(PositionForm):
    """Files for one visit, with a caption and perhaps a position that hold for all of them."""

    uuid = ClientUUIDField()
    file = FilesField(label=_("Ảnh, tệp"), error_messages={"required": _("Chọn ít nhất một ảnh hoặc tệp.")})
    caption = caption_field()


class PieceForm(PositionForm):
    """What is said beside a piece of a file: in the address, for a body of bytes has no fields."""

    offset = forms.IntegerField(min_value=0)
    size = forms.IntegerField(min_value=1)
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    name = forms.CharField(required=False, max_length=300, strip=False)
    caption = caption_field()


class TakeBackForm(forms.Form):
    """Why a photograph or paper is taken back."""

    reason = reason_field()

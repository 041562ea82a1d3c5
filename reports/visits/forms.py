"""Fields of every form about visits, and the forms of a visit that stands in the plan or is confirmed."""

from __future__ import annotations

import datetime
import uuid as uuids
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.models import AmendedPart

CHOOSE = ("", _("Chọn…"))


class ClientUUIDField(forms.UUIDField):
    """The identity of an entry, made on the device or put into the page by the server.

    One that is missing or mangled is replaced: what was typed matters more than recognising a second sending.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, initial=uuids.uuid4, **kwargs)
        self.widget.attrs["data-client-uuid"] = ""

    def clean(self, value: Any) -> uuids.UUID:
        try:
            return super().clean(value) or uuids.uuid4()
        except forms.ValidationError:
            return uuids.uuid4()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class TypedAtField(forms.Field):
    """When the device says that the entry was typed. Its clock may be wrong or missing: nothing is refused for that."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs["data-typed-at"] = ""

    def to_python(self, value: Any) -> datetime.datetime | None:
        try:
            moment = datetime.datetime.fromisoformat(str(value))
        except ValueError:
            return None
        believable = moment.tzinfo is not None and 2000 < moment.year < 2100
        return moment.astimezone(datetime.UTC) if believable else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class PickField(forms.TypedChoiceField):
    """One of the records that `offer` was given: read once for the choices and the check alike."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"invalid_choice": NO_SUCH_CHOICE, **kwargs.get("error_messages", {})}
        super().__init__(empty_value=None, **kwargs)

    def offer(self, records: Iterable[Any], choices: list[Any] | None = None) -> None:
        found = {str(record.pk): record for record in records}

        def pick(key: Any) -> Any:
            if str(key) not in found:
                raise ValueError(key)
            return found[str(key)]

        self.coerce = pick
        self.choices = [CHOOSE, *(choices if choices is not None else found.items())]


def reason_field() -> OneLineField:
    return OneLineField(
        label=_("Lý do"),
        validators=[TooLongValidator(300)],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ghi lý do.")},
    )


class PostponeForm(forms.Form):
    """A later day, and why."""

    date = VietnameseDateField(label=_("Hoãn tới ngày"), error_messages={"required": _("Nhập ngày sẽ đi.")})
    reason = reason_field()


class CancelForm(forms.Form):
    """Why the visit is not made."""

    reason = reason_field()


class SayForm(forms.Form):
    """One sentence between the commune and the officer."""

    text = OneLineField(
        label=_("Nội dung"),
        validators=[TooLongValidator(500)],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi một câu.")},
    )


class AmendForm(forms.Form):
    """A later word on one part of a confirmed visit."""

    uuid = ClientUUIDField()
    part = forms.ChoiceField(label=_("Phần được bổ sung, đính chính"), choices=AmendedPart.choices)
    text = LongTextField(
        label=_("Nội dung bổ sung, đính chính"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nội dung đã xác nhận vẫn giữ nguyên; phần bổ sung hiện ngay bên cạnh."),
        error_messages={"required": _("Ghi nội dung bổ sung, đính chính.")},
    )
    reason = reason_field()

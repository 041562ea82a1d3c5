"""The two-field entry of a contact: where, and one sentence; how and when are filled in already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.platform.fields import OneLineField, TooLongValidator, VietnameseDateField
from reports.contacts.models import Channel
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import ClientUUIDField, PickField
from reports.visits.places import grouped_places


class ContactForm(forms.Form):
    uuid = ClientUUIDField()
    unit = PickField(label=_("Địa bàn"), error_messages={"required": _("Chọn địa bàn.")})
    text = OneLineField(
        label=_("Nội dung"),
        validators=[TooLongValidator(500)],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Một câu: đã trao đổi việc gì, với bộ phận nào. Không ghi tên, số điện thoại của người dân."),
        error_messages={"required": _("Ghi một câu về nội dung liên hệ.")},
    )
    channel = forms.ChoiceField(
        label=_("Cách liên hệ"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn cách liên hệ."), "invalid_choice": NO_SUCH_CHOICE},
    )
    date = VietnameseDateField(label=_("Ngày liên hệ"), error_messages={"required": _("Nhập ngày liên hệ.")})

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(places, grouped_places(places))
        if len(places) == 1:
            self.fields["unit"].initial = places[0].pk

    @property
    def usual(self) -> str:
        """What the folded fields hold, in words: “Điện thoại, 27/11/2026”."""
        labels = dict(Channel.choices)
        day = self["date"].value()
        shown = self.fields["date"].widget.format_value(day) or ""
        return ", ".join(str(word) for word in (labels.get(self["channel"].value(), ""), shown) if word)

    @property
    def unfolded(self) -> bool:
        """Whether one of the folded fields is wrong."""
        return self.is_bound and bool({"channel", "date"} & set(self.errors))

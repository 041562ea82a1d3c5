"""The fields of a visit, planned or made; what belongs to it is typed in `parts`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField, TypedAtField
from reports.visits.models import VisitOrigin, VisitType
from reports.visits.places import grouped_places

POWERS = reverse_lazy("assignments:powers")
"""What one may do at the chosen place is asked again when another is chosen."""


def lines(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def short_text(limit: int, **kwargs: Any) -> OneLineField:
    """One line; too long a text is refused in words, never cut by the browser."""
    return OneLineField(required=False, validators=[TooLongValidator(limit)], **kwargs)


class PlaceAndDay(forms.Form):
    """What a planned visit and one that was made have in common."""

    uuid = ClientUUIDField()
    base = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-draft": "on"}))
    unit = PickField(label=_("Địa bàn"), error_messages={"required": _("Chọn địa bàn.")})
    date = VietnameseDateField(label=_("Ngày đi"), error_messages={"required": _("Nhập ngày đi.")})
    type = forms.ChoiceField(
        label=_("Loại chuyến đi"),
        choices=[CHOOSE, *VisitType.choices],
        error_messages={"required": _("Chọn loại chuyến đi."), "invalid_choice": NO_SUCH_CHOICE},
    )
    origin = forms.ChoiceField(
        label=_("Hình thức"),
        choices=VisitOrigin.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn hình thức."), "invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(places, grouped_places(places))
        if len(places) == 1:
            self.fields["unit"].initial = places[0].pk


class PlanForm(PlaceAndDay):
    """A visit that is to come."""

    purpose = short_text(300, label=_("Nội dung dự kiến"))


class EntryForm(PlaceAndDay):
    """A visit that was made."""

    typed_at = TypedAtField()
    people_met = short_text(
        300, label=_("Đã gặp, làm việc với"), help_text=_("Ví dụ: Ban Thường vụ Đảng ủy xã, Chi bộ ấp 1.")
    )
    highlights = LongTextField(
        label=_("Tình hình nổi bật"),
        widget=lines(4),
        error_messages={"required": _("Ghi ít nhất tình hình nổi bật của chuyến đi.")},
    )
    advantages = LongTextField(label=_("Thuận lợi"), required=False, widget=lines(3))
    difficulties = LongTextField(label=_("Khó khăn"), required=False, widget=lines(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.attrs |= {"hx-get": POWERS, "hx-trigger": "change", "hx-target": "#powers"}


BESIDES = ("people_met", "advantages", "difficulties", "origin")
"""Fields of the entry that stay folded away until one of them says something."""

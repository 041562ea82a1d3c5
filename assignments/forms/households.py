"""A household: exactly what may be known of it, and a guard on what is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from assignments import policies
from assignments.models import Household, Unit
from assignments.models.households import SizeBand
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField
from nammanh.platform.privacy import warnings_for


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.full_name}, {unit.parent.full_name}"


class HouseholdForm(forms.Form):
    """Kept by the commune's own Party committee. There is no field for anything else, on purpose."""

    unit = PlaceField(label=gettext_lazy("Ấp, khu phố hoặc tổ"), queryset=None, empty_label=None)
    code = OneLineField(
        label=gettext_lazy("Mã hộ"), max_length=30, help_text=gettext_lazy("Số thứ tự trong sổ của ấp.")
    )
    householder = OneLineField(
        label=gettext_lazy("Chủ hộ (tên hiển thị)"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Không bắt buộc; chỉ cấp xã đọc được."),
    )
    size_band = forms.ChoiceField(
        label=gettext_lazy("Số người"), required=False, choices=[("", gettext_lazy("Chưa ghi")), *SizeBand.choices]
    )
    officially_poor = forms.BooleanField(label=gettext_lazy("Hộ nghèo theo danh sách đã công bố"), required=False)

    def __init__(self, *args: Any, user: User, household: Household | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = policies.household_unit_ids(user)
        places = Unit.objects.visible_to(user).on(today()).filter(level__in=["hamlet", "group"])
        self.fields["unit"].queryset = (
            (places.filter(commune__in=kept) | places.filter(hamlet__in=kept)).select_related("parent").in_order()
        )
        for name in self.fields if household else ():
            self.fields[name].initial = getattr(household, name)

    def clean_code(self) -> str:
        return without_private_facts(self.cleaned_data["code"])

    def clean_householder(self) -> str:
        return without_private_facts(self.cleaned_data["householder"])


def without_private_facts(text: str) -> str:
    """Refuse an identity number, a phone number or a remark where a code or a name belongs."""
    found = warnings_for(text)
    if found:
        raise ValidationError([warning.message for warning in found])
    return text

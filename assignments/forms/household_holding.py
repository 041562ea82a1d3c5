"""A commune assigns its own officers to its hamlets, groups and single households."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import policies, queries
from assignments.forms.citing import DOCUMENT_SECTION, CitingForm, document_label
from assignments.forms.holding import LastDayForm, RoleField
from assignments.forms.picking import Sections
from assignments.models import AssignmentRole, Household, LegalDocument, Officer, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, VietnameseDateField

WHOLE, NAMED = "ca", "ho"


class OwnOfficerField(forms.ModelChoiceField):
    """One of the commune's officers, with the post."""

    def label_from_instance(self, officer: Officer) -> str:
        return f"{officer.full_name} – {officer.current_posts[0].title}" if officer.current_posts else str(officer)


class HouseholdsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, household: Household) -> str:
        shown = f"{household.code} · {household.householder}" if household.householder else household.code
        return shown if household.unit_id == self.place_id else f"{shown} ({household.unit.full_name})"

    place_id: int = 0


class CommuneCitingForm(CitingForm):
    """The commune's own decision; of those on record only the ones about its own places."""

    officer = OwnOfficerField(
        label=gettext_lazy("Đồng chí phụ trách"),
        queryset=None,
        empty_label=gettext_lazy("— Chọn đồng chí —"),
    )

    def __init__(self, *args: Any, user: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes, day = policies.household_unit_ids(user), today()
        officers = queries.own_officers(Officer.objects.visible_to(user), communes, day)
        self.fields["officer"].queryset = queries.with_posts(officers, day)
        self._offer_documents(queries.decisions_of(communes))
        if unit.commune:
            kind = unit.commune.full_name
            self.fields["document_issuer"].initial = _("Đảng ủy %(unit)s") % {"unit": kind[:1].lower() + kind[1:]}

    def _offer_documents(self, documents: Any) -> None:
        field = self.fields["document"]
        field.queryset = documents
        latest: list[LegalDocument] = list(documents[: queries.CITABLE])
        field.choices = [("", field.empty_label), *((row.pk, document_label(row)) for row in latest)]


class HouseholdHoldingForm(Sections, CommuneCitingForm):
    """A whole hamlet or group, or some households of it."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Phụ trách"),
        choices=[(WHOLE, gettext_lazy("Cả ấp, tổ này")), (NAMED, gettext_lazy("Chỉ những hộ đánh dấu dưới đây"))],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    households = HouseholdsField(label=gettext_lazy("Các hộ"), queryset=None, required=False)
    role = RoleField(label=gettext_lazy("Vai trò"), queryset=AssignmentRole.objects.none(), empty_label=None)
    mandate = forms.ModelChoiceField(label=gettext_lazy("Nhiệm vụ giao"), queryset=None, empty_label=None)
    valid_from = VietnameseDateField(label=gettext_lazy("Từ ngày"), initial=today)
    valid_to = VietnameseDateField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống nếu chưa định ngày thôi.")
    )

    fieldsets = (
        (gettext_lazy("Ai phụ trách"), ("officer", "role", "mandate")),
        (gettext_lazy("Phụ trách cả nơi này hay từng hộ"), ("scope", "households")),
        (gettext_lazy("Thời gian"), ("valid_from", "valid_to")),
        DOCUMENT_SECTION,
    )

    def __init__(self, *args: Any, user: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, user=user, unit=unit, **kwargs)
        self.fields["role"].queryset = queries.household_roles(today(), unit.level)
        self.fields["mandate"].queryset = mandates = queries.all_mandates()
        self.fields["mandate"].initial = mandates.first()
        rows = Household.objects.visible_to(user).within(unit).filter(policies.households_read_in_detail(user))
        self.fields["households"].place_id = unit.pk
        self.fields["households"].queryset = rows.select_related("unit").order_by("unit__name_key", "code")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.get("households")
        if cleaned.get("scope") == NAMED and not chosen:
            self.add_error("households", _("Đánh dấu ít nhất một hộ, hoặc chọn “Cả ấp, tổ này”."))
        if cleaned.get("scope") == WHOLE and chosen:
            self.add_error("scope", _("Đã đánh dấu từng hộ thì chọn “Chỉ những hộ đánh dấu”, hoặc bỏ các dấu."))
        return cleaned


class HouseholdReplaceForm(Sections, CommuneCitingForm):
    """Another officer of the commune takes over; the one before ends on the eve. Named households go along."""

    valid_from = VietnameseDateField(label=gettext_lazy("Đồng chí mới phụ trách từ ngày"), initial=today)
    end_reason = LongTextField(
        label=gettext_lazy("Lý do thay"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Ví dụ: điều động công tác, nghỉ hưu theo chế độ."),
    )  # fmt: skip

    fieldsets = (
        (gettext_lazy("Người thay"), ("officer", "valid_from", "end_reason")),
        DOCUMENT_SECTION,
    )


class HouseholdEndForm(Sections, LastDayForm):
    """The last day and the reason; the place is open afterwards until somebody is assigned."""

    fieldsets = ((gettext_lazy("Thôi phân công"), ("valid_to", "end_reason")),)

"""What a person may type about a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import queries
from assignments.forms import DOCUMENT_SECTION, CitingForm, OfficerPicker, PickerForm
from assignments.forms.picking import Picker, Sections
from assignments.models import AssignmentRole, Mandate, Tier, Unit
from assignments.rounds.models import Round, RoundLine
from assignments.rounds.queries import Change
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, OneLineField, VietnameseDateField


class ScopeField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else unit.full_name


class TierField(forms.ModelChoiceField):
    def label_from_instance(self, tier: Tier) -> str:
        return f"{tier.name} ({tier.phase.name})"


class RoundForm(Sections, forms.Form):
    """A round, new or corrected. Tier and scope are chosen once: its lines hang on them."""

    name = OneLineField(
        label=gettext_lazy("Tên đợt"), max_length=160, help_text=gettext_lazy("Ví dụ: Phân công lại năm 2027.")
    )
    tier = TierField(label=gettext_lazy("Tầng nắm"), queryset=Tier.objects.none(), empty_label=None)
    unit = ScopeField(label=gettext_lazy("Phạm vi"), queryset=None, empty_label=None)
    starts_on = VietnameseDateField(label=gettext_lazy("Có hiệu lực từ ngày"))
    ends_on = VietnameseDateField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống nếu chưa định ngày thôi.")
    )
    mandate = forms.ModelChoiceField(
        label=gettext_lazy("Nhiệm vụ giao"), queryset=Mandate.objects.all(), empty_label=None
    )
    prefilled = forms.TypedChoiceField(
        label=gettext_lazy("Danh sách ban đầu"),
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", gettext_lazy("Lấy theo người đang phụ trách vào hôm trước ngày có hiệu lực")),
            ("no", gettext_lazy("Để trống, ghi lại từ đầu")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )

    fieldsets = (
        (gettext_lazy("Đợt phân công"), ("name", "tier", "unit", "mandate")),
        (gettext_lazy("Thời gian"), ("starts_on", "ends_on")),
    )

    def __init__(self, *args: Any, user: User, turn: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if turn is not None:
            for name in ("tier", "unit", "prefilled"):
                del self.fields[name]
            for name in self.fields:
                self.fields[name].initial = getattr(turn, name)
            return
        self.fields["tier"].queryset = tiers = queries.all_tiers()
        self.fields["tier"].initial = tiers.filter(phase__in=queries.phases_on(today())).first()
        units = Unit.objects.visible_to(user).on(today()).filter(level__in=["province", "district", "commune"])
        self.fields["unit"].queryset = units.select_related("parent").order_by("-level", "name_key", "pk")
        self.fields["unit"].initial = units.filter(level="province").first()

    def sections(self) -> Any:
        yield from super().sections()
        if "prefilled" in self.fields:
            yield {
                "legend": _("Bắt đầu từ"),
                "fields": [{"field": self["prefilled"], "choices_id": "", "shown": True}],
            }


class LineForm(PickerForm):
    """One line: the officer who is to hold the unit, or nobody on purpose."""

    vacant = forms.BooleanField(label=gettext_lazy("Để trống"), required=False)
    role = forms.ModelChoiceField(
        label=gettext_lazy("Vai trò"), queryset=AssignmentRole.objects.none(), empty_label=None
    )
    is_lead = forms.BooleanField(label=gettext_lazy("Phụ trách chính"), required=False, initial=True)
    note = OneLineField(label=gettext_lazy("Ghi chú"), required=False, max_length=200)

    pickers = ((OfficerPicker(), gettext_lazy("Đồng chí phụ trách sau đợt này"), gettext_lazy("Chọn đồng chí")),)
    field_order = ("officer_text", "officer", "vacant", "role", "is_lead", "note")

    def __init__(self, *args: Any, turn: Round, unit: Unit, line: RoundLine | None = None, **kwargs: Any) -> None:
        initial = {"is_lead": True} if line is None else self._initial(line)
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), auto_id=f"id_{unit.pk}_%s", **kwargs)
        self.order_fields(self.field_order)
        self.choices_id = f"officer-choices-{unit.pk}"
        self.fields["officer_text"].widget.attrs |= {
            "hx-target": f"#{self.choices_id}",
            "hx-vals": f'{{"hang": "{unit.pk}"}}',
        }
        self.fields["role"].queryset = roles = turn.tier.roles.filter(unit_level=unit.level)
        self.fields["role"].initial = roles.order_by("-counted", "pk").first()

    @staticmethod
    def _initial(line: RoundLine) -> dict[str, Any]:
        kept = {"role": line.role_id, "is_lead": line.is_lead, "note": line.note, "vacant": line.officer_id is None}
        return kept | ({"officer": line.officer_id} if line.officer_id else {})

    def _settle(self, picker: Picker, cleaned: dict[str, Any]) -> None:
        if cleaned.get("vacant"):
            cleaned[picker.name] = None
        else:
            super()._settle(picker, cleaned)


class ApproveForm(Sections, CitingForm):
    """The decision by which the round takes effect; it must name its signer."""

    fieldsets = ((gettext_lazy("Quyết định phân công"), DOCUMENT_SECTION[1]),)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        document = cleaned.get("document")
        if not cleaned.get("document_signer") and not (document and document.signer):
            self.add_error("document_signer", _("Ghi người ký quyết định."))
        return cleaned


class CancelForm(forms.Form):
    reason = LongTextField(label=gettext_lazy("Lý do hủy đợt"), max_length=300, widget=forms.Textarea({"rows": 2}))


class LinesShownForm(forms.Form):
    """Which units of a round are listed."""

    SHOWN = {
        "thay-doi": (Change.ADDED, Change.MOVED, Change.ENDED),
        "chua-ghi": (Change.MISSING,),
        "them": (Change.ADDED,),
        "doi": (Change.MOVED,),
        "thoi": (Change.ENDED,),
        "giu": (Change.UNCHANGED,),
    }

    q = OneLineField(label=gettext_lazy("Tên địa bàn"), required=False, max_length=120)
    loc = forms.ChoiceField(
        label=gettext_lazy("Xem"),
        required=False,
        choices=[
            ("", gettext_lazy("Tất cả")),
            ("thay-doi", gettext_lazy("Có thay đổi")),
            ("chua-ghi", gettext_lazy("Chưa ghi")),
            ("them", gettext_lazy("Phân công mới")),
            ("doi", gettext_lazy("Thay đổi người")),
            ("thoi", gettext_lazy("Thôi, để trống")),
            ("giu", gettext_lazy("Giữ nguyên")),
        ],
    )

    @property
    def changes(self) -> tuple[str, ...]:
        return self.SHOWN.get(self.cleaned_data.get("loc", ""), ()) if self.is_valid() else ()

    def named(self, units: QuerySet[Unit]) -> QuerySet[Unit]:
        text = self.cleaned_data.get("q", "") if self.is_valid() else ""
        return units.matching(text) if text else units

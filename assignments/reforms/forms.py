"""The steps of the wizard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.forms import PickerForm, UnitPicker
from assignments.forms.holding import DOCUMENT_SECTION, CitingForm
from assignments.forms.picking import Sections
from assignments.forms.units import ParentField, possible_parents
from assignments.models import Unit
from assignments.models.kinds import KINDS_OF_LEVEL
from assignments.reforms import queries
from assignments.reforms.edges_file import Edges, RefusedEdgesError, read_edges
from assignments.reforms.models import OperationKind, PlannedUnit
from assignments.services.reshaping import Committees, Fate, Survey
from assignments.services.reshaping.holders import Holding
from nammanh.accounts.models import User
from nammanh.platform.fields import OneLineField, VietnameseDateField

MOST_NEW_UNITS = 8


class BasisForm(Sections, CitingForm):
    """Step 1: what is done, from which day, by which decision."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hình thức"),
        choices=[choice for choice in OperationKind.choices if choice[0] != OperationKind.REFORM],
        help_text=gettext_lazy("Sắp xếp nhiều đơn vị một lúc thì dùng “Tạo từ tệp”."),
    )
    on = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        help_text=gettext_lazy("Đơn vị hiện nay kết thúc vào hôm trước ngày này."),
    )
    clause = OneLineField(
        label=gettext_lazy("Điều, khoản"), required=False, max_length=80,
        help_text=gettext_lazy("Ví dụ: Điều 1 khoản 5"),
    )  # fmt: skip

    fieldsets = (
        (gettext_lazy("Việc sắp xếp"), ("kind", "on", "clause")),
        DOCUMENT_SECTION,
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == OperationKind.REFORM:  # a list of its own; it can't become a single merger
            del self.fields["kind"]


class FileForm(Sections, CitingForm):
    """A list of successions instead of steps 1 to 3."""

    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách (CSV)"),
        help_text=gettext_lazy("Mỗi dòng một đơn vị: mã, tên đơn vị hiện nay và đơn vị mới, điều khoản."),
    )
    on = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"), required=False,
        help_text=gettext_lazy("Để trống thì lấy ngày ghi trong tệp."),
    )  # fmt: skip

    fieldsets = ((gettext_lazy("Danh sách"), ("file", "on")), DOCUMENT_SECTION)

    def clean_file(self) -> Edges:
        upload = self.cleaned_data["file"]
        if upload.size > 2_000_000:
            raise ValidationError(_("Tệp lớn quá 2 MB. Kiểm tra lại xem có đúng tệp danh sách không."))
        try:
            return read_edges(upload.read())
        except RefusedEdgesError as refusal:
            raise ValidationError(refusal.reasons) from refusal


class PredecessorsForm(PickerForm):
    """Step 2, above: one more unit that ends; `keep` are those already named."""

    keep = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Đã chọn (bỏ dấu để đưa ra)"), queryset=None, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pickers = ((UnitPicker(), gettext_lazy("Thêm đơn vị hiện nay"), gettext_lazy("Chọn đơn vị")),)

    def __init__(self, *args: Any, chosen: list[Unit], user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.chosen = chosen
        field = self.fields["keep"]
        field.queryset = Unit.objects.visible_to(user)
        field.choices = [(unit.pk, UnitPicker().label(unit)) for unit in chosen]
        self.initial.setdefault("keep", [unit.pk for unit in chosen])

    def _settle(self, picker: Any, cleaned: dict[str, Any]) -> None:
        """Nothing typed is fine here: the units named before may be all."""
        if cleaned.get("unit_text") or cleaned.get("unit"):
            super()._settle(picker, cleaned)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        units = {unit.pk: unit for unit in cleaned.get("keep") or []}
        if added := cleaned.get("unit"):
            units[added.pk] = added
        levels = {unit.level for unit in units.values()}
        if len(levels) > 1:
            self.add_error("unit_text", _("Các đơn vị được sắp xếp phải cùng một cấp."))
        order = [unit.pk for unit in self.chosen]
        cleaned["units"] = sorted(units.values(), key=lambda unit: order.index(unit.pk) if unit.pk in order else 10**6)
        return cleaned


class PlannedUnitForm(forms.ModelForm):
    """Step 2, below: one unit that opens. An empty name takes the line away."""

    class Meta:
        model = PlannedUnit
        fields = ["kind", "name", "gso_code", "parent"]
        field_classes = {"parent": ParentField}

    def __init__(self, *args: Any, like: Unit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in KINDS_OF_LEVEL[like.level]]
        self.fields["name"].required = False
        if like.parent_id:
            self.fields["parent"].queryset = possible_parents(like, user)
            self.fields["parent"].empty_label = None
            self.fields["parent"].required = True
        else:
            del self.fields["parent"]

    @property
    def is_wanted(self) -> bool:
        return bool(self.cleaned_data.get("name"))


END = "end"


class ChoicesForm(forms.Form):
    """Step 3: where each child of a split unit goes, who goes on where, and the committees."""

    def __init__(self, *args: Any, found: Survey, planned: list[PlannedUnit], committees: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.targets = [(str(row.pk), str(row)) for row in planned]
        self.children = queries.children_to_allot(found)
        self.places = queries.places_with_households(found)
        self.holdings = queries.to_be_decided(found)
        blank = [("", _("— Chọn đơn vị mới —")), *self.targets]
        for unit in self.children:
            self._add(f"child_{unit.pk}", str(unit), blank, found.shape.allotment.get(unit.pk, ""))
        for unit in self.places:
            label = _("Hộ gia đình của %(unit)s (xã sắp xếp lại sau)") % {"unit": unit}
            self._add(f"households_{unit.pk}", label, blank, found.shape.households.get(unit.pk, ""))
        for row in self.holdings:
            label = f"{row.assignment}, {row.assignment.role}"
            self._add(f"fate_{row.assignment.pk}", label, self._fates(row), self._now(row))
        if found.closing_committees:
            self.fields["committees"] = forms.ChoiceField(
                label=_("Đảng ủy của đơn vị được nhập, chia"), choices=Committees.choices, initial=committees
            )

    def _add(self, name: str, label: str, choices: list, initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def _fates(self, row: Holding) -> list[tuple[str, str]]:
        keys = self.found.shape.targets.get(row.assignment.unit_id, [])
        names = dict(self.targets)
        offered = [("", _("— Chọn —"))] if row.asked else []
        for key in keys:
            offered.append((f"{key}:lead", _("%(unit)s – phụ trách chính") % {"unit": names[key]}))
            offered.append((f"{key}:support", _("%(unit)s – hỗ trợ") % {"unit": names[key]}))
        return [*offered, (END, _("Thôi phân công"))]

    def _now(self, row: Holding) -> str:
        if row.asked:
            return ""
        return f"{row.successor}:{'lead' if row.is_lead else 'support'}" if row.successor else END

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        leads: dict[tuple[str, int], str] = {}
        for row in self.holdings:
            name, chosen = f"fate_{row.assignment.pk}", cleaned.get(f"fate_{row.assignment.pk}", "")
            if chosen.endswith(":lead") and row.assignment.whole_unit:
                first = leads.setdefault((chosen, row.assignment.role_id), name)
                if first != name:
                    self.add_error(name, _("Mỗi đơn vị, mỗi vai trò chỉ một đồng chí phụ trách chính."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """As the operation stores it."""
        data = self.cleaned_data
        fates = {}
        for row in self.holdings:
            if value := data[f"fate_{row.assignment.pk}"]:
                key, _colon, part = value.partition(":")
                fate = Fate() if value == END else Fate(key, part == "lead")
                fates[str(row.assignment.pk)] = {"successor": fate.successor, "is_lead": fate.is_lead}
        return {
            "allotment": {str(row.pk): key for row in self.children if (key := data[f"child_{row.pk}"])},
            "households": {str(row.pk): key for row in self.places if (key := data[f"households_{row.pk}"])},
            "fates": fates,
        }

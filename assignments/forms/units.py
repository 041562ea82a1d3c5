"""Asking about a day, and changing a unit's name, kind, code or parent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from assignments.forms.citing import DOCUMENT_SECTION, CitingForm
from assignments.forms.picking import Sections
from assignments.models import Unit, UnitKind
from assignments.models.kinds import KINDS_OF_LEVEL
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField, VietnameseDateField


class AskedDateForm(forms.Form):
    """“Ai phụ trách vào ngày …”."""

    ngay = VietnameseDateField(label=gettext_lazy("Xem vào ngày"), required=False)


class ParentField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else unit.full_name


class ChangeUnitForm(Sections, CitingForm):
    """The new name, kind, code or parent; what is left as it is stays."""

    on = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        help_text=gettext_lazy("Đơn vị hiện nay kết thúc vào hôm trước ngày này."),
    )
    name = OneLineField(label=gettext_lazy("Tên"), max_length=120, help_text=gettext_lazy("Tên riêng, không kèm loại."))
    kind = forms.ChoiceField(label=gettext_lazy("Loại"))
    gso_code = OneLineField(
        label=gettext_lazy("Mã đơn vị hành chính"),
        required=False,
        max_length=8,
        help_text=gettext_lazy("Giữ số 0 ở đầu."),
    )
    parent = ParentField(label=gettext_lazy("Trực thuộc"), queryset=None)
    clause = OneLineField(
        label=gettext_lazy("Điều, khoản"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Ví dụ: Điều 1 khoản 5"),
    )

    fieldsets = (
        (gettext_lazy("Thay đổi"), ("on", "kind", "name", "gso_code", "parent")),
        DOCUMENT_SECTION,
        (gettext_lazy("Trích dẫn"), ("clause",)),
    )

    def __init__(self, *args: Any, unit: Unit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in KINDS_OF_LEVEL[unit.level]]
        self.fields["kind"].choices = kinds
        if unit.parent_id is None:
            del self.fields["parent"]
        else:
            self.fields["parent"].queryset = possible_parents(unit, user)
            self.fields["parent"].empty_label = None
        for name in ("name", "kind", "gso_code"):
            self.fields[name].initial = getattr(unit, name)
        if unit.parent_id:
            self.fields["parent"].initial = unit.parent_id

    def clean_kind(self) -> str:
        return UnitKind(self.cleaned_data["kind"]).value


class CorrectUnitForm(forms.Form):
    """A slip of typing: the name and code as the decision has them."""

    name = OneLineField(label=gettext_lazy("Tên đúng"), max_length=120, help_text=gettext_lazy("Không kèm loại."))
    gso_code = OneLineField(label=gettext_lazy("Mã đơn vị hành chính đúng"), required=False, max_length=8)
    reason = OneLineField(
        label=gettext_lazy("Lý do đính chính"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: gõ sai dấu so với nghị quyết. Lý do hiện trên trang của đơn vị."),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial, self.fields["gso_code"].initial = unit.name, unit.gso_code


def possible_parents(unit: Unit, user: User) -> QuerySet[Unit]:
    """Units in force above this one's level; a group stays within its commune, which has few hamlets."""
    rows = Unit.objects.visible_to(user).select_related("parent")
    wanted = {
        "district": Q(level="province"),
        "commune": Q(level__in=["province", "district"]),
        "hamlet": Q(level="commune"),
        "group": Q(level="hamlet", commune=unit.commune_id) | Q(pk=unit.commune_id or 0),
    }[unit.level]
    return rows.filter(Q(pk=unit.parent_id) | Q(wanted, pk__in=rows.on(today()).values("pk"))).in_order()

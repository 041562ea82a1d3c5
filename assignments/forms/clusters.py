"""Opening a cluster of communes, filling it, putting an officer in charge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import queries
from assignments.forms.holding import DOCUMENT_SECTION, CitingForm, LastDayForm, RoleField
from assignments.forms.picking import OfficerPicker, PickerForm, Sections
from assignments.models import AssignmentRole, Cluster, Unit
from assignments.models.groupings import ClusterKind
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, OneLineField, VietnameseDateField


class WholeNameField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return unit.full_name


class OpenClusterForm(Sections, CitingForm):
    """A sub-region of a district, or a cluster of a province without districts."""

    unit = WholeNameField(
        label=gettext_lazy("Trong"), queryset=None, empty_label=gettext_lazy("— Chọn huyện hoặc tỉnh —")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=ClusterKind)
    name = OneLineField(
        label=gettext_lazy("Tên"), max_length=120, help_text=gettext_lazy("Ví dụ: “Tiểu vùng 1”, “Cụm Ba Tri”.")
    )
    valid_from = VietnameseDateField(label=gettext_lazy("Từ ngày"), initial=today)

    fieldsets = (
        (gettext_lazy("Cụm, tiểu vùng"), ("unit", "kind", "name", "valid_from")),
        DOCUMENT_SECTION,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user).on(today())
        self.fields["unit"].queryset = units.filter(level__in=["province", "district"]).order_by("level", "name_key")


class CommunesField(forms.TypedMultipleChoiceField):
    """Communes of one district, each with the cluster that it would leave."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, rows: list[tuple[Unit, str]]) -> None:
        found = {str(unit.pk): unit for unit, _cluster in rows}
        leaving = _("%(unit)s (đang thuộc %(cluster)s)")
        self.coerce = found.__getitem__
        self.choices = [
            (str(unit.pk), leaving % {"unit": unit.full_name, "cluster": cluster} if cluster else unit.full_name)
            for unit, cluster in rows
        ]


class PutCommunesForm(Sections, CitingForm):
    """Which communes join, and from when."""

    communes = CommunesField(
        label=gettext_lazy("Xã, phường, thị trấn"),
        error_messages={"required": gettext_lazy("Chọn ít nhất một xã, phường, thị trấn.")},
    )
    on = VietnameseDateField(
        label=gettext_lazy("Từ ngày"),
        initial=today,
        help_text=gettext_lazy("Xã đang thuộc cụm khác rời cụm đó vào hôm trước; người phụ trách chuyển theo."),
    )

    fieldsets = ((gettext_lazy("Đưa xã vào cụm"), ("communes", "on")), DOCUMENT_SECTION)

    def __init__(self, *args: Any, user: User, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["communes"].offer(queries.communes_to_put(cluster, Unit.objects.visible_to(user), today()))


class InChargeForm(Sections, PickerForm, CitingForm):
    """Who takes the whole cluster; the reason is asked when somebody has it now."""

    role = RoleField(label=gettext_lazy("Vai trò"), queryset=AssignmentRole.objects.none(), empty_label=None)
    mandate = forms.ModelChoiceField(label=gettext_lazy("Nhiệm vụ giao"), queryset=None, empty_label=None)
    valid_from = VietnameseDateField(label=gettext_lazy("Phụ trách từ ngày"), initial=today)
    end_reason = LongTextField(
        label=gettext_lazy("Lý do thay"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Ví dụ: điều động công tác, nghỉ hưu theo chế độ."),
    )  # fmt: skip

    pickers = ((OfficerPicker(), gettext_lazy("Đồng chí phụ trách"), gettext_lazy("Chọn đồng chí")),)
    fieldsets = (
        (gettext_lazy("Ai phụ trách"), ("officer_text", "officer", "role", "mandate", "valid_from", "end_reason")),
        DOCUMENT_SECTION,
    )

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = queries.all_roles().filter(unit_level="commune", tier__phase__in=queries.phases_on(today()))
        self.fields["role"].queryset = roles
        self.fields["role"].initial = next((role for role in roles if role.code.endswith(OF_CLUSTER)), None)
        self.fields["mandate"].queryset = mandates = queries.all_mandates()
        self.fields["mandate"].initial = mandates.first()
        if not replaces:
            del self.fields["end_reason"]


OF_CLUSTER = ("_for_subregion", "_for_cluster")
"""Ends of the codes of roles that are about clusters: what a form offers first, the person may choose another."""


class CloseClusterForm(Sections, LastDayForm):
    fieldsets = ((gettext_lazy("Kết thúc"), ("valid_to", "end_reason")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].label = gettext_lazy("Có hiệu lực đến hết ngày")
        self.fields["end_reason"].label = gettext_lazy("Lý do")

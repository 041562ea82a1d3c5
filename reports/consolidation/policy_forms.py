"""What the office types about the closing day and the routing rules."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import VietnameseDateField
from reports.visits.forms import PickField

NO_DAY = _("Nhập ngày.")


def day_field(label: Any, *, required: bool = True) -> VietnameseDateField:
    return VietnameseDateField(label=label, required=required, error_messages={"required": NO_DAY})


class ClosingDayForm(forms.Form):
    """Which day of the month, and from when on."""

    day = forms.IntegerField(
        label=_("Khóa sổ ngày"),
        min_value=1,
        max_value=28,
        help_text=_("Từ 1 đến 28 hằng tháng."),
        error_messages={"required": _("Nhập ngày trong tháng.")},
    )
    valid_from = day_field(_("Áp dụng từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = format_date(today())


class RuleForm(forms.Form):
    """Which matters go to whom, in which time."""

    field = PickField(label=_("Lĩnh vực"), error_messages={"required": _("Chọn lĩnh vực.")})
    unit = PickField(label=_("Của địa bàn"), required=False)
    lead = PickField(label=_("Ngành chủ trì"), error_messages={"required": _("Chọn ngành chủ trì.")})
    valid_from = day_field(_("Áp dụng từ ngày"))
    valid_to = day_field(_("Đến hết ngày (không bắt buộc)"), required=False)

    def __init__(
        self,
        *args: Any,
        fields: Collection[FieldOfWork],
        units: Collection[Unit],
        leads: Collection[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].offer(fields)
        self.fields["unit"].offer(units, [(str(unit.pk), self.place(unit)) for unit in units])
        self.fields["unit"].choices = [("", _("Mọi nơi")), *self.fields["unit"].choices[1:]]
        self.fields["lead"].offer(leads)
        self.fields["valid_from"].initial = format_date(today())

    @staticmethod
    def place(unit: Unit) -> str:
        above = unit.district if unit.district_id and unit.district_id != unit.pk else None
        return f"{unit.full_name}, {above}" if above else unit.full_name


class EndRuleForm(forms.Form):
    """The last day of a rule."""

    valid_to = day_field(_("Áp dụng đến hết ngày"))

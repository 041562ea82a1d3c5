"""What is typed about a contribution, and about each step of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.platform.fields import LongTextField, MoneyField, OneLineField, TooLongValidator, VietnameseDateField
from reports.resources.models import DonorKind, DonorOrigin, Pledge, Purpose, ResourceForm
from reports.resources.services import PledgeContent
from reports.resources.states import Status
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField, reason_field

TALKED, PROMISED = "tiep-can", "cam-ket"
AMOUNT_HELP = _("Ghi kèm đơn vị: 500 triệu; 431,381 tỷ; 2.000.000 đồng.")


def pick(label: Any, choices: Any, required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[CHOOSE, *choices],
        error_messages={"required": required, "invalid_choice": NO_SUCH_CHOICE},
    )


class PledgeFields(forms.Form):
    """One contribution, wherever it is typed: on its own page or within the entry of a visit."""

    uuid = ClientUUIDField()
    donor_kind = pick(_("Nhà tài trợ là"), DonorKind.choices, _("Chọn loại nhà tài trợ."))
    donor_name = OneLineField(
        label=_("Tên nhà tài trợ"),
        required=False,
        validators=[TooLongValidator(160)],
        help_text=_("Cá nhân chỉ ghi tên khi người ấy đồng ý; không ghi số điện thoại, số nhà."),
    )
    origin = pick(_("Nhà tài trợ ở"), DonorOrigin.choices, _("Chọn trong hay ngoài địa bàn."))
    form = pick(_("Hình thức"), ResourceForm.choices, _("Chọn hình thức hỗ trợ."))
    amount = MoneyField(label=_("Số tiền, giá trị quy đổi"), required=False, help_text=AMOUNT_HELP)
    description = LongTextField(
        label=_("Nội dung hỗ trợ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: 20 tấn xi măng làm cầu ấp 3."),
        error_messages={"required": _("Ghi nội dung hỗ trợ.")},
    )
    purpose = pick(_("Mục đích"), Purpose.choices, _("Chọn mục đích."))
    expected_by = VietnameseDateField(label=_("Dự kiến nhận trước ngày"), required=False)
    stage = forms.ChoiceField(
        label=_("Đã đến bước nào?"),
        choices=[(TALKED, _("Mới tiếp cận, trao đổi")), (PROMISED, _("Đã cam kết"))],
        widget=forms.RadioSelect,
        initial=PROMISED,
        error_messages={"required": _("Chọn bước."), "invalid_choice": NO_SUCH_CHOICE},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("donor_kind") in {DonorKind.ENTERPRISE, DonorKind.ORGANISATION} and not cleaned.get(
            "donor_name"
        ):
            self.add_error("donor_name", _("Ghi tên doanh nghiệp, tổ chức tài trợ."))
        needs_amount = cleaned.get("form") == ResourceForm.CASH and cleaned.get("stage") == PROMISED
        if needs_amount and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Cam kết bằng tiền phải ghi số tiền."))
        return cleaned

    def content(self) -> PledgeContent:
        data = {name: value for name, value in self.cleaned_data.items() if name in PledgeContent.__dataclass_fields__}
        return PledgeContent(**data, pledged=self.cleaned_data["stage"] == PROMISED)


def typed(pledge: Pledge) -> dict[str, Any]:
    """A stored pledge as the initial values of `PledgeFields`."""
    names = [name for name in PledgeFields.base_fields if name not in {"stage"}]
    return {name: getattr(pledge, name) for name in names} | {
        "stage": TALKED if pledge.status == Status.APPROACHED else PROMISED
    }


class RecordForm(PledgeFields):
    """A contribution outside a visit's entry: also where and when."""

    unit = PickField(label=_("Cho địa bàn"), error_messages={"required": _("Chọn địa bàn.")})
    found_on = VietnameseDateField(label=_("Ngày vận động"), error_messages={"required": _("Nhập ngày vận động.")})
    field_order = ("uuid", "unit", "found_on", "stage")

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(places, [(str(unit.pk), place_name(unit)) for unit in places])
        if len(places) == 1:
            self.fields["unit"].initial = places[0].pk


def place_name(unit: Unit) -> str:
    """“Ấp 1 – Xã Sơn Phú”."""
    above = [unit.hamlet] if unit.level == "group" else []
    above += [unit.commune] if unit.level in {"hamlet", "group"} else []
    return " – ".join(str(row) for row in (unit, *above) if row)


class SeenForm(forms.Form):
    """What a step was decided on: the last step that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> int:
        return self.cleaned_data.get("seen") or 0


class EditForm(PledgeFields, SeenForm):
    """The terms of a pledge of which nothing has arrived."""


class PromiseForm(SeenForm):
    """How much was promised, by when."""

    amount = MoneyField(label=_("Số tiền, giá trị quy đổi"), required=False, help_text=AMOUNT_HELP)
    expected_by = VietnameseDateField(label=_("Dự kiến nhận trước ngày"), required=False)


class ReceiveForm(SeenForm):
    """A part that has arrived; a wrong one is set right by a correction."""

    uuid = ClientUUIDField()
    received_on = VietnameseDateField(label=_("Ngày nhận"), error_messages={"required": _("Nhập ngày nhận.")})
    amount = MoneyField(label=_("Số tiền, giá trị quy đổi đã nhận"), required=False, help_text=AMOUNT_HELP)
    note = OneLineField(
        label=_("Nhận gì, đơn vị nào nhận"),
        required=False,
        validators=[TooLongValidator(300)],
        help_text=_("Ví dụ: 12 tấn xi măng, Ban Phát triển ấp 3 nhận."),
    )
    correction = forms.BooleanField(
        label=_("Đây là đính chính giảm vì lần trước ghi nhầm"),
        required=False,
        help_text=_("Số tiền được trừ khỏi tổng đã nhận; lần ghi trước vẫn giữ trong diễn biến."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.pop("correction", False):
            if cleaned.get("amount"):
                cleaned["amount"] = -cleaned["amount"]
            elif "amount" not in self.errors:
                self.add_error("amount", _("Ghi số tiền cần đính chính giảm."))
        return cleaned


class HandOverForm(forms.Form):
    """That it was accepted, and by whom."""

    note = OneLineField(
        label=_("Ghi chú nghiệm thu (không bắt buộc)"),
        required=False,
        validators=[TooLongValidator(500)],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: bàn giao cầu ấp 3 cho xã ngày 20/11/2026, biên bản số 02."),
    )


class FailForm(forms.Form):
    """Why it came to nothing."""

    reason = reason_field()

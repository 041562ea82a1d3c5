"""The fields of the one-page entry: the visit, its comments, its petitions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from reports.feedback.models import Category
from reports.recommendations.models import Addressee
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField
from reports.visits.models import VisitOrigin, VisitType

MOST_ROWS = 20
POWERS = reverse_lazy("assignments:powers")
"""What one may do at the chosen place is asked again when another is chosen."""
YES, NO = "co", "khong"


def lines(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def short_text(limit: int, **kwargs: Any) -> OneLineField:
    """One line; too long a text is refused in words, never cut by the browser."""
    return OneLineField(required=False, validators=[TooLongValidator(limit)], **kwargs)


def place_name(unit: Unit) -> str:
    """“Ấp 1 – Xã Sơn Phú”; a unit that is no more says until when it was."""
    names = [unit.full_name]
    if unit.level == "group" and unit.hamlet:
        names.append(unit.hamlet.full_name)
    if unit.level != "commune" and unit.commune:
        names.append(unit.commune.full_name)
    name = " – ".join(names)
    if unit.valid_to and unit.valid_to < today():
        return _("%(unit)s (đến %(day)s)") % {"unit": name, "day": format_date(unit.valid_to)}
    return name


def grouped_places(units: list[Unit]) -> list[Any]:
    """The choices commune by commune; a single commune needs no heading."""
    groups = [(commune, list(rows)) for commune, rows in groupby(units, key=lambda unit: unit.commune)]
    several_districts = len({unit.district_id for unit in units}) > 1
    choices = []
    for commune, rows in groups:
        options = [(str(unit.pk), place_name(unit)) for unit in rows]
        if len(groups) == 1:
            return options
        heading = commune.full_name if commune else _("Địa bàn khác")
        if several_districts and rows[0].district:
            heading = f"{heading}, {rows[0].district.full_name}"
        choices.append((heading, options))
    return choices


class PlaceAndDay(forms.Form):
    """What a planned visit and one that was made have in common."""

    uuid = ClientUUIDField()
    base = forms.CharField(required=False, widget=forms.HiddenInput)
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
    has_petitions = forms.ChoiceField(
        label=_("Có phản ánh, kiến nghị không?"),
        choices=[(NO, _("Không")), (YES, _("Có"))],
        widget=forms.RadioSelect,
        initial=NO,
        error_messages={"required": _("Chọn “Có” hoặc “Không”."), "invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.attrs |= {"hx-get": POWERS, "hx-trigger": "change", "hx-target": "#powers"}


class RowForm(forms.Form):
    """A repeated row. One that a script took off the page sends nothing at all and counts as empty."""

    @cached_property
    def changed_data(self) -> list[str]:
        if self.is_bound and not any(self.add_prefix(name) in self.data for name in self.fields):
            return []
        return super().changed_data


class CommentForm(RowForm):
    """One formal comment: việc – đề xuất – ai – bao giờ."""

    uuid = ClientUUIDField()
    matter = LongTextField(
        label=_("Việc"), max_length=2000, widget=lines(2), error_messages={"required": _("Ghi việc cần góp ý.")}
    )
    proposal = LongTextField(
        label=_("Đề xuất"),
        max_length=2000,
        widget=lines(2),
        error_messages={"required": _("Ghi đề xuất cụ thể cho việc này.")},
    )
    responsible = short_text(200, label=_("Ai làm"))
    due_on = VietnameseDateField(label=_("Bao giờ xong"), required=False)
    addressee = forms.ChoiceField(
        label=_("Góp ý với"),
        choices=Addressee.choices,
        initial=Addressee.COMMITTEE,
        error_messages={"required": _("Chọn đối tượng góp ý."), "invalid_choice": NO_SUCH_CHOICE},
    )

    def lacks_who_or_when(self) -> bool:
        """A filled row that names no one or no day: hard to carry out, and still accepted."""
        if not self.is_bound or not self.has_changed():
            return False
        return not (self["responsible"].value() and self["due_on"].value())


class PetitionForm(RowForm):
    """One thing reported from below or asked of a higher level."""

    uuid = ClientUUIDField()
    category = forms.ChoiceField(
        label=_("Loại"),
        choices=[CHOOSE, *Category.choices],
        error_messages={"required": _("Chọn loại phản ánh."), "invalid_choice": NO_SUCH_CHOICE},
    )
    field = PickField(label=_("Lĩnh vực"), error_messages={"required": _("Chọn lĩnh vực.")})
    content = LongTextField(
        label=_("Nội dung phản ánh, kiến nghị"),
        widget=lines(3),
        help_text=_("Nêu việc và nơi xảy ra; không ghi tên người dân."),
        error_messages={"required": _("Ghi nội dung phản ánh, kiến nghị.")},
    )
    proposed_solution = LongTextField(label=_("Đề xuất giải pháp"), required=False, widget=lines(2))

    def __init__(self, *args: Any, fields: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].offer(fields, [(str(record.pk), record.name) for record in fields])


class Rows(forms.BaseFormSet):
    """Repeated rows told apart by their own identity, so that none counts as “initial”. Empty rows are ignored."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def empty_form(self) -> forms.Form:
        """The row that scripts copy; its identity is left to the device."""
        form = super().empty_form
        form.initial = {**(form.initial or {}), "uuid": ""}
        return form

    def filled(self) -> list[forms.Form]:
        return [form for form in self.forms if form.has_changed()]


def _rows(form: type[forms.Form], too_many: Any) -> type[Rows]:
    rows = forms.formset_factory(
        form, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS * 2, validate_max=True
    )
    messages = {
        "too_many_forms": too_many,
        "missing_management_form": _("Phần này gửi lên không đủ. Hãy kiểm tra lại nội dung rồi gửi lại."),
    }
    rows.default_error_messages = {**forms.BaseFormSet.default_error_messages, **messages}
    return rows


CommentRows = _rows(CommentForm, _("Mỗi chuyến đi ghi tối đa 20 góp ý. Hãy gộp hoặc bỏ bớt."))
PetitionRows = _rows(PetitionForm, _("Mỗi chuyến đi ghi tối đa 20 phản ánh, kiến nghị. Hãy gộp hoặc bỏ bớt."))

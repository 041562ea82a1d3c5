"""The filters of the list of visits, in the names that every link to it uses.

huyen, xa, dia_ban: keys of units · tim: words of the record · can_bo: a name or a part of it · loai, trang_thai, tang ·
tu, den: days, both included. Nothing set shows everything in the person's scope. What a figure of a dashboard counts is
told by noi: a unit with those that it came out of · trong_cum: communes of a cluster, doan: units of a delegation, both
of the day in ngay, with those that these came out of · pham_vi=1: one's area, without the own records elsewhere ·
dong_chi: an officer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from assignments.access import access_of
from assignments.models import Cluster, Delegation, Unit
from assignments.queries import units_of, with_former
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import OneLineField, VietnameseDateField
from nammanh.platform.text import fold
from reports.visits import states
from reports.visits.models import Visit, VisitType
from reports.visits.queries import all_tiers, late_confirmation
from reports.visits.states import Status

NO_SUCH_CHOICE = _("Không có lựa chọn này. Hãy chọn lại trong danh sách.")
MADE, AHEAD, LATE, ASKED = "da-di", "sap-toi", "cham-xac-nhan", "can-sua"
"""Answers that are no states: visits that happened, those still to come, those that the commune has not confirmed in
its term, those that it asks to correct."""

_GROUPED_STATES = {MADE: states.HAPPENED, AHEAD: states.OPEN}


class DayFilter(django_filters.Filter):
    """A day typed the Vietnamese way."""

    field_class = VietnameseDateField


class NameFilter(django_filters.Filter):
    """A part of an officer's name, accents or not."""

    field_class = OneLineField

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(officer__search__contains=fold(value)) if value else qs


class OfficerFilter(django_filters.NumberFilter):
    """The key of an officer, where a name might be another's too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = {"field_name": "officer", "widget": forms.HiddenInput, "label": _("Đồng chí")}
        super().__init__(*args, **given | {"min_value": 1, "max_value": 2**62} | kwargs)


class WordsFilter(django_filters.Filter):
    """Words that stand in the record, accents or not; the search box leads here."""

    field_class = OneLineField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Từ ngữ trong nội dung"), **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.saying(value) if value else qs


class Tick(forms.CheckboxInput):
    """Ticked by 1 and nothing else, so that `qua_han=0` means what it says."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"value": "1", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return data.get(name) in {"1", "on", "true"}


class TickFilter(django_filters.Filter):
    field_class = forms.BooleanField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": Tick()} | kwargs)


class UnitField(ModelChoiceField):
    """A unit by its full name; one that is no more says until when it was."""

    def label_from_instance(self, unit: Unit) -> str:
        if unit.valid_to is None or unit.valid_to >= today():
            return unit.full_name
        return _("%(unit)s (đến %(day)s)") % {"unit": unit.full_name, "day": format_date(unit.valid_to)}

    def offer(self, units: Iterable[Unit]) -> list[Any]:
        """The choices among units that were read already."""
        nothing = [("", self.empty_label), (self.null_value, self.null_label)]
        return [choice for choice in nothing if choice[1] is not None] + [
            (unit.pk, self.label_from_instance(unit)) for unit in units
        ]


class UnitFilter(django_filters.ModelChoiceFilter):
    """Rows in a unit of the person's own scope and below it."""

    field_class = UnitField

    def __init__(self, *args: Any, level: str = "", **kwargs: Any) -> None:
        def choices(request: HttpRequest) -> QuerySet[Unit]:
            units = Unit.objects.visible_to(request.actor.user).in_order()
            return units.filter(level=level) if level else units

        kwargs.setdefault("error_messages", {"invalid_choice": NO_SUCH_CHOICE})
        super().__init__(*args, queryset=choices, **kwargs)

    def filter(self, qs: QuerySet, value: Unit | None) -> QuerySet:
        return qs.within(value) if value else qs


class FormerFilter(UnitFilter):
    """Rows in a unit, below it, and in those that it came out of: what a figure of the place counts."""

    def filter(self, qs: QuerySet, value: Unit | None) -> QuerySet:
        return qs.filter(with_former([value], qs.own_unit)) if value else qs


def _scoped(model: type[Model]) -> Callable[[HttpRequest], QuerySet]:
    return lambda request: model._default_manager.visible_to(request.actor.user)


class PlaceFilterSet(django_filters.FilterSet):
    """What every list of placed records is narrowed by."""

    huyen = UnitFilter(label=_("Huyện"), level="district", empty_label=_("Tất cả các huyện"))
    xa = UnitFilter(label=_("Xã, phường, thị trấn"), level="commune", empty_label=_("Tất cả các xã"))
    dia_ban = UnitFilter(widget=forms.HiddenInput, label=_("Địa bàn"))
    noi = FormerFilter(widget=forms.HiddenInput, label=_("Địa bàn, gồm cả các đơn vị trước đây"))
    trong_cum = django_filters.ModelChoiceFilter(
        queryset=_scoped(Cluster), widget=forms.HiddenInput, label=_("Cụm, tiểu vùng"), method="in_grouping"
    )
    doan = django_filters.ModelChoiceFilter(
        queryset=_scoped(Delegation), widget=forms.HiddenInput, label=_("Đoàn công tác"), method="in_grouping"
    )
    ngay = DayFilter(widget=forms.HiddenInput, label=_("Cụm, đoàn vào ngày"), method="of_day")
    pham_vi = TickFilter(widget=forms.HiddenInput, label=_("Chỉ trong địa bàn phụ trách"), method="in_own_area")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        huyen, xa = self.form.fields["huyen"], self.form.fields["xa"]
        units = list((huyen.queryset | xa.queryset).only("level", "kind", "name", "valid_to"))
        for field, level in ((huyen, "district"), (xa, "commune")):
            field.widget.choices = options = field.offer(unit for unit in units if unit.level == level)
            if len(options) <= 2:  # a commune's officer needs no choice among one commune
                field.widget = forms.HiddenInput()

    def in_grouping(self, qs: QuerySet, name: str, value: Cluster | Delegation) -> QuerySet:
        day = self.form.cleaned_data.get("ngay") or today()
        return qs.filter(with_former(units_of(value, day), qs.own_unit)) if value else qs

    def of_day(self, qs: QuerySet, name: str, value: Any) -> QuerySet:
        """The day of a grouping narrows nothing itself."""
        return qs

    def in_own_area(self, qs: QuerySet, name: str, value: bool) -> QuerySet:
        access = access_of(self.request.actor.user)
        return qs if not value or access.reads_all_records else qs.filter(access.area(qs.own_unit))

    @property
    def place(self) -> Unit | Cluster | Delegation | None:
        """What a link chose, which has no field of its own on the page."""
        if not (self.is_bound and self.form.is_valid()):
            return None
        chosen = (self.form.cleaned_data.get(name) for name in ("dia_ban", "noi", "trong_cum", "doan"))
        return next((place for place in chosen if place), None)


def by_state(qs: QuerySet, name: str, value: str) -> QuerySet:
    if value == LATE:
        return late_confirmation(qs, today())
    if value == ASKED:
        return qs.asked_to_correct()
    return qs.filter(status__in=_GROUPED_STATES.get(value, {value}))


class VisitFilter(PlaceFilterSet):
    """Narrows a list of visits."""

    tim = WordsFilter()
    can_bo = NameFilter(label=_("Cán bộ"))
    dong_chi = OfficerFilter()
    loai = django_filters.ChoiceFilter(
        field_name="type",
        label=_("Loại chuyến đi"),
        choices=VisitType.choices,
        empty_label=_("Tất cả các loại"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    trang_thai = django_filters.ChoiceFilter(
        label=_("Trạng thái"),
        choices=[
            (MADE, _("Đã đi (cả chờ xác nhận)")),
            (AHEAD, _("Sắp tới (dự kiến, hoãn)")),
            *Status.choices,
            (LATE, _("Quá hạn xã xác nhận")),
            (ASKED, _("Xã đề nghị sửa")),
        ],
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=by_state,
    )
    tang = django_filters.ModelChoiceFilter(
        field_name="tier",
        label=_("Tầng nắm"),
        queryset=lambda request: all_tiers(),
        empty_label=_("Tất cả các tầng"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tu = DayFilter(field_name="date", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="date", lookup_expr="lte", label=_("Đến ngày"))

    class Meta:
        model = Visit
        fields: list[str] = []

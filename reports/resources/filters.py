"""The filters of the list of pledges.

huyen, xa, dia_ban · can_bo · dong_chi: an officer · trang_thai · nha_tai_tro: kind of donor · ten: part of the
donor's name · hinh_thuc · muc_dich · qua_han=1: open and past the day on which it was expected · tu, den: days on which
it was found.
"""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField
from nammanh.platform.text import fold
from reports.resources.models import DonorKind, Pledge, Purpose, ResourceForm
from reports.resources.states import Status
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter, OfficerFilter, PlaceFilterSet, TickFilter


def one_of(name: str, label: object, choices: object, empty: object) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        field_name=name,
        label=label,
        choices=choices,
        empty_label=empty,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )


class DonorFilter(django_filters.Filter):
    """A part of the donor's name, accents or not."""

    field_class = OneLineField

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(search__contains=fold(value)) if value else qs


def late(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.late(today()) if value else qs


class PledgeFilter(PlaceFilterSet):
    """Narrows a list of pledges."""

    trang_thai = one_of("status", _("Trạng thái"), Status.choices, _("Tất cả trạng thái"))
    nha_tai_tro = one_of("donor_kind", _("Nhà tài trợ là"), DonorKind.choices, _("Tất cả"))
    ten = DonorFilter(label=_("Tên nhà tài trợ"))
    hinh_thuc = one_of("form", _("Hình thức"), ResourceForm.choices, _("Tất cả hình thức"))
    muc_dich = one_of("purpose", _("Mục đích"), Purpose.choices, _("Tất cả mục đích"))
    can_bo = NameFilter(label=_("Cán bộ vận động"))
    dong_chi = OfficerFilter()
    tu = DayFilter(field_name="found_on", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="found_on", lookup_expr="lte", label=_("Đến ngày"))
    qua_han = TickFilter(label=_("Quá ngày dự kiến"), method=late)

    class Meta:
        model = Pledge
        fields: list[str] = []

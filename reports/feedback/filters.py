"""The filters of the list of petitions.

huyen, xa, dia_ban · tim: words of the record · trang_thai · linh_vuc: key of a field · nganh: key of an agency ·
tu, den: days on which it was reported, both included · dang_mo=1: open · qua_han=1: its clock runs and is past its
day · cho_chuyen=1: with the office, to be sent on · cho_nganh=1: a department owes an answer · cho_ket_thuc=1: has an
outcome, to be closed · buc_xuc=1: hot issues · chua_bao=1: answered, the answer not yet carried back.
"""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from reports.feedback import states
from reports.feedback.models import Petition
from reports.feedback.queries import answering_agencies, fields_of_work
from reports.feedback.states import Status
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter, PlaceFilterSet, TickFilter, WordsFilter


def overdue(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.overdue(today()) if value else qs


def still_open(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.open() if value else qs


def not_told(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.not_carried_back() if value else qs


def waits_for_office(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.filter(status__in=[Status.SUBMITTED, Status.RECEIVED]) if value else qs


def waits_for_department(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.with_department() if value else qs


def waits_for_closing(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.filter(status__in=states.ANSWERED) if value else qs


def only_hot(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.hot() if value else qs


class PetitionFilter(PlaceFilterSet):
    """Narrows a list of petitions."""

    tim = WordsFilter()
    can_bo = NameFilter(label=_("Cán bộ"))
    trang_thai = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Trạng thái"),
        choices=Status.choices,
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    linh_vuc = django_filters.ModelChoiceFilter(
        field_name="field",
        label=_("Lĩnh vực"),
        queryset=lambda request: fields_of_work(),
        empty_label=_("Tất cả lĩnh vực"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    nganh = django_filters.ModelChoiceFilter(
        field_name="department",
        label=_("Ngành trả lời"),
        queryset=lambda request: answering_agencies(),
        empty_label=_("Tất cả các ngành"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tu = DayFilter(field_name="reported_on", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="reported_on", lookup_expr="lte", label=_("Đến ngày"))
    dang_mo = TickFilter(label=_("Chưa có trả lời"), method=still_open)
    cho_chuyen = TickFilter(label=_("Chờ chuyển ngành"), method=waits_for_office)
    cho_nganh = TickFilter(label=_("Ngành đang phải trả lời"), method=waits_for_department)
    cho_ket_thuc = TickFilter(label=_("Có kết quả, chờ kết thúc"), method=waits_for_closing)
    buc_xuc = TickFilter(label=_("Vấn đề bức xúc"), method=only_hot)
    qua_han = TickFilter(label=_("Quá hạn trả lời"), method=overdue)
    chua_bao = TickFilter(label=_("Đã trả lời, chưa báo lại cho dân"), method=not_told)

    class Meta:
        model = Petition
        fields: list[str] = []

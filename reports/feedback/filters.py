"""The filters of the list of petitions.

huyen, xa, dia_ban · trang_thai · linh_vuc: key of a field · nganh: key of an agency · tu, den: days on which it was
reported, both included · dang_mo=1: open · qua_han=1: its clock runs and is past its day · cho_chuyen=1: with the
office, to be sent on · cho_nganh=1: a department owes an answer · cho_ket_thuc=1: has an outcome, to be closed ·
buc_xuc=1: hot issues · chua_bao=1: answered, the answer not yet carried back · nganh_cham=1: its department is past the
day set for it · han_tu, han_den: days on which the answer was due first · dung_han=1: answered by that day · bao_tu,
bao_den: the answer that stands was carried back on a visit of these days · y_dan: how it was received.
"""

from __future__ import annotations

import datetime

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from reports.feedback import states
from reports.feedback.models import CarriedBack, Petition, Reaction
from reports.feedback.queries import answering_agencies, fields_of_work
from reports.feedback.states import Status
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter, OfficerFilter, PlaceFilterSet, TickFilter


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


def late_department(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.with_late_department(today()) if value else qs


def on_time(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.with_punctuality().filter(on_time_original=True) if value else qs


class PetitionFilter(PlaceFilterSet):
    """Narrows a list of petitions."""

    can_bo = NameFilter(label=_("Cán bộ"))
    dong_chi = OfficerFilter()
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
    nganh_cham = TickFilter(widget=forms.HiddenInput, label=_("Ngành chậm trả lời"), method=late_department)
    han_tu = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Đến hạn từ ngày"), widget=forms.HiddenInput)
    han_den = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Đến hạn đến ngày"), widget=forms.HiddenInput)
    dung_han = TickFilter(widget=forms.HiddenInput, label=_("Trả lời đúng hạn ban đầu"), method=on_time)
    bao_tu = DayFilter(widget=forms.HiddenInput, label=_("Báo lại cho dân từ ngày"), method="carried")
    bao_den = DayFilter(widget=forms.HiddenInput, label=_("Báo lại cho dân đến ngày"), method="carried")
    y_dan = django_filters.ChoiceFilter(
        label=_("Ý kiến của dân về câu trả lời"),
        choices=Reaction.choices,
        widget=forms.HiddenInput,
        method="received_as",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    chua_bao = TickFilter(label=_("Đã trả lời, chưa báo lại cho dân"), method=not_told)

    class Meta:
        model = Petition
        fields: list[str] = []

    def carried(self, qs: QuerySet, name: str, value: datetime.date) -> QuerySet:
        """Both ends belong to one telling: the second one asks no more."""
        since, until = (self.form.cleaned_data.get(end) for end in ("bao_tu", "bao_den"))
        if name == "bao_den" and since:
            return qs
        told = CarriedBack.objects.of_the_answer(OuterRef("pk"), OuterRef("answered_at"))
        told = told.filter(visit__date__gte=since) if since else told
        return qs.filter(Exists(told.filter(visit__date__lte=until) if until else told))

    def received_as(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """How the answer that stands was received when it was carried back."""
        told = CarriedBack.objects.of_the_answer(OuterRef("pk"), OuterRef("answered_at"))
        return qs.filter(Exists(told.filter(reaction=value)))

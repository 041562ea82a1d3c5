"""The filters of the list of petitions.

huyen, xa, dia_ban · tim: words of the record · trang_thai · linh_vuc: key of a field · nganh: key of an agency ·
tu, den: days on which it was reported, both included · dang_mo=1: open · qua_han=1: its clock runs and is past its
day · cho_chuyen=1: with the office, to be sent on · cho_nganh=1: a department owes an answer · cho_ket_thuc=1: has an
outcome, to be closed · buc_xuc=1: hot issues · chua_bao=1: answered, the answer not yet carried back · cham_bao=1: and
late.

Links of the statistics add what has no field on the page: so_lieu, the word of a measure · tuoi, an age band ·
cum: a cluster · chu_tri=1: those of which one's own department is the lead. The key `chua` stands for “none yet” in
linh_vuc, nganh and cum. Links of the dashboards add nganh_cham=1: its department is past the day set for it · han_tu,
han_den: days on which the answer was due first · dung_han=1: answered by that day · bao_tu, bao_den: the answer that
stands was carried back on a visit of these days · y_dan: how it was received.
"""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Cluster
from nammanh.platform.dates import format_date, today
from reports.feedback import measures, states
from reports.feedback.clocks import terms_on
from reports.feedback.measures import AgeBand, Measure
from reports.feedback.models import CarriedBack, Petition, Reaction, TermKind
from reports.feedback.queries import (
    answering_agencies,
    clusters_named_to,
    district_of_link,
    districts_named_to,
    fields_of_work,
    in_cluster,
)
from reports.feedback.states import Status
from reports.visits.filters import (
    NO_SUCH_CHOICE,
    DayFilter,
    NameFilter,
    OfficerFilter,
    PlaceFilterSet,
    TickFilter,
    UnitField,
    UnitFilter,
    WordsFilter,
)

NONE_YET = "chua"
"""The key of “none yet”, where a record may have no field, no department or no cluster."""


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


def counted_as(qs: QuerySet, name: str, value: str) -> QuerySet:
    """Exactly the rows that a figure of the statistics counts."""
    now = measures.Now.on(today())
    return measures.narrowed(qs, value, now) if now else qs.none()


def told_late(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return counted_as(qs, name, Measure.CARRIED_LATE) if value else qs


def of_age(qs: QuerySet, name: str, value: str) -> QuerySet:
    now = measures.Now.on(today())
    return qs.filter(measures.in_band(value, now)) if now else qs.none()


def of_cluster(qs: QuerySet, name: str, value: Cluster | str | None) -> QuerySet:
    return in_cluster(qs, None if value == NONE_YET else value, today()) if value else qs


class DistrictField(UnitField):
    """Offers the districts of one's own; takes any from a link, since rows are one's own in any case."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            if (district := district_of_link(str(value))) is None:
                raise
            return district


class DistrictFilter(UnitFilter):
    """As for every list; a department, which has no district of its own, may choose among all."""

    field_class = DistrictField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, level="district", **kwargs)
        self.queryset = lambda request: districts_named_to(request.actor.user)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(district=None) if value == NONE_YET else super().filter(qs, value)


def _in_words(field: forms.Field, value: Any) -> str:
    """“Ngành mình chủ trì”, “Trả lời đúng hạn ban đầu”, “Đến hạn từ ngày: 01/11/2026”."""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices)[value])
    return str(field.label) if value is True else f"{field.label}: {format_date(value)}"


class PetitionFilter(PlaceFilterSet):
    """Narrows a list of petitions."""

    tim = WordsFilter()
    huyen = DistrictFilter(
        label=_("Huyện"), empty_label=_("Tất cả các huyện"), null_label=_("Không thuộc huyện"), null_value=NONE_YET
    )
    cum = django_filters.ModelChoiceFilter(
        label=_("Cụm, tiểu vùng"),
        queryset=lambda request: clusters_named_to(request.actor.user, today()),
        empty_label=_("Tất cả các cụm"),
        null_label=_("Chưa thuộc cụm nào"),
        null_value=NONE_YET,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=of_cluster,
    )
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
        null_label=_("Chưa phân lĩnh vực"),
        null_value=NONE_YET,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    nganh = django_filters.ModelChoiceFilter(
        field_name="department",
        label=_("Ngành trả lời"),
        queryset=lambda request: answering_agencies(),
        empty_label=_("Tất cả các ngành"),
        null_label=_("Chưa chuyển ngành"),
        null_value=NONE_YET,
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
    cham_bao = TickFilter(label=_("Quá hạn báo lại cho dân"), method=told_late)
    so_lieu = django_filters.ChoiceFilter(
        label=_("Số liệu"),
        choices=Measure.choices,
        widget=forms.HiddenInput,
        method=counted_as,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tuoi = django_filters.ChoiceFilter(
        label=_("Đang chờ"),
        choices=AgeBand.choices,
        widget=forms.HiddenInput,
        method=of_age,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    chu_tri = django_filters.ChoiceFilter(
        label=_("Vai trò của ngành"),
        choices=[("1", _("Ngành mình chủ trì"))],
        widget=forms.HiddenInput,
        method="led_by_own",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    WITHOUT_FIELD = (
        *("so_lieu", "tuoi", "chu_tri", "nganh_cham", "han_tu", "han_den", "dung_han", "bao_tu", "bao_den", "y_dan"),
    )
    """What only links ask for; the page says it in words and lets one take it off."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.form.fields
        if len(getattr(fields["huyen"].widget, "choices", ())) > 3:  # all, none and one would be no choice
            fields["cum"].widget = forms.HiddenInput()
        else:
            fields["huyen"].widget = forms.HiddenInput()
            fields["cum"].widget.choices = clusters = list(iter(fields["cum"].choices))
            if len(clusters) <= 3:
                fields["cum"].widget = forms.HiddenInput()
        if self.data.get("cham_bao") and (days := terms_on(today()).get(TermKind.WAY_BACK)) is not None:
            fields["cham_bao"].label = _("Chưa báo lại quá %(days)s ngày làm việc") % {"days": days}
        self.form.order_fields(["huyen", "xa", "cum"])

    def led_by_own(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(department__in=access_of(self.request.actor.user).department_ids)

    @property
    def beyond_the_form(self) -> str:
        """The conditions that have no field on the page, in words."""
        if not self.form.is_bound or not self.form.is_valid():
            return ""
        asked = [(self.form.fields[name], self.form.cleaned_data.get(name)) for name in self.WITHOUT_FIELD]
        return "; ".join(_in_words(field, value) for field, value in asked if value)

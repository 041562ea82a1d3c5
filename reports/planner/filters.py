"""What calendars, lists of meetings and the matrix of cell meetings are narrowed by.

cua: whose calendar (toi, dia-ban, doan-<key>) · cum: a cluster · xem: thang, tuan, ngay, danh-sach · ngay: a day of the
period · nam: a year · loc: sap-toi, da-qua · tim: words of a meeting. huyen, xa, dia_ban as everywhere.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.models import Cluster, Unit
from nammanh.platform.dates import today
from reports.planner.models import LocalMeeting, MeetingKind
from reports.planner.queries.agenda import in_cluster
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, PlaceFilterSet, WordsFilter
from reports.visits.models import Visit

MINE, AREA, DELEGATION = "toi", "dia-ban", "doan-"
VISITS, MEETINGS = "chuyen-di", "lich-hop"


def as_it_is(qs: QuerySet, name: str, value: Any) -> QuerySet:
    """For choices that the page itself reads."""
    return qs


def of_cluster(qs: QuerySet, name: str, value: Cluster | None) -> QuerySet:
    return in_cluster(qs, value, today()) if value else qs


class KeptFilter(django_filters.CharFilter):
    """Something of the address that stays when the form is sent; the page reads it by itself, and forgivingly."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, method=as_it_is, strip=False, **kwargs)

    @property
    def field(self) -> forms.Field:
        if not hasattr(self, "_field"):
            self._field = _AnyText(required=False, widget=forms.HiddenInput)
        return self._field


class _AnyText(forms.CharField):
    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and len(value) <= 20 and value.isprintable() else ""


class WhoseFilter(django_filters.ChoiceFilter):
    """Whose rows; the first choice is what the page shows when nothing is asked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            method=as_it_is, choices=(), empty_label=None, error_messages={"invalid_choice": NO_SUCH_CHOICE}, **kwargs
        )


class WhoseFilterSet(PlaceFilterSet):
    """What has places and belongs to people: `whose` are the choices on offer, the first one the usual."""

    cua = WhoseFilter(label=_("Của ai"))
    cum = django_filters.ModelChoiceFilter(
        label=_("Cụm, tiểu vùng"),
        queryset=lambda request: Cluster.objects.visible_to(request.actor.user).on(today()).in_order(),
        empty_label=_("Tất cả các cụm"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=of_cluster,
    )

    def __init__(self, *args: Any, whose: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.form.fields
        fields["cua"].choices = whose
        fields["cum"].widget.choices = clusters = list(iter(fields["cum"].choices))
        if len(clusters) < 2:
            fields["cum"].widget = forms.HiddenInput()
        if len(whose) < 2:
            fields["cua"].widget = forms.HiddenInput()
        self.form.order_fields(["cua", "huyen", "xa", "cum"])

    def asked(self, name: str) -> Any:
        """What was asked, or nothing where the form isn't sent or isn't valid."""
        return self.form.cleaned_data.get(name) if self.form.is_bound and self.form.is_valid() else None


class CalendarFilter(WhoseFilterSet):
    """Narrows visits and meetings alike."""

    loai = django_filters.ChoiceFilter(
        label=_("Hiện"),
        choices=[(VISITS, _("Chỉ chuyến đi")), (MEETINGS, _("Chỉ lịch họp của xã"))],
        empty_label=_("Chuyến đi và lịch họp"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=as_it_is,
    )
    xem = KeptFilter()
    ngay = KeptFilter()

    class Meta:
        model = Visit
        fields: list[str] = []


class MeetingFilter(PlaceFilterSet):
    """Narrows the list of published meetings."""

    tim = WordsFilter()
    loai = django_filters.ChoiceFilter(
        field_name="kind",
        label=_("Loại"),
        choices=MeetingKind.choices,
        empty_label=_("Tất cả các loại"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tu = DayFilter(field_name="date", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="date", lookup_expr="lte", label=_("Đến ngày"))
    loc = KeptFilter()

    class Meta:
        model = LocalMeeting
        fields: list[str] = []


class HamletFilter(WhoseFilterSet):
    """Narrows the matrix of cell meetings."""

    nam = KeptFilter()

    class Meta:
        model = Unit
        fields: list[str] = []

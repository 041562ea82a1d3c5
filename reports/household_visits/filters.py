"""The filters of the households of one place. loc: chua, theo-doi, lau · so_ngay · ky, ngay · q: code or name."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import Household
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField
from nammanh.platform.text import fold
from reports.household_visits import queries
from reports.household_visits.models import HouseholdLine
from reports.household_visits.spans import SpanKind, span_of
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, PlaceFilterSet

NOT_YET, TO_FOLLOW_UP, LONG_AGO = "chua", "theo-doi", "lau"
DAYS = 90
"""“Quá N ngày” without a number."""


class TextFilter(django_filters.Filter):
    field_class = OneLineField


class HouseholdVisitFilter(django_filters.FilterSet):
    """By code, by name where names may be read, and by when somebody came last."""

    q = TextFilter(label=_("Mã hộ hoặc tên chủ hộ"), method="named", max_length=100)
    loc = django_filters.ChoiceFilter(
        label=_("Xem"),
        choices=[
            (NOT_YET, _("Chưa thăm trong kỳ")),
            (TO_FOLLOW_UP, _("Có việc cần theo dõi")),
            (LONG_AGO, _("Quá số ngày dưới đây chưa thăm")),
        ],
        empty_label=_("Tất cả các hộ"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method="narrowed",
    )
    so_ngay = django_filters.NumberFilter(
        label=_("Số ngày"), method="passed", min_value=1, max_value=3650, decimal_places=0
    )
    ky = django_filters.ChoiceFilter(
        label=_("Kỳ"),
        choices=SpanKind.choices,
        empty_label=_("Quý này"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method="passed",
    )

    class Meta:
        model = Household
        fields: list[str] = []

    def passed(self, rows: QuerySet[Household], name: str, value: Any) -> QuerySet[Household]:
        """Only means something together with `loc`."""
        return rows

    def named(self, rows: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        by_code = Q(code__icontains=value)
        if not fold(value):
            return rows.filter(by_code)
        readable = policies.households_read_in_detail(self.request.actor.user)
        return rows.filter(by_code | (readable & Q(search__contains=fold(value))))

    def narrowed(self, rows: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        data = self.form.cleaned_data
        if value == TO_FOLLOW_UP:
            return rows.filter(queries.waiting())
        if value == LONG_AGO:
            since = today() - datetime.timedelta(days=int(data.get("so_ngay") or DAYS))
            return rows.exclude(queries.visited_since(since))
        return rows.exclude(queries.visited_in(span_of(data.get("ky") or SpanKind.QUARTER, today())))


class FollowUpFilter(PlaceFilterSet):
    """Narrows the list of what was promised to households."""

    tu = DayFilter(field_name="follow_up_by", lookup_expr="gte", label=_("Hạn từ ngày"))
    den = DayFilter(field_name="follow_up_by", lookup_expr="lte", label=_("Hạn đến ngày"))

    class Meta:
        model = HouseholdLine
        fields: list[str] = []

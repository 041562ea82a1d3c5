"""The filters of the lists of messages and of urging.

loai: kind · chua_xem=1: neither read nor done · xem=cho: urging of which nothing has come yet · tu, den: days of the
act, both included.
"""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reports.reminders.models import Message, Urge
from reports.reminders.states import Kind
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, TickFilter

WAITING, DONE = "cho", "xong"


class MessageFilter(django_filters.FilterSet):
    """Narrows one's own messages."""

    place = None

    loai = django_filters.ChoiceFilter(
        field_name="kind",
        label=_("Về việc"),
        choices=Kind.choices,
        empty_label=_("Tất cả các việc"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    chua_xem = TickFilter(label=_("Chưa xem, việc còn chờ"), method="unread")

    class Meta:
        model = Message
        fields: list[str] = []

    def unread(self, qs: QuerySet, name: str, value: bool) -> QuerySet:
        return qs.waiting() if value else qs


class UrgeFilter(django_filters.FilterSet):
    """Narrows the list of urging."""

    place = None

    xem = django_filters.ChoiceFilter(
        label=_("Kết quả"),
        choices=[(WAITING, _("Chưa có kết quả")), (DONE, _("Đã có kết quả"))],
        empty_label=_("Tất cả"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method="by_progress",
    )
    tu = DayFilter(field_name="at", lookup_expr="date__gte", label=_("Từ ngày"))
    den = DayFilter(field_name="at", lookup_expr="date__lte", label=_("Đến ngày"))

    class Meta:
        model = Urge
        fields: list[str] = []

    def by_progress(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if not value:
            return qs
        return qs.waiting() if value == WAITING else qs.exclude(pk__in=qs.waiting().values("pk"))

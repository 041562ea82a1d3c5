"""The filters of the list of comments. huyen, xa, dia_ban · cu_the: cu-the or chung-chung · tu, den."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reports.recommendations.models import Comment
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter, PlaceFilterSet

SPECIFIC, VAGUE = "cu-the", "chung-chung"


def by_verdict(qs: QuerySet, name: str, value: str) -> QuerySet:
    return qs.specific() if value == SPECIFIC else qs.vague()


class CommentFilter(PlaceFilterSet):
    """Narrows a list of comments."""

    can_bo = NameFilter(label=_("Cán bộ"))
    cu_the = django_filters.ChoiceFilter(
        label=_("Mức độ cụ thể"),
        choices=[(SPECIFIC, _("Cụ thể")), (VAGUE, _("Chung chung"))],
        empty_label=_("Tất cả góp ý"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=by_verdict,
    )
    tu = DayFilter(field_name="given_on", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="given_on", lookup_expr="lte", label=_("Đến ngày"))

    class Meta:
        model = Comment
        fields: list[str] = []

"""The filter of the list of profiles that want work."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.filters import ScopedFilterSet
from assignments.models import Level, Unit


class NeedingUpdateFilter(ScopedFilterSet):
    """By level and district."""

    cap = django_filters.ChoiceFilter(
        label=_("Cấp"),
        choices=[(level.value, level.label) for level in Level if level != Level.GROUP],
        field_name="level",
        empty_label=_("Tất cả"),
    )
    huyen = django_filters.ModelChoiceFilter(
        label=_("Huyện, thành phố"), queryset=None, method="in_district", empty_label=_("Tất cả")
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def in_district(self, rows: QuerySet[Unit], name: str, value: Any) -> QuerySet[Unit]:
        return rows.within(value)

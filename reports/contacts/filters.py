"""The filters of the list of contacts.

huyen, xa, dia_ban · tim: words of the record · can_bo · loai: a channel · tu, den: days, both included.
"""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from reports.contacts.models import Channel, Contact
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter, PlaceFilterSet, WordsFilter


class ContactFilter(PlaceFilterSet):
    """Narrows a list of contacts."""

    tim = WordsFilter()
    can_bo = NameFilter(label=_("Cán bộ"))
    loai = django_filters.ChoiceFilter(
        field_name="channel",
        label=_("Cách liên hệ"),
        choices=Channel.choices,
        empty_label=_("Tất cả các cách"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tu = DayFilter(field_name="date", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="date", lookup_expr="lte", label=_("Đến ngày"))

    class Meta:
        model = Contact
        fields: list[str] = []

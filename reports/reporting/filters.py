"""The filters of the list of reports, in the names that every link to them uses.

phan: cua-toi (one's own) or gui-toi (given to oneself or to whom one stands in for) · can_bo: a part of a name ·
trang_thai · tu, den: days that the period touches, both included.
"""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from reports.reporting.models import SituationReport
from reports.reporting.states import Status
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter

MINE, TO_ME = "cua-toi", "gui-toi"


class SituationFilter(django_filters.FilterSet):
    """Narrows the list of officers' reports."""

    place = None
    """No place is chosen here: a report may tell of many."""

    phan = django_filters.ChoiceFilter(
        label=_("Báo cáo"),
        choices=[(MINE, _("Của tôi")), (TO_ME, _("Gửi tôi"))],
        empty_label=_("Tất cả"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method="by_part",
    )
    can_bo = NameFilter(label=_("Cán bộ báo cáo"))
    trang_thai = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Trạng thái"),
        choices=Status.choices,
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tu = DayFilter(field_name="end", lookup_expr="gte", label=_("Kỳ từ ngày"))
    den = DayFilter(field_name="start", lookup_expr="lte", label=_("Kỳ đến ngày"))

    class Meta:
        model = SituationReport
        fields: list[str] = []

    def by_part(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        access = access_of(self.request.actor.user)
        if value == MINE:
            return qs.filter(officer=access.officer_id or 0)
        return qs.given().filter(addressee__in=access.officer_ids)

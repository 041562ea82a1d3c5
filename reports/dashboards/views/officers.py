"""Officer × duty: of oneself, and of one officer at a time for who is in charge above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from assignments.access import access_of
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin
from reports.dashboards import links, policies
from reports.dashboards.matrices import Entry, Line, Matrix
from reports.dashboards.officer import UNTOLD, OfficerDuties, table_of
from reports.dashboards.views.matrices import TablePage
from reports.facts.months import Months
from reports.facts.reading import as_of_text

PARTIAL = gettext_lazy("Chỉ tính những nơi đồng chí được xem.")


def duties_of(request: HttpRequest, pk: int, months: Months) -> OfficerDuties:
    """The table of an officer; for who is neither the officer nor in charge above there is none."""
    table = table_of(request.actor.user, pk, months)
    if table is None or not table.may_open():
        raise Http404
    return table


class OfficerPage(PolicyMixin, TablePage):
    """Duties by months, each number with its list."""

    template_name = "dashboards/officer.html"
    policy = staticmethod(policies.opens_duties)
    export_title = gettext_lazy("Việc đã làm theo tháng")

    @property
    def officer_id(self) -> int:
        return self.kwargs["pk"]

    @cached_property
    def table(self) -> OfficerDuties:
        return duties_of(self.request, self.officer_id, self.months)

    def read(self) -> Matrix:
        return self.table.matrix()

    def export_notes(self) -> list[str]:
        return [str(self.table.officer), *super().export_notes(), *([str(PARTIAL)] if self.is_partial else [])]

    @property
    def export_columns(self) -> Sequence[Column]:
        """Numbers that can be added up, nothing where nothing is told; the months in which a regime was not kept stand
        in a column of their own.
        """
        return [
            Column(self.matrix.corner, "name", width=36),
            Column(_("Chế độ đi cơ sở"), "above", width=28),
            *(
                Column(name, lambda line, at=index: _number(line.entries[at]), CellKind.NUMBER, 10)
                for index, name in enumerate(self.matrix.columns)
            ),
            Column(_("Tháng chưa đủ chế độ"), self._marked, width=40),
        ]

    def _marked(self, line: Line) -> str:
        months = zip(self.matrix.columns, line.entries, strict=True)
        return "; ".join(f"{month}: {entry.mark}" for month, entry in months if entry.mark)

    @property
    def is_own(self) -> bool:
        return self.officer_id == access_of(self.request.actor.user).officer_id

    @property
    def is_partial(self) -> bool:
        """Whether the reader may not read all that this officer wrote."""
        return not self.is_own and not access_of(self.request.actor.user).reads_all_records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        end = self.months.end
        return super().get_context_data(
            officer=self.table.officer,
            is_own=self.is_own,
            partial=PARTIAL if self.is_partial else "",
            as_of_text=as_of_text(timezone.now()),
            duties_url=links.address("assignments:duties", ngay=None if end >= today() else end),
            **kwargs,
        )


def _number(entry: Entry) -> int | None:
    return None if entry == UNTOLD else entry.value


class OwnDuties(OfficerPage):
    """One's own, under an address that everybody has."""

    @property
    def officer_id(self) -> int:
        found = access_of(self.request.actor.user).officer_id
        if found is None:
            raise PermissionDenied
        return found


class OfficerEntry(View):
    """Fragment: the way from an officer's page to the table, for those whom it opens to; else nothing."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not policies.opens_duties(request.actor.user):
            return HttpResponse()
        try:
            duties_of(request, pk, Months.of(today()))
        except Http404:
            return HttpResponse()
        return render(request, "dashboards/_officer_entry.html", {"url": links.officer(pk)})

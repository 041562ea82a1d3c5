"""The details behind the leaders' page, and the list of silent places."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments.models import Unit
from assignments.queries import tiers_on
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date, today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin
from reports.dashboards import policies, queries, scope
from reports.dashboards.forms import DetailsForm, PlacesForm
from reports.dashboards.grids import Grid, GridRow
from reports.dashboards.overview import Overview, districts_of
from reports.facts.reading import ReadsFacts
from reports.visits.queries import cadence_on


class DetailsPage(PolicyMixin, ReadsFacts, ExportMixin, TemplateView):
    """By tier, district and month, with a chart, of the whole area or one district of it (?huyen=); every number opens
    the list behind it. The workbook is the table of the months.
    """

    policy = staticmethod(policies.reads_overview)
    template_name = "dashboards/details.html"
    export_title = _("Diễn biến theo tháng")

    @cached_property
    def form(self) -> DetailsForm:
        """With its choices checked; a district that is not the person's does not exist."""
        form = DetailsForm(self.request.GET, districts=districts_of(self.request.actor.user))
        if not form.is_valid():
            raise Http404
        return form

    @cached_property
    def page(self) -> Overview:
        form = self.form
        return Overview(self.request.actor.user, today(), form.district, list(form.districts.values()), form.measure)

    @cached_property
    def by_month(self) -> Grid:
        return self.page.by_month()

    def export_rows(self) -> list[GridRow]:
        return self.by_month.rows

    def export_notes(self) -> list[str]:
        return [note for note in (str(self.form.measure.label), str(self.form.district or "")) if note]

    @property
    def export_columns(self) -> list[Column]:
        """As the records stand now, which is what the lists count."""
        return [
            Column(self.by_month.corner, "name", width=28),
            *(
                Column(name, lambda row, at=index: row.cells[at].value + row.cells[at].change, CellKind.NUMBER, 10)
                for index, name in enumerate(self.by_month.names)
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, form = self.page, self.form
        return super().get_context_data(
            form=form,
            district=form.district,
            tiers=page.by_tier(),
            waiting=page.waiting(),
            activity=page.activity(),
            by_district=page.by_district() if form.districts else None,
            measure=form.measure,
            by_month=self.by_month,
            chart=page.chart(),
            **kwargs,
        )


class SilentPlaces(PolicyMixin, ReadsFacts, ExportMixin, TemplateView):
    """Places that a tier has not reached within its cadence on a day, the longest silence first.

    Of a district (`?huyen=`), a unit (`?noi=`), a cluster (`?trong_cum=`), a delegation (`?doan=`), or all one's own.
    """

    policy = staticmethod(policies.reads_places)
    template_name = "dashboards/silent.html"
    page_size = 50
    export_columns = (
        Column(_("Địa bàn"), "unit.full_name", width=28),
        Column(_("Trực thuộc"), "unit.parent.full_name", width=28),
        Column(_("Cán bộ phụ trách"), lambda row: "; ".join(map(str, row.holders)), width=40),
        Column(_("Chuyến đi gần nhất được xác nhận"), "last_on", CellKind.DATE, 18),
        Column(_("Số ngày"), "days", CellKind.NUMBER, 10),
        Column(_("Đã đi, chờ xã xác nhận"), "waiting_on", CellKind.DATE, 18),
    )

    @property
    def export_title(self) -> str:
        return _("Quá hạn đi cơ sở: %(tier)s") % {"tier": self.tier}

    def _places(self) -> QuerySet[Unit]:
        """The places of the asked tier and scope; a tier that is not in force does not exist, nor does what is not
        the person's own.
        """
        user = self.request.actor.user
        self.form = PlacesForm(self.request.GET, user=user, districts=districts_of(user))
        if not self.form.is_valid():
            raise Http404
        self.day = self.form.cleaned_data["ngay"] or today()
        self.tier = next((row for row in tiers_on(self.day) if row.pk == self.kwargs["tier"]), None)
        if self.tier is None:
            raise Http404
        units = Unit.objects.visible_to(user)
        self.place = self.form.place
        if isinstance(self.place, Unit):
            units = units.within(self.place)
        elif self.place:
            units = units.filter(scope.of_grouping(user, self.place, self.day).units)
        self.cadence = cadence_on(self.tier, self.day)
        return queries.silent_places(self.tier, self.day, units, self.cadence)

    def export_rows(self) -> Any:
        places = list(self._places())
        return queries.with_holders(self.tier, self.day, places)

    def export_notes(self) -> list[str]:
        where = _("Trong: %(place)s.") % {"place": self.place} if self.place else ""
        return [note for note in (where, _("Tính cho ngày %(day)s.") % {"day": format_date(self.day)}) if note]

    def get_context_data(self, *, tier: int, **kwargs: Any) -> dict[str, Any]:
        number, places, total = self._page(self._places())
        return super().get_context_data(
            tier=self.tier,
            form=self.form if self.form.offers_choice else None,
            place=self.place,
            day=self.day,
            is_today=self.day == today(),
            cadence=self.cadence,
            rows=queries.with_holders(self.tier, self.day, places),
            total=total,
            previous_url=self._url(number - 1) if number > 1 else "",
            next_url=self._url(number + 1) if number * self.page_size < total else "",
            **kwargs,
        )

    def _page(self, places: QuerySet[Unit]) -> tuple[int, list[Unit], int]:
        """The asked page, its places, and how many there are. At most a thousand, so numbered pages are cheap; a page
        that is not there is the first.
        """
        asked = self.request.GET.get("trang", "")
        number = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
        counted = places.annotate(among=Window(Count("pk")))
        for page in dict.fromkeys((number, 1)):
            found = list(counted[(page - 1) * self.page_size : page * self.page_size])
            if found:
                return page, found, found[0].among
        return 1, [], 0

    def _url(self, number: int) -> str:
        query = self.request.GET.copy()
        query["trang"] = str(number)
        return f"?{query.urlencode()}"

"""The leaders' dashboard, the lists behind its own figures, everyone's desk, and the access log."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from assignments.models import Unit
from assignments.policies import reads_access_log
from assignments.queries import tiers_on
from nammanh.accounts.exports import ExportMixin, filter_in_words
from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import mandates_of
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin
from reports.dashboards import contact_map, policies, queries
from reports.dashboards.desk import desk_of
from reports.dashboards.forms import AccessLogFilter, DistrictForm
from reports.dashboards.overview import Overview, districts_of
from reports.visits.queries import cadence_on


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leaders start with the whole, everybody else with their own work."""
    overview = policies.starts_with_overview(request.actor.user)
    return redirect("dashboards:overview" if overview else "dashboards:desk")


class DistrictMixin(PolicyMixin):
    """A page of figures for the whole area of a person, or for one district of it (?huyen=)."""

    policy = staticmethod(policies.reads_overview)
    request: HttpRequest

    def choose_district(self) -> DistrictForm:
        """The form with its choice checked; a district that is not the person's does not exist."""
        form = DistrictForm(self.request.GET, districts=districts_of(self.request.actor.user))
        if not form.is_valid():
            raise Http404
        return form


class OverviewPage(DistrictMixin, TemplateView):
    """Exceptions first; every number opens the list behind it."""

    template_name = "dashboards/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, day = self.choose_district(), today()
        page = Overview(self.request.actor.user, day, form.district, list(form.districts.values()))
        context = {
            "form": form if len(form.districts) > 1 else None,
            "district": form.district,
            "tiers": page.by_tier(),
            "waiting": page.waiting(),
            "activity": page.activity(),
            "by_district": page.by_district() if form.districts else None,
            "by_month": page.by_month(),
            "chart": page.chart(),
        }
        if mapped := page.mapped_tier():
            places = contact_map.places(mapped, day, page.units)
            context |= {
                "tier": mapped.tier,
                "places": places,
                "map": contact_map.data(places, mapped.cadence, form.district),
            }
        return super().get_context_data(**context, **kwargs)


class SilentPlaces(DistrictMixin, ExportMixin, TemplateView):
    """Places that a tier has not reached within its cadence, the longest silence first."""

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

    def _places(self) -> Any:
        """The places of the asked tier and district; a tier that is not in force does not exist."""
        self.day, self.form = today(), self.choose_district()
        self.tier = next((row for row in tiers_on(self.day) if row.pk == self.kwargs["tier"]), None)
        if self.tier is None:
            raise Http404
        units = Unit.objects.visible_to(self.request.actor.user)
        if self.form.district:
            units = units.within(self.form.district)
        return queries.silent_places(self.tier, self.day, units)

    def export_rows(self) -> Any:
        places = list(self._places())
        return queries.with_holders(self.tier, self.day, places)

    def export_notes(self) -> list[str]:
        return [filter_in_words(self.form)]

    def get_context_data(self, *, tier: int, **kwargs: Any) -> dict[str, Any]:
        page = self._page(self._places())
        return super().get_context_data(
            tier=self.tier,
            form=self.form if len(self.form.districts) > 1 else None,
            district=self.form.district,
            cadence=cadence_on(self.tier, self.day),
            rows=queries.with_holders(self.tier, self.day, list(page.object_list)),
            total=page.paginator.count,
            previous_url=self._url(page.previous_page_number()) if page.has_previous() else "",
            next_url=self._url(page.next_page_number()) if page.has_next() else "",
            **kwargs,
        )

    def _page(self, rows: Any) -> Any:
        """At most a thousand places, so numbered pages are cheap; a page that is not there is the first."""
        paginator = Paginator(rows, self.page_size)
        try:
            return paginator.page(self.request.GET.get("trang", 1))
        except (InvalidPage, EmptyPage):
            return paginator.page(1)

    def _url(self, number: int) -> str:
        query = self.request.GET.copy()
        query["trang"] = str(number)
        return f"?{query.urlencode()}"


class Desk(TemplateView):
    """What one's posts and assignments ask for today."""

    template_name = "dashboards/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = desk_of(self.request.actor.user, today())
        enters_for = mandates_of(self.request.user) if desk.is_empty else []
        return super().get_context_data(desk=desk, is_secretary=bool(enters_for), **kwargs)


class AccessLogPage(PolicyMixin, ExportMixin, KeysetListView):
    """Who read protected rows or was refused. All or nothing: whoever may open the page reads every entry.

    Entries name people and addresses, never content, so reading them writes no entry of its own.
    """

    policy = staticmethod(reads_access_log)
    model = AccessLog
    keyset = ("-at", "-pk")
    filterset_class = AccessLogFilter
    template_name = "dashboards/access_log.html"
    export_title = _("Nhật ký truy cập")
    export_columns = (
        Column(_("Lúc"), "at", CellKind.MOMENT, 18),
        Column(_("Người truy cập"), "user.full_name", width=28),
        Column(_("Nhập thay"), "for_user.full_name", width=28),
        Column(_("Loại"), "get_kind_display", width=26),
        Column(_("Địa chỉ trang"), "path", width=50),
    )

    def get_queryset(self) -> Any:
        return AccessLog.objects.select_related("user", "for_user")

"""What the commune's officer has before them: the groups, the households of one group, the visits of one household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView, View

from assignments import policies as assignments
from assignments.models import Household, Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.readings import ProtectedRowsMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ScopedDetailView, scoped_or_404
from reports.household_visits import policies, queries, services
from reports.household_visits.filters import FollowUpFilter, HouseholdVisitFilter
from reports.household_visits.forms import SpanForm
from reports.household_visits.models import HouseholdLine, MonthCount
from reports.visits.models import Visit
from reports.visits.timeline import author
from reports.visits.views import PLACE_COLUMNS, CountedListView


@dataclass(frozen=True)
class PlaceRow:
    """A hamlet or group with its own households."""

    unit: Unit
    figure: queries.Figure
    latest: queries.Latest

    @property
    def unvisited(self) -> int:
        return max(self.figure.total - self.figure.visited, 0)


class PlaceList(ProtectedRowsMixin, PolicyMixin, ExportMixin, TemplateView):
    """The groups and hamlets within one's reach, those with most households still to visit first."""

    template_name = "household_visits/places.html"
    policy = staticmethod(policies.reads_household_visits)
    export_title = _("Thăm hộ gia đình theo tổ, ấp")
    export_columns = (
        Column(_("Tổ, ấp"), "unit.full_name", width=28),
        Column(_("Trực thuộc"), "unit.parent.full_name", width=28),
        Column(_("Số hộ"), "figure.total", CellKind.NUMBER, 10),
        Column(_("Đã thăm trong kỳ"), "figure.visited", CellKind.NUMBER, 12),
        Column(_("Chưa thăm trong kỳ"), "unvisited", CellKind.NUMBER, 12),
        Column(_("Lần thăm gần nhất"), "latest.last_on", CellKind.DATE, 14),
        Column(_("Việc cần theo dõi"), "latest.to_follow_up", CellKind.NUMBER, 12),
    )

    shows_rows = False  # numbers of one's own places

    def rows(self) -> list[PlaceRow]:
        user = self.request.actor.user
        self.asked = SpanForm.asked_in(self.request.GET)
        self.span = self.asked.span()
        reach = queries.within_reach(user)
        figures = queries.coverage(reach, "unit", self.span, MonthCount.objects.visible_to(user))
        latest = queries.latest_of(reach, "unit")
        units = (
            queries.places_within_reach(user).select_related("parent").order_by("parent__name_key", "name_key", "pk")
        )
        rows = [
            PlaceRow(unit, figures.get(unit.pk, queries.Figure()), latest.get(unit.pk, queries.Latest()))
            for unit in units
        ]
        return sorted(rows, key=lambda row: -row.unvisited)

    def export_rows(self) -> list[PlaceRow]:
        return self.rows()

    def export_notes(self) -> list[str]:
        return [str(self.span)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        return super().get_context_data(
            rows=rows,
            span=self.span,
            asked=self.asked,
            total=sum(row.figure.total for row in rows),
            visited=sum(row.figure.visited for row in rows),
            to_follow_up=sum(row.latest.to_follow_up for row in rows),
            may_log=policies.may_log_household_visits(self.request.actor.user),
            today=today(),
            **kwargs,
        )


def _householder(row: Household) -> str:
    return row.householder if row.readable else ""


class HouseholdsOfPlace(ProtectedRowsMixin, PolicyMixin, ExportMixin, KeysetListView):
    """The households of one hamlet or group: who was visited when, what is to be looked at again."""

    model = Household
    template_name = "household_visits/place.html"
    keyset = ("code", "pk")
    page_size = 60
    filterset_class = HouseholdVisitFilter
    policy = staticmethod(policies.reads_household_visits)
    export_title = _("Thăm hộ gia đình")
    export_columns: Sequence[Column] = (
        Column(_("Mã hộ"), "code", width=14),
        Column(_("Ấp, tổ"), "unit.full_name", width=28),
        Column(_("Chủ hộ"), _householder),
        Column(_("Số người"), "get_size_band_display", width=14),
        Column(_("Lần thăm gần nhất"), "last_on", CellKind.DATE, 14),
        Column(_("Cần theo dõi, hạn"), "follow_up_by", CellKind.DATE, 14),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        units = Unit.objects.visible_to(request.actor.user).filter(level__in=["commune", "hamlet", "group"])
        self.place = scoped_or_404(units.select_related("parent"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Household]:
        """Only those that the person reads in full: visits of others are no concern of theirs."""
        user = self.request.actor.user
        readable = assignments.households_read_in_detail(user)
        rows = super().get_queryset().within(self.place).filter(readable)
        return queries.with_visits(
            rows.select_related("unit").annotate(readable=ExpressionWrapper(readable, output_field=BooleanField()))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            place=self.place,
            may_log=policies.may_log_household_visits(self.request.actor.user) and self.place.level != "commune",
            today=today(),
            **kwargs,
        )

    def export_notes(self) -> list[str]:
        return [_("Địa bàn: %(place)s.") % {"place": self.place}, *super().export_notes()]


class HouseholdDetail(ProtectedRowsMixin, PolicyMixin, ScopedDetailView):
    """One household: its visits that are still kept, the latest first."""

    model = Household
    template_name = "household_visits/household.html"
    context_object_name = "household"
    policy = staticmethod(policies.reads_household_visits)

    def get_queryset(self) -> QuerySet[Household]:
        return super().get_queryset().select_related("unit", "hamlet", "commune")

    def get_object(self, queryset: QuerySet[Household] | None = None) -> Household:
        household = super().get_object(queryset)
        if not assignments.reads_household_details(self.request.actor.user, household):
            raise PermissionDenied
        return household

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = (
            HouseholdLine.objects.visible_to(self.request.actor.user)
            .filter(household=self.object)
            .select_related("category", "unit", "visit", "visit__officer", "visit__entered_by")
            .order_by("-visited_on", "-pk")
        )
        rows = list(lines)
        for line in rows:
            line.author = author(line.visit)
        return super().get_context_data(rows=rows, today=today(), back=self.request.get_full_path(), **kwargs)


class HouseholdsOfVisit(ProtectedRowsMixin, ListView):
    """What a visit found, household by household: for the commune tier of the place, and whoever made the visit."""

    model = HouseholdLine
    template_name = "household_visits/of_visit.html"
    context_object_name = "rows"

    def get_queryset(self) -> list[HouseholdLine]:
        user = self.request.actor.user
        visits = Visit.objects.visible_to(user).select_related("unit", "officer", "entered_by")
        self.visit = scoped_or_404(visits, uuid=self.kwargs["uuid"])
        lines = HouseholdLine.objects.visible_to(user).filter(visit=self.visit).select_related("household", "category")
        rows = list(lines.order_by("household__unit_id", "household__code"))
        if not rows:
            raise PermissionDenied(_("Chi tiết từng hộ chỉ cấp xã đọc."))
        mine = queries.reachable(user, [line.household_id for line in rows])
        for line in rows:
            line.readable = line.household_id in mine
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            visit=self.visit,
            author=author(self.visit),
            today=today(),
            back=self.request.get_full_path(),
            **kwargs,
        )


class FollowUpList(ProtectedRowsMixin, PolicyMixin, CountedListView):
    """What was promised to households and is not done, the nearest day first."""

    model = HouseholdLine
    template_name = "household_visits/follow_ups.html"
    keyset = ("follow_up_by", "pk")
    filterset_class = FollowUpFilter
    policy = staticmethod(policies.reads_household_visits)
    export_title = _("Việc cần theo dõi ở hộ gia đình")
    export_columns = (
        *PLACE_COLUMNS[:2],
        Column(_("Mã hộ"), "household.code", width=14),
        Column(_("Nhóm vấn đề"), "category.name"),
        Column(_("Việc cần giải quyết"), "note", width=50),
        Column(_("Ngày thăm"), "visited_on", CellKind.DATE, 13),
        Column(_("Hạn"), "follow_up_by", CellKind.DATE, 13),
    )

    def get_queryset(self) -> QuerySet[HouseholdLine]:
        return super().get_queryset().to_follow_up().select_related("household", "unit", "commune", "category", "visit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.actor.user
        mine = queries.reachable(user, [line.household_id for line in context["rows"]])
        for line in context["rows"]:
            line.may_finish = line.household_id in mine
        return context | {"today": today(), "back": self.request.get_full_path()}


class FinishFollowUp(View):
    """POST only: what was promised is done; then back to where it was said."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        line = scoped_or_404(HouseholdLine.objects.visible_to(user).select_related("household"), pk=kwargs["pk"])
        try:
            services.finish_follow_up(line=line, by=request.actor)
            messages.success(request, _("Đã ghi việc theo dõi đã xong."))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        back = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return redirect(back if safe else reverse("household_visits:follow_ups"))

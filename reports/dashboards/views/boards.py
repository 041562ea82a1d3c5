"""The leaders' page of the whole area, of a unit, of a cluster: one shape, drilled down to the record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from assignments.models import Cluster, Level, Unit
from assignments.queries import FORMER
from nammanh.accounts.models import User
from nammanh.platform.views import PolicyMixin, ScopedMixin
from reports.dashboards import commune, links, policies, scope
from reports.dashboards.board import Board
from reports.dashboards.delegation import delegations_of
from reports.dashboards.period import Period, asked_period
from reports.dashboards.scope import Scope
from reports.dashboards.similar import likeness
from reports.facts.reading import ReadsFacts


def period_words(period: Period) -> dict[str, Any]:
    """How the periods beside the asked one are called."""
    return {
        "previous": _("Tháng trước") if len(period.months) == 1 else _("Kỳ trước"),
        "year_before": _("Cùng kỳ %(year)s") % {"year": period.months.year_before().last.year},
    }


def home_url(user: User, period: Period) -> str:
    """Where leaders came from, for those who have such a page."""
    return links.address("dashboards:overview", **period.asked) if policies.reads_overview(user) else ""


class BoardMixin(ReadsFacts):
    """Reads the period, and puts the board of a scope on the page. Late departments are told of the whole area."""

    request: HttpRequest
    tells_departments = True

    @cached_property
    def period(self) -> Period:
        return asked_period(self.request.GET)

    def board_context(self, part: Scope) -> dict[str, Any]:
        page = Board(self.request.actor.user, part, self.period)
        hot, hot_count, hot_url = page.hot()
        grid = page.grid()
        return {
            "period": self.period,
            "form": self.period.form,
            **period_words(self.period),
            "numbers": page.numbers(),
            "exceptions": [page.silent(), *([page.late()] if self.tells_departments else []), page.vacant()],
            "hot": hot,
            "hot_count": hot_count,
            "hot_url": hot_url,
            "grid": grid if grid.rows else None,
            "board": page,
            "reset_url": self.request.path,
        }


class Home(BoardMixin, TemplateView):
    """Where leaders begin: all that they answer for. A commune and a department come to their own page."""

    template_name = "dashboards/board.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        if not policies.reads_overview(user):
            if (own := policies.own_page(user)) is None:
                raise PermissionDenied
            return redirect(f"{own}?{query}" if (query := request.GET.urlencode()) else own)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = self.board_context(scope.whole(self.request.actor.user))
        return super().get_context_data(
            **context,
            heading=_("Tổng quan"),
            eyebrow=context["board"].own_name,
            details_url=links.address("dashboards:details"),
            map_url=links.address("dashboards:map", ngay=self.period.asked.get("ngay")),
            delegations=[(row, links.delegation(row.pk)) for row in delegations_of(self.request.actor.user)],
            **kwargs,
        )


class PlacePage(PolicyMixin, BoardMixin, ScopedMixin, DetailView):
    """One unit: what was done there and below it in the period, and how it stands on the day."""

    model = Unit
    template_name = "dashboards/board.html"
    context_object_name = "unit"
    tells_departments = False
    policy = staticmethod(policies.reads_places)

    def get_queryset(self) -> QuerySet[Unit]:
        above = ("province", "district", "commune", "hamlet")
        return super().get_queryset().select_related(*above).annotate(former=FORMER)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = self.object
        return super().get_context_data(
            **self.board_context(scope.of_unit(self.request.actor.user, unit, unit.former)),
            heading=str(unit),
            eyebrow=_("Tổng quan"),
            chain=self._chain(unit),
            home_url=home_url(self.request.actor.user, self.period),
            has_work=unit.level == Level.COMMUNE,
            has_like=unit.level in SimilarPlaces.levels,
            unit_url=links.address("assignments:unit", unit.pk, ngay=self.period.asked.get("ngay")),
            months_url=self._months_url(unit),
            **kwargs,
        )

    def _months_url(self, unit: Unit) -> str:
        """The table of the places below, month by month: of a commune its hamlets. One month alone is no table."""
        name = {Level.DISTRICT.value: "huyen", Level.COMMUNE.value: "xa"}.get(unit.level)
        asked = self.period.months.query if len(self.period.months) > 1 else {}
        return links.address("dashboards:places_by_month", **{name: unit.pk}, **asked) if name else ""

    def _chain(self, unit: Unit) -> list[tuple[Unit, str]]:
        """The units above, linked as far as they are the person's own."""
        above = [row for row in (unit.province, unit.district, unit.commune, unit.hamlet) if row and row != unit]
        readable = policies.units_read(self.request.actor.user, above)
        asked = self.period.asked
        return [(row, links.place(row.pk, **asked) if row.pk in readable else "") for row in above]


class ClusterPage(PolicyMixin, BoardMixin, ScopedMixin, DetailView):
    """The communes of a cluster together."""

    model = Cluster
    template_name = "dashboards/board.html"
    context_object_name = "cluster"
    tells_departments = False
    policy = staticmethod(policies.reads_places)

    def get_queryset(self) -> QuerySet[Cluster]:
        return super().get_queryset().select_related("unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grouping = scope.of_grouping(self.request.actor.user, self.object, self.period.day)
        return super().get_context_data(
            **self.board_context(grouping),
            heading=str(self.object),
            eyebrow=_("Tổng quan"),
            home_url=home_url(self.request.actor.user, self.period),
            unit_url=links.address("assignments:cluster", self.object.pk, ngay=self.period.asked.get("ngay")),
            **kwargs,
        )


class PlaceFragment(PolicyMixin, ReadsFacts, ScopedMixin, DetailView):
    """A part of a unit's page that comes after it."""

    model = Unit
    context_object_name = "unit"
    policy = staticmethod(policies.reads_places)
    levels: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Unit]:
        return super().get_queryset().filter(level__in=self.levels).annotate(former=FORMER)


class CommuneWork(PlaceFragment):
    """What waits for the commune's own word, what became of what it sent, what it was told."""

    template_name = "dashboards/_work.html"
    levels = (Level.COMMUNE,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, unit = self.request.actor.user, self.object
        part = scope.of_unit(user, unit, unit.former)
        months = asked_period(self.request.GET).months
        return super().get_context_data(parts=commune.work(user, unit, part, months), months=months, **kwargs)


class SimilarPlaces(PlaceFragment):
    """The six numbers beside the range of the places that are most like this one."""

    template_name = "dashboards/_similar.html"
    levels = (Level.DISTRICT, Level.COMMUNE, Level.HAMLET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = asked_period(self.request.GET)
        found = likeness(self.request.actor.user, self.object, period.months, period.day)
        return super().get_context_data(likeness=found, months=period.months, **kwargs)

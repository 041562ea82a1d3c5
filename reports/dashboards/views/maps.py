"""The map of communes: one layer at a time, with the list of the same places beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assignments.models import Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date, today
from nammanh.platform.spreadsheets import Column
from nammanh.platform.views import PolicyMixin
from reports.dashboards import links, policies, scope
from reports.dashboards.forms import MapForm
from reports.dashboards.maps.layers import FIRST, QUESTIONS, Question
from reports.dashboards.maps.places import Area, Layer, Place
from reports.dashboards.overview import districts_of
from reports.facts.reading import ReadsFacts


class MapPage(PolicyMixin, ReadsFacts, ExportMixin, TemplateView):
    """What was asked of every commune of one's own area, or of one district of it."""

    policy = staticmethod(policies.reads_overview)
    template_name = "dashboards/map.html"
    request: HttpRequest

    @cached_property
    def form(self) -> MapForm:
        """A layer or a district that doesn't exist is not found; a day that can't be read is said at its field."""
        form = MapForm(self.request.GET, districts=districts_of(self.request.actor.user))
        if not form.is_valid() and form.errors.keys() - {"ngay"}:
            raise Http404
        return form

    @property
    def name(self) -> str:
        return self.form.cleaned_data.get("lop") or FIRST

    @property
    def question(self) -> Question:
        return QUESTIONS[self.name]

    @cached_property
    def area(self) -> Area:
        user, district = self.request.actor.user, self.form.district
        asked = self.form.cleaned_data.get("ngay") if self.question.dated else None
        units = Unit.objects.visible_to(user).filter(scope.whole(user).units)
        return Area(user, units.within(district) if district else units, asked or today(), district, asked)

    @cached_property
    def layer(self) -> Layer:
        return self.question.read(self.area)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        district = self.area.district.pk if self.area.district else None
        areas = links.address("profiles:boundaries", huyen=district, ngay=self.area.asked_day)
        return super().get_context_data(
            form=self.form,
            question=self.question,
            layer=self.layer,
            map=self.layer.data(areas),
            choices=[(row.label, self._url(name), name == self.name) for name, row in QUESTIONS.items()],
            day=self.area.day if self.area.day != today() else None,
            reset_url=f"{self.request.path}?lop={self.name}",
            tells_districts=len(self.form.districts) > 1 and not district,
            **kwargs,
        )

    def _url(self, name: str) -> str:
        """The same map by another question."""
        query = self._query()
        query["lop"] = name
        return f"?{query.urlencode()}"

    # --- what is taken along -----------------------------------------------------------------------------------------

    @property
    def export_title(self) -> str:
        return _("Bản đồ: %(title)s") % {"title": str(self.question.title).lower()}

    @property
    def export_columns(self) -> Sequence[Column]:
        return (
            Column(gettext_lazy("Địa bàn"), "unit.full_name", width=28),
            Column(gettext_lazy("Huyện"), "unit.district.full_name", width=24),
            Column(gettext_lazy("Tình trạng"), self._standing, width=36),
            *self.layer.columns,
        )

    def _standing(self, place: Place) -> str:
        return self.layer.legend[place.status].label

    def export_rows(self) -> Iterable[Place]:
        return self.layer.places

    def export_notes(self) -> list[str]:
        where = _("Trong: %(place)s.") % {"place": self.area.district} if self.area.district else ""
        day = _("Tính cho ngày %(day)s.") % {"day": format_date(self.area.day)}
        return [note for note in (where, day, self.layer.note) if note]

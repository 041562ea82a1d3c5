"""A unit's profile, its entry, the history of a fact, the profiles that want work, and the boundaries."""

from __future__ import annotations

import hashlib
import json
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from assignments.forms import AskedDateForm
from assignments.models import Officer, Unit
from assignments.profiles import policies, queries, services
from assignments.profiles.filters import NeedingUpdateFilter
from assignments.profiles.forms import FactsForm
from assignments.profiles.models import FactKind, UnitFact
from assignments.profiles.portrait import Portrait
from assignments.profiles.values import difference, shown, value_of
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ScopedDetailView, ServiceFormView, scoped_or_404

SAVE_ANYWAY = "van_luu"
"""Name of the button “Vẫn lưu”."""


class OfUnit(ScopedDetailView):
    """A page about one unit of one's own scope, as of `?ngay=`; a day that does not exist leaves today's answer."""

    model = Unit
    context_object_name = "unit"

    def get_queryset(self) -> QuerySet[Unit]:
        return super().get_queryset().select_related("province", "district", "commune", "hamlet", "parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = AskedDateForm(self.request.GET if "ngay" in self.request.GET else None)
        self.day = (asked.cleaned_data["ngay"] if asked.is_valid() else None) or today()
        enters = policies.may_enter_facts(self.request.actor.user, self.object)
        return super().get_context_data(
            asked=asked,
            day=self.day,
            is_today=self.day == today(),
            enter_url=reverse("profiles:enter", args=[self.object.pk]) if enters else "",
            **kwargs,
        )


class ProfilePage(OfUnit):
    """Five things to know, then everything that is asked of a unit of this level."""

    template_name = "profiles/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.actor.user
        portrait = Portrait(self.object, self.day, user)
        holders = {row.officer_id for row in portrait.from_system if row.officer_id}
        readable = Officer.objects.visible_to(user).filter(pk__in=holders).values_list("pk", flat=True)
        return context | {
            "portrait": portrait,
            "readable_officers": set(readable) if holders else set(),
            "exists": self.object.in_force_on(self.day),
        }


class FiveOfUnit(OfUnit):
    """Fragment on the unit's page: the five things."""

    template_name = "profiles/_of_unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"portrait": Portrait(self.object, self.day, self.request.actor.user)}


class FactHistory(OfUnit):
    """Every value of one kind of one unit, with what was corrected."""

    template_name = "profiles/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = scoped_or_404(FactKind.objects.all(), code=self.kwargs["code"])
        facts = list(queries.history(UnitFact.objects.visible_to(self.request.actor.user), self.object, kind))
        before = queries.corrections(facts)
        rows = []
        for fact, older in zip_longest(facts, facts[1:]):
            rows.append(
                {
                    "fact": fact,
                    "value": shown(kind, value_of(fact)),
                    "change": difference(kind, value_of(fact), value_of(older)) if older else "",
                    "corrected": [(row, shown(kind, value_of(row))) for row in before.get(fact.pk, [])],
                }
            )
        return super().get_context_data(kind=kind, rows=rows, **kwargs)


class EnterFacts(ServiceFormView):
    """Many facts at once. What looks like a slip is asked about once; what others wrote meanwhile is told."""

    form_class = FactsForm
    template_name = "profiles/enter.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        units = Unit.objects.visible_to(request.actor.user).select_related("commune", "parent")
        self.unit = scoped_or_404(units, pk=kwargs["pk"])
        if not policies.may_enter_facts(request.actor.user, self.unit):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _known(self) -> dict[int, UnitFact]:
        facts = UnitFact.objects.visible_to(self.request.actor.user).filter(unit=self.unit).latest_on(today())
        return {fact.kind_id: fact for fact in facts}

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"unit": self.unit, "kinds": queries.kinds_on(today(), self.unit.level), "known": self._known()}
        return super().get_form_kwargs() | own

    def form_valid(self, form: FactsForm) -> HttpResponse:
        doubts = [] if SAVE_ANYWAY in self.request.POST else form.doubts()
        if doubts:
            return self.render_to_response(self.get_context_data(form=form, doubts=doubts), status=422)
        return super().form_valid(form)

    def call(self, form: FactsForm) -> int:
        try:
            return services.record_facts(unit=self.unit, entries=form.entries, by=self.request.actor)
        except services.ChangedMeanwhileError as refusal:
            form.known = self._known()
            form.show_as_seen(set(refusal.error_dict))
            raise

    def get_success_url(self) -> str:
        if self.result:
            text = ngettext("Đã lưu %(count)s số liệu.", "Đã lưu %(count)s số liệu.", self.result)
            messages.success(self.request, text % {"count": self.result})
        else:
            messages.success(self.request, _("Các số liệu này đã có, không thay đổi."))
        return reverse("profiles:unit", args=[self.unit.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, **kwargs)


class ProfilesNeedingUpdate(PolicyMixin, ExportMixin, KeysetListView):
    """Units with something unknown or too old, within one's own scope."""

    model = Unit
    template_name = "profiles/needing_update.html"
    keyset = ("name_key", "pk")
    filterset_class = NeedingUpdateFilter
    export_title = gettext_lazy("Hồ sơ cần cập nhật")
    export_columns = (
        Column(gettext_lazy("Địa bàn"), "full_name", width=28),
        Column(gettext_lazy("Trực thuộc"), "parent.full_name", width=28),
        Column(gettext_lazy("Mục đã cũ"), lambda row: row.known - row.fresh, CellKind.NUMBER, 12),
        Column(gettext_lazy("Chưa có số liệu"), lambda row: row.asked - row.known, CellKind.NUMBER, 12),
        Column(gettext_lazy("Còn mới"), "fresh", CellKind.NUMBER, 12),
        Column(gettext_lazy("Tất cả các mục"), "asked", CellKind.NUMBER, 12),
    )
    policy = staticmethod(policies.reads_profiles)

    def get_queryset(self) -> QuerySet[Unit]:
        units = super().get_queryset().on(today()).select_related("parent", "commune")
        return queries.needing_update(units, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.actor.user
        for row in context["rows"]:
            row.unknown, row.stale = row.asked - row.known, row.known - row.fresh
            row.enterable = policies.may_enter_facts(user, row)
        return context


def _outlines(request: HttpRequest) -> list[queries.Outline]:
    """Of the communes in one's scope on `?ngay=` (today), of one district with `?huyen=`."""
    user = request.actor.user
    if not policies.reads_profiles(user):
        raise PermissionDenied
    asked = AskedDateForm(request.GET)
    day = (asked.cleaned_data["ngay"] if asked.is_valid() else None) or today()
    units = Unit.objects.visible_to(user)
    if request.GET.get("huyen"):
        units = units.within(scoped_or_404(units, pk=request.GET["huyen"]))
    return queries.outlines_on(units, day)


def _boundaries_tag(request: HttpRequest) -> str:
    """Changes with every boundary that the answer holds; the geometries themselves are not read for it."""
    return f'"{hashlib.sha256(repr(_outlines(request)).encode()).hexdigest()[:32]}"'


@require_safe
@gzip_page
@condition(etag_func=_boundaries_tag)
def boundaries(request: HttpRequest) -> HttpResponse:
    """GeoJSON for the map: nothing but the unit's number and its outline."""
    features = [
        {"type": "Feature", "id": unit_id, "geometry": geometry}
        for unit_id, geometry in queries.geometries(_outlines(request)).items()
    ]
    words = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    answer = HttpResponse(words, content_type="application/geo+json")
    patch_cache_control(answer, private=True, no_cache=True)
    return answer

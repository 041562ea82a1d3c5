"""Households: names and the poverty flag for the commune tier only, and every reading on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries, services
from assignments.filters import HouseholdFilter
from assignments.forms import HouseholdForm
from assignments.models import Household, Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.readings import ProtectedRowsMixin
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, scoped_or_404

MASKED = "•••"


def _shown(value: str) -> Callable[[Household], str]:
    """A column that only those may read who read it on the page."""

    def of(row: Household) -> str:
        if not row.readable:
            return MASKED
        found = getattr(row, value)
        return found if isinstance(found, str) else (_("Có") if found else _("Không"))

    return of


class HouseholdList(ProtectedRowsMixin, PolicyMixin, ExportMixin, KeysetListView):
    """Of one place, `?dia-ban=`; without a place, the hamlets to choose from, by number of households."""

    model = Household
    template_name = "assignments/households.html"
    keyset = ("code", "pk")
    filterset_class = HouseholdFilter
    policy = staticmethod(policies.reads_households)
    export_title = _("Danh sách hộ gia đình")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.place = None
        if asked := request.GET.get("dia-ban"):
            places = Unit.objects.visible_to(request.actor.user).select_related("parent")
            self.place = scoped_or_404(places, pk=asked)
        self.shows_rows = self.place is not None
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Household]:
        rows = super().get_queryset()
        if self.place is None:
            return rows.none()
        readable = policies.households_read_in_detail(self.request.actor.user)
        return (
            rows.within(self.place)
            .select_related("unit", "hamlet")
            .annotate(readable=ExpressionWrapper(readable, output_field=BooleanField()))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        places = policies.household_unit_ids(user)
        kept = {self.place.pk, self.place.hamlet_id, self.place.commune_id} if self.place else set()
        keeps = not places.isdisjoint(kept)
        return super().get_context_data(
            place=self.place,
            hamlets=[] if self.place else self._hamlets(),
            keeps=keeps,
            keeps_list=bool(places),
            add_url=f"{reverse('assignments:household_add')}?dia-ban={self.place.pk}" if keeps else "",
            **kwargs,
        )

    def _hamlets(self, most: int | None = 200) -> list[tuple[Unit, int]]:
        """Where there are households within the person's scope; on the page the first 200 hamlets."""
        user = self.request.actor.user
        counts = queries.households_by_hamlet(Household.objects.visible_to(user))
        rows = Unit.objects.visible_to(user).filter(pk__in=counts).select_related("parent").in_order()
        return [(row, counts[row.pk]) for row in rows[:most]]

    @property
    def export_columns(self) -> Sequence[Column]:
        """What the page shows: of a place its households, masked as there; without a place hamlets and numbers."""
        return HOUSEHOLD_COLUMNS if self.place else HAMLET_COLUMNS

    def export_rows(self) -> Iterable[Any]:
        return super().export_rows() if self.place else self._hamlets(None)

    def export_notes(self) -> list[str]:
        if self.place is None:
            return []
        return [_("Địa bàn: %(place)s.") % {"place": self.place}, *super().export_notes()]


HOUSEHOLD_COLUMNS = (
    Column(_("Mã hộ"), "code", width=14),
    Column(_("Ấp, tổ"), "unit.full_name", width=28),
    Column(_("Ấp, khu phố"), "hamlet.full_name", width=28),
    Column(_("Chủ hộ"), _shown("householder")),
    Column(_("Số người"), "get_size_band_display", width=14),
    Column(_("Hộ nghèo"), _shown("officially_poor"), width=12),
)
HAMLET_COLUMNS = (
    Column(_("Ấp, khu phố"), lambda row: row[0].full_name, width=28),
    Column(_("Trực thuộc"), lambda row: row[0].parent.full_name, width=28),
    Column(_("Số hộ"), lambda row: row[1], CellKind.NUMBER, 10),
)


class KeepsHouseholds(ProtectedRowsMixin, PolicyMixin, ServiceFormView):
    """Adding and correcting, by the commune's own Party committee."""

    form_class = HouseholdForm
    template_name = "assignments/household_form.html"
    household: Household | None = None

    @staticmethod
    def policy(user: Any) -> bool:
        return bool(policies.household_unit_ids(user))

    shows_rows = False

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "household": self.household}

    def get_success_url(self) -> str:
        place = self.result.hamlet_id or self.result.unit_id
        return f"{reverse('assignments:households')}?dia-ban={place}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(household=self.household, **kwargs)


class HouseholdAdd(KeepsHouseholds):
    success_message = _("Đã thêm hộ.")

    def get_initial(self) -> dict[str, Any]:
        return {"unit": self.request.GET.get("dia-ban", "")}

    def call(self, form: HouseholdForm) -> Household:
        return services.add_household(by=self.request.actor, **form.cleaned_data)


class HouseholdEdit(KeepsHouseholds):
    shows_rows = True
    success_message = _("Đã lưu thông tin hộ.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Household.objects.visible_to(request.actor.user).select_related("unit")
        self.household = scoped_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def call(self, form: HouseholdForm) -> Household:
        return services.edit_household(household=self.household, by=self.request.actor, **form.cleaned_data)

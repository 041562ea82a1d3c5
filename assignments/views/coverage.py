"""The coverage of each tier, place by place, and the lists that its numbers count."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assignments import policies, queries
from assignments.filters import CoverageListForm
from assignments.forms import AskedDateForm
from assignments.models import Cluster, ClusterMember, Household, Tier, Unit
from assignments.models.policy import TierTarget
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date, today
from nammanh.platform.numbers import format_percent
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin


def address(name: str, day: datetime.date, **query: Any) -> str:
    """A list with its filter; the day is left out when it is today."""
    if day != today():
        query["ngay"] = format_date(day)
    return f"{reverse(f'assignments:{name}')}?{urlencode({key: value for key, value in query.items() if value})}"


@dataclass(frozen=True)
class Cell:
    """A figure of the matrix with the address of exactly the rows that each of its numbers counts."""

    tier: Tier
    figure: queries.Figure
    urls: dict[str, str]

    @property
    def rate(self) -> str:
        return format_percent(self.figure.held, self.figure.total)


@dataclass(frozen=True)
class Line:
    """One place of the matrix; `officers` hold something there in any tier, each counted once."""

    name: str
    url: str
    cells: list[Cell]
    officers: int


class CoverageMatrix(PolicyMixin, ExportMixin, TemplateView):
    """Tier × district (or cluster): held of all, by how many officers, on any day (`?ngay=`)."""

    template_name = "assignments/matrix.html"
    policy = staticmethod(policies.reads_coverage)
    export_title = gettext_lazy("Độ phủ")

    def _read(self) -> list[Line]:
        user = self.request.actor.user
        self.asked = AskedDateForm(self.request.GET)
        self.day = (self.asked.cleaned_data["ngay"] if self.asked.is_valid() else None) or today()
        units = Unit.objects.visible_to(user)
        self.found = queries.matrix(self.day, units, ClusterMember.objects.visible_to(user))
        keys = self.found.keys
        districts = list(queries.districts_of(units).filter(pk__in={key.district_id for key in keys}).in_order())
        self.linked = {row.pk for row in districts if row.among}
        clusters = Cluster.objects.visible_to(user).filter(pk__in={key.cluster_id for key in keys})
        self.by_cluster = any(key.district_id is None for key in keys)
        lines = [self._line(queries.RowKey(row.pk), str(row), huyen=row.pk) for row in districts]
        lines += [self._line(queries.RowKey(None, row.pk), str(row), cum=row.pk) for row in clusters.in_order()]
        if queries.RowKey() in keys:
            lines.append(self._line(queries.RowKey(), _("Không thuộc huyện, cụm nào"), ngoai_cum=1))
        whole = [self._cell(tier, self.found.of_tier(tier)) for tier in self.found.tiers]
        self.total = Line(_("Tất cả"), "", whole, len(self.found.officers))
        return lines

    def _line(self, key: queries.RowKey, name: str, **where: int) -> Line:
        url = reverse("assignments:unit", args=[key.district_id]) if key.district_id in self.linked else ""
        cells = [self._cell(tier, self.found.at(key, tier), **where) for tier in self.found.tiers]
        return Line(name, url, cells, len(self.found.officers_at(key)))

    def _cell(self, tier: Tier, figure: queries.Figure, **where: int) -> Cell:
        urls = {
            "held": address("unheld", self.day, tang=tier.pk, loc="da", **where),
            "total": address("unheld", self.day, tang=tier.pk, loc="tat-ca", **where),
            "unheld": address("unheld", self.day, tang=tier.pk, **where),
            "officers": address("officers", self.day, tang=tier.pk, **where) if self._lists_officers(where) else "",
        }
        return Cell(tier, figure, urls)

    def _lists_officers(self, where: dict[str, int]) -> bool:
        """The list of officers is of today, and is narrowed by a district that the person sees."""
        return self.day == today() and set(where) <= {"huyen"} and self.linked.issuperset(where.values())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self._read()
        return super().get_context_data(
            lines=[self.total, *lines] if len(lines) > 1 else lines,
            tiers=self.found.tiers,
            day=self.day,
            asked=self.asked,
            by_cluster=self.by_cluster,
            **kwargs,
        )

    def export_rows(self) -> list[Line]:
        lines = self._read()
        return [*lines, self.total]

    def export_notes(self) -> list[str]:
        return [_("Tính cho ngày %(day)s.") % {"day": format_date(self.day)}]

    @property
    def export_columns(self) -> Sequence[Column]:
        place = _("Cụm") if self.by_cluster else _("Huyện, thành phố")
        columns = [Column(place, "name", width=32)]
        for index, tier in enumerate(self.found.tiers):
            columns += _columns_of(tier, index)
        return [*columns, Column(_("Số đồng chí, mọi tầng"), "officers", CellKind.NUMBER, 14)]


def _columns_of(tier: Tier, index: int) -> list[Column]:
    """Held, all, rate, officers, units for each officer."""

    def figure(line: Line) -> queries.Figure:
        return line.cells[index].figure

    def rate(line: Line) -> float | None:
        return figure(line).held / figure(line).total if figure(line).total else None

    return [
        Column(f"{tier}: {_('đã phân công')}", lambda line: figure(line).held, CellKind.NUMBER, 14),
        Column(f"{tier}: {_('tất cả')}", lambda line: figure(line).total, CellKind.NUMBER, 14),
        Column(f"{tier}: {_('tỷ lệ')}", rate, CellKind.PERCENT, 12),
        Column(f"{tier}: {_('số đồng chí')}", lambda line: len(figure(line).officers), CellKind.NUMBER, 14),
        Column(f"{tier}: {_('bình quân mỗi đồng chí')}", lambda line: figure(line).per_officer, CellKind.RATIO, 14),
    ]


class UnheldList(PolicyMixin, ExportMixin, KeysetListView):
    """What a tier has not reached (or has: `loc=da`, or all of it), as many rows as the coverage counts.

    Households are told by hamlet and number only, whoever asks: their list has its own page, rules and log.
    """

    model = Unit
    template_name = "assignments/unheld.html"
    keyset = ("name_key", "pk")
    policy = staticmethod(policies.reads_coverage)
    titles = {
        "chua": gettext_lazy("Chưa có đồng chí phụ trách"),
        "da": gettext_lazy("Đã có đồng chí phụ trách"),
        "tat-ca": gettext_lazy("Tất cả địa bàn của tầng"),
    }

    def _read(self) -> None:
        """The tier, place and day that the address asks about."""
        asked = CoverageListForm(self.request.GET, user=self.request.actor.user)
        asked.is_valid()
        self.asked = asked.cleaned_data
        self.day = self.asked.get("ngay") or today()
        self.tier: Tier | None = self.asked.get("tang") or self._first_tier()
        self.place: Unit | Cluster | None = self.asked.get("huyen") or self.asked.get("cum")
        self.which = self.asked.get("loc") or "chua"
        self.by_hamlet = self.tier is not None and self.tier.target == TierTarget.HOUSEHOLD
        self.counts: dict[int, int] = {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.actor.user
        manages = policies.may_manage_assignments(user)
        reads = self.by_hamlet and policies.reads_households(user)
        return context | {
            "lines": [self._line(unit, manages, reads) for unit in context["rows"]],
            "tier": self.tier,
            "place": self.place or (_("Không thuộc huyện, cụm nào") if self.asked.get("ngoai_cum") else ""),
            "day": self.day,
            "which": self.which,
            "title": self.titles[self.which],
            "by_hamlet": self.by_hamlet,
            "total": sum(self.counts.values()) if self.by_hamlet else self.found.count(),
        }

    def _first_tier(self) -> Tier | None:
        """Of the day's phase, when the address names none: a day may have no phase. A tier that isn't is not found."""
        if "tang" in self.request.GET:
            raise Http404
        return next(iter(queries.tiers_on(self.day)), None)

    def _inside(self, units: QuerySet[Unit]) -> QuerySet[Unit]:
        members = ClusterMember.objects.visible_to(self.request.actor.user)
        if self.asked.get("ngoai_cum"):
            return queries.in_no_cluster(units, self.day, members)
        if isinstance(self.place, Cluster):
            return queries.in_cluster(units, self.place.pk, self.day, members)
        return units.within(self.place) if self.place else units

    def get_queryset(self) -> QuerySet[Unit]:
        self._read()
        units = Unit.objects.visible_to(self.request.actor.user)
        if self.tier is None:
            self.found = units.none()
            return self.found
        choose = {"chua": queries.unheld, "da": queries.held, "tat-ca": queries.targets}[self.which]
        found: QuerySet[Unit] | QuerySet[Household] = choose(self.tier, self.day, self._inside(units))
        if self.by_hamlet:
            self.counts = queries.households_by_hamlet(found)
            found = units.filter(pk__in=self.counts)
        self.found = found
        return found.select_related("parent", "district")

    def _line(self, unit: Unit, manages: bool, reads: bool) -> dict[str, Any]:
        place = f"?dia-ban={unit.pk}"
        offers = manages and self.which == "chua" and unit.in_force_on(today())
        return {
            "unit": unit,
            "count": self.counts.get(unit.pk),
            "assign_url": reverse("assignments:assign") + place if offers else "",
            "households_url": reverse("assignments:households") + place if reads else "",
        }

    @property
    def export_title(self) -> str:
        return f"{self.titles[self.which]} – {self.tier}" if self.tier else str(self.titles[self.which])

    def export_notes(self) -> list[str]:
        where = _("Trong: %(place)s.") % {"place": self.place} if self.place else ""
        return [note for note in (where, _("Tính cho ngày %(day)s.") % {"day": format_date(self.day)}) if note]

    @property
    def export_columns(self) -> Sequence[Column]:
        columns = [
            Column(_("Địa bàn"), "full_name", width=28),
            Column(_("Trực thuộc"), "parent.full_name", width=28),
            Column(_("Huyện, thành phố"), "district.full_name", width=28),
        ]
        count = Column(_("Số hộ"), lambda unit: self.counts.get(unit.pk), CellKind.NUMBER, 10)
        return [*columns, count] if self.by_hamlet else columns

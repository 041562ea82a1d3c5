"""The list of assignments with the coverage of each tier, and the lists that its numbers count."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from assignments import policies, queries
from assignments.filters import AssignmentFilter, CoverageListForm
from assignments.models import Assignment, Household, Tier, Unit
from assignments.models.policy import TierTarget
from nammanh.platform.dates import format_date, today
from nammanh.platform.views import KeysetListView, PolicyMixin


def address(name: str, day: datetime.date, **query: Any) -> str:
    """A list with its filter; the day is left out when it is today."""
    if day != today():
        query["ngay"] = format_date(day)
    return f"{reverse(f'assignments:{name}')}?{urlencode({key: value for key, value in query.items() if value})}"


class AssignmentList(PolicyMixin, KeysetListView):
    model = Assignment
    template_name = "assignments/assignments.html"
    keyset = ("-valid_from", "-pk")
    filterset_class = AssignmentFilter
    policy = staticmethod(policies.reads_coverage)

    def get_queryset(self) -> QuerySet[Assignment]:
        return super().get_queryset().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, day = self.request.actor.user, self.filter.day
        rows = context["rows"]
        titles = queries.titles_on([row.officer_id for row in rows], day)
        self.absences = queries.absences_on([row.officer_id for row in rows], day)
        manages = policies.may_manage_assignments(user)
        return context | {
            "lines": [self._line(row, titles.get(row.officer_id, ""), manages) for row in rows],
            "day": day,
            "is_today": day == today(),
            "coverage": [] if self.request.GET.get("sau") else self._coverage(day),
            "assign_url": reverse("assignments:assign") if manages else "",
        }

    def _line(self, row: Assignment, title: str, manages: bool) -> dict[str, Any]:
        open_end = manages and not row.end_reason and (row.valid_to is None or row.valid_to >= today())
        return {
            "row": row,
            "title": title,
            "absence": self.absences.get(row.officer_id),
            "replace_url": reverse("assignments:replace", args=[row.pk]) if open_end else "",
            "end_url": reverse("assignments:end", args=[row.pk]) if open_end else "",
        }

    def _coverage(self, day: datetime.date) -> list[dict[str, Any]]:
        """One block a tier; each number with the address of exactly the rows that it counts."""
        units = Unit.objects.visible_to(self.request.actor.user)
        if district := self.filter.is_valid() and self.filter.form.cleaned_data.get("huyen"):
            units = units.within(district)
        tiers = [queries.tier_coverage(tier, day, units) for tier in queries.tiers_on(day)]
        ids = {cell.district_id for tier in tiers for cell in tier.cells if cell.district_id}
        names = Unit.objects.visible_to(self.request.actor.user).filter(pk__in=ids).in_order()
        return [self._tier(tier, list(names), day, district or None) for tier in tiers]

    def _tier(
        self, found: queries.TierCoverage, districts: list[Unit], day: datetime.date, district: Unit | None
    ) -> dict[str, Any]:
        cells = {cell.district_id: cell for cell in found.cells}
        within = district.pk if district else None
        return {
            "tier": found.tier,
            "whole": found,
            "urls": self._urls(found.tier, day, within),
            "districts": [
                (unit, cells[unit.pk], self._urls(found.tier, day, unit.pk)) for unit in districts if unit.pk in cells
            ],
        }

    def _urls(self, tier: Tier, day: datetime.date, district_id: int | None) -> dict[str, str]:
        where = {"tang": tier.pk, "huyen": district_id}
        return {
            "held": address("unheld", day, loc="da", **where),
            "total": address("unheld", day, loc="tat-ca", **where),
            "unheld": address("unheld", day, **where),
            "officers": address("officers", today(), **where) if day == today() else "",
        }


class UnheldList(PolicyMixin, KeysetListView):
    """What a tier has not reached (or has: `loc=da`, or all of it), as many rows as the coverage counts.

    Households are told by hamlet and number only, whoever asks: their list has its own page, rules and log.
    """

    model = Unit
    template_name = "assignments/unheld.html"
    keyset = ("name_key", "pk")
    policy = staticmethod(policies.reads_coverage)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        asked = CoverageListForm(self.request.GET, user=user)
        asked.is_valid()
        self.tier = asked.cleaned_data.get("tang") or self._first_tier()
        self.district = asked.cleaned_data.get("huyen")
        self.day = asked.cleaned_data.get("ngay") or today()
        self.which = asked.cleaned_data.get("loc") or "chua"
        self.by_hamlet = self.tier.target == TierTarget.HOUSEHOLD
        self.counts: dict[int, int] = {}
        context = super().get_context_data(**kwargs)
        manages = policies.may_manage_assignments(user)
        reads = self.by_hamlet and policies.reads_households(user)
        return context | {
            "lines": [self._line(unit, manages, reads) for unit in context["rows"]],
            "tier": self.tier,
            "district": self.district,
            "day": self.day,
            "which": self.which,
            "by_hamlet": self.by_hamlet,
            "total": sum(self.counts.values()) if self.by_hamlet else self.found.count(),
        }

    def _first_tier(self) -> Tier:
        """Of today's phase, when the address names none; a tier that does not exist is not found."""
        tiers = [] if "tang" in self.request.GET else queries.tiers_on(today())
        if not tiers:
            raise Http404
        return tiers[0]

    def get_queryset(self) -> QuerySet[Unit]:
        units = Unit.objects.visible_to(self.request.actor.user)
        inside = units.within(self.district) if self.district else units
        choose = {"chua": queries.unheld, "da": queries.held, "tat-ca": queries.targets}[self.which]
        found: QuerySet[Unit] | QuerySet[Household] = choose(self.tier, self.day, inside)
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

"""Units: the tree, the search, and the page of one unit with who answers for it on any day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries
from assignments.filters import UnitFilter
from assignments.forms import AskedDateForm
from assignments.models import Absence, Assignment, Officer, Succession, Tier, Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, ScopedDetailView


class UnitList(ExportMixin, KeysetListView):
    """Without a question, the tops of the person's scope and what lies directly below; else the matching units."""

    model = Unit
    template_name = "assignments/units.html"
    keyset = ("name_key", "pk")
    filterset_class = UnitFilter
    export_title = _("Danh sách địa bàn")
    export_columns = (
        Column(_("Đơn vị"), "full_name", width=32),
        Column(_("Cấp"), "get_level_display", width=20),
        Column(_("Trực thuộc"), "parent.full_name", width=32),
        Column(_("Mã"), "gso_code", width=10),
        Column(_("Đơn vị trực thuộc"), "children_count", CellKind.NUMBER, 12),
        Column(_("Từ ngày"), "valid_from", CellKind.DATE, 13),
        Column(_("Đến hết ngày"), "valid_to", CellKind.DATE, 13),
    )

    def get_queryset(self) -> QuerySet[Unit]:
        return queries.with_children_count(super().get_queryset(), today()).select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["searching"] = bool(context["filter"].form.changed_data) or not context["filter"].is_valid()
        if not context["searching"] and not self.request.GET.get("sau"):
            context["branches"] = self._branches()
        return context

    def _branches(self) -> list[dict[str, Any]]:
        units = Unit.objects.visible_to(self.request.actor.user)
        tops = list(queries.roots(units, today()).in_order())
        below: dict[int, list[Unit]] = {}
        rows = queries.with_children_count(units.on(today()), today())
        for unit in rows.filter(parent__in=[top.pk for top in tops]).in_order():
            below.setdefault(unit.parent_id, []).append(unit)
        return [{"unit": top, "below": below.get(top.pk, [])} for top in tops]


@dataclass(frozen=True)
class Holder:
    """One line of “ai phụ trách”: the assignment, the title of that day, and what the viewer may do about it."""

    assignment: Assignment
    title: str
    officer_url: str
    from_above: bool
    replace_url: str = ""
    end_url: str = ""
    absence: Absence | None = None


@dataclass(frozen=True)
class TierAnswer:
    """A tier with its holders; `share` tells of the places below where the tier itself reaches further down."""

    tier: Tier
    holders: list[Holder]
    share: queries.Share | None = None
    below: str = ""

    @property
    def nobody(self) -> bool:
        return not self.holders and (self.share is None or self.share.held == 0)


@dataclass(frozen=True)
class Kin:
    row: Succession
    unit: Unit
    url: str


@dataclass
class Linker:
    """Who and what the viewer may open, asked once for the whole page."""

    user: Any
    units: set[int] = field(default_factory=set)
    officers: set[int] = field(default_factory=set)

    def ask(self, units: list[Unit], officer_ids: set[int]) -> None:
        places = Unit.objects.visible_to(self.user).filter(pk__in=[unit.pk for unit in units])
        people = Officer.objects.visible_to(self.user).filter(pk__in=officer_ids)
        of_places = places.order_by().values_list("pk", Value(True))
        of_people = people.order_by().values_list("pk", Value(False))
        for pk, is_unit in of_places.union(of_people, all=True):
            (self.units if is_unit else self.officers).add(pk)

    def unit(self, unit: Unit) -> str:
        return reverse("assignments:unit", args=[unit.pk]) if unit.pk in self.units else ""

    def officer(self, officer_id: int) -> str:
        return reverse("assignments:officer", args=[officer_id]) if officer_id in self.officers else ""


DEPTHS = ["province", "district", "commune", "hamlet", "household"]
"""From the top down; a self-managed group is as deep as its hamlet."""


class UnitDetail(ScopedDetailView):
    """`?ngay=dd/mm/yyyy` asks about another day; one that does not exist is said so, and today's answer stays."""

    model = Unit
    template_name = "assignments/unit.html"
    context_object_name = "unit"

    def get_queryset(self) -> QuerySet[Unit]:
        rows = queries.with_signs(super().get_queryset())
        return rows.select_related("province", "district", "commune", "hamlet", "parent", "opened_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, user = self.object, self.request.actor.user
        asked = AskedDateForm(self.request.GET if "ngay" in self.request.GET else None)
        self.day = (asked.cleaned_data["ngay"] if asked.is_valid() else None) or today()
        self.manages = policies.may_manage_assignments(user)
        exists = unit.in_force_on(self.day)
        tiers = queries.tiers_on(self.day) if exists else []
        below = list(Unit.objects.visible_to(user).on(self.day).filter(parent=unit).in_order()) if exists else []
        answering = queries.answering_on(unit, self.day, below)
        self.children = self._children(below, answering.leads, tiers)
        away = {row.officer_id for row in answering.on_day if row.away}
        self.absences = queries.absences_on(away, self.day) if away else {}
        kinship = queries.kinship_of(unit) if unit.has_kin else queries.Kinship([], [])
        membership = queries.membership_of(unit, self.day)
        counterparts = queries.counterparts_on(unit, self.day)
        chain = [row for row in (unit.province, unit.district, unit.commune, unit.hamlet) if row and row.pk != unit.pk]
        officers = {row.officer_id for row in [*answering.on_day, *answering.timeline]}
        self.linker = Linker(user)
        self.linker.ask([*chain, *kinship.units, *counterparts], officers)
        return super().get_context_data(
            asked=asked,
            day=self.day,
            is_today=self.day == today(),
            exists=exists,
            too_early=self.day < unit.valid_from,
            counterparts=[(row, self.linker.unit(row)) for row in counterparts],
            chain=[(row, self.linker.unit(row)) for row in chain],
            tiers=self._tiers(answering.by_tier(tiers)),
            timeline=[(row, self.linker.officer(row.officer_id), _when(row)) for row in answering.timeline],
            before=[Kin(row, row.predecessor, self.linker.unit(row.predecessor)) for row in kinship.before],
            after=[Kin(row, row.successor, self.linker.unit(row.successor)) for row in kinship.after],
            membership=membership,
            membership_linked=unit.level == "commune" or unit.commune_id in self.linker.units,
            children=self.children,
            corrections=queries.corrections_of(unit) if unit.was_corrected else [],
            actions=self._actions(),
            **kwargs,
        )

    def _tiers(self, holdings: list[queries.Holding]) -> list[TierAnswer]:
        """Every tier is printed, also when nobody holds it."""
        return [
            TierAnswer(
                holding.tier,
                [self._holder(row) for row in holding.assignments],
                self._share(holding.tier),
                holding.tier.get_target_display(),
            )
            for holding in holdings
        ]

    def _share(self, tier: Tier) -> queries.Share | None:
        """How much of what lies below is held, where the tier reaches further down than this unit."""
        own = DEPTHS.index(self.object.level) if self.object.level in DEPTHS else DEPTHS.index("hamlet")
        if DEPTHS.index(tier.target) <= own or not self._counts_below(tier):
            return None
        level = self.children[0]["unit"].level if self.children else ""
        if tier.target == level:
            held = [any(row.role.tier_id == tier.pk for row in child["leads"]) for child in self.children]
            return queries.Share(sum(held), len(held))
        if tier.target == queries.BELOW.get(level):
            shares = [child["share"] for child in self.children if child["share"]]
        else:
            units = Unit.objects.visible_to(self.request.actor.user).within(self.object)
            here = Q(**{self.object.level: self.object}) if self.object.level in DEPTHS else Q()
            counted = queries.counts(tier, self.day, units, ["district_id"], here)
            shares = [queries.Share(held, total) for _district, total, held in counted]
        return queries.Share(sum(row.held for row in shares), sum(row.total for row in shares)) if shares else None

    def _counts_below(self, tier: Tier) -> bool:
        """Households are counted where they are few; for a district or the province the coverage page does it."""
        return tier.target != "household" or self.object.level not in {"province", "district"}

    def _holder(self, row: Assignment) -> Holder:
        changes = self.manages and row.unit_id == self.object.pk and not row.end_reason
        return Holder(
            row,
            row.title or "",
            self.linker.officer(row.officer_id),
            from_above=row.unit_id != self.object.pk,
            replace_url=reverse("assignments:replace", args=[row.pk]) if changes else "",
            end_url=reverse("assignments:end", args=[row.pk]) if changes else "",
            absence=self.absences.get(row.officer_id),
        )

    def _children(
        self, rows: list[Unit], leads: dict[int, list[Assignment]], tiers: list[Tier]
    ) -> list[dict[str, Any]]:
        shares = queries.shares_below(rows, self.day, tiers)
        return [{"unit": row, "leads": leads.get(row.pk, []), "share": shares.get(row.pk)} for row in rows]

    def _actions(self) -> dict[str, str]:
        """The page's buttons: address by kind, empty when not for this person."""
        unit, user = self.object, self.request.actor.user
        current = unit.in_force_on(today())
        place = f"?dia-ban={unit.pk}"
        return {
            "assign": reverse("assignments:assign") + place
            if self.manages and current and unit.level != "province"
            else "",
            "change": reverse("assignments:change_unit", args=[unit.pk])
            if current and policies.may_manage_units(user)
            else "",
            "correct": reverse("assignments:correct_unit", args=[unit.pk]) if policies.may_manage_units(user) else "",
            "households": reverse("assignments:households") + place
            if unit.level in {"commune", "hamlet", "group"} and policies.reads_households(user)
            else "",
        }


def _when(row: Assignment) -> str:
    """past, present or coming, seen from today."""
    if row.valid_from > today():
        return "coming"
    return "present" if row.in_force_on(today()) else "past"

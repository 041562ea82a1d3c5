"""How the places of a scope stand on a day: since when nobody came, whether anybody answers for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from assignments.models import Cadence, ClusterMember, Household, Level, Phase, Tier, Unit
from assignments.models.kinds import full_name
from assignments.models.policy import TierTarget
from assignments.queries import FORMER, is_held
from nammanh.platform.text import sort_key
from reports.visits.queries import measured_level, visits_to_place
from reports.visits.states import Status


@dataclass(frozen=True)
class TierRule:
    """A tier in force, and after how many days without a visit a place of it counts as silent (None: never)."""

    tier: Tier
    overdue_after: int | None

    @cached_property
    def measured(self) -> str:
        """The level at which silence is told."""
        return measured_level(self.tier)

    @cached_property
    def names_holders(self) -> bool:
        """Whether units, and not households, are what somebody must hold."""
        return self.tier.target != TierTarget.HOUSEHOLD


def rules_on(day: datetime.date) -> list[TierRule]:
    """The tiers of the phase in force on `day`, in their order: one query."""
    cadence = Cadence.objects.on(day).filter(tier=OuterRef("pk")).values("overdue_after_days")
    rows = Tier.objects.filter(phase__in=Phase.objects.on(day)).annotate(overdue_after=Subquery(cadence[:1]))
    return [TierRule(tier, tier.overdue_after) for tier in rows.order_by("order", "pk")]


@dataclass(frozen=True)
class Place:
    """A unit of the day. `last_on` and `held` by the key of the tier; a tier that isn't told here is not in them."""

    pk: int
    level: str
    kind: str
    bare_name: str
    name_key: str
    district_id: int | None
    commune_id: int | None
    cluster_id: int | None
    cluster: str
    former: tuple[int, ...]
    last_on: dict[int, datetime.date | None]
    held: dict[int, bool]

    @property
    def name(self) -> str:
        """Kind and name, put together when shown: a province has a thousand places and a page tells of few."""
        return full_name(self.kind, self.bare_name)

    def silent_for(self, rule: TierRule, day: datetime.date) -> bool:
        if rule.overdue_after is None or rule.tier.pk not in self.last_on:
            return False
        last = self.last_on[rule.tier.pk]
        return last is None or (day - last).days >= rule.overdue_after

    def unheld_in(self, rule: TierRule) -> bool:
        return self.held.get(rule.tier.pk) is False


def read(
    units: QuerySet[Unit], rules: Iterable[TierRule], day: datetime.date, told: Q, *, clusters: bool = False
) -> list[Place]:
    """The places of `units` (already scoped) on `day` that a tier is measured at or must hold, and those `told` asks
    for beside them: one query. Those `told` carry the units that they came out of, communes their cluster if asked.
    """
    rules = list(rules)
    levels = {rule.measured for rule in rules} | {rule.tier.target for rule in rules if rule.names_holders}
    columns: dict[str, Any] = {"former": Case(When(told, then=FORMER), output_field=ArrayField(BigIntegerField()))}
    for rule in rules:
        columns |= _of_tier(rule, day)
    if clusters:
        member = ClusterMember.objects.on(day).filter(unit=OuterRef("pk"))
        in_commune = Q(level=Level.COMMUNE)
        columns["cluster"] = Case(When(in_commune, then=Subquery(member.values("cluster")[:1])))
        columns["cluster_name"] = Case(When(in_commune, then=Subquery(member.values("cluster__name")[:1])))
    rows = units.on(day).filter(Q(level__in=levels) | told).annotate(**columns).in_order()
    read_columns = [name for name, value in columns.items() if not isinstance(value, FilteredRelation)]
    plain = ("pk", "level", "kind", "name", "name_key", "district_id", "commune_id")
    return [_place(row, rules) for row in rows.values(*plain, *read_columns)]


def last_contact(kept: str, tier: Tier, day: datetime.date) -> Case:
    """The day of the last confirmed visit up to `day`. The visits themselves are read only for places that were reached
    later than that: of today none.
    """
    confirmed = visits_to_place(tier).filter(status=Status.CONFIRMED, date__lte=day).order_by("-date")
    earlier = When(Q(**{f"{kept}__gt": day}), then=Subquery(confirmed.values("date")[:1]))
    return Case(earlier, default=F(kept), output_field=DateField())


def _of_tier(rule: TierRule, day: datetime.date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rule.overdue_after is not None:
        contact = f"contact_{rule.tier.pk}"
        found[contact] = FilteredRelation("last_contacts", condition=Q(last_contacts__tier=rule.tier))
        found[f"last_{rule.tier.pk}"] = last_contact(f"{contact}__confirmed_on", rule.tier, day)
        if not rule.names_holders:
            here = Exists(Household.objects.filter(hamlet=OuterRef("pk")))
            found[f"told_{rule.tier.pk}"] = Case(
                When(level=rule.measured, then=here), default=False, output_field=BooleanField()
            )
    if rule.names_holders:
        held = Case(When(is_held(rule.tier, day), then=Value(True)), default=False, output_field=BooleanField())
        found[f"held_{rule.tier.pk}"] = Case(When(level=rule.tier.target, then=held), output_field=BooleanField())
    return found


def _place(row: dict[str, Any], rules: list[TierRule]) -> Place:
    last_on, held = {}, {}
    for rule in rules:
        pk = rule.tier.pk
        if rule.overdue_after is not None and row["level"] == rule.measured and row.get(f"told_{pk}", True):
            last_on[pk] = row[f"last_{pk}"]
        if rule.names_holders and row["level"] == rule.tier.target:
            held[pk] = row[f"held_{pk}"]
    return Place(
        row["pk"],
        row["level"],
        row["kind"],
        row["name"],
        row["name_key"],
        row["district_id"],
        row["commune_id"],
        row.get("cluster"),
        row.get("cluster_name") or "",
        tuple(row["former"] or ()),
        last_on,
        held,
    )


def clusters_of(places: Iterable[Place]) -> dict[int, str]:
    """The clusters that these communes belong to, in the order of their names."""
    found = {place.cluster_id: place.cluster for place in places if place.cluster_id}
    return dict(sorted(found.items(), key=lambda row: sort_key(row[1])))

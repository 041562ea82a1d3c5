"""Which department leads: the closest rule in force, else the only department of the field above the place."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.platform.dates import VIETNAM, add_months
from reports.consolidation.models import Batch, BatchLine, RoutingRule
from reports.feedback.models import Petition
from reports.feedback.queries import answering_agencies

LEARNED_WITHIN = 12
"""Months: what was chosen before says little of today."""
LEARNED_AFTER = 3
"""The same choice against the proposal so many times: keeping it as a rule is offered."""


@dataclass(frozen=True)
class Proposal:
    """Where a matter should go on `day`, and by which rule; without one, as the only department of its field."""

    lead: Agency
    day: datetime.date
    rule: RoutingRule | None = None

    @property
    def by_rule(self) -> bool:
        return self.rule is not None

    @property
    def supporting(self) -> tuple[Agency, ...]:
        """Whom to ask beside; read when it is asked for, since a page shows the lead alone."""
        return tuple(self.rule.supporting.filter(life__contains=self.day)) if self.rule else ()


class Router:
    """The rules and departments of one day, read once: two queries however many matters are asked about."""

    def __init__(self, day: datetime.date) -> None:
        self._rules: dict[tuple[int, int | None], RoutingRule] = {}
        for rule in RoutingRule.objects.on(day).select_related("lead").order_by():
            if rule.lead.in_force_on(day):
                self._rules[rule.field_id, rule.unit_id] = rule
        self._of_field: dict[int, list[Agency]] = defaultdict(list)
        held = FieldOfWork.agencies.through.objects.filter(agency__in=answering_agencies().on(day).order_by())
        for row in held.select_related("agency"):
            self._of_field[row.fieldofwork_id].append(row.agency)
        self._day = day

    def propose(self, field: int | None, place: Petition | Unit) -> Proposal | None:
        """The proposal for a matter of `field` at a place, or None where only a person can know."""
        if field is None:
            return None
        units = _from_below(place)
        for unit in (*units, None):
            rule = self._rules.get((field, unit))
            if rule is not None:
                return Proposal(rule.lead, self._day, rule)
        for unit in reversed(units):  # the province's department before the commune's
            here = [agency for agency in self._of_field[field] if agency.unit_id == unit]
            if here:
                return Proposal(here[0], self._day) if len(here) == 1 else None
        return None


def _from_below(place: Petition | Unit) -> list[int]:
    """The unit and those above it, the closest first."""
    own = place.unit_id if isinstance(place, Petition) else place.pk
    chain = [own, place.hamlet_id, place.commune_id, place.district_id, place.province_id]
    return list(dict.fromkeys(pk for pk in chain if pk is not None))


@dataclass(frozen=True)
class Learned:
    """A choice that was made again and again against the proposal."""

    field: FieldOfWork
    unit: Unit
    lead: Agency
    times: int


def learned_defaults(batch: Batch, day: datetime.date) -> list[Learned]:
    """Choices of this batch's agency that were made often enough since the rule in force began, for each field and
    district (the province where there are no districts), and that no rule says yet.
    """
    chosen = BatchLine.objects.filter(
        batch__agency=batch.agency_id,
        batch__month__gt=add_months(batch.month, -LEARNED_WITHIN),
        field__isnull=False,
        lead__in=Agency.objects.on(day),
    ).exclude(lead=F("proposed"))
    rule = (
        RoutingRule.objects.on(day).filter(field=OuterRef("field"), unit=OuterRef("place")).values("valid_from", "lead")
    )
    found = (
        chosen.standing()
        .annotate(place=Coalesce("area__district", "area__province"), made_on=TruncDate("created_at", tzinfo=VIETNAM))
        .annotate(since=Subquery(rule.values("valid_from")[:1]), said=Subquery(rule.values("lead")[:1]))
        .filter(Q(since=None) | Q(made_on__gt=F("since")) & ~Q(lead=F("said")))
        .order_by()
        .values_list("field", "place", "lead")
        .annotate(times=Count("pk"))
        .filter(times__gte=LEARNED_AFTER)
        .order_by("-times", "field", "place", "lead")
    )
    keys = list(found)
    fields = FieldOfWork.objects.in_bulk({field for field, *_others in keys})
    units = Unit.objects.in_bulk({unit for _field, unit, *_others in keys})
    leads = Agency.objects.in_bulk({lead for _field, _unit, lead, _times in keys})
    return [Learned(fields[field], units[unit], leads[lead], times) for field, unit, lead, times in keys]

"""A proposal for many units at once: who should hold which, who would be next, and why."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from assignments.models import Assignment, AssignmentRole, FieldOfWork, Officer, Unit
from nammanh.platform.dates import add_months
from reports.feedback.models import Petition
from reports.matching.models import MatchingWeights
from reports.matching.queries.grid import grid_of, points_of
from reports.matching.queries.needs import Need, needs_of
from reports.matching.queries.people import Candidate, candidates_for, remember_holdings
from reports.matching.queries.places import holders_of, predecessors_of, units_to_hold
from reports.matching.queries.weights import weights_on
from reports.matching.scoring import Grid
from reports.matching.solver import NOBODY, Plan, Problem, solve


@dataclass(frozen=True)
class Match:
    """One officer in one unit, with what spoke for and against it."""

    candidate: Candidate
    km: float | None
    matched: Mapping[int, Need]
    ties: float
    is_due: bool
    load: int


@dataclass(frozen=True)
class Line:
    """One unit: who is proposed, who would be next, who holds it now. Nobody proposed: `able` officers are full."""

    unit: Unit
    needs: Mapping[int, Need]
    proposed: Match | None
    runner_up: Match | None
    current: Assignment | None
    able: int

    @property
    def stays(self) -> bool:
        """Whether who holds the unit now is proposed again."""
        return bool(self.current and self.proposed and self.current.officer_id == self.proposed.candidate.officer.pk)


@dataclass(frozen=True)
class Loads:
    """How many units each officer has: the fewest, the most, and all of them together."""

    fewest: int
    most: int
    total: int
    officers: int

    @property
    def average(self) -> float | None:
        return self.total / self.officers if self.officers else None


@dataclass(frozen=True)
class Proposals:
    """The whole answer for one role, place and day, under one version of the weights."""

    role: AssignmentRole
    day: datetime.date
    weights: MatchingWeights
    lines: list[Line]
    left_out: list[Candidate]
    before: Loads
    after: Loads
    field_names: Mapping[int, str]

    @property
    def placed(self) -> int:
        return sum(line.proposed is not None for line in self.lines)

    @property
    def unplaced(self) -> int:
        return len(self.lines) - self.placed

    @property
    def average_km(self) -> float | None:
        """Over the placed units whose distance is known."""
        known = [line.proposed.km for line in self.lines if line.proposed and line.proposed.km is not None]
        return sum(known) / len(known) if known else None


def propose(
    *,
    role: AssignmentRole,
    day: datetime.date,
    units: QuerySet[Unit],
    officers: QuerySet[Officer],
    petitions: QuerySet[Petition],
    unheld_only: bool = True,
) -> Proposals:
    """Who should hold the units of `role` in force on `day`, all querysets already scoped; nothing is written.

    `unheld_only` leaves every holder where they are; otherwise all units are given out anew. The same data give the
    same answer; the number of queries doesn't depend on how many units and officers there are.
    """
    weights = weights_on(role.tier, day)
    targets = units_to_hold(role, day, units, unheld_only=unheld_only)
    target_ids = {unit.pk for unit in targets}
    bases = {pk for unit in targets if (pk := getattr(unit, f"{role.tier.holder_level}_id"))}
    everyone = candidates_for(role, day, bases, weights, officers)
    current = {} if unheld_only else holders_of(role, day, targets)
    remember_holdings(everyone, role, day, target_ids, predecessors_of(targets))
    needs = needs_of(targets, add_months(day, -weights.petition_months), day, petitions)
    left_out = [row for row in everyone if row.is_leaving or row.is_away(day, weights)]
    candidates = [row for row in everyone if not (row.is_leaving or row.is_away(day, weights))]
    grid = grid_of(targets, candidates, needs, role.tier.holder_level, day, weights)
    plan = solve(
        Problem(
            pair_cost=grid.costs(points_of(weights)),
            held=np.array([len(candidate.held) for candidate in candidates], dtype=np.int64),
            load_weight=weights.load,
            load_min=role.load_min or 0,
            load_max=role.load_max,
        )
    )
    return Proposals(
        role=role,
        day=day,
        weights=weights,
        lines=_lines(targets, candidates, needs, grid, plan, current),
        left_out=left_out,
        before=_loads(candidates, Counter(row.officer_id for row in current.values())),
        after=_loads(candidates, _given(candidates, plan)),
        field_names=dict(FieldOfWork.objects.values_list("pk", "name")),
    )


def _given(candidates: list[Candidate], plan: Plan) -> Counter[int]:
    return Counter(candidates[column].officer.pk for column in plan.chosen if column != NOBODY)


def _loads(candidates: list[Candidate], besides: Counter[int]) -> Loads:
    loads = [len(candidate.held) + besides[candidate.officer.pk] for candidate in candidates]
    return Loads(min(loads, default=0), max(loads, default=0), sum(loads), len(loads))


def _lines(
    units: list[Unit],
    candidates: list[Candidate],
    needs: Mapping[int, Mapping[int, Need]],
    grid: Grid,
    plan: Plan,
    current: Mapping[int, Assignment],
) -> list[Line]:
    given = _given(candidates, plan)
    able = grid.allowed.sum(axis=1)

    def match(row: int, column: int, more: int) -> Match | None:
        if column == NOBODY:
            return None
        candidate, km = candidates[column], float(grid.km[row, column])
        wanted = needs.get(units[row].pk, {})
        return Match(
            candidate=candidate,
            km=None if np.isnan(km) else km,
            matched={field: wanted[field] for field in wanted if field in candidate.fields},
            ties=float(grid.ties[row, column]),
            is_due=bool(grid.due[row, column]),
            load=len(candidate.held) + given[candidate.officer.pk] + more,
        )

    return [
        Line(
            unit=unit,
            needs=needs.get(unit.pk, {}),
            proposed=match(row, int(plan.chosen[row]), 0),
            runner_up=match(row, int(plan.runner_up[row]), 1),
            current=current.get(unit.pk),
            able=int(able[row]),
        )
        for row, unit in enumerate(units)
    ]

"""Who gets which unit, solved exactly: a linear assignment over units and the places that officers have left.

Nothing here knows of Django. An officer's k-th unit costs more than the one before, so spreading the load evenly is
part of the optimum and not a rule of its own (ADR 0015).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

NOBODY = -1
_POINTS = 1000
"""Costs are compared in thousandths of a point, as whole numbers: sums are exact, the same on every machine."""

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """`pair_cost`: points for each unit (row) with each officer (column), infinite when they must not come together.

    `held`: units that each officer keeps besides these. `load_max` is hard; without it nobody gets more than twice
    the average, unless units would be left over. `load_weight`: points for one average load more.
    """

    pair_cost: Floats
    held: Indices
    load_weight: float
    load_min: int = 0
    load_max: int | None = None

    @property
    def average(self) -> float:
        """Units for each officer when all are given out; at least one, so that costs stay comparable."""
        units, officers = self.pair_cost.shape
        return max(1.0, (units + float(self.held.sum())) / max(officers, 1))

    def load_cost(self, number: Indices) -> Floats:
        """Points for becoming an officer's unit number 1, 2, 3 …: always rising; up to `load_min` they are wanted."""
        return self.load_weight * ((number - 1) / self.average - (number <= self.load_min))

    def room(self) -> Indices:
        """How many units each officer may still get."""
        if self.load_max is not None:
            most = np.maximum(self.load_max - self.held, 0)
        else:
            most = np.maximum(max(self.load_min, int(np.ceil(2 * self.average))) - self.held, 1)
        return np.minimum(most, self.pair_cost.shape[0])


@dataclass(frozen=True)
class Plan:
    """For each unit the index of its officer, and of the best other one with room left; NOBODY if there is none."""

    chosen: Indices
    runner_up: Indices


def solve(problem: Problem) -> Plan:
    """As many units placed as can be; among such plans one of least cost. The same input gives the same plan."""
    units, officers = problem.pair_cost.shape
    if not units or not officers:
        nobody = np.full(units, NOBODY, dtype=np.int64)
        return Plan(nobody, nobody)
    possible = np.isfinite(problem.pair_cost).any(axis=1)
    room = problem.room()
    chosen = _place(problem, room)
    while problem.load_max is None and (room < units).any() and (possible & (chosen == NOBODY)).any():
        room = np.minimum(room * 2, units)
        chosen = _place(problem, room)
    return Plan(chosen, _runners_up(problem, chosen))


def _place(problem: Problem, room: Indices) -> Indices:
    """One column for each place an officer has left, and one for each unit to stay unplaced at a forbidding cost."""
    units, officers = problem.pair_cost.shape
    owner = np.repeat(np.arange(officers), room)
    first = np.repeat(np.cumsum(room) - room, room)
    number = problem.held[owner] + 1 + np.arange(owner.size) - first
    cost = np.rint((problem.pair_cost[:, owner] + problem.load_cost(number)) * _POINTS)
    finite = cost[np.isfinite(cost)]
    spread = float(finite.max() - finite.min()) if finite.size else 0.0
    unplaced = (float(finite.max()) if finite.size else 0.0) + (spread + 1) * units
    rows, columns = linear_sum_assignment(np.hstack([cost, np.full((units, units), unplaced)]))
    chosen = np.full(units, NOBODY, dtype=np.int64)
    placed = columns < owner.size
    chosen[rows[placed]] = owner[columns[placed]]
    return chosen


def _runners_up(problem: Problem, chosen: Indices) -> Indices:
    """Who would be next for each unit, all else as planned: somebody else who still has room."""
    units, officers = problem.pair_cost.shape
    load = problem.held + np.bincount(chosen[chosen != NOBODY], minlength=officers)
    cost = np.rint((problem.pair_cost + problem.load_cost(load + 1)) * _POINTS)
    if problem.load_max is not None:
        cost[:, load >= problem.load_max] = np.inf
    placed = np.flatnonzero(chosen != NOBODY)
    cost[placed, chosen[placed]] = np.inf
    best = cost.argmin(axis=1)
    return np.where(np.isfinite(cost[np.arange(units), best]), best, NOBODY)

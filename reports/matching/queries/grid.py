"""The facts of every unit with every candidate, as arrays for the solver."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assignments.models import Unit
from reports.matching.models import MatchingWeights
from reports.matching.queries.needs import Needs
from reports.matching.queries.people import Candidate
from reports.matching.queries.places import Coordinates, coordinates_of
from reports.matching.scoring import Grid, Points, kilometres, shares

_NOWHERE: Coordinates = (np.nan, np.nan)
_HOLDS, _HELD, _NEAR = 1.0, 0.75, 0.5
"""How close a tie is, in shares of the weight: who holds the unit now comes before who held it once, so that without
a reason nobody is moved."""


def points_of(weights: MatchingWeights) -> Points:
    return Points(
        expertise=weights.expertise,
        distance=weights.distance,
        continuity=weights.continuity,
        rotation=weights.rotation,
        account=weights.account,
        far_km=weights.far_km,
    )


def grid_of(
    units: Sequence[Unit],
    candidates: Sequence[Candidate],
    needs: Needs,
    level: str,
    day: datetime.date,
    weights: MatchingWeights,
) -> Grid:
    """`level` is that of the units from which the tier holds: a candidate serves units below their own bases."""
    ties, due = _memories(units, candidates, day, weights)
    return Grid(
        allowed=_allowed(units, candidates, level),
        skill=_skills(units, candidates, needs),
        km=kilometres(_coordinates(units), _homes(candidates)),
        ties=ties,
        due=due,
        account=np.array([candidate.has_account for candidate in candidates], dtype=bool),
    )


def _allowed(units: Sequence[Unit], candidates: Sequence[Candidate], level: str) -> NDArray[np.bool_]:
    bases = np.array([getattr(unit, f"{level}_id") or 0 for unit in units], dtype=np.int64)
    row_of = {unit.pk: row for row, unit in enumerate(units)}
    allowed = np.zeros((len(units), len(candidates)), dtype=bool)
    for column, candidate in enumerate(candidates):
        allowed[:, column] = np.isin(bases, list(candidate.bases))
        allowed[[row_of[pk] for pk in candidate.entangled if pk in row_of], column] = False
    return allowed


def _skills(units: Sequence[Unit], candidates: Sequence[Candidate], needs: Needs) -> NDArray[np.float64]:
    fields = sorted({field for unit in units for field in needs.get(unit.pk, {})})
    wanted = np.array(
        [[need.size if (need := needs.get(unit.pk, {}).get(field)) else 0 for field in fields] for unit in units],
        dtype=float,
    ).reshape(len(units), len(fields))
    able = np.array(
        [[field in skills for field in fields] for skills in (candidate.fields for candidate in candidates)],
        dtype=float,
    ).reshape(len(candidates), len(fields))
    return shares(wanted, able)


def _memories(
    units: Sequence[Unit], candidates: Sequence[Candidate], day: datetime.date, weights: MatchingWeights
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    row_of = {unit.pk: row for row, unit in enumerate(units)}
    communes = np.array([unit.commune_id or 0 for unit in units], dtype=np.int64)
    ties = np.zeros((len(units), len(candidates)))
    due = np.zeros((len(units), len(candidates)), dtype=bool)
    for column, candidate in enumerate(candidates):
        if candidate.communes:
            ties[np.isin(communes, list(candidate.communes)), column] = _NEAR
        for unit_id, spell in candidate.spells.items():
            if (row := row_of.get(unit_id)) is not None:
                ties[row, column] = _HOLDS if spell.last is None or spell.last >= day else _HELD
                due[row, column] = spell.is_due(day, weights.rotation_years)
    return ties, due


def _coordinates(units: Sequence[Unit]) -> NDArray[np.float64]:
    return np.array([coordinates_of(unit) or _NOWHERE for unit in units], dtype=float).reshape(len(units), 2)


def _homes(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    homes = [candidate.home or _NOWHERE for candidate in candidates]
    return np.array(homes, dtype=float).reshape(len(candidates), 2)

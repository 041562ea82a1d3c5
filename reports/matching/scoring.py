"""What speaks for and against each officer in each unit, as arrays: rows are units, columns are officers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
_UNKNOWN_DISTANCE = 0.5
"""Neither near nor far: a place nobody has measured must not win or lose by it."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Points:
    """How much each consideration weighs, in points, and the distance that counts as far."""

    expertise: float
    distance: float
    continuity: float
    rotation: float
    account: float
    far_km: float


@dataclass(frozen=True)
class Grid:
    """The facts of every pair. `skill`: the share of the unit's needs in the officer's fields. `km`: NaN if unknown.

    `ties`: 1 holds the unit, less for once or for one near it, 0 neither. `due`: has held the unit so long that another
    should come. `account` (officers only): can log in.
    """

    allowed: Flags
    skill: Floats
    km: Floats
    ties: Floats
    due: Flags
    account: Flags

    def costs(self, points: Points) -> Floats:
        """Points of every pair, the fewer the better; infinite where they must not come together."""
        far = np.minimum(self.km / points.far_km, 1.0)
        cost = (
            points.distance * np.where(np.isnan(far), _UNKNOWN_DISTANCE, far)
            + points.rotation * self.due
            + points.account * ~self.account
            - points.expertise * self.skill
            - points.continuity * np.where(self.due, 0.0, self.ties)
        )
        return np.where(self.allowed, cost, np.inf)


def kilometres(places: Floats, homes: Floats) -> Floats:
    """Great-circle distances between rows of (latitude, longitude) in degrees; NaN where one of them is unknown."""
    lat, lon = np.radians(places).T[:, :, np.newaxis]
    home_lat, home_lon = np.radians(homes).T[:, np.newaxis, :]
    half = np.sin((home_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(home_lat) * np.sin((home_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


def shares(needs: Floats, skills: Floats) -> Floats:
    """The share of each unit's needs (units × fields) that each officer's fields (officers × fields) answer."""
    total = needs.sum(axis=1, keepdims=True)
    return np.divide(needs @ skills.T, total, out=np.zeros((len(needs), len(skills))), where=total > 0)

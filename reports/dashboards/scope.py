"""Which part of the province a page is about, and how a list is told to show the same rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from assignments.access import Area, access_of, within_areas
from assignments.models import Cluster, Delegation, Level, Unit
from assignments.queries import units_of, with_former
from nammanh.accounts.models import User
from nammanh.platform.dates import today

BELOW = {
    Level.PROVINCE: (Level.DISTRICT, Level.COMMUNE),
    Level.DISTRICT: (Level.COMMUNE,),
    Level.COMMUNE: (Level.HAMLET,),
}
"""At which levels the parts of a unit are told apart; a province may have no districts."""


@dataclass(frozen=True)
class Scope:
    """A unit, a grouping of units, or all that a person answers for.

    `records` selects rows placed there, with those of the units that these came out of; `units` selects the units
    themselves. `asks` is what a list of records is told to show exactly these, `asks_units` a list of units. `levels`
    are those at which its parts may be told apart, the highest first.
    """

    records: Q
    units: Q
    asks: Mapping[str, Any] = field(default_factory=dict)
    asks_units: Mapping[str, Any] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    place: Unit | Cluster | Delegation | None = None

    @property
    def unit(self) -> Unit | None:
        return self.place if isinstance(self.place, Unit) else None


def whole(user: User) -> Scope:
    """All that this person reads by post or assignment; not their own records elsewhere."""
    access = access_of(user)
    if access.reads_all_records:
        return Scope(Q(), Q(), levels=BELOW[Level.PROVINCE])
    held = {area.level for area in access.areas}
    levels = BELOW[Level.PROVINCE] if Level.DISTRICT in held else (Level.COMMUNE, Level.HAMLET)
    return Scope(access.area(), access.area("pk"), cut(user), levels=levels)


def of_unit(user: User, unit: Unit, former: Iterable[int]) -> Scope:
    """One unit; `former` are the keys of those that it came out of."""
    areas = tuple(Area(unit.level, pk) for pk in (unit.pk, *former))
    asks = {"noi": unit.pk, **cut(user)}
    levels = BELOW.get(Level(unit.level), ())
    return Scope(within_areas(areas), within_areas(areas, "pk"), asks, {"huyen": unit.pk}, levels, unit)


def of_grouping(user: User, grouping: Cluster | Delegation, day: datetime.date) -> Scope:
    """The communes of a cluster, or the units that a delegation holds, on `day`."""
    units = units_of(grouping, day)
    name = "trong_cum" if isinstance(grouping, Cluster) else "doan"
    asked_day = {} if day == today() else {"ngay": day}
    return Scope(
        with_former(units),
        with_former(units, "pk"),
        {name: grouping.pk, **asked_day, **cut(user)},
        {"cum": grouping.pk} if isinstance(grouping, Cluster) else {},
        (Level.COMMUNE,),
        grouping,
    )


def cut(user: User) -> dict[str, int]:
    """Who reads by area and not all records also reads their own elsewhere: a list leaves those out."""
    return {} if access_of(user).reads_all_records else {"pham_vi": 1}

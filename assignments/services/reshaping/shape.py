"""What is asked for: which units end, which open, who goes into whom, and what a person has chosen."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assignments.models import LegalDocument, Phase
from assignments.models.units import SuccessionKind


@dataclass(frozen=True)
class Decision:
    """The day of a change and what it rests on."""

    on: datetime.date
    document: LegalDocument
    clause: str = ""

    @property
    def eve(self) -> datetime.date:
        return self.on - datetime.timedelta(days=1)


@dataclass(frozen=True)
class NewUnit:
    """A unit to be opened. `key` names it within the shape."""

    key: str
    name: str
    kind: str
    parent_id: int | None
    gso_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True)
class Edge:
    """A predecessor goes, whole or in part, into the unit opened under this key."""

    predecessor_id: int
    successor: str
    kind: str
    clause: str = ""


@dataclass(frozen=True)
class Fate:
    """A person's choice for one assignment: where it goes on, and whether as the main holder. No key: it ends."""

    successor: str = ""
    is_lead: bool = False


class Committees(TextChoices):
    """What becomes of the Party committees of units that are merged or split."""

    CLOSE = "close", _("Kết thúc; lập Đảng ủy mới, nhân sự bổ sung sau")
    CARRY = "carry", _("Kết thúc; lập Đảng ủy mới và chuyển nhân sự hiện nay sang")


@dataclass(frozen=True)
class Regime:
    """The change of phase that comes with a reform: how the next one is opened, given its first day."""

    name: str
    roles: frozenset[tuple[str, str]]
    """Code and level of each role that there is then."""
    open: Callable[[datetime.date, LegalDocument], Phase]


@dataclass(frozen=True)
class Shape:
    """One change of units, complete: nothing else has to be asked."""

    decision: Decision
    openings: tuple[NewUnit, ...]
    edges: tuple[Edge, ...]
    ending: frozenset[int] = frozenset()
    """Units that end without a successor, such as the districts of 1/7/2025."""
    allotment: Mapping[int, str] = field(default_factory=dict)
    """Where each child of a split unit goes: the child's id to the key of a successor."""
    households: Mapping[int, str] = field(default_factory=dict)
    """Where the households of a split hamlet or group go: its id to one key. The commune sorts them afterwards."""
    fates: Mapping[int, Fate] = field(default_factory=dict)
    committees: str = Committees.CLOSE
    regime: Regime | None = None
    reason: str = ""

    @cached_property
    def targets(self) -> dict[int, list[str]]:
        """The keys that each predecessor goes into."""
        found: dict[int, list[str]] = {}
        for edge in self.edges:
            found.setdefault(edge.predecessor_id, []).append(edge.successor)
        return found

    @cached_property
    def sources(self) -> dict[str, list[int]]:
        """The predecessors of each opening."""
        found: dict[str, list[int]] = {}
        for edge in self.edges:
            found.setdefault(edge.successor, []).append(edge.predecessor_id)
        return found

    @property
    def closing(self) -> set[int]:
        return {*self.targets, *self.ending}

    def goes_on(self, unit_id: int) -> bool:
        """Whether the unit only changes its name, kind, code or parent: one successor, which has one predecessor."""
        keys = self.targets.get(unit_id, [])
        return len(keys) == 1 and len(self.sources[keys[0]]) == 1

    def is_split(self, unit_id: int) -> bool:
        return len(self.targets.get(unit_id, [])) > 1


def kind_of_edge(*, into_one_of: int, out_of: int, fallback: str) -> str:
    """The word for an edge: a split of a predecessor with several successors, a merger into a successor of several."""
    if into_one_of > 1:
        return SuccessionKind.SPLIT_INTO
    return SuccessionKind.MERGED_INTO if out_of > 1 else fallback

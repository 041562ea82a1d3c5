"""A round beside what is held on its eve: added, ended, moved, unchanged – by unit and by officer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Unit
from assignments.models.policy import TierTarget
from assignments.rounds.models import Round, RoundLine


class Change(TextChoices):
    """What a round does to a unit, or to an officer."""

    ADDED = "added", _("Phân công mới")
    MOVED = "moved", _("Thay đổi")
    ENDED = "ended", _("Thôi, để trống")
    UNCHANGED = "unchanged", _("Giữ nguyên")
    MISSING = "missing", _("Chưa ghi")


@dataclass(frozen=True)
class UnitChange:
    """One unit: who holds it on the eve, what the round says, and what approval would do.

    `kept` run on under their own decision; `ended` stop on the eve; `given` are the lines that begin.
    """

    unit_id: int
    before: list[Assignment]
    lines: list[RoundLine]
    running: list[Assignment]

    @cached_property
    def _kept_keys(self) -> set[tuple[int | None, int, bool]]:
        return {_key(row) for row in self.running} & {_key(line) for line in self.lines if line.officer_id}

    @property
    def kept(self) -> list[Assignment]:
        return [row for row in self.running if _key(row) in self._kept_keys]

    @property
    def ended(self) -> list[Assignment]:
        return [] if not self.lines else [row for row in self.running if _key(row) not in self._kept_keys]

    @property
    def given(self) -> list[RoundLine]:
        return [line for line in self.lines if line.officer_id and _key(line) not in self._kept_keys]

    @property
    def leaving(self) -> list[Assignment]:
        """Who held on the eve and does not hold afterwards; the same before and after approval."""
        after = {line.officer_id for line in self.lines}
        return [row for row in self.before if self.lines and row.officer_id not in after]

    @property
    def changed_since(self) -> bool:
        """Whether somebody has given or ended an assignment of the unit since its lines were last looked at."""
        now = sorted(row.pk for row in self.running)
        return any(sorted(line.seen) != now for line in self.lines)

    @property
    def change(self) -> Change:
        before = {_key(row) for row in self.before}
        after = {_key(line) for line in self.lines if line.officer_id}
        if not self.lines:
            return Change.MISSING
        if before == after:
            return Change.UNCHANGED
        if not before:
            return Change.ADDED
        return Change.MOVED if after else Change.ENDED


@dataclass(frozen=True)
class OfficerChange:
    """One officer: the units held on the eve and after the round, within the round's scope."""

    officer_id: int
    before: frozenset[int]
    after: frozenset[int]

    @property
    def change(self) -> Change:
        if self.before == self.after:
            return Change.UNCHANGED
        if not self.before:
            return Change.ADDED
        return Change.MOVED if self.after else Change.ENDED


@dataclass(frozen=True)
class Comparison:
    """A whole round, every unit that it must speak of; three queries whatever the size."""

    round: Round
    units: dict[int, UnitChange] = field(default_factory=dict)

    def of(self, *changes: str) -> list[UnitChange]:
        return [row for row in self.units.values() if row.change in changes]

    @cached_property
    def counts(self) -> Counter:
        return Counter(row.change for row in self.units.values())

    @cached_property
    def officers(self) -> list[OfficerChange]:
        before: dict[int, set[int]] = {}
        after: dict[int, set[int]] = {}
        for row in self.units.values():
            for held in row.before:
                before.setdefault(held.officer_id, set()).add(row.unit_id)
                if not row.lines:  # nothing said yet: nothing changes
                    after.setdefault(held.officer_id, set()).add(row.unit_id)
            for line in row.lines:
                if line.officer_id:
                    after.setdefault(line.officer_id, set()).add(row.unit_id)
        return [
            OfficerChange(pk, frozenset(before.get(pk, ())), frozenset(after.get(pk, ())))
            for pk in sorted(before.keys() | after.keys())
        ]

    @cached_property
    def officer_counts(self) -> Counter:
        return Counter(row.change for row in self.officers)


def _key(row: Assignment | RoundLine) -> tuple[int | None, int, bool]:
    return row.officer_id, row.role_id, row.is_lead


def holdings(turn: Round) -> QuerySet[Assignment]:
    """Whole units of the round's tier held within its scope on the eve, where the unit itself goes on.

    Assignments of single households are named one by one and stay outside rounds.
    """
    return Assignment.objects.on(turn.eve).filter(
        role__tier=turn.tier_id,
        whole_unit=True,
        unit__in=Unit.objects.within(turn.unit).on(turn.starts_on),
    )


def compare(turn: Round, *, only: Iterable[int] | None = None) -> Comparison:
    """The round beside its eve; `only` some units of it."""
    before, lines = holdings(turn), turn.lines.all()
    if only is not None:
        only = list(only)
        before, lines = before.filter(unit__in=only), lines.filter(unit__in=only)
    held, said = _by_unit(before.order_by("-is_lead", "pk")), _by_unit(lines.order_by("-is_lead", "pk"))
    wanted = set(only) if only is not None else _target_units(turn)
    found = {
        pk: _unit_change(turn, pk, held.get(pk, []), said.get(pk, [])) for pk in wanted | held.keys() | said.keys()
    }
    return Comparison(turn, found)


def _by_unit(rows: QuerySet) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _unit_change(turn: Round, pk: int, before: list[Assignment], lines: list[RoundLine]) -> UnitChange:
    running = [row for row in before if row.valid_to is None or row.valid_to >= turn.starts_on]
    return UnitChange(pk, before, lines, running)


def _target_units(turn: Round) -> set[int]:
    """What the tier must reach in the round's scope. Households are reached through hamlets or groups as each commune
    arranges it, so that tier asks only for the units that are held already.
    """
    if turn.tier.target == TierTarget.HOUSEHOLD:
        return set()
    units = Unit.objects.within(turn.unit).on(turn.starts_on).filter(level=turn.tier.target)
    return set(units.values_list("pk", flat=True))


def unit_condition(comparison: Comparison, changes: Iterable[str]) -> Q:
    """The condition on units for a list of only some changes; no change named means all."""
    chosen = set(changes)
    return Q(pk__in=[pk for pk, row in comparison.units.items() if not chosen or row.change in chosen])

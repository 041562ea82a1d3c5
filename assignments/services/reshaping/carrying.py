"""Writing a change of units in one transaction: what ends first, then what opens, then what follows."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.models import (
    Assignment,
    Household,
    Level,
    Phase,
    Succession,
    Unit,
    UnitKind,
)
from assignments.models.units import SuccessionKind
from assignments.services.reshaping import followers
from assignments.services.reshaping.ledger import Ledger
from assignments.services.reshaping.shape import Shape
from assignments.services.reshaping.survey import DEPTH, Survey, survey
from nammanh.platform.refusals import explained


@dataclass(frozen=True)
class Written:
    """What a change has done: the survey it followed, the units it opened by key, and the note for taking it back."""

    survey: Survey
    opened: dict[str, Unit]
    ledger: Ledger


def carry_out(shape: Shape) -> Written:
    """Do all of it or nothing. Raises ValidationError with every blocker when something stands in the way.

    Writers to the same units queue: their rows are locked first, in the order of their numbers.
    """
    with explained():
        _lock(shape)
        found = survey(shape)
        if found.blockers:
            raise ValidationError([str(blocker) for blocker in found.blockers])
        ledger = Ledger()
        _end(found, ledger)
        opened = _open(found, ledger)
        _succeed(found, opened, ledger)
        _move_households(found, opened, ledger)
        followers.follow(found, opened, ledger)
    return Written(found, opened, ledger)


def _lock(shape: Shape) -> None:
    """The units that end, those below them and the parents of the new ones."""
    closing = shape.closing
    parents = {opening.parent_id for opening in shape.openings if opening.parent_id}
    ids = set(Unit.objects.filter(pk__in=closing | parents).values_list("pk", flat=True))
    for column in ("parent", "district", "commune", "hamlet"):
        ids |= set(Unit.objects.filter(**{f"{column}__in": closing}).values_list("pk", flat=True))
    list(Unit.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _end(found: Survey, ledger: Ledger) -> None:
    """Assignments before memberships, these before units, the lower units first: so each stays inside the next."""
    eve, shape = found.shape.decision.eve, found.shape
    reason = shape.reason or _("Đơn vị đổi tên, loại hoặc trực thuộc")
    by_reason: dict[str, list[int]] = {}
    for holding in found.holdings:
        by_reason.setdefault(holding.why or reason, []).append(holding.assignment.pk)
    for why, ids in by_reason.items():
        ledger.change(Assignment.objects.filter(pk__in=ids), valid_to=eve, end_reason=why[:300])
    followers.end_groupings(found, ledger)
    if found.phases:
        ledger.change(Phase.objects.filter(pk__in=[row.pk for row in found.phases]), valid_to=eve)
    for level in reversed(DEPTH):
        ids = [unit.pk for unit in (*found.roots, *found.below) if unit.level == level]
        if ids:
            ledger.change(Unit.objects.filter(pk__in=ids), valid_to=eve)


def _open(found: Survey, ledger: Ledger) -> dict[str, Unit]:
    """The new units, the upper ones first; each unit below gets a row of its own under the new parent."""
    shape, opened = found.shape, {}
    for opening in shape.openings:
        row = Unit(
            name=opening.name,
            kind=opening.kind,
            level=UnitKind(opening.kind).level,
            gso_code=opening.gso_code,
            parent_id=opening.parent_id,
            latitude=opening.latitude,
            longitude=opening.longitude,
            valid_from=shape.decision.on,
            valid_to=opening.valid_to,
            opened_by=shape.decision.document,
        )
        row.full_clean(exclude=["life"], validate_constraints=False)  # the database checks them once for all
        opened[opening.key] = row
    ledger.create(Unit, list(opened.values()))
    for level in DEPTH:
        rows = {
            found.key_of[unit.pk]: _same_under(unit, opened[found.parent_key[unit.pk]], shape)
            for unit in found.below
            if unit.level == level
        }
        ledger.create(Unit, rows.values())
        opened |= rows
    return opened


def _same_under(unit: Unit, parent: Unit, shape: Shape) -> Unit:
    """The unit as it is, under another parent."""
    return Unit(
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        gso_code=unit.gso_code,
        parent=parent,
        latitude=unit.latitude,
        longitude=unit.longitude,
        valid_from=shape.decision.on,
        valid_to=unit.valid_to,
        opened_by=shape.decision.document,
    )


def _succeed(found: Survey, opened: dict[str, Unit], ledger: Ledger) -> None:
    shape = found.shape
    document = shape.decision.document
    rows = [
        Succession(
            predecessor_id=edge.predecessor_id,
            successor=opened[edge.successor],
            kind=edge.kind,
            whole=not shape.is_split(edge.predecessor_id),
            document=document,
            clause=edge.clause or shape.decision.clause,
        )
        for edge in shape.edges
    ]
    rows += [
        Succession(
            predecessor=unit,
            successor=opened[found.key_of[unit.pk]],
            kind=SuccessionKind.MOVED,
            document=document,
            clause=shape.decision.clause,
        )
        for unit in found.below
    ]
    ledger.create(Succession, rows)


def _move_households(found: Survey, opened: dict[str, Unit], ledger: Ledger) -> None:
    """A household goes where its hamlet or group went; where that was split, where it was allotted."""
    for place, key in found.shape.households.items():
        ledger.change(Household.objects.filter(unit=place, unit__in=found.shape.closing), unit=opened[key])
    lowest = {Level.HAMLET, Level.GROUP}
    places = [unit.pk for unit in (*found.roots, *found.below) if unit.level in lowest and unit.pk in found.key_of]
    if not places:
        return
    ledger.move(Household.objects.filter(unit__in=places), "unit", followers.next_of(found, opened))

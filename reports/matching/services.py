"""What a person decides: the weights, and which proposals become assignments."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.models import Assignment, AssignmentRole, LegalDocument, Mandate, Officer, Unit
from assignments.policies import may_manage_assignments
from assignments.rounds import services as rounds
from assignments.rounds.models import Round
from assignments.rounds.states import Status
from assignments.services.holding import assign, lock_unit
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from reports.matching.models import MatchingWeights


def set_weights(*, weights: MatchingWeights, by: Actor) -> MatchingWeights:
    """Put a new version of the weights in force from its day on; earlier ones stay on record as they were."""
    require(may_manage_assignments(by.user))
    with explained():
        weights.set_by = by.user
        weights.full_clean()
        weights.save(force_insert=True)
    return weights


@dataclass(frozen=True)
class Choice:
    """One proposal that a person ticked."""

    unit: Unit
    officer: Officer


def assign_chosen(
    *,
    choices: Iterable[Choice],
    role: AssignmentRole,
    mandate: Mandate,
    cite: Callable[[], LegalDocument],
    valid_from: datetime.date,
    by: Actor,
    valid_to: datetime.date | None = None,
) -> list[Assignment]:
    """Assign all ticked units by one decision, or none of them. `cite` gives the decision, within the transaction.

    Units are locked in one order, so that two people with overlapping ticks queue. Raises ValidationError that names
    the unit which was refused: held by somebody since, dates outside its life …
    """
    require(may_manage_assignments(by.user))
    made = []
    with explained():
        document = cite()
        for choice in sorted(choices, key=lambda choice: choice.unit.pk):
            try:
                row = assign(
                    officer=choice.officer,
                    unit=choice.unit,
                    role=role,
                    mandate=mandate,
                    document=document,
                    valid_from=valid_from,
                    valid_to=valid_to,
                    by=by,
                )
            except ValidationError as refusal:
                texts = {"unit": choice.unit.full_name, "reason": " ".join(refusal.messages)}
                raise ValidationError(_("%(unit)s: %(reason)s Chưa ghi phân công nào.") % texts) from refusal
            made.append(row)
    return made


@dataclass(frozen=True)
class NewRound:
    """A round to be drafted for the ticked proposals, as its form says it."""

    name: str
    unit: Unit
    starts_on: datetime.date
    mandate: Mandate
    ends_on: datetime.date | None = None


def put_into_round(
    *, choices: Iterable[Choice], role: AssignmentRole, turn: Round | NewRound, by: Actor
) -> tuple[Round, int]:
    """Make all ticked units lines of a draft round, or none of them; the round and how many lines are new in it.

    Sent twice it changes nothing more: lines that stand stay, and a new round of the same words is the one drafted
    the first time. Nothing takes effect before the round is approved.
    """
    require(may_manage_assignments(by.user))
    with explained():
        draft = _drafted(turn, role, by) if isinstance(turn, NewRound) else turn
        if draft.tier_id != role.tier_id:
            raise ValidationError(_("Đợt này thuộc tầng nắm khác. Chọn đợt của đúng tầng."))
        leads = {choice.unit: choice.officer for choice in sorted(choices, key=lambda choice: choice.unit.pk)}
        return draft, rounds.set_leads(turn=draft, leads=leads, role=role, by=by)


def _drafted(new: NewRound, role: AssignmentRole, by: Actor) -> Round:
    """The round drafted by these words: now, or a moment ago by the same person."""
    lock_unit(new.unit)
    fields = {**vars(new), "tier": role.tier}
    known = Round.objects.with_names().filter(**fields, status=Status.DRAFT, created_by=by.at_keyboard).first()
    return known or rounds.draft_round(**fields, by=by)

"""What a person decides: the weights, and which proposals become assignments."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.models import Assignment, AssignmentRole, LegalDocument, Mandate, Officer, Unit
from assignments.policies import may_manage_assignments
from assignments.services.holding import assign
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

"""Many assignments at once: a whole round ends and gives in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from assignments import policies
from assignments.models import Assignment, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


def lock_units(unit_ids: set[int]) -> None:
    """Hold the units' rows to the end of the transaction, in one order: two rounds never wait for each other."""
    list(Unit.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=unit_ids).order_by("pk"))


def redistribute(
    *,
    ended: Sequence[Assignment],
    vacated: set[int],
    given: Sequence[Assignment],
    last_day: datetime.date,
    reason: str,
    by: Actor,
) -> list[Assignment]:
    """End `ended` at the close of `last_day` and write `given`, or nothing at all; returns what was given.

    `vacated`: keys of those whose unit is left without a holder on purpose. The database's rules hold for each row;
    a handful of statements whatever the number. Raises ValidationError with the sentence of the rule that refuses.
    """
    require(policies.may_manage_assignments(by.user))
    with explained():
        lock_units({row.unit_id for row in [*ended, *given]})
        for vacant in (True, False):
            keys = [row.pk for row in ended if (row.pk in vacated) is vacant]
            Assignment.objects.filter(pk__in=keys).update(valid_to=last_day, end_reason=reason, left_vacant=vacant)
        return Assignment.objects.bulk_create(given, batch_size=500)

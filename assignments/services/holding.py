"""Giving, ending and handing over an assignment. Each locks its unit first, so that two people queue, not collide."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import (
    AssignedHousehold,
    Assignment,
    AssignmentRole,
    Cluster,
    Delegation,
    Household,
    LegalDocument,
    Mandate,
    Officer,
    Unit,
)
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


def lock_unit(unit: Unit) -> Unit:
    """Hold the unit's row to the end of the transaction: writers to one unit go one after another."""
    return Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)


def assign(
    *,
    officer: Officer,
    unit: Unit,
    role: AssignmentRole,
    mandate: Mandate,
    document: LegalDocument,
    valid_from: datetime.date,
    by: Actor,
    valid_to: datetime.date | None = None,
    is_lead: bool = True,
    households: Iterable[Household] = (),
    taken_over_from: Assignment | None = None,
    cluster: Cluster | None = None,
    delegation: Delegation | None = None,
) -> Assignment:
    """Give `officer` a unit, or only some `households` of it, from one day on; `taken_over_from` is the predecessor's.

    `cluster`: the unit is held as a part of it; `delegation`: as its member. Both must hold for the whole time.
    Raises ValidationError with the reason when the database's rules refuse it.
    """
    require(policies.may_assign(by.user, unit, role))
    chosen = _of_unit(households, unit)
    with explained():
        lock_unit(unit)
        assignment = Assignment(
            officer=officer,
            unit=unit,
            role=role,
            mandate=mandate,
            document=document,
            valid_from=valid_from,
            valid_to=valid_to,
            is_lead=is_lead,
            whole_unit=not chosen,
            taken_over_from=taken_over_from,
            cluster=cluster,
            delegation=delegation,
        )
        assignment.full_clean(exclude=["life"])
        assignment.save()
        AssignedHousehold.objects.bulk_create(
            AssignedHousehold(assignment=assignment, household=household) for household in chosen
        )
    return assignment


def _of_unit(households: Iterable[Household], unit: Unit) -> list[Household]:
    chosen = list(households)
    if any(household.unit_id != unit.pk and household.hamlet_id != unit.pk for household in chosen):
        raise ValidationError(_("Có hộ không thuộc địa bàn đã chọn."))
    return chosen


def end_assignment(
    *, assignment: Assignment, valid_to: datetime.date, reason: str, by: Actor, vacant: bool = False
) -> Assignment:
    """End an assignment at the close of a day, with the reason. What was held stays on record.

    `vacant`: nobody takes over, and that is meant. With a successor use `replace_holder`.
    """
    require(policies.may_assign(by.user, assignment.unit, assignment.role))
    with explained():
        lock_unit(assignment.unit)
        current = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        if not reason.strip():
            raise ValidationError({"end_reason": _("Ghi lý do thôi phân công.")})
        if current.valid_to and current.end_reason:
            raise ValidationError(_("Phân công này đã kết thúc. Hãy tải lại trang."))
        current.valid_to, current.end_reason, current.left_vacant = valid_to, reason, vacant
        current.full_clean(exclude=["life"])
        current.save(update_fields=["valid_to", "end_reason", "left_vacant"])
    return current


def replace_holder(
    *,
    assignment: Assignment,
    officer: Officer,
    document: LegalDocument,
    valid_from: datetime.date,
    reason: str,
    by: Actor,
    valid_to: datetime.date | None = None,
) -> Assignment:
    """Hand a unit over: the one ends the evening before, the other begins with the same households. Both or neither."""
    eve = valid_from - datetime.timedelta(days=1)
    with explained():
        before = end_assignment(assignment=assignment, valid_to=eve, reason=reason, by=by)
        return assign(
            officer=officer,
            unit=before.unit,
            role=before.role,
            mandate=before.mandate,
            document=document,
            valid_from=valid_from,
            valid_to=valid_to,
            is_lead=before.is_lead,
            households=[row.household for row in before.households.select_related("household")],
            cluster=before.cluster,
            taken_over_from=before,
            by=by,
        )

"""The commune's list of its households: added to and corrected by its own Party committee."""

from __future__ import annotations

from assignments import policies
from assignments.models import Household, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


def add_household(
    *, unit: Unit, code: str, by: Actor, householder: str = "", size_band: str = "", officially_poor: bool = False
) -> Household:
    """Enter a household of a hamlet or group. Raises ValidationError when the code is taken there."""
    require(policies.may_manage_households(by.user, _places(unit)))
    household = Household(
        unit=unit, code=code, householder=householder, size_band=size_band, officially_poor=officially_poor
    )
    with explained():
        household.full_clean(exclude=["search"])
        household.save()
    return household


def edit_household(
    *,
    household: Household,
    unit: Unit,
    code: str,
    by: Actor,
    householder: str = "",
    size_band: str = "",
    officially_poor: bool = False,
) -> Household:
    """Correct a household; it stays within places that the same committee keeps."""
    require(policies.may_manage_households(by.user, _places(household.unit)))
    require(policies.may_manage_households(by.user, _places(unit)))
    with explained():
        current = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
        current.unit, current.code, current.householder = unit, code, householder
        current.size_band, current.officially_poor = size_band, officially_poor
        current.full_clean(exclude=["search"])
        current.save(update_fields=["unit", "code", "householder", "search", "size_band", "officially_poor"])
    return current


def _places(unit: Unit) -> set[int]:
    return {pk for pk in (unit.pk, unit.hamlet_id, unit.commune_id) if pk}

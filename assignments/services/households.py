"""The commune's list of its households: added to and corrected by its own Party committee."""

from __future__ import annotations

from django.db import connection, transaction

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


_COUNT = """
    LOCK TABLE assignments_householdcount IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM assignments_householdcount;
    INSERT INTO assignments_householdcount (unit_id, province_id, district_id, commune_id, hamlet_id, households)
        SELECT u.id, u.province_id, u.district_id, u.commune_id, u.hamlet_id, count(*)
        FROM assignments_household h JOIN assignments_unit u ON u.id = h.unit_id GROUP BY u.id
"""


def recount_households() -> None:
    """Count anew how many households lie where: after a bulk load past the triggers. Whoever writes one waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT)

"""Who may enter what is known of a unit."""

from __future__ import annotations

from assignments.access import access_of
from assignments.models import Level, Unit
from assignments.policies import may_manage_units, reads_coverage
from nammanh.accounts.models import User

reads_profiles = reads_coverage


def may_enter_facts(user: User, unit: Unit) -> bool:
    """The commune's committee for its commune and what lies below, the district's for its district, Ban Tổ chức."""
    if may_manage_units(user):
        return True
    own = {area.unit_id for area in access_of(user).committee_areas}
    if unit.level == Level.DISTRICT:
        return unit.pk in own
    return not own.isdisjoint({pk for pk in (unit.commune_id, unit.hamlet_id) if pk})


def enters_facts(user: User) -> bool:
    """Whether this person enters facts of any unit at all."""
    return may_manage_units(user) or bool(access_of(user).committee_areas)

"""Who may write of households, read what was found, and read the numbers."""

from __future__ import annotations

from django.db.models import Q

from assignments import policies as assignments
from assignments.access import access_of
from assignments.models import Household, Unit
from nammanh.accounts.models import User
from reports.household_visits.models import HouseholdLine
from reports.visits import policies as visits


def reads_household_visits(user: User) -> bool:
    """The commune tier: the Party committee, and its officers for what they hold."""
    access = access_of(user)
    return bool(access.household_areas or access.household_assignment_ids)


def may_log_household_visits(user: User) -> bool:
    """The commune's own officers, in hamlets, groups or single households that they hold."""
    return visits.may_log_visits(user) and reads_household_visits(user)


def households_within_reach(user: User) -> Q:
    """The condition on household rows of those that this person reads in full, and so may visit on record."""
    return assignments.households_read_in_detail(user)


def reads_coverage(user: User) -> bool:
    """Numbers without any household: whoever sees units at all."""
    return assignments.reads_coverage(user)


def reads_exact_numbers(user: User, unit: Unit) -> bool:
    """Numbers under five households tell of somebody; only the commune tier of the place reads them."""
    places = {unit.pk, unit.hamlet_id, unit.commune_id}
    return any(area.unit_id in places for area in access_of(user).household_areas)


def may_finish(user: User, line: HouseholdLine) -> bool:
    """Whoever answers for the household today says that what was promised is done: its officer or the committee."""
    return assignments.reads_household_details(user, line.household)


def may_visit(user: User, household: Household) -> bool:
    """Whether this household is within the person's reach today."""
    return assignments.reads_household_details(user, household)

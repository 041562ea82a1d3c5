"""Who may do what with units, officers and assignments."""

from __future__ import annotations

from django.db.models import Q

from assignments.access import Area, PortalRole, access_of, within_areas
from assignments.models import (
    AssignedHousehold,
    Assignment,
    AssignmentRole,
    Household,
    LegalDocument,
    Level,
    Officer,
    Unit,
)
from nammanh.accounts.models import User
from nammanh.platform.dates import today


def may_manage_assignments(user: User) -> bool:
    """Ban Tổ chức owns assignments; the administrator helps."""
    return access_of(user).has(PortalRole.ORGANISATION, PortalRole.ADMIN)


def may_assign(user: User, unit: Unit, role: AssignmentRole) -> bool:
    """Ban Tổ chức everywhere; a commune's Party committee its own officers to its hamlets, groups and households."""
    if may_manage_assignments(user):
        return True
    own = {pk for pk in (unit.hamlet_id, unit.commune_id) if pk}
    return role.tier.holder_level == Level.COMMUNE and may_manage_households(user, own)


def may_cite(user: User) -> bool:
    """Whoever assigns cites the decision that it rests on."""
    return may_manage_assignments(user) or bool(household_unit_ids(user))


def may_complete(user: User, document: LegalDocument) -> bool:
    """Add a signer or a file: Ban Tổ chức to any decision, a commune's committee to those about its own places only."""
    if may_manage_assignments(user):
        return True
    cited = Assignment.objects.filter(document=document)
    return may_cite(user) and not cited.exclude(commune__in=household_unit_ids(user)).exists()


def may_record_absence(user: User, officer: Officer) -> bool:
    """Ban Tổ chức for anybody; an officer for themself, without naming who stands in."""
    return may_manage_assignments(user) or access_of(user).officer_id == officer.pk


def may_open_absences(user: User) -> bool:
    """Whoever sees officers at all, and each officer for themself."""
    return reads_coverage(user) or access_of(user).officer_id is not None


def may_confirm_reading(user: User, role: AssignmentRole) -> bool:
    """Whoever holds the role today, in their own name."""
    own = access_of(user).officer_id
    return own is not None and Assignment.objects.on(today()).filter(officer=own, role=role).exists()


def reads_unread_duties(user: User) -> bool:
    """Who has not read their duties is for Ban Tổ chức, and for the superior in charge of the district."""
    return may_manage_assignments(user) or bool(districts_in_charge(user))


def districts_in_charge(user: User) -> tuple[Area, ...]:
    """The districts that somebody holds for the province: whose officers they answer for."""
    return tuple(area for area in access_of(user).areas if area.level == "district" and area.holder_level)


def may_manage_units(user: User) -> bool:
    return access_of(user).has(PortalRole.ORGANISATION, PortalRole.ADMIN)


def may_manage_papers(user: User) -> bool:
    """Word templates belong to those who write the papers: Văn phòng and Ban Tổ chức; the administrator helps."""
    return access_of(user).has(PortalRole.OFFICE, PortalRole.ORGANISATION, PortalRole.ADMIN)


def may_share_views(user: User) -> bool:
    """A filter for everybody is named by Văn phòng or Ban Tổ chức."""
    return access_of(user).has(PortalRole.OFFICE, PortalRole.ORGANISATION)


def may_manage_accounts(user: User) -> bool:
    return access_of(user).has(PortalRole.ADMIN)


def may_enter_administration(user: User) -> bool:
    return user.is_active and may_manage_assignments(user)


def reads_coverage(user: User) -> bool:
    """The list of assignments with its coverage: everyone who sees units at all."""
    access = access_of(user)
    return access.reads_all_units or bool(access.areas)


def reads_anomalies(user: User) -> bool:
    """What is to be set right in who holds what: those who read all units, and committees for their own."""
    access = access_of(user)
    return access.reads_all_units or bool(access.committee_areas)


def reads_access_log(user: User) -> bool:
    """Ủy ban Kiểm tra reviews who read what."""
    return access_of(user).has(PortalRole.INSPECTION)


def reads_households(user: User) -> bool:
    """Whether household rows (masked or not) exist for this person at all."""
    access = access_of(user)
    return access.has(PortalRole.STANDING) or bool(access.areas)


def reads_household_details(user: User, household: Household) -> bool:
    """Names and the poverty flag are for the commune tier of that very place."""
    access = access_of(user)
    places = {household.commune_id, household.hamlet_id, household.unit_id}
    if any(area.unit_id in places for area in access.household_areas):
        return True
    return household.held_by.filter(assignment__in=access.household_assignment_ids).exists()


def households_read_in_detail(user: User) -> Q:
    """The condition on household rows of `reads_household_details`, for a whole list at once."""
    access = access_of(user)
    named = AssignedHousehold.objects.filter(assignment__in=access.household_assignment_ids)
    return within_areas(access.household_areas) | Q(pk__in=named.values("household"))


def household_unit_ids(user: User) -> set[int]:
    """The communes (or hamlets) whose list of households this person keeps."""
    access = access_of(user)
    return {area.unit_id for area in access.committee_areas} if access.has(PortalRole.COMMUNE_COMMITTEE) else set()


def may_manage_households(user: User, unit_ids: set[int]) -> bool:
    """The commune's own Party committee keeps the list of its households."""
    return not household_unit_ids(user).isdisjoint(unit_ids)

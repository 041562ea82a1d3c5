"""Who may urge whom."""

from __future__ import annotations

from collections.abc import Iterable

from assignments.access import Access, PortalRole, access_of
from assignments.models import DelegationMember
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.reminders.models import Urge
from reports.reminders.queries.people import Directory
from reports.reminders.states import Target
from reports.reminders.subjects import Matter


def urges_at_all(user: User) -> bool:
    """The office, the standing committee, the standing member in charge, a department."""
    access = access_of(user)
    return bool(access.has(PortalRole.OFFICE, PortalRole.STANDING) or access.department_ids or _led_units(user, access))


def reads_urges(user: User) -> bool:
    """The list: whoever reads records at all, and departments for what was sent to them."""
    access = access_of(user)
    return access.reads_all_records or bool(access.areas or access.department_ids)


def may_urge(user: User, matter: Matter, directory: Directory | None = None) -> bool:
    """The office and the standing committee everywhere; a standing member in what they are in charge of; the head of a
    department within it. Nobody urges where it is their own turn.
    """
    access = access_of(user)
    if matter.handler == Target.OFFICE and access.has(PortalRole.OFFICE):
        return False
    if access.has(PortalRole.OFFICE, PortalRole.STANDING):
        return True
    directory = directory or Directory(today())
    if any(person.user_id == user.pk for person in directory.people(Target.MEMBER, matter)):
        return matter.handler != Target.MEMBER
    return is_head(user, matter, directory)


def is_head(user: User, matter: Matter, directory: Directory) -> bool:
    """Whether this person leads the department that must answer, and somebody else there has it in hand."""
    if matter.department_id not in access_of(user).department_ids or matter.handler != Target.FOCAL_POINT:
        return False
    staff = list(directory.people(Target.HEAD, matter))
    return len(staff) > 1 and staff[0].user_id == user.pk


def remindable(user: User, members: Iterable[DelegationMember]) -> frozenset[int]:
    """The officers among the members of a delegation whom this person reminds: its head does, who stands in for the
    head, and the standing committee; nobody oneself, nor whom one stands in for.
    """
    members, access = list(members), access_of(user)
    heads = {member.officer_id for member in members if member.duty == DelegationMember.Duty.HEAD}
    if not (access.has(PortalRole.STANDING) or access.officer_ids & heads):
        return frozenset()
    return frozenset(member.officer_id for member in members) - access.officer_ids


def may_record_outcome(user: User, urge: Urge) -> bool:
    """Who urged, and who was urged; once."""
    access = access_of(user)
    urged = urge.officer_id in access.officer_ids if urge.officer_id else False
    return not urge.outcome and (urge.by_id == user.pk or urged or urge.agency_id in agencies_of(user))


def agencies_of(user: User) -> frozenset[int]:
    """The agencies in which this person has a post that answers in the portal."""
    return access_of(user).department_ids


def _led_units(user: User, access: Access) -> bool:
    return any(area.holder_level == "province" for area in access.areas)

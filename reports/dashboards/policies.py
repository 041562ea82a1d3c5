"""Who opens which of the leaders' pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from assignments.access import PortalRole, access_of
from assignments.models import Assignment, Level, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.feedback.queries import ANSWERING_KINDS
from reports.reporting.queries import in_charge_above


def reads_overview(user: User) -> bool:
    """Whoever reads all records, and who answers for a district or for several communes, cut to their area."""
    access = access_of(user)
    communes = {area.assignment_id for area in access.areas if area.level == Level.COMMUNE and area.assignment_id}
    return access.reads_all_records or len(communes) > 1 or any(area.level == Level.DISTRICT for area in access.areas)


def opens_overview(user: User) -> bool:
    """Whom the menu's first page of figures leads somewhere: a commune and a department to their own."""
    return reads_overview(user) or own_page(user) is not None


def reads_places(user: User) -> bool:
    """The figures of a place: whoever reads records of a place at all; which ones is told by their rows."""
    access = access_of(user)
    return access.reads_all_records or bool(access.areas)


def reads_all(user: User) -> bool:
    """Every place and every body."""
    return access_of(user).reads_all_records


def reads_departments(user: User) -> bool:
    """The page of a department: whoever reads all records, and the department."""
    access = access_of(user)
    return access.reads_all_records or bool(access.department_ids)


def departments_read(user: User) -> Q:
    """The condition on agencies: which departments' pages these are."""
    access = access_of(user)
    answering = Q(kind__in=ANSWERING_KINDS)
    return answering if access.reads_all_records else answering & Q(pk__in=access.department_ids)


def has_duties(user: User) -> bool:
    """Whoever holds a place: what they did for it, month by month."""
    return access_of(user).holds_units


def opens_duties(user: User) -> bool:
    """Officers may ask for such a page at all; whose, `opens_officer` tells."""
    return access_of(user).officer_id is not None


def opens_officer(user: User, officer_id: int, held: Iterable[Assignment]) -> bool:
    """What one officer did: the officer, Thường trực, and who is in charge above what the officer holds today; never
    a colleague. Those are the same people to whom the officer reports.
    """
    access = access_of(user)
    if access.officer_id is None:
        return False
    if officer_id == access.officer_id or access.has(PortalRole.STANDING):
        return True
    return in_charge_above(held, access.officer_ids - {officer_id}, today())


def own_page(user: User) -> str | None:
    """The page of those who don't answer for several places: a commune its own, a department its own."""
    access = access_of(user)
    if access.department_ids:
        return reverse("dashboards:department", args=[min(access.department_ids)])
    if access.has(PortalRole.COMMUNE_COMMITTEE) and access.committee_areas:
        return reverse("dashboards:place", args=[access.committee_areas[0].unit_id])
    return None


def starts_with_overview(user: User) -> bool:
    """Who is taken to the dashboard after logging in instead of to the desk."""
    return access_of(user).has(PortalRole.STANDING, PortalRole.OFFICE, PortalRole.ORGANISATION, PortalRole.INSPECTION)


def units_read(user: User, units: Iterable[Unit]) -> set[int]:
    """Which of these units lie in what the person reads, told from their rights without a query."""
    access = access_of(user)
    if access.reads_all_units:
        return {unit.pk for unit in units}
    areas = {area.unit_id for area in access.areas}
    return {
        unit.pk
        for unit in units
        if areas & {unit.pk, unit.province_id, unit.district_id, unit.commune_id, unit.hamlet_id}
    }

"""Who opens the leaders' dashboard."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from nammanh.accounts.models import User


def reads_overview(user: User) -> bool:
    """Whoever reads all records, and those who answer for a whole district: the same page, cut to their area."""
    access = access_of(user)
    return access.reads_all_records or any(area.level == "district" for area in access.areas)


def starts_with_overview(user: User) -> bool:
    """Who is taken to the dashboard after logging in instead of to the desk."""
    return access_of(user).has(PortalRole.STANDING, PortalRole.OFFICE, PortalRole.ORGANISATION, PortalRole.INSPECTION)

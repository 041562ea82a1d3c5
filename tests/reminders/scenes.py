"""Petitions that are late, and the moments at which ladders are climbed."""

import datetime

from nammanh.platform.dates import VIETNAM, today
from nammanh.platform.working_days import add_working_days
from tests.factories.reports import VisitFactory
from tests.fieldbook.scenes import department, petition_in


def at(day=None, hour=8):
    return datetime.datetime.combine(day or today(), datetime.time(hour), tzinfo=VIETNAM)


def working_days_ago(count):
    return add_working_days(today() + datetime.timedelta(days=1), -count) - datetime.timedelta(days=1)


def late(world, request, working_days, status="dispatched", **fields):
    """A petition of Sơn Phú whose answer was due so many working days ago."""
    given = {"due_on": working_days_ago(working_days), "reported_on": add_working_days(today(), -40)}
    return petition_in(world, request, status, **given | fields)


def unconfirmed(world, officer, working_days, **fields):
    received = at(working_days_ago(working_days), hour=9)
    return VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], logged_at=received, **fields)


__all__ = ["at", "department", "late", "unconfirmed", "working_days_ago"]

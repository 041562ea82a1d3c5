"""Visits to the households of Tổ 1, Sơn Phú."""

import datetime
import uuid

from nammanh.platform.dates import today
from reports.household_visits.models import HouseholdLine
from tests.factories import assignments as make
from tests.factories.reports import HouseholdLineFactory, VisitFactory


def household_visit(world, person, **fields):
    """A visit of `person` to Tổ 1, made yesterday and not confirmed."""
    unit = fields.pop("unit", world.group)
    return VisitFactory(officer=person.officer, unit=unit, tier=world.tiers[2], type="household_visit", **fields)


def line_of_group(world, request, **fields) -> HouseholdLine:
    """The household of Tổ 1, visited yesterday by `household_officer`; there is something to follow up."""
    visit = household_visit(world, request.getfixturevalue("household_officer"))
    due = today() + datetime.timedelta(days=20)
    return HouseholdLineFactory(visit=visit, household=world.household, follow_up_by=due, **fields)


def homes(world, count, unit=None, **fields):
    return [make.HouseholdFactory(unit=unit or world.group, **fields) for _nth in range(count)]


def ticks(*households, category, **changes):
    """The body of the short page with these households ticked."""
    data = {"uuid": str(uuid.uuid4()), "date": today().strftime("%d/%m/%Y"), "households-known": "1"}
    data["households-category"] = str(category.pk)
    for household in households:
        data[f"households-{household.pk}-chosen"] = "on"
    return data | changes

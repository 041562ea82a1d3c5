"""Eighteen months of work: each assignment gets the visits that its holder's habits bring, and what was said there."""

from __future__ import annotations

import datetime

from assignments.models import Assignment, Unit
from nammanh.demo.diary import Diary, Told, working_day_in
from nammanh.demo.places import Places
from nammanh.demo.stage import Stage
from nammanh.platform.dates import add_months, month_end, months_in

RATES = {1: (1.4, 1.1, 1.0, 0.95, 0.6), 2: (1.1, 0.95, 0.9, 0.8, 0.45), 3: (0.9, 0.6, 0.5, 0.4, 0.3)}
"""Visits a month by habit, for each tier."""
SILENT_SHARE = {1: 0.06, 2: 0.06, 3: 0.1}
"""Of the holders, this many went silent some months ago."""
RATE_OF_UNCOUNTED = {"district": 1.15, "commune": 0.55}
"""Those in charge of a whole district or commune without holding it: visits a month, by the level of their unit."""


def live_through(stage: Stage, diary: Diary, places: Places, assignments: list[Assignment]) -> None:
    """Write the visits of every assignment inside the story's time."""
    for assignment in assignments:
        if assignment.valid_to is None or assignment.valid_to >= stage.begin:
            _one(stage, diary, places, assignment)
    confirmed = [told for told in diary.told if told.visit.confirmed_at]
    for told in stage.rng.sample(confirmed, min(28, len(confirmed))):
        diary.amend(told.visit, told.user, told.unit)


def _one(stage: Stage, diary: Diary, places: Places, assignment: Assignment) -> None:
    tier = assignment.role.tier.order
    rate = stage.rng.choice(RATES[tier]) if assignment.role.counted else RATE_OF_UNCOUNTED[assignment.unit.level]
    last = min(assignment.valid_to or stage.today, stage.days_ago(1))
    if assignment.role.counted and assignment.officer.user.username != "canbotinh" and stage.chance(SILENT_SHARE[tier]):
        last = min(last, stage.days_ago(stage.rng.randint(60, 160)))
    first = max(assignment.valid_from, stage.begin)
    for month in months_in(first, last) if first <= last else []:
        for _nth in range(_visits_in_month(stage, rate)):
            day = working_day_in(stage, max(first, month), min(last, month_end(month)))
            _what_happened(stage, diary, assignment, _target(stage, places, assignment), day)
    if assignment.valid_to is None and stage.chance(0.3):
        _look_ahead(stage, diary, assignment, _target(stage, places, assignment))


def _visits_in_month(stage: Stage, rate: float) -> int:
    return int(rate) + stage.chance(rate % 1)


def _target(stage: Stage, places: Places, assignment: Assignment) -> Unit:
    """Where the visit goes: the unit held, a commune of the district held, a group of the hamlet held."""
    unit = assignment.unit
    if unit.level == "district":
        return stage.rng.choice(stage.communes_of(unit.gso_code))
    if unit.level == "hamlet" and assignment.role.tier.order == 3 and stage.chance(0.4):
        return stage.rng.choice(places.groups[unit.pk])
    return unit


def _what_happened(
    stage: Stage, diary: Diary, assignment: Assignment, unit: Unit, day: datetime.date | None
) -> Told | None:
    if day is None:
        return None
    luck = stage.rng.random()
    if luck < 0.035:
        diary.cancelled(assignment, unit, day)
    elif luck < 0.041 and day < stage.today:
        diary.lapsed(assignment, unit, day)
    else:
        return diary.made(assignment, unit, day)
    return None


def _look_ahead(stage: Stage, diary: Diary, assignment: Assignment, unit: Unit) -> None:
    day = working_day_in(stage, stage.today + datetime.timedelta(days=1), add_months(stage.today, 1))
    if day:
        diary.planned(assignment, unit, day, postponed=stage.chance(0.15))

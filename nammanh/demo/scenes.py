"""Scenes arranged by hand, so that each demo account finds something to do today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assignments.models import Assignment
from nammanh.demo.diary import Diary, Told, working_day_in
from nammanh.demo.petitioning import Petitioning
from nammanh.demo.remarks import Remarks
from nammanh.demo.stage import PHUOC_LONG, SON_PHU, Stage
from nammanh.demo.texts.theme import Request
from nammanh.demo.texts.themes_nature import COCONUT, EROSION, SALINITY
from nammanh.demo.texts.themes_society import ROADS
from reports.feedback.models import Petition

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Script:
    """Where the scenes play: codes of the demo officer's two communes, and who is in them."""

    busy: str
    answered: str
    unconfirmed: tuple[str, ...]
    with_plans: tuple[str, ...]


THREE_TIERS = Script(
    busy=SON_PHU,
    answered=PHUOC_LONG,
    unconfirmed=("cbh.ap", "cbx.ap", "cbh.xa"),
    with_plans=(
        *("canbotinh", "uvbtv.giongtrom", "truongdoan", "cbh.tieuvung"),
        *("cbh.xa", "cbh.ap", "cbx.ap", "cbx.ho"),
    ),
)


def arrange(
    stage: Stage,
    diary: Diary,
    remarks: Remarks,
    petitions: Petitioning,
    assignments: list[Assignment],
    script: Script,
) -> None:
    """What the demo accounts meet: a visit to confirm, comments to judge, petitions to answer, plans to keep."""
    today = [row for row in assignments if row.in_force_on(stage.today)]
    mine = {row.unit.gso_code: row for row in today if row.officer.user.username == "canbotinh"}
    _busy_commune(stage, diary, remarks, petitions, mine[script.busy])
    _answered(stage, diary, remarks, petitions, mine[script.answered])
    newest = max(mine.values(), key=lambda row: row.valid_from)
    if taken_over := next((row for row in assignments if _before(row, newest)), None):
        _handed_over(stage, diary, remarks, petitions, taken_over)
    for number, username in enumerate(script.unconfirmed):
        row = next(row for row in today if row.officer.user.username == username)
        remarks.add(diary.made(row, row.unit, stage.days_ago(1 + number), confirmed=False))
    for username in script.with_plans:
        rows = [row for row in today if row.officer.user.username == username]
        for number in range(3):
            row = rows[number % len(rows)]
            unit = row.unit if row.unit.level != "district" else stage.communes_of(row.unit.gso_code)[number * 5]
            day = working_day_in(stage, stage.today + _DAY * (1 + number * 8), stage.today + _DAY * (8 + number * 8))
            diary.planned(row, unit, day or stage.today + _DAY * 3, postponed=number == 2)


def _busy_commune(stage: Stage, diary: Diary, remarks: Remarks, petitions: Petitioning, assignment: Assignment) -> None:
    """A visit of two days ago waits for the commune, with a comment and a new petition; an older one is confirmed and
    has comments to judge; a petition is overdue at the department and has a direction."""
    unit = assignment.unit
    fresh = diary.made(assignment, unit, stage.days_ago(2), confirmed=False, kind="committee_meeting")
    remarks.add(fresh)
    petitions.submit(fresh, COCONUT.requests[0])
    before = diary.made(assignment, unit, stage.days_ago(16), confirmed=True, kind="site_inspection")
    remarks.add(before, judged=False)
    remarks.add(before, judged=False, vague=True)
    _dispatched(stage, petitions, before, EROSION.requests[1], days_ago=12)
    late = diary.made(assignment, unit, stage.days_ago(47), confirmed=True, kind="dialogue")
    remarks.add(late, judged=True)
    overdue = _dispatched(stage, petitions, late, SALINITY.requests[1], days_ago=44)
    petitions.direct(overdue, stage.moment(stage.days_ago(9), 8, 16))


def _answered(stage: Stage, diary: Diary, remarks: Remarks, petitions: Petitioning, assignment: Assignment) -> None:
    """A petition that was answered last week waits for its closing."""
    told = diary.made(assignment, assignment.unit, stage.days_ago(26), confirmed=True, kind="working_session")
    remarks.add(told, judged=True)
    petition = _dispatched(stage, petitions, told, ROADS.requests[1], days_ago=23)
    petitions.answer(petition, stage.moment(stage.days_ago(6), 8, 16), petition.demo_reply)


def _before(row: Assignment, after: Assignment) -> bool:
    """Whether `row` ended the evening before `after` began, on the same unit in the same role."""
    same = (row.unit_id, row.role_id) == (after.unit_id, after.role_id)
    return same and row.valid_to == after.valid_from - _DAY


def _handed_over(
    stage: Stage,
    diary: Diary,
    remarks: Remarks,
    petitions: Petitioning,
    before: Assignment,
) -> None:
    """The leaver left a petition with a department, a comment without a verdict and a visit agreed for next week."""
    day = before.valid_to - _DAY * 4
    told = diary.made(before, before.unit, day, confirmed=True, kind="working_session")
    remarks.add(told, judged=False)
    days_ago = (stage.today - day).days
    _dispatched(stage, petitions, told, ROADS.requests[0], days_ago=days_ago - 2)
    agreed_for = working_day_in(stage, stage.today + _DAY * 5, stage.today + _DAY * 9)
    diary.planned(before, before.unit, agreed_for or stage.today + _DAY * 5)
    agreed = diary.visits[-1]
    diary.steps[-1].at = agreed.created_at = stage.moment(day)


def _dispatched(stage: Stage, petitions: Petitioning, told: Told, request: Request, *, days_ago: int) -> Petition:
    petition = petitions.submit(told, request)
    at = max(stage.moment(stage.days_ago(days_ago), 8, 16), told.visit.logged_at + datetime.timedelta(minutes=30))
    petitions.dispatch(petition, at)
    return petition

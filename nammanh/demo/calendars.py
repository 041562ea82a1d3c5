"""Meetings that communes publish, who signed up for them, and a question handed over into somebody's plan."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import dataclass, field

from assignments.models import Unit
from nammanh.demo.diary import Diary
from nammanh.demo.places import Places
from nammanh.demo.roster import Roster
from nammanh.demo.stage import SEED, Stage
from nammanh.platform.dates import format_date
from reports.planner.models import Attendance, LocalMeeting, MeetingKind, MeetingStep, PlanNote
from reports.planner.repetition import Repeat, dates_of
from reports.planner.states import Action, Status
from reports.visits.models import Visit, VisitType

_DAY = datetime.timedelta(days=1)
HALLS = ("Hội trường Ủy ban nhân dân xã", "Phòng họp Đảng ủy", "Nhà văn hóa xã")
KINDS = {
    VisitType.PARTY_CELL_MEETING: (MeetingKind.CELL, "Sinh hoạt chi bộ định kỳ"),
    VisitType.COMMITTEE_MEETING: (MeetingKind.STANDING, "Họp Ban Thường vụ Đảng ủy thường kỳ"),
    VisitType.DIALOGUE: (MeetingKind.VOTERS, "Đối thoại của người đứng đầu cấp ủy với nhân dân"),
    VisitType.LOCAL_ACTIVITY: (MeetingKind.ACTIVITY, "Ra quân làm thủy lợi nội đồng, vệ sinh môi trường"),
}
QUESTION = "Nhờ đồng chí hỏi giúp tiến độ sửa đường liên ấp, tháng trước xã hẹn xong trước mùa mưa."


@dataclass
class Calendars:
    """Collects rows; `save` writes them. Chance of its own keeps the rest of the story."""

    stage: Stage
    roster: Roster
    rng: random.Random = field(default_factory=lambda: random.Random(SEED + 2))  # noqa: S311  chance, not secrecy
    meetings: list[LocalMeeting] = field(default_factory=list)
    steps: list[MeetingStep] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)

    def monthly(self, unit: Unit, kind: str, title: str, first: datetime.date, repeat: str, hour: int) -> None:
        """A series of four, the first maybe over already."""
        series = self._uuid()
        place = self._place(unit)
        for day in dates_of(first, repeat, 4):
            row = self.publish(unit, kind, f"{title} tháng {day.month}", day, hour)
            row.series, row.place = series, place

    def publish(self, unit: Unit, kind: str, title: str, day: datetime.date, hour: int) -> LocalMeeting:
        commune = self.stage.units.get(unit.commune_id, unit)
        clerk = self.roster.committees[commune.gso_code].user
        at = self.stage.moment(self.stage.days_ago(12 + self.rng.randrange(20)), 8, 16)
        meeting = LocalMeeting(
            uuid=self._uuid(), unit=unit, kind=kind, title=title, date=day, starts_at=datetime.time(hour, 30),
            ends_at=datetime.time(hour + 3), published_by=clerk, changed_at=at,
        )  # fmt: skip
        self.meetings.append(meeting)
        self.steps.append(MeetingStep(meeting=meeting, action=Action.PUBLISH, by=clerk, at=at))
        return meeting

    def sign_up(self, visit: Visit) -> LocalMeeting:
        """The meeting that this planned visit goes to."""
        kind, title = KINDS[VisitType(visit.type)]
        same = (row for row in self.meetings if (row.unit.pk, row.date, row.kind) == (visit.unit.pk, visit.date, kind))
        meeting = next(same, None)
        if meeting is None:
            meeting = self.publish(visit.unit, kind, title, visit.date, self.rng.choice((7, 13)))
            meeting.place = self._place(visit.unit)
        at = max(meeting.changed_at, visit.created_at)
        self.attendances.append(Attendance(meeting=meeting, officer=visit.officer, visit=visit, signed_up_at=at))
        return meeting

    def change(self, meeting: LocalMeeting, action: str, note: str) -> None:
        meeting.revision, meeting.changed_at = 1, self.stage.moment(self.stage.days_ago(1), 8, 11)
        clerk = meeting.published_by
        self.steps.append(MeetingStep(meeting=meeting, action=action, note=note, by=clerk, at=meeting.changed_at))

    def save(self) -> None:
        LocalMeeting.objects.bulk_create(self.meetings, batch_size=1000)
        MeetingStep.objects.bulk_create(self.steps, batch_size=2000)
        Attendance.objects.bulk_create(self.attendances)

    def _place(self, unit: Unit) -> str:
        return self.rng.choice(HALLS) if unit.level == "commune" else f"Trụ sở {unit}"

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)


def write_calendars(stage: Stage, roster: Roster, places: Places, diary: Diary) -> None:
    """Every commune's monthly meeting, the cells' of the hamlets on stage, those that plans go to. After the diary."""
    calendars = Calendars(stage, roster)
    month = stage.today.replace(day=1)
    for commune in stage.communes.values():
        if commune.gso_code in roster.committees:
            first = month.replace(day=3 + int(commune.gso_code) % 23)
            calendars.monthly(commune, MeetingKind.STANDING, "Họp Ban Thường vụ Đảng ủy", first, Repeat.DAY, 7)
    for number, hamlet in enumerate(hamlet for group in places.hamlets.values() for hamlet in group):
        first = month + _DAY * (number % 6)
        calendars.monthly(hamlet, MeetingKind.CELL, f"Sinh hoạt Chi bộ {hamlet}", first, Repeat.WEEKDAY, 13)
    plans = [visit for visit in diary.visits if visit.date > stage.today and _goes_to_meeting(visit)]
    arranged = {visit.pk: calendars.sign_up(visit) for visit in plans}
    _change_some(calendars, [(visit, arranged[visit.pk]) for visit in plans])
    calendars.save()
    _hand_over_a_question(stage, diary)


def _goes_to_meeting(visit: Visit) -> bool:
    """Party cells meet in hamlets; in a group nobody meets officially."""
    levels = {"hamlet"} if visit.type == VisitType.PARTY_CELL_MEETING else {"commune", "hamlet"}
    return visit.is_open and visit.type in KINDS and visit.unit.level in levels


def _change_some(calendars: Calendars, signed_up: list[tuple[Visit, LocalMeeting]]) -> None:
    """One meeting of each of two demo accounts: the first has moved, the second is cancelled."""
    for username, moves in (("canbotinh", True), ("uvbtv.cum", True), ("cbh.ap", False), ("cbx.ap", False)):
        own = (meeting for visit, meeting in signed_up if visit.officer.user.username == username)
        meeting = next(own, None)
        if meeting is None or meeting.revision:
            continue
        if moves:
            old, meeting.date = meeting.date, meeting.date + _DAY * 2
            days = {"old": format_date(old), "new": format_date(meeting.date)}
            note = "Chuyển từ ngày {old} sang ngày {new}".format(**days)  # vi-data: what a commune would write
            calendars.change(meeting, Action.CHANGE, note)
        else:
            meeting.status, meeting.cancel_reason = Status.CANCELLED, "Trùng ngày họp triển khai nghị quyết của huyện."
            calendars.change(meeting, Action.CANCEL, meeting.cancel_reason)


def _hand_over_a_question(stage: Stage, diary: Diary) -> None:
    """The provincial officer finds a question of a colleague of the same commune in the next plan."""
    plans = [visit for visit in diary.visits if visit.is_open and visit.date > stage.today]
    mine = next((visit for visit in plans if visit.officer.user.username == "canbotinh"), None)
    if mine is None:
        return
    made = (visit for visit in diary.visits if visit.unit.commune_id == mine.unit.commune_id)
    colleague = next((visit.officer for visit in made if visit.officer.pk != mine.officer.pk), None)
    if colleague:
        PlanNote.objects.create(
            uuid=stage.uuid(), visit=mine, officer=colleague, text=QUESTION, by=colleague.user,
            at=stage.moment(stage.days_ago(1), 8, 16),
        )  # fmt: skip

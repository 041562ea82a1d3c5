"""Signing up for a meeting puts a visit into one's plan; the plan follows the meeting by one tap."""

from __future__ import annotations

import datetime
import hashlib
import uuid as uuids

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.access import access_of
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import explained, require
from reports.planner import policies
from reports.planner.models import Attendance, LocalMeeting, MeetingKind
from reports.visits.models import Visit, VisitOrigin, VisitType
from reports.visits.policies import handles
from reports.visits.services import CONTENT_FIELDS, VisitContent, cancel_visit, edit_visit, lock, plan_visit
from reports.visits.states import OPEN

VISIT_TYPES: dict[str, str] = {
    MeetingKind.CELL: VisitType.PARTY_CELL_MEETING,
    MeetingKind.COMMITTEE: VisitType.COMMITTEE_MEETING,
    MeetingKind.STANDING: VisitType.COMMITTEE_MEETING,
    MeetingKind.COUNCIL: VisitType.LOCAL_ACTIVITY,
    MeetingKind.VOTERS: VisitType.DIALOGUE,
    MeetingKind.CONFERENCE: VisitType.LOCAL_ACTIVITY,
    MeetingKind.ACTIVITY: VisitType.LOCAL_ACTIVITY,
}


def sign_up(*, meeting: LocalMeeting, by: Actor) -> Attendance:
    """Say that one comes. Twice is once; after a withdrawal it is a new visit."""
    with explained():
        meeting = _locked(meeting)
        officer_id = access_of(by.user).officer_id or 0
        before = Attendance.objects.filter(meeting=meeting, officer=officer_id).select_related("visit")
        for row in before.filter(left_at__isnull=True):
            if row in before.current():
                return row
            _end(row)  # the visit was cancelled on its own page
        require(policies.answers_for(by.user, meeting), _("Chỉ đồng chí phụ trách địa bàn này đăng ký dự được."))
        if meeting.is_cancelled:
            raise ValidationError(_("Cuộc họp này đã hủy."))
        if meeting.date < today():
            raise ValidationError(_("Cuộc họp này đã qua."))
        visit = _plan_of_that_day(meeting, officer_id) or _plan(meeting, officer_id, before.count(), by)
        return Attendance.objects.create(meeting=meeting, officer_id=officer_id, visit=visit)


def withdraw(*, meeting: LocalMeeting, by: Actor) -> None:
    """Take the word back: the visit is cancelled. Twice is once."""
    with explained():
        meeting = _locked(meeting)
        rows = Attendance.objects.current().filter(meeting=meeting, officer=access_of(by.user).officer_id or 0)
        for row in rows.select_related("visit"):
            if row.visit.happened:
                raise ValidationError(_("Chuyến đi dự họp đã được ghi nhận nên không rút được nữa."))
            reason = _("Rút đăng ký dự: %(meeting)s") % {"meeting": meeting.title}
            cancel_visit(visit=row.visit, reason=reason, by=by)
            _end(row)


def move_with_meeting(*, attendance: Attendance, by: Actor) -> Visit:
    """The plan goes to the day that the meeting has now."""
    with explained():
        meeting = _locked(attendance.meeting)
        if meeting.is_cancelled:
            raise ValidationError(_("Cuộc họp này đã hủy."))
        return move_plan(visit=attendance.visit, date=meeting.date, by=by)


def keep_plan(*, attendance: Attendance, by: Actor) -> Visit:
    """One goes on the planned day, whatever becomes of the meeting: the visit stays, the link to the meeting ends."""
    with explained():
        row = Attendance.objects.select_for_update(of=("self",)).select_related("visit").get(pk=attendance.pk)
        require(handles(by.user, row.visit))
        if row.left_at is None:
            _end(row)
        return row.visit


def move_plan(*, visit: Visit, date: datetime.date, by: Actor) -> Visit:
    """A planned visit goes to another day; place, type and purpose stay. On that day already: nothing happens."""
    with explained():
        visit = lock(visit)
        require(handles(by.user, visit))
        if visit.status not in OPEN:
            raise ValidationError(_("Chuyến đi đã chuyển sang trạng thái khác. Hãy tải lại trang."))
        if visit.date == date:
            return visit
        if date < today():
            raise ValidationError(_("Ngày %(day)s đã qua.") % {"day": format_date(date)})
        content = VisitContent(**{name: getattr(visit, name) for name in CONTENT_FIELDS} | {"date": date})
        return edit_visit(
            visit=visit, content=content, base_hash=visit.content_hash, content_hash=_hash(content), by=by
        )


def _locked(meeting: LocalMeeting) -> LocalMeeting:
    return LocalMeeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=meeting.pk)


def _end(attendance: Attendance) -> None:
    attendance.left_at = timezone.now()
    attendance.save(update_fields=["left_at"])


def _plan_of_that_day(meeting: LocalMeeting, officer_id: int) -> Visit | None:
    """A visit of the kind that stands in the plan already: it becomes the one to the meeting."""
    same = Visit.objects.upcoming().filter(officer=officer_id, unit=meeting.unit, date=meeting.date)
    return same.filter(type=VISIT_TYPES[meeting.kind], attendance__isnull=True).order_by("pk").first()


def _plan(meeting: LocalMeeting, officer_id: int, earlier: int, by: Actor) -> Visit:
    content = VisitContent(
        unit=meeting.unit,
        date=meeting.date,
        type=VISIT_TYPES[meeting.kind],
        origin=VisitOrigin.PLANNED,
        purpose=meeting.title,
    )
    return plan_visit(uuid=uuids.uuid5(meeting.uuid, f"{officer_id}/{earlier}"), content=content, by=by).visit


def _hash(content: VisitContent) -> str:
    words = [str(getattr(content, name)) for name in CONTENT_FIELDS if name != "unit"] + [str(content.unit.pk)]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()

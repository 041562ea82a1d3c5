"""Publishing, changing and cancelling a commune's meetings; one function writes the row and its step."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import RULES, check_values, explained, require
from reports.planner import policies, states
from reports.planner.models import LocalMeeting, MeetingStep
from reports.planner.repetition import MOST_TIMES, Repeat, dates_of, in_words
from reports.planner.states import Action
from reports.visits.services import FAR_AHEAD, queue_for

RULES["planner_localmeeting_cancelled_stays"] = gettext_lazy(
    "Cuộc họp đã hủy nên không sửa được. Hãy công bố lịch họp mới."
)


@dataclass(frozen=True)
class MeetingContent:
    """What the commune announces. `unit` is the commune or the hamlet that meets."""

    unit: Unit
    kind: str
    title: str
    date: datetime.date
    starts_at: datetime.time
    ends_at: datetime.time | None = None
    place: str = ""
    note: str = ""


CHANGEABLE = ("kind", "title", "date", "starts_at", "ends_at", "place", "note")
"""A meeting stays that of its unit; another unit publishes its own."""


def publish_meeting(
    *, uuid: uuids.UUID, content: MeetingContent, by: Actor, repeat: str = Repeat.ONCE, times: int = 1
) -> list[LocalMeeting]:
    """Announce a meeting, or a monthly series of them. The same entry sent again gives the stored rows back."""
    with explained():
        queue_for(uuid)
        require(policies.publishes_for(by.user, content.unit))
        if stored := LocalMeeting.objects.select_related("unit").filter(uuid=uuid).first():
            if any(getattr(stored, name) != getattr(content, name) for name in CHANGEABLE):
                raise ValidationError(_("Lịch họp này đã được lưu với nội dung khác. Hãy mở lại trang lịch họp."))
            return [stored]
        if not 1 <= times <= MOST_TIMES:
            raise ValidationError({"times": _("Số kỳ từ 1 đến %(most)s.") % {"most": MOST_TIMES}})
        if content.unit.level not in {"commune", "hamlet"}:
            raise ValidationError({"unit": _("Chọn xã, ấp hoặc khu phố tổ chức cuộc họp.")})
        days = dates_of(content.date, repeat, times)
        return [
            _write(
                LocalMeeting(
                    uuid=uuid if day == content.date else uuids.uuid5(uuid, day.isoformat()),
                    series=uuid if len(days) > 1 else None,
                    unit=content.unit,
                    published_by=by.at_keyboard,
                ),
                Action.PUBLISH,
                by,
                note=str(in_words(content.date, repeat, times)),
                content=replace(content, date=day),
            )
            for day in days
        ]


def change_meeting(
    *, meeting: LocalMeeting, content: MeetingContent, by: Actor, following: bool = False
) -> LocalMeeting:
    """Announce a change. `following`: the later meetings of the series get it too, each on its own day."""
    with explained():
        rows = _locked(meeting, following)
        own = rows[0]
        require(policies.publishes_for(by.user, own.unit))
        _require_ahead(own)
        for row in rows:
            wanted = content if row.pk == own.pk else replace(content, date=row.date)
            if told := _differences(row, wanted):
                _write(row, Action.CHANGE, by, note=told, content=wanted)
        return own


def cancel_meeting(*, meeting: LocalMeeting, reason: str, by: Actor, following: bool = False) -> LocalMeeting:
    """Announce that it doesn't take place. Cancelling twice is one cancellation."""
    with explained():
        rows = _locked(meeting, following)
        require(policies.publishes_for(by.user, rows[0].unit))
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do hủy.")})
        if not rows[0].is_cancelled:
            _require_ahead(rows[0])
        for row in rows:
            if not row.is_cancelled:
                row.cancel_reason = reason
                _write(row, Action.CANCEL, by, note=reason)
        return rows[0]


def _locked(meeting: LocalMeeting, following: bool) -> list[LocalMeeting]:
    """The meeting as it stands now, and with `following` the later ones of its series that still take place."""
    rows = LocalMeeting.objects.select_for_update(of=("self",)).select_related("unit")
    own = rows.get(pk=meeting.pk)
    if not following or own.series is None:
        return [own]
    later = rows.scheduled().filter(series=own.series, date__gt=own.date)
    return [own, *later.first_first()]


def _require_ahead(meeting: LocalMeeting) -> None:
    if meeting.date < today():
        raise ValidationError(_("Cuộc họp đã qua nên lịch không đổi được nữa."))


def _differences(meeting: LocalMeeting, content: MeetingContent) -> str:
    """What changes, in words for those who signed up; empty when nothing does."""
    told = []
    if meeting.date != content.date:
        told.append(
            _("chuyển từ ngày %(old)s sang ngày %(new)s")
            % {"old": format_date(meeting.date), "new": format_date(content.date)}
        )
    if meeting.starts_at != content.starts_at:
        told.append(
            _("giờ bắt đầu từ %(old)s thành %(new)s")
            % {"old": f"{meeting.starts_at:%H:%M}", "new": f"{content.starts_at:%H:%M}"}
        )
    if meeting.place != content.place:
        told.append(_("nơi họp: %(place)s") % {"place": content.place or _("chưa ghi")})
    if not told and any(getattr(meeting, name) != getattr(content, name) for name in CHANGEABLE):
        told.append(_("sửa nội dung"))
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def _write(
    meeting: LocalMeeting, action: str, by: Actor, *, note: str = "", content: MeetingContent | None = None
) -> LocalMeeting:
    """The one door for a meeting's status: asks the table, writes the fields and the step."""
    current = meeting.status if meeting.pk else None
    if not states.may_follow(action, current):
        raise ValidationError(_("Cuộc họp đã hủy nên không sửa được. Hãy công bố lịch họp mới."))
    if content:
        _check_day(content, changed=meeting.date != content.date)
        for name in CHANGEABLE:
            setattr(meeting, name, getattr(content, name))
    if meeting.pk:
        meeting.revision += 1
    meeting.status, meeting.changed_at = states.after(action), timezone.now()
    check_values(meeting)  # `commune` is written by the database
    meeting.save()
    MeetingStep.objects.create(meeting=meeting, action=action, note=note, by=by.user, secretary=by.secretary)
    return meeting


def _check_day(content: MeetingContent, *, changed: bool) -> None:
    if changed and content.date < today():
        raise ValidationError({"date": _("Ngày họp đã qua. Công bố lịch cho ngày sắp tới.")})
    if content.date > today() + FAR_AHEAD:
        raise ValidationError({"date": _("Ngày họp quá xa. Lịch công bố trong vòng một năm tới.")})
    if not content.unit.in_force_on(content.date):
        raise ValidationError({"date": _("Đơn vị tổ chức không tồn tại vào ngày này.")})

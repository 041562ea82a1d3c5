"""What changes a visit. One function writes the status; each step leaves a line."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Assignment, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import RULES, check_values, explained, require
from nammanh.platform.text import one_line
from reports.visits import policies, states
from reports.visits.models import Amendment, Visit, VisitStep
from reports.visits.states import Action

RULES.update(
    {
        "visits_visit_transition": _("Chuyến đi đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "visits_visit_correction_open": _("Chuyến đi không còn chờ xác nhận nên không đề nghị sửa được nữa."),
        "visits_visitstep_in_turn": _("Chuyến đi đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "visits_visit_closed": _("Chuyến đi đã được xã xác nhận nên không sửa được. Hãy dùng “Bổ sung, đính chính”."),
    }
)

FAR_AHEAD = datetime.timedelta(days=400)


class Conflict(Exception):  # noqa: N818  the page calls it by this name
    """The same entry arrived with other words, or was changed elsewhere in the meantime. Nothing was written.

    `base` is the version from which the person chooses next; empty: the stored one.
    """

    def __init__(self, visit: Visit, message: object, base: str = "") -> None:
        super().__init__(str(message))
        self.visit, self.message, self.base = visit, message, base


@dataclass(frozen=True)
class VisitContent:
    """What a person types about a visit."""

    unit: Unit
    date: datetime.date
    type: str
    origin: str
    purpose: str = ""
    people_met: str = ""
    highlights: str = ""
    advantages: str = ""
    difficulties: str = ""


CONTENT_FIELDS = tuple(VisitContent.__dataclass_fields__)


@dataclass(frozen=True)
class Stored:
    """The outcome of writing an entry: the visit, and whether this call wrote it (False: it was there already)."""

    visit: Visit
    created: bool = field(default=True)


def queue_for(uuid: uuids.UUID) -> None:
    """Let two requests with the same entry go one after another, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [uuid.int % 2**63])


def lock(visit: Visit) -> Visit:
    """The visit as it stands now, held to the end of the transaction."""
    return Visit.objects.select_for_update(of=("self",)).select_related("unit", "tier").get(pk=visit.pk)


def plan_visit(*, uuid: uuids.UUID, content: VisitContent, by: Actor) -> Stored:
    """Put a visit into the officer's plan. The same entry again gives the stored plan back, other words conflict."""
    with explained():
        queue_for(uuid)
        stored = Visit.objects.filter(uuid=uuid).first()
        if stored:
            if any(getattr(_own(stored, by), name) != getattr(content, name) for name in CONTENT_FIELDS):
                raise Conflict(stored, _("Kế hoạch này đã được lưu với nội dung khác."))
            return Stored(stored, created=False)
        _check_planned_date(content.date)
        return Stored(_write(Visit(uuid=uuid), content, Action.PLAN, by))


def log_visit(
    *,
    uuid: uuids.UUID,
    content: VisitContent,
    content_hash: str,
    by: Actor,
    typed_at: datetime.datetime | None = None,
) -> Stored:
    """Record a visit that was made, from a plan with this uuid or from nothing. `typed_at`: by the device's clock.

    The same uuid and hash again give the stored visit back; another hash raises Conflict. Call it inside a
    transaction together with what belongs to the visit.
    """
    with explained():
        queue_for(uuid)
        visit = Visit.objects.select_for_update(of=("self",)).filter(uuid=uuid).first()
        if visit is None:
            visit = Visit(uuid=uuid)
        else:
            _own(visit, by)
            if not visit.is_open:
                if visit.status == states.Status.CANCELLED:
                    raise _out_of_turn(visit, Action.LOG)
                if visit.content_hash == content_hash:
                    return Stored(visit, created=False)
                raise Conflict(visit, _("Chuyến đi này đã được ghi nhận với nội dung khác."))
        _check_made(content)
        visit.content_hash, visit.logged_at, visit.typed_at = content_hash, timezone.now(), typed_at
        return Stored(_write(visit, content, Action.LOG, by))


def edit_visit(
    *, visit: Visit, content: VisitContent, base_hash: str, content_hash: str, by: Actor, note: str = ""
) -> Visit:
    """Change a planned or unconfirmed visit. `base_hash` is the version that the person saw; an older one conflicts.

    What the commune asked to correct counts as done.
    """
    with explained():
        visit = lock(visit)
        require(policies.handles(by.user, visit))
        if visit.content_hash == content_hash:
            return visit  # the same words sent twice
        if visit.content_hash != base_hash:
            raise Conflict(visit, _("Chuyến đi này vừa được sửa ở nơi khác."))
        _check_edited(visit, content)
        visit.content_hash, visit.correction = content_hash, ""
        return _write(visit, content, Action.EDIT, by, note)


def postpone_visit(*, visit: Visit, date: datetime.date, reason: str, by: Actor) -> Visit:
    """Move a planned visit to a later day, with the reason."""
    with explained():
        visit = lock(visit)
        require(policies.handles(by.user, visit))
        if visit.date == date and _repeated(visit, Action.POSTPONE, reason):
            return visit
        if date <= today():
            raise ValidationError({"date": _("Ngày hoãn tới phải sau hôm nay.")})
        if date > today() + FAR_AHEAD:
            raise ValidationError({"date": _("Ngày dự kiến quá xa. Kế hoạch đặt trong vòng một năm tới.")})
        return _move(visit, Action.POSTPONE, by, note=_reason(reason), date=date)


def cancel_visit(*, visit: Visit, reason: str, by: Actor) -> Visit:
    """Cancel a planned visit, with the reason."""
    with explained():
        visit = lock(visit)
        require(policies.handles(by.user, visit))
        if _repeated(visit, Action.CANCEL, reason):
            return visit
        return _move(visit, Action.CANCEL, by, note=_reason(reason))


def hand_over_visit(*, visit: Visit, holding: Assignment, by: Actor) -> Visit:
    """A plan of the earlier holder becomes the new holder's, on the same day; its history names both."""
    with explained():
        visit = lock(visit)
        if visit.officer_id == holding.officer_id:
            require(policies.is_author(by.user, visit))
            return visit
        require(policies.takes_over(by.user, visit, holding))
        names = {"leaver": visit.officer, "receiver": holding.officer}
        return _move(
            visit,
            Action.HAND_OVER,
            by,
            note=_("Đ/c %(leaver)s bàn giao cho đ/c %(receiver)s") % names,
            officer=holding.officer,
            tier=holding.role.tier,
            entered_by=by.at_keyboard,
        )


def confirm_visit(*, visit: Visit, by: Actor, note: str = "") -> Visit:
    """The commune confirms that the visit took place as recorded. Confirming twice is one confirmation."""
    with explained():
        visit = lock(visit)
        require(policies.confirms_for(by.user, visit))
        if visit.status == states.Status.CONFIRMED:
            return visit
        visit.correction = ""
        return _move(visit, Action.CONFIRM, by, note=note, confirmed_by=by.at_keyboard, confirmed_at=timezone.now())


def ask_to_correct(*, visit: Visit, text: str, by: Actor) -> Visit:
    """The commune says what doesn't fit the facts. It stands with the visit until the officer edits or answers."""
    with explained():
        visit = lock(visit)
        require(policies.confirms_for(by.user, visit))
        if _repeated(visit, Action.ASK, text):
            return visit
        said = one_line(text)
        if not said:
            raise ValidationError({"text": _("Ghi rõ chỗ cần sửa.")})
        return _move(visit, Action.ASK, by, note=said, correction=said)


def reply_to_correction(*, visit: Visit, text: str, by: Actor) -> Visit:
    """The officer answers what the commune asked to correct, without changing the visit."""
    with explained():
        visit = lock(visit)
        require(policies.handles(by.user, visit))
        if _repeated(visit, Action.REPLY, text):
            return visit
        if states.may_follow(Action.REPLY, visit.status) and not visit.correction:
            raise ValidationError(_("Xã không đề nghị sửa gì ở chuyến đi này. Hãy tải lại trang."))
        said = one_line(text)
        if not said:
            raise ValidationError({"text": _("Ghi câu trả lời xã.")})
        return _move(visit, Action.REPLY, by, note=said, correction="")


def amend_visit(*, uuid: uuids.UUID, visit: Visit, part: str, text: str, reason: str, by: Actor) -> Amendment:
    """Add a word to a confirmed visit. The first word stays."""
    with explained():
        queue_for(uuid)
        visit = lock(visit)
        require(policies.handles(by.user, visit))
        if stored := Amendment.objects.filter(uuid=uuid, visit=visit).first():
            return stored
        _move(visit, Action.AMEND, by, note=_reason(reason))
        amendment = Amendment(
            uuid=uuid, visit=visit, part=part, text=text, reason=reason, by=by.user, secretary=by.secretary
        )
        amendment.full_clean(exclude=["secretary"])
        amendment.save()
        return amendment


def _own(visit: Visit, by: Actor) -> Visit:
    """A stored entry is given back to whoever handles it; a stranger's number says nothing about it."""
    if not policies.handles(by.user, visit):
        raise ValidationError(_("Mã của lần nhập này không dùng được. Hãy mở lại biểu mẫu và nhập lại."))
    return visit


def _check_planned_date(date: datetime.date) -> None:
    if date < today():
        raise ValidationError({"date": _("Ngày dự kiến đã qua. Nếu chuyến đi đã thực hiện, hãy dùng “Ghi nhận”.")})
    if date > today() + FAR_AHEAD:
        raise ValidationError({"date": _("Ngày dự kiến quá xa. Kế hoạch đặt trong vòng một năm tới.")})


def _check_edited(visit: Visit, content: VisitContent) -> None:
    """A visit that was made stays one that was made; a plan moves to a day to come, or keeps its own."""
    if visit.is_open:
        if content.date != visit.date:
            _check_planned_date(content.date)
    elif visit.status == states.Status.DONE:
        _check_made(content)


def _check_made(content: VisitContent) -> None:
    """What is told as made lies behind us, by the server's day: a device's clock may be wrong."""
    if content.date > today():
        day = {"today": format_date(today())}
        raise ValidationError(
            {
                "date": _(
                    "Ngày đi ở tương lai: theo giờ máy chủ, hôm nay là %(today)s. "
                    "Chỉ ghi nhận chuyến đi đã thực hiện; nếu ngày trên máy của đồng chí sai, hãy sửa lại ngày đi."
                )
                % day
            }
        )
    if not content.highlights.strip():
        raise ValidationError({"highlights": _("Ghi ít nhất tình hình nổi bật của chuyến đi.")})


def _repeated(visit: Visit, action: str, note: str) -> bool:
    """Whether the latest step is this very one: a double click, not a second decision."""
    latest = visit.steps.order_by("-at", "-pk").first()
    return latest is not None and latest.action == action and latest.note == one_line(note)


def _reason(text: str) -> str:
    if not text.strip():
        raise ValidationError({"reason": _("Ghi lý do.")})
    return text


def _write(visit: Visit, content: VisitContent, action: str, by: Actor, note: str = "") -> Visit:
    """Fill a visit with what was typed, under the assignment that covers its place and day."""
    holding = policies.holding_for(by.user, content.unit, content.date)
    if holding is None:
        raise ValidationError({"unit": _("Đồng chí không phụ trách địa bàn này vào ngày đã chọn.")})
    if content.unit.level not in {"commune", "hamlet", "group"}:
        raise ValidationError({"unit": _("Chọn xã, ấp, khu phố hoặc tổ đã đến.")})
    if not content.unit.in_force_on(content.date):
        raise ValidationError({"unit": _("Địa bàn này không tồn tại vào ngày đã chọn. Chọn đơn vị của ngày đó.")})
    if not states.may_follow(action, visit.status if visit.pk else None):
        raise _out_of_turn(visit, action)
    for name in CONTENT_FIELDS:
        setattr(visit, name, getattr(content, name))
    visit.tier_id = holding.role.tier_id
    if visit.pk is None or action == Action.LOG:
        note = _taken_over(visit, by)
    if action in {Action.PLAN, Action.LOG}:
        visit.entered_by = by.at_keyboard  # whoever typed what the commune will confirm, not who made the plan
    return _move(visit, action, by, note=note)


def _taken_over(visit: Visit, by: Actor) -> str:
    """Who made the visit is who acts, also where an absent officer had planned it; returns the note that says so."""
    planned_by = visit.officer if visit.pk else None
    visit.officer_id = access_of(by.user).officer_id or 0  # `holding_for` has found an officer
    if planned_by is None or planned_by.pk == visit.officer_id:
        return ""
    return _("Đi thay đồng chí %(name)s, người lập kế hoạch.") % {"name": planned_by}


def _out_of_turn(visit: Visit, action: str) -> ValidationError:
    return ValidationError(
        _("Không thể %(action)s: chuyến đi đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
        % {"action": Action(action).label.lower(), "status": visit.get_status_display()}
    )


def _move(visit: Visit, action: str, by: Actor, note: str = "", **fields: object) -> Visit:
    """The one door for the status: asks the table, writes the fields and the step."""
    if not states.may_follow(action, visit.status if visit.pk else None):
        raise _out_of_turn(visit, action)
    for name, value in fields.items():
        setattr(visit, name, value)
    visit.status = states.after(action, visit.status if visit.pk else None)
    check_values(visit)
    visit.save()
    VisitStep.objects.create(
        visit=visit, action=action, status=visit.status, note=note, by=by.user, secretary=by.secretary
    )
    return visit

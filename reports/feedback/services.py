"""What changes a petition. One function writes the status; each step leaves a line; no edit moves the deadline."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import RULES, explained, require
from nammanh.platform.text import long_text
from nammanh.platform.working_days import add_working_days
from reports.feedback import policies, states
from reports.feedback.models import Petition, PetitionStep, ReplyTerm
from reports.feedback.states import Action, Status
from reports.visits.models import Visit

RULES["feedback_petition_transition"] = _("Phản ánh này đã chuyển sang trạng thái khác. Hãy tải lại trang.")


@dataclass(frozen=True)
class PetitionContent:
    """What a person types as one petition."""

    uuid: uuids.UUID
    category: str
    field: FieldOfWork
    content: str
    proposed_solution: str = ""


def due_date(reported_on: datetime.date) -> datetime.date:
    """The day by which an answer is due: the term in force, in working days.

    Raises ValidationError when no term is set, since a petition without a clock would be lost.
    """
    term = ReplyTerm.objects.on(reported_on).order_by("-valid_from").first()
    if term is None:
        raise ValidationError(_("Chưa có thời hạn trả lời cho ngày này. Văn phòng Tỉnh ủy cần khai báo thời hạn."))
    return add_working_days(reported_on, term.working_days)


def write_petitions(*, visit: Visit, contents: list[PetitionContent], by: Actor) -> list[Petition]:
    """Make the visit's petitions what was typed. One that has been sent on already is not changed, only kept; so the
    visit keeps its place as well, or the department would answer for another one than the visit tells of.

    Call it in the visit's own transaction.
    """
    known = {petition.uuid: petition for petition in visit.petitions.select_for_update(of=("self",))}
    if any(row.status != Status.SUBMITTED and row.unit_id != visit.unit_id for row in known.values()):
        raise ValidationError(
            {
                "unit": _(
                    "Phản ánh của chuyến đi này đã chuyển ngành nên không đổi địa bàn được. "
                    "Chọn lại địa bàn cũ; nếu ghi nhầm địa bàn, hãy báo Văn phòng Tỉnh ủy."
                )
            }
        )
    written = []
    for content in contents:
        petition = known.pop(content.uuid, None)
        if petition and petition.status != Status.SUBMITTED:
            continue
        petition = petition or Petition(
            uuid=content.uuid, entered_by=by.at_keyboard, reported_on=visit.date, due_on=due_date(visit.date)
        )
        petition.visit, petition.unit_id, petition.officer_id = visit, visit.unit_id, visit.officer_id
        for name in ("category", "field", "content", "proposed_solution"):
            setattr(petition, name, getattr(content, name))
        written.append(_move(petition, Action.SUBMIT if petition.pk is None else None, by))
    if known:
        raise ValidationError(_("Phản ánh đã gửi thì không xóa được; Văn phòng Tỉnh ủy đang theo dõi."))
    return written


def dispatch(*, petition: Petition, department: Agency, note: str, by: Actor) -> Petition:
    """The office sends a petition to the department that must answer."""
    with explained():
        petition = _lock(petition)
        require(policies.has_right(by.user, petition, Action.DISPATCH))
        if _repeated(petition, Action.DISPATCH, note, by, department):
            return petition
        if not department.in_force_on(today()):
            raise ValidationError({"department": _("Cơ quan này đã ngừng hoạt động. Chọn cơ quan khác.")})
        petition.department = department
        return _move(petition, Action.DISPATCH, by, note)


def answer(*, petition: Petition, text: str, by: Actor) -> Petition:
    """The department answers."""
    with explained():
        petition = _lock(petition)
        require(policies.has_right(by.user, petition, Action.ANSWER))
        if _repeated(petition, Action.ANSWER, text, by):
            return petition
        petition.reply, petition.answered_at = _words(text), timezone.now()
        return _move(petition, Action.ANSWER, by, text)


def reopen(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """The answer is not specific: it goes back to the department. The reply stays in the history."""
    with explained():
        petition = _lock(petition)
        require(policies.has_right(by.user, petition, Action.REOPEN))
        if _repeated(petition, Action.REOPEN, reason, by):
            return petition
        petition.answered_at = None
        return _move(petition, Action.REOPEN, by, _words(reason))


def close(*, petition: Petition, note: str, by: Actor) -> Petition:
    """The office closes an answered petition."""
    with explained():
        petition = _lock(petition)
        require(policies.has_right(by.user, petition, Action.CLOSE))
        if _repeated(petition, Action.CLOSE, note, by):
            return petition
        return _move(petition, Action.CLOSE, by, note)


def direct(*, petition: Petition, text: str, by: Actor) -> Petition:
    """The standing committee gives its direction on a petition; the state stays."""
    with explained():
        petition = _lock(petition)
        require(policies.has_right(by.user, petition, Action.DIRECT))
        if _repeated(petition, Action.DIRECT, text, by):
            return petition
        return _move(petition, Action.DIRECT, by, _words(text))


def _lock(petition: Petition) -> Petition:
    return Petition.objects.select_for_update(of=("self",)).get(pk=petition.pk)


def _repeated(petition: Petition, action: str, note: str, by: Actor, department: Agency | None = None) -> bool:
    """Whether the latest step is this very one by the same person: a double click, not a second decision."""
    latest = petition.steps.order_by("-at", "-pk").first()
    return (
        latest is not None
        and (latest.action, latest.by_id, latest.note) == (action, by.user.pk, long_text(note))
        and (department is None or latest.department_id == department.pk)
    )


def _words(text: str) -> str:
    if not text.strip():
        raise ValidationError({"text": _("Nội dung không được để trống.")})
    return text


def _move(petition: Petition, action: str | None, by: Actor, note: str = "") -> Petition:
    """The one door for the status; without an action only the words change."""
    before = petition.status if petition.pk else None
    if action and not states.may_follow(action, before):
        raise ValidationError(
            _("Không thể %(action)s: phản ánh đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
            % {"action": Action(action).label.lower(), "status": petition.get_status_display()}
        )
    if action:
        petition.status = states.after(action, before)
    petition.full_clean(validate_unique=False, validate_constraints=False)
    petition.save()
    if action:
        PetitionStep.objects.create(
            petition=petition,
            action=action,
            status=petition.status,
            department=petition.department,
            note=note,
            by=by.user,
            secretary=by.secretary,
        )
    return petition

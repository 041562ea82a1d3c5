"""What changes a pledge. One function writes the status, each step leaves a line, two at once hear of each other."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import check_values, explained, require
from nammanh.platform.text import one_line
from reports.resources import policies, states
from reports.resources.models import TERMS, DonorKind, Pledge, PledgeStep, Receipt, ResourceForm
from reports.resources.states import Action, Status
from reports.visits.models import Visit
from reports.visits.policies import holding_for
from reports.visits.services import queue_for

TAKEN_BACK = _("Bỏ khỏi nội dung chuyến đi.")


@dataclass(frozen=True)
class PledgeContent:
    """What a person types about one contribution. `pledged`: the donor has promised; else there was a first talk."""

    uuid: uuids.UUID
    donor_kind: str
    origin: str
    form: str
    description: str
    purpose: str
    donor_name: str = ""
    amount: int | None = None
    expected_by: datetime.date | None = None
    pledged: bool = False


def record_pledge(*, content: PledgeContent, unit: Unit, found_on: datetime.date, by: Actor) -> Pledge:
    """Record a contribution for a place outside a visit's entry. The same entry again gives the stored one back."""
    with explained():
        require(policies.may_record(by.user))
        queue_for(content.uuid)
        if stored := Pledge.objects.filter(uuid=content.uuid).first():
            require(policies.follows_up(by.user, stored))
            return stored
        if found_on > today():
            raise ValidationError({"found_on": _("Ngày vận động ở tương lai. Chỉ ghi việc đã thực hiện.")})
        if not unit.in_force_on(found_on):
            raise ValidationError({"unit": _("Địa bàn này không tồn tại vào ngày đã chọn. Chọn đơn vị của ngày đó.")})
        if holding_for(by.user, unit, found_on) is None:
            raise ValidationError({"unit": _("Đồng chí không phụ trách địa bàn này vào ngày đã chọn.")})
        pledge = Pledge(uuid=content.uuid, unit=unit, found_on=found_on, entered_by=by.at_keyboard)
        pledge.officer_id = access_of(by.user).officer_id or 0
        return _begin(pledge, content, by)


def write_pledges(*, visit: Visit, contents: list[PledgeContent], by: Actor) -> list[Pledge]:
    """Make the visit's pledges what was typed: new ones are added, known ones changed. One left out comes to nothing
    on record; one of which something has arrived already is kept as it is.

    Call it in the visit's own transaction. The visit is the caller's and not yet confirmed.
    """
    rows = visit.pledges.exclude(status=Status.FAILED).select_for_update(of=("self",))
    known = {pledge.uuid: pledge for pledge in rows}
    written = []
    for content in contents:
        pledge = known.pop(content.uuid, None)
        if pledge is None:
            pledge = Pledge(uuid=content.uuid, entered_by=by.at_keyboard)
            _place(pledge, visit)
            written.append(_begin(pledge, content, by))
        elif pledge.status in states.EDITABLE:
            _place(pledge, visit)
            written.append(_change(pledge, content, by))
    for pledge in known.values():
        if pledge.status in states.EDITABLE:
            _move(pledge, Action.FAIL, by, str(TAKEN_BACK))
    return written


def edit_pledge(*, pledge: Pledge, content: PledgeContent, seen: int, by: Actor) -> Pledge:
    """Change what was agreed, as long as nothing has arrived. `seen` is the last step that the person saw."""
    with explained():
        pledge = _lock(pledge, Action.EDIT, by)
        if all(getattr(pledge, name) == getattr(content, name) for name in TERMS) and not _promises(pledge, content):
            return pledge
        _check_seen(pledge, seen)
        if pledge.status not in states.EDITABLE:
            raise _out_of_turn(pledge, Action.EDIT)
        return _change(pledge, content, by)


def promise(*, pledge: Pledge, amount: int | None, expected_by: datetime.date | None, seen: int, by: Actor) -> Pledge:
    """The donor has promised: how much, by when. The same again is once."""
    with explained():
        pledge = _lock(pledge, Action.PLEDGE, by)
        if pledge.status == Status.PLEDGED and (pledge.amount, pledge.expected_by) == (amount, expected_by):
            return pledge
        _check_seen(pledge, seen)
        pledge.amount, pledge.expected_by = amount, expected_by
        _check_terms(pledge, promised=True)
        return _move(pledge, Action.PLEDGE, by)


def receive(
    *, pledge: Pledge, uuid: uuids.UUID, received_on: datetime.date, amount: int | None, note: str, seen: int, by: Actor
) -> Receipt:
    """A part has arrived. The same entry again is once; another person's in the meantime is shown first."""
    with explained():
        queue_for(uuid)
        pledge = _lock(pledge, Action.RECEIVE, by)
        if stored := Receipt.objects.filter(uuid=uuid, pledge=pledge).first():
            return stored
        _check_seen(pledge, seen)
        if received_on > today():
            raise ValidationError({"received_on": _("Ngày nhận ở tương lai. Chỉ ghi phần đã nhận.")})
        if received_on < pledge.found_on:
            raise ValidationError({"received_on": _("Ngày nhận trước ngày vận động.")})
        if pledge.form == ResourceForm.CASH and amount is None:
            raise ValidationError({"amount": _("Ghi số tiền đã nhận.")})
        if amount is None and not note.strip():
            raise ValidationError({"note": _("Ghi số tiền, hoặc ghi rõ đã nhận gì.")})
        if amount is not None and amount < 0:
            _check_correction(pledge, amount, note)
        receipt = Receipt(
            uuid=uuid, pledge=pledge, received_on=received_on, amount=amount, note=note,
            by=by.user, secretary=by.secretary,
        )  # fmt: skip
        receipt.full_clean(exclude=["secretary"], validate_unique=False)
        receipt.save()
        _move(pledge, Action.RECEIVE, by, note)
        return receipt


def hand_over(*, pledge: Pledge, note: str, by: Actor) -> Pledge:
    """It has been handed over and accepted. Twice is once."""
    with explained():
        pledge = _lock(pledge, Action.HAND_OVER, by)
        if pledge.status == Status.HANDED_OVER:
            return pledge
        return _move(pledge, Action.HAND_OVER, by, note)


def fail(*, pledge: Pledge, reason: str, by: Actor) -> Pledge:
    """It came to nothing, with the reason. Twice is once."""
    with explained():
        pledge = _lock(pledge, Action.FAIL, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do.")})
        latest = pledge.steps.order_by("-at", "-pk").first()
        if pledge.status == Status.FAILED and latest and latest.note == one_line(reason):
            return pledge
        return _move(pledge, Action.FAIL, by, reason)


def _lock(pledge: Pledge, action: str, by: Actor) -> Pledge:
    pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
    require(policies.has_right(by.user, pledge, action))
    return pledge


def _check_seen(pledge: Pledge, seen: int) -> None:
    """Somebody else wrote in the meantime: the person looks first, then sends again."""
    latest = pledge.steps.order_by("-at", "-pk").select_related("by").first()
    if latest and latest.pk != seen:
        raise ValidationError(
            _("Đ/c %(person)s vừa ghi “%(action)s”. Đồng chí xem lại phần đã ghi rồi gửi lại nếu vẫn cần.")
            % {"person": latest.by, "action": latest.get_action_display()},
            code="changed",
        )


def _check_correction(pledge: Pledge, amount: int, note: str) -> None:
    if not note.strip():
        raise ValidationError({"note": _("Ghi rõ lần nào ghi nhầm và vì sao.")})
    received = pledge.receipts.aggregate(total=Sum("amount"))["total"] or 0
    if received + amount < 0:
        raise ValidationError({"amount": _("Số đính chính giảm lớn hơn tổng đã ghi nhận.")})


def _place(pledge: Pledge, visit: Visit) -> None:
    pledge.visit, pledge.unit_id = visit, visit.unit_id
    pledge.officer_id, pledge.found_on = visit.officer_id, visit.date


def _promises(pledge: Pledge, content: PledgeContent) -> bool:
    return content.pledged and pledge.status == Status.APPROACHED


def _begin(pledge: Pledge, content: PledgeContent, by: Actor) -> Pledge:
    for name in TERMS:
        setattr(pledge, name, getattr(content, name))
    _check_terms(pledge, promised=content.pledged)
    return _move(pledge, Action.PLEDGE if content.pledged else Action.APPROACH, by)


def _change(pledge: Pledge, content: PledgeContent, by: Actor) -> Pledge:
    """New words; a step is written when they differ, so that nobody overlooks it."""
    promises = _promises(pledge, content)
    differs = any(getattr(pledge, name) != getattr(content, name) for name in TERMS)
    for name in TERMS:
        setattr(pledge, name, getattr(content, name))
    _check_terms(pledge, promised=promises or pledge.status == Status.PLEDGED)
    if promises:
        return _move(pledge, Action.PLEDGE, by)
    if differs:
        return _move(pledge, Action.EDIT, by)
    pledge.save()
    return pledge


def _check_terms(pledge: Pledge, *, promised: bool) -> None:
    if pledge.donor_kind != DonorKind.INDIVIDUAL and not pledge.donor_name.strip():
        raise ValidationError({"donor_name": _("Ghi tên doanh nghiệp, tổ chức tài trợ.")})
    if promised and pledge.form == ResourceForm.CASH and pledge.amount is None:
        raise ValidationError({"amount": _("Cam kết bằng tiền phải ghi số tiền.")})
    if pledge.expected_by and pledge.expected_by < pledge.found_on:
        raise ValidationError({"expected_by": _("Ngày dự kiến nhận phải từ ngày vận động trở về sau.")})


def _out_of_turn(pledge: Pledge, action: str) -> ValidationError:
    return ValidationError(
        _("Không thể %(action)s: nguồn lực đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
        % {"action": Action(action).label.lower(), "status": pledge.get_status_display()}
    )


def _move(pledge: Pledge, action: str, by: Actor, note: str = "") -> Pledge:
    """The one door for the status: asks the table, writes the fields and the step."""
    before = pledge.status if pledge.pk else None
    if not states.may_follow(action, before):
        raise _out_of_turn(pledge, action)
    pledge.status = states.after(action, before)
    check_values(pledge)
    pledge.save()
    PledgeStep.objects.create(
        pledge=pledge, action=action, status=pledge.status, note=note, by=by.user, secretary=by.secretary
    )
    return pledge

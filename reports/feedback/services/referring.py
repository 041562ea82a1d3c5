"""Sending petitions on to those who must answer, taking them back, and the month's batch in between."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import long_text
from reports.feedback import policies
from reports.feedback.clocks import due_from_department
from reports.feedback.models import Petition, Referral, ReferralSupport
from reports.feedback.services.stepping import (
    hold,
    hold_all,
    hold_referral,
    move,
    move_referral,
    refuse_out_of_turn,
    repeated,
    those_that_follow,
    words,
)
from reports.feedback.states import Action
from reports.visits.services import queue_for

NOT_REFERRED = _("Phản ánh này không có phiếu chuyển đang mở. Hãy tải lại trang.")


@dataclass(frozen=True)
class Asked:
    """What a department is asked, and who supports it: (agency, what of it)."""

    wording: str
    field: FieldOfWork
    department: Agency
    note: str = ""
    supporting: tuple[tuple[Agency, str], ...] = ()


def refer(*, petitions: Collection[Petition], asked: Asked, by: Actor, uuid: uuids.UUID | None = None) -> Referral:
    """Send one petition or many, as one matter, to a lead department. All of them go, or none.

    The same `uuid` again gives the referral that was made.
    """
    with explained():
        if uuid is not None:
            queue_for(uuid)
            made = Referral.objects.filter(uuid=uuid).first()
            if made is not None:
                require(policies.sends_on(by.user))
                return made
        rows = hold_all(petitions)
        require(bool(rows) and policies.sends_on(by.user))
        for row in rows:
            refuse_out_of_turn(row, Action.DISPATCH)
        return _refer(rows, asked, by, uuid or uuids.uuid4())


def dispatch(
    *,
    petition: Petition,
    department: Agency,
    note: str,
    by: Actor,
    field: FieldOfWork | None = None,
    wording: str = "",
    supporting: tuple[tuple[Agency, str], ...] = (),
) -> Petition:
    """Send one petition to the department that must answer: a referral with one petition, in its own words if no
    others are given.
    """
    with explained():
        petition = hold(petition, Action.DISPATCH, by)
        if repeated(petition, Action.DISPATCH, note, by, department):
            return petition
        refuse_out_of_turn(petition, Action.DISPATCH)
        field = field or petition.field
        if field is None:
            raise ValidationError({"field": _("Chọn lĩnh vực trước khi chuyển ngành.")})
        said = "\n\n".join(part for part in (petition.content, petition.supplement) if part)
        _refer([petition], Asked(wording or said, field, department, note, supporting), by, uuids.uuid4())
        return petition


def consolidate(*, petition: Petition, by: Actor, note: str = "") -> Petition:
    """Into the month's batch. The batch itself is another slice's; it calls this for each of its lines."""
    with explained():
        petition = hold(petition, Action.CONSOLIDATE, by)
        received: dict[str, Any] = {} if petition.received_at else {"received_at": timezone.now()}
        return move(petition, Action.CONSOLIDATE, by, note, **received)


def release(*, petition: Petition, by: Actor, note: str = "") -> Petition:
    """Out of the month's batch again."""
    with explained():
        petition = hold(petition, Action.RELEASE, by)
        return move(petition, Action.RELEASE, by, note)


def recall(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """The office takes a referral back that went to the wrong department, before it was taken up."""
    return _take_off(petition, Action.RECALL, reason, by)


def hand_back(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """Không thuộc thẩm quyền: the department gives the whole referral back, with the reason. No refusal, no answer."""
    return _take_off(petition, Action.HAND_BACK, reason, by)


def _take_off(petition: Petition, action: str, reason: str, by: Actor) -> Petition:
    """The referral ends and all its petitions are with the office again; their history keeps it."""
    with explained():
        stored = Petition.objects.select_related("referral").get(pk=petition.pk)
        if stored.referral is None:
            require(policies.has_right(by.user, stored, action) or policies.has_done(by.user, stored, action))
            if repeated(stored, action, reason, by):
                return stored
            raise ValidationError(NOT_REFERRED)
        referral, rows = hold_referral(stored.referral)
        mine = next((row for row in rows if row.pk == petition.pk), None)
        if mine is None:
            raise ValidationError(NOT_REFERRED)
        require(policies.has_right(by.user, mine, action))
        refuse_out_of_turn(mine, action)
        reason = words(reason, "reason")
        move_referral(referral, action)
        for row in those_that_follow(rows, action):
            move(row, action, by, reason, asked=referral, referral=None, department=None)
        return mine


def _refer(rows: list[Petition], asked: Asked, by: Actor, uuid: uuids.UUID) -> Referral:
    day = today()
    if not asked.department.in_force_on(day):
        raise ValidationError({"department": _("Cơ quan này đã ngừng hoạt động. Chọn cơ quan khác.")})
    supporting = {agency.pk: (agency, note) for agency, note in asked.supporting}
    if asked.department.pk in supporting:
        raise ValidationError({"supporting": _("Ngành chủ trì không thể đồng thời là ngành phối hợp.")})
    hot = any(row.is_hot for row in rows)
    referral = Referral(
        uuid=uuid,
        wording=words(asked.wording, "wording"),
        note=long_text(asked.note),
        field=asked.field,
        department=asked.department,
        hot=hot,
        due_on=due_from_department([row.due_on for row in rows], day, hot=hot),
        by=by.user,
        secretary=by.secretary,
    )
    referral.full_clean(exclude=["expected_on"], validate_unique=False, validate_constraints=False)
    referral.save()
    ReferralSupport.objects.bulk_create(
        [ReferralSupport(referral=referral, agency=agency, note=note) for agency, note in supporting.values()]
    )
    for row in rows:
        first: dict[str, Any] = {} if row.received_at else {"received_at": referral.dispatched_at}
        if row.field_id is None:
            first["field"] = asked.field
        move(row, Action.DISPATCH, by, asked.note, referral=referral, department=asked.department, **first)
    return referral

"""What a department does with a referral: takes it up, promises a day, answers. All its petitions move along."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import check_values, explained, require
from reports.feedback import policies
from reports.feedback.clocks import latest_promise
from reports.feedback.models import Petition, Referral, Reply, ReplyKind
from reports.feedback.services.filing import attach
from reports.feedback.services.referring import NOT_REFERRED
from reports.feedback.services.stepping import (
    hold_referral,
    move,
    move_referral,
    repeated,
    those_that_follow,
    words,
)
from reports.feedback.states import Action


@dataclass(frozen=True)
class Answer:
    """A final reply: what is said, on which ground, what will be done, by when."""

    text: str
    legal_ground: str = ""
    will_do: str = ""
    by_when: datetime.date | None = None
    files: Collection[UploadedFile] = field(default=())


def take_up(*, petition: Petition, by: Actor, note: str = "") -> Petition:
    """The department has seen it and works on it."""
    with explained():
        referral, rows, mine = _hold(petition, Action.TAKE_UP, by)
        if repeated(mine, Action.TAKE_UP, note, by):
            return mine
        move_referral(referral, Action.TAKE_UP)
        for row in those_that_follow(rows, Action.TAKE_UP):
            move(row, Action.TAKE_UP, by, note)
        return mine


def interim(
    *, petition: Petition, reason: str, committed_on: datetime.date, by: Actor, files: Collection[UploadedFile] = ()
) -> Petition:
    """No answer yet: why, and by when. The first day stays beside the promised one, and is counted by."""
    with explained():
        referral, rows, mine = _hold(petition, Action.INTERIM, by)
        if repeated(mine, Action.INTERIM, reason, by) and referral.committed_on == committed_on:
            return mine
        latest = latest_promise(today())
        if latest <= (standing := max(today(), referral.expected_on)):
            raise ValidationError(
                _("Hạn đang có là %(day)s, đã là ngày xa nhất được hẹn, nên chưa hẹn lại được.")
                % {"day": format_date(standing)}
            )
        if not standing < committed_on <= latest:
            raise ValidationError(
                {
                    "committed_on": _("Hẹn sau ngày %(first)s và không quá ngày %(last)s.")
                    % {"first": format_date(standing), "last": format_date(latest)}
                }
            )
        move_referral(referral, Action.INTERIM, committed_on=committed_on)
        reply = _reply(referral, ReplyKind.INTERIM, by, text=words(reason, "reason"), committed_on=committed_on)
        attach(files, by, reply=reply)
        for row in those_that_follow(rows, Action.INTERIM):
            move(row, Action.INTERIM, by, reason, said=reply)
        return mine


def answer(*, petition: Petition, text: str, by: Actor, **more: Any) -> Petition:
    """The department answers; `more` are the other fields of an Answer."""
    return answer_with(petition=petition, answer=Answer(text, **more), by=by)


def answer_with(*, petition: Petition, answer: Answer, by: Actor, for_department: bool = False) -> Petition:
    """The final reply to the petition's referral. Every petition of it is answered by the same words.

    `for_department`: the office enters what a department without a login has sent on paper or in a sheet.
    """
    with explained():
        referral, rows, mine = _hold(petition, Action.ANSWER, by, for_department=for_department)
        if repeated(mine, Action.ANSWER, answer.text, by):
            return mine
        now = timezone.now()
        move_referral(referral, Action.ANSWER, answered_at=now)
        reply = _reply(
            referral,
            ReplyKind.FINAL,
            by,
            at=now,
            text=words(answer.text),
            legal_ground=answer.legal_ground,
            will_do=answer.will_do,
            by_when=answer.by_when,
        )
        attach(answer.files, by, reply=reply)
        for row in those_that_follow(rows, Action.ANSWER):
            move(row, Action.ANSWER, by, answer.text, said=reply, reply=reply.text, answered_at=now)
        return mine


def _hold(
    petition: Petition, action: str, by: Actor, *, for_department: bool = False
) -> tuple[Referral, list[Petition], Petition]:
    """The petition's referral, all petitions of it, and this one among them, for somebody who may take `action`."""
    stored = Petition.objects.select_related("referral").get(pk=petition.pk)
    require(policies.has_right(by.user, stored, action) or (for_department and policies.sends_on(by.user)))
    if stored.referral is None:
        raise ValidationError(NOT_REFERRED)
    referral, rows = hold_referral(stored.referral)
    mine = next((row for row in rows if row.pk == petition.pk), None)
    if mine is None:
        raise ValidationError(NOT_REFERRED)
    return referral, rows, mine


def _reply(referral: Referral, kind: str, by: Actor, **said: Any) -> Reply:
    reply = Reply(referral=referral, kind=kind, by=by.user, secretary=by.secretary, **said)
    check_values(reply)
    reply.save()
    return reply

"""What becomes of an answer: judged, sent back, carried out or not, told to the sender, closed; and directions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import RULES, check_values, explained, require
from reports.feedback import policies
from reports.feedback.clocks import last_day_to_judge, renewed
from reports.feedback.models import CarriedBack, Petition, Reply, ReplyKind, Verdict
from reports.feedback.services.referring import NOT_REFERRED
from reports.feedback.services.stepping import (
    hold,
    hold_referral,
    move,
    move_referral,
    refuse_out_of_turn,
    repeated,
    those_that_follow,
    words,
)
from reports.feedback.states import Action, Status

JUDGED = _("Câu trả lời này đã được đánh giá.")


def approve(*, petition: Petition, by: Actor, specific: bool = True, note: str = "") -> Petition:
    """Đạt: the answer is to the point. The department reads it on the card of what it answered."""
    with explained():
        petition = hold(petition, Action.APPROVE, by)
        if repeated(petition, Action.APPROVE, note, by):
            return petition
        refuse_out_of_turn(petition, Action.APPROVE)
        _judge(petition, by, passed=True, specific=specific, reason=note)
        return move(petition, Action.APPROVE, by, note)


def reopen(*, petition: Petition, reason: str, by: Actor, specific: bool = False) -> Petition:
    """Chưa đạt: the referral goes back to its department with a new day. Every reply stays where it is."""
    with explained():
        stored = Petition.objects.select_related("referral").get(pk=petition.pk)
        require(policies.has_right(by.user, stored, Action.REOPEN))
        if stored.referral is None:
            refuse_out_of_turn(stored, Action.REOPEN)
            raise ValidationError(NOT_REFERRED)
        referral, rows = hold_referral(stored.referral)
        mine = next((row for row in rows if row.pk == petition.pk), None)
        if mine is None:
            raise ValidationError(NOT_REFERRED)
        if repeated(mine, Action.REOPEN, reason, by):
            return mine
        refuse_out_of_turn(mine, Action.REOPEN)
        day = today()
        if mine.answered_at and day > (last := last_day_to_judge(mine.answered_at)):
            raise ValidationError(
                _("Đã quá hạn đánh giá câu trả lời này (hết ngày %(day)s).") % {"day": format_date(last)}
            )
        reason = words(reason, "reason")
        _judge(mine, by, passed=False, specific=specific, reason=reason)
        due_on = renewed(day)
        move_referral(referral, Action.REOPEN, renewed_due_on=due_on, answered_at=None)
        for row in those_that_follow(rows, Action.REOPEN):
            move(row, Action.REOPEN, by, reason, renewed_due_on=due_on, answered_at=None)
        return mine


def resolve(*, petition: Petition, text: str, by: Actor) -> Petition:
    """Done in fact. What was handled in the commune gets its answer by these words."""
    with explained():
        petition = hold(petition, Action.RESOLVE, by)
        if repeated(petition, Action.RESOLVE, text, by):
            return petition
        refuse_out_of_turn(petition, Action.RESOLVE)
        said, outcome = _outcome(petition, words(text), by)
        return move(petition, Action.RESOLVE, by, text, said=said, **outcome)


def give_up(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """It can't be settled now; the reason goes back to those who asked."""
    with explained():
        petition = hold(petition, Action.GIVE_UP, by)
        if repeated(petition, Action.GIVE_UP, reason, by):
            return petition
        refuse_out_of_turn(petition, Action.GIVE_UP)
        reason = words(reason, "reason")
        said, outcome = _outcome(petition, reason, by)
        return move(petition, Action.GIVE_UP, by, reason, said=said, reason=reason, **outcome)


def tell(*, petition: Petition, note: str, by: Actor) -> Petition:
    """The sender was told what came of it, in some way that `note` names; of a duplicate: what came of its root."""
    with explained():
        petition = hold(petition, Action.TELL, by)
        if repeated(petition, Action.TELL, note, by):
            return petition
        root = petition.duplicate_of_id
        if root is not None and not Petition.objects.answered().filter(pk=root).exists():
            raise ValidationError(_("Phản ánh gốc chưa có kết quả nên chưa có gì để báo cho người gửi."))
        return move(petition, Action.TELL, by, words(note, "note"), told_at=petition.told_at or timezone.now())


def close(*, petition: Petition, note: str, by: Actor) -> Petition:
    """The office closes what those who asked have been told of; the database asks for that as well."""
    with explained():
        petition = hold(petition, Action.CLOSE, by)
        if repeated(petition, Action.CLOSE, note, by):
            return petition
        refuse_out_of_turn(petition, Action.CLOSE)
        if not is_told(petition):
            raise ValidationError(RULES["feedback_petition_told"])
        return move(petition, Action.CLOSE, by, note)


def direct(*, petition: Petition, text: str, by: Actor) -> Petition:
    """The standing committee gives its direction on a petition; the state stays."""
    with explained():
        petition = hold(petition, Action.DIRECT, by)
        if repeated(petition, Action.DIRECT, text, by):
            return petition
        return move(petition, Action.DIRECT, by, words(text))


def is_told(petition: Petition) -> bool:
    """Whether the outcome that stands has come to those who asked."""
    told = CarriedBack.objects.of_the_answer(petition, petition.answered_at)
    return petition.told_at is not None or (petition.answered_at is not None and told.exists())


def _judge(petition: Petition, by: Actor, *, passed: bool, specific: bool, reason: str) -> None:
    """The verdict on the reply that stands: one for each reply and petition."""
    reply = Reply.objects.filter(referral=petition.referral_id, kind=ReplyKind.FINAL).order_by("-at", "-pk").first()
    if reply is None:
        return  # answered before replies were rows
    if Verdict.objects.filter(reply=reply, petition=petition).exists():
        raise ValidationError(JUDGED)
    verdict = Verdict(
        reply=reply,
        petition=petition,
        passed=passed,
        specific=specific,
        reason=reason,
        by=by.user,
        secretary=by.secretary,
    )
    check_values(verdict)
    verdict.save()


def _outcome(petition: Petition, text: str, by: Actor) -> tuple[Reply | None, dict[str, Any]]:
    """The answer that an outcome gives where no department has given one; an answer that stands stays."""
    if petition.status == Status.ANSWERED:
        return None, {}
    now = timezone.now()
    reply = Reply(petition=petition, kind=ReplyKind.FINAL, text=text, by=by.user, secretary=by.secretary, at=now)
    check_values(reply)
    reply.save()
    return reply, {"reply": reply.text, "answered_at": now}

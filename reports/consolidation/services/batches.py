"""Opening a month, checking it, approving it, sending all its lines at once."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import Agency
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import month_label, today
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import one_line
from reports.consolidation import policies
from reports.consolidation.models import Batch, BatchLine, BatchStep, LineSource, SourceState
from reports.consolidation.queries import closing_date, may_begin, waiting
from reports.consolidation.services.holding import held_petitions, hold, let_go_of_departed, move
from reports.consolidation.states import Action, Status
from reports.feedback.services import Asked, refer

SHOWN = 12
"""So many lines are named in a refusal."""


def open_batch(*, month: datetime.date, agency: Agency, by: Actor) -> Batch:
    """Begin to gather a month; the same month again gives the batch that is there."""
    require(policies.consolidates(by.user) and agency in policies.consolidating_agencies(by.user))
    with explained():
        made = Batch.objects.filter(month=month, agency=agency).first()
        if made is not None:
            return made
        if not may_begin(month, today()):
            raise ValidationError(
                _(
                    "%(month)s không lập kỳ tập hợp được nữa: chỉ lập cho tháng này, "
                    "hoặc tháng trước khi tháng này khóa sổ."
                )
                % {"month": month_label(month)}
            )
        batch = Batch(month=month, agency=agency, closes_on=closing_date(month), opened_by=by.at_keyboard)
        batch.full_clean(validate_unique=False)
        batch.save()
        BatchStep.objects.create(
            batch=batch, action=Action.OPEN, status=batch.status, by=by.user, secretary=by.secretary
        )
    return batch


def review(*, batch: Batch, by: Actor) -> Batch:
    """The lines are worded and each knows its department: the batch waits for approval."""
    with explained():
        if done := _done_before(batch, Status.REVIEWED, by):
            return done
        batch = hold(batch, Action.REVIEW, by)
        let_go_of_departed(batch)
        _refuse_unfinished(batch)
        return move(batch, Action.REVIEW, by)


def take_back(*, batch: Batch, reason: str, by: Actor) -> Batch:
    """Something must be corrected before it goes out."""
    with explained():
        batch = hold(batch, Action.TAKE_BACK, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do đưa về để sửa.")})
        return move(batch, Action.TAKE_BACK, by, one_line(reason), approved_by=None, approved_at=None)


def approve(*, batch: Batch, by: Actor) -> Batch:
    """The words are settled: nothing in the lines changes any more."""
    with explained():
        if done := _done_before(batch, Status.APPROVED, by):
            return done
        batch = hold(batch, Action.APPROVE, by)
        _refuse_unfinished(batch)
        return move(batch, Action.APPROVE, by, approved_by=by.user, approved_at=timezone.now())


def dispatch(
    *, batch: Batch, by: Actor, number: str = "", signed_on: datetime.date | None = None, signer: str = ""
) -> Batch:
    """Every line becomes one referral, with the letter's number as a person typed it. All of them, or none.

    Sent already: the batch as it is, whoever clicks again.
    """
    with explained():
        require(policies.consolidates(by.user))
        now = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if now.is_dispatched:
            return now
        batch = hold(batch, Action.DISPATCH, by)
        departed = let_go_of_departed(batch)
        lines = _refuse_unfinished(batch)
        for line in lines:
            _send(line, by)
        LineSource.objects.filter(line__in=lines, state=SourceState.HELD).update(state=SourceState.SENT)
        note = _("%(count)s phản ánh đã rời kỳ trước khi chuyển.") % {"count": departed} if departed else ""
        return move(
            batch,
            Action.DISPATCH,
            by,
            note,
            number=one_line(number),
            signed_on=signed_on,
            signer=one_line(signer),
            dispatched_at=timezone.now(),
            left_out=waiting(batch, by.user).order_by().count(),
        )


def _send(line: BatchLine, by: Actor) -> None:
    """The line as a referral; `_refuse_unfinished` has seen to its field and lead."""
    if line.field is None or line.lead is None:
        raise ValidationError(_("Dòng %(n)s chưa đủ để chuyển.") % {"n": line.number})
    supporting = tuple((row.agency, "") for row in line.supports.all())
    asked = Asked(line.wording, line.field, line.lead, line.note, supporting)
    line.referral = refer(petitions=held_petitions(line), asked=asked, by=by, uuid=line.uuid)
    line.save(update_fields=["referral"])


def _refuse_unfinished(batch: Batch) -> list[BatchLine]:
    """The standing lines by key, held. Raises ValidationError naming what they still lack."""
    rows = BatchLine.objects.select_for_update(of=("self",)).filter(batch=batch).standing()
    lines = list(rows.select_related("field", "lead").prefetch_related("supports__agency").order_by("pk"))
    if not lines:
        raise ValidationError(_("Kỳ tập hợp chưa có dòng nào."))
    day = today()
    problems = []
    for line in lines:
        agencies = [line.lead, *(row.agency for row in line.supports.all())]
        closed = [agency.name for agency in agencies if agency is not None and not agency.in_force_on(day)]
        if line.lacks:
            problems.append(_("Dòng %(n)s chưa có %(what)s.") % {"n": line.number, "what": ", ".join(line.lacks)})
        elif closed:
            words = {"n": line.number, "agency": ", ".join(closed)}
            problems.append(_("Dòng %(n)s: %(agency)s đã ngừng hoạt động.") % words)
    if problems:
        rest = len(problems) - SHOWN
        more = [_("… và %(rest)s dòng khác.") % {"rest": rest}] if rest > 0 else []
        raise ValidationError([*problems[:SHOWN], *more])
    return lines


def _done_before(batch: Batch, status: str, by: Actor) -> Batch | None:
    """The batch, held, when this very person has just brought it there: a double click, also both at once."""
    require(policies.consolidates(by.user))
    now = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    latest = BatchStep.objects.filter(batch=batch).order_by("-at", "-pk").first()
    return now if latest is not None and (latest.status, latest.by_id) == (status, by.user.pk) else None

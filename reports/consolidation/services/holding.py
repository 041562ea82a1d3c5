"""The lock on a batch, its state and its history: the one place that writes them."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import check_values, require
from reports.consolidation import policies, states
from reports.consolidation.models import Batch, BatchLine, BatchStep, LineSource, SourceState
from reports.consolidation.states import Action
from reports.feedback.models import Petition
from reports.feedback.states import Status as PetitionStatus


def hold(batch: Batch, action: str, by: Actor) -> Batch:
    """The batch as it is now, held to the end of the transaction, for somebody who may take `action` on it."""
    require(policies.consolidates(by.user))
    row = Batch.objects.select_for_update(of=("self",)).select_related("agency__unit").get(pk=batch.pk)
    if not states.may_follow(action, row.status):
        raise ValidationError(
            _("Không thể %(action)s: kỳ tập hợp đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
            % {"action": str(Action(action).label).lower(), "status": row.get_status_display()}
        )
    return row


def hold_lines(batch: Batch, keys: Collection[int]) -> list[BatchLine]:
    """Standing lines of the batch by key. Raises ValidationError when one is no longer there."""
    rows = list(
        BatchLine.objects.select_for_update(of=("self",)).filter(batch=batch, pk__in=keys).standing().order_by("pk")
    )
    if len(rows) < len(set(keys)):
        raise ValidationError(_("Dòng này vừa được người khác gộp hoặc bỏ. Hãy tải lại trang."))
    return rows


def move(batch: Batch, action: str, by: Actor, note: str = "", **changed: object) -> Batch:
    """Write the state after `action` with the fields that change along, and leave a line."""
    for name, value in changed.items():
        setattr(batch, name, value)
    batch.status = states.after(action)
    check_values(batch)
    batch.save(update_fields=["status", *changed])
    BatchStep.objects.create(
        batch=batch, action=action, status=batch.status, note=note[:500], by=by.user, secretary=by.secretary
    )
    return batch


def let_go_of_departed(batch: Batch) -> int:
    """Release petitions that left the batch another way: sent alone, linked as duplicates. Returns how many.

    A line that holds nothing any more ends with them.
    """
    held = LineSource.objects.filter(line__batch=batch, state=SourceState.HELD)
    gone = list(held.exclude(petition__status=PetitionStatus.CONSOLIDATED).select_related("line").order_by("pk"))
    LineSource.objects.filter(pk__in=[row.pk for row in gone]).update(state=SourceState.RELEASED)
    end_empty_lines({row.line_id for row in gone})
    return len(gone)


def end_empty_lines(keys: Collection[int]) -> None:
    """Lines that hold no petition any more are over."""
    holding = LineSource.objects.filter(line__in=keys, state=SourceState.HELD).values("line")
    BatchLine.objects.filter(pk__in=keys, released_at=None).exclude(pk__in=holding).update(released_at=timezone.now())


def held_petitions(line: BatchLine) -> list[Petition]:
    """The petitions that a line holds, by key."""
    rows = LineSource.objects.filter(line=line, state=SourceState.HELD).select_related("petition")
    return sorted((row.petition for row in rows), key=lambda petition: petition.pk)

"""Showing, running and taking back an operation."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments import policies
from assignments.reforms import states
from assignments.reforms.models import OperationKind, PlannedUnit, UnitOperation
from assignments.reforms.services.shaping import shape_of
from assignments.reforms.states import Status
from assignments.services.reshaping import Blocker, Survey, Written, carry_out, survey, take_back, written_since
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


def preview(operation: UnitOperation) -> Survey:
    """Everything that would follow if the operation were run now; nothing is written."""
    found = survey(shape_of(operation))
    found.blockers = [*_unfinished(operation), *found.blockers]
    return found


def _unfinished(operation: UnitOperation) -> list[Blocker]:
    """What the person has not said yet."""
    lines, planned = operation.lines.count(), operation.planned.count()
    found = []
    if not lines:
        found.append(Blocker(_("Chưa chọn đơn vị được sắp xếp"), 1))
    wanted = {OperationKind.MERGE: (2, 1), OperationKind.SPLIT: (2, 2)}.get(OperationKind(operation.kind), (1, 1))
    if lines and lines < wanted[0] and operation.kind == OperationKind.MERGE:
        found.append(Blocker(_("Nhập đơn vị cần ít nhất hai đơn vị hiện nay"), 1))
    if planned < wanted[1] and operation.kind != OperationKind.REFORM:
        found.append(Blocker(_("Chưa ghi đủ đơn vị mới"), wanted[1] - planned))
    return found


def _locked(operation: UnitOperation) -> UnitOperation:
    """Hold the operation's row: of two people who press the button at once the second waits, then finds it done."""
    return UnitOperation.objects.select_for_update(of=("self",)).get(pk=operation.pk)


def _one_entry(operation: UnitOperation, by: Actor) -> pghistory.context:
    """All that is written belongs to one entry of the history, also outside a request. Without one, each event of
    many thousands would look for it by an error raised and caught in the database."""
    return pghistory.context(operation=operation.pk, user=by.user.pk)


def apply_operation(*, operation: UnitOperation, by: Actor) -> UnitOperation:
    """Run a draft: everything or nothing. Raises ValidationError with what stands in the way."""
    require(policies.may_manage_units(by.user))
    with explained(), _one_entry(operation, by):
        current = _locked(operation)
        if not states.may_become(current.status, Status.APPLIED):
            raise ValidationError(_("Việc sắp xếp này đã được thực hiện. Hãy tải lại trang."))
        if unfinished := _unfinished(current):
            raise ValidationError([blocker.what for blocker in unfinished])
        written = carry_out(shape_of(current))
        for row in current.planned.all():
            written.ledger.change(PlannedUnit.objects.filter(pk=row.pk), unit=written.opened[str(row.pk)])
        current.status, current.applied_by, current.applied_at = Status.APPLIED, by.user, timezone.now()
        current.counts = written.survey.counts
        current.snapshot = written.ledger.snapshot() | {"units": _units(written)}
        current.save(update_fields=["status", "applied_by", "applied_at", "counts", "snapshot"])
    return current


def _units(written: Written) -> list[int]:
    return sorted({*written.survey.closing_ids, *(unit.pk for unit in written.opened.values())})


def what_came_after(operation: UnitOperation) -> list[Blocker]:
    """What was written at these units since: while there is any, the operation can't be taken back."""
    if operation.status != Status.APPLIED:
        return []
    found = written_since(operation.snapshot, set(operation.snapshot["units"]))
    return [Blocker(str(model._meta.verbose_name_plural).capitalize(), many) for model, many in found]


def undo_operation(*, operation: UnitOperation, by: Actor) -> UnitOperation:
    """Put everything back as it was. Refused with the list once anything was written after it at these units."""
    require(policies.may_manage_units(by.user))
    with explained(), _one_entry(operation, by):
        current = _locked(operation)
        if not states.may_become(current.status, Status.UNDONE):
            raise ValidationError(_("Việc sắp xếp này không còn ở trạng thái đã thực hiện. Hãy tải lại trang."))
        if later := what_came_after(current):
            what = "; ".join(str(blocker) for blocker in later)
            raise ValidationError(_("Không hoàn tác được vì sau đó đã có ghi nhận mới: %(what)s.") % {"what": what})
        take_back(current.snapshot)
        current.status, current.undone_by, current.undone_at = Status.UNDONE, by.user, timezone.now()
        current.save(update_fields=["status", "undone_by", "undone_at"])
    return current

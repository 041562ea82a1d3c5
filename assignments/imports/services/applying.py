"""Writing what was confirmed: all of it or nothing, and only if it still means what the person saw."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.imports import policies, queries
from assignments.imports.kinds import TABLES, Context, Line
from assignments.imports.models import ImportJob, ImportRow
from assignments.imports.services.checking import CHUNK, context_of, settle, store
from assignments.imports.services.moving import held, move
from assignments.imports.states import WRITES, Kind, Outcome, State
from assignments.services.redistribution import lock_units
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require, sentence_for


class ChangedMeanwhileError(Exception):
    """The data are no longer those that the lines were checked against."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines


def confirm(*, job: ImportJob, by: Actor) -> ImportJob:
    """Write the lines without fault in one transaction. Confirmed twice, it is written once.

    Raises ValidationError, nothing written, when somebody changed the data since the check (the lines concerned then
    show their new meaning), when a question is open, or when the database refuses.
    """
    require(policies.may_import(by.user, job.kind))
    try:
        with explained():
            current = held(job)
            if current.state == State.DONE:
                return current
            if current.state != State.CHECKED or current.rows.filter(outcome=Outcome.QUESTION).exists():
                raise ValidationError(_("Còn dòng chưa kiểm tra xong hoặc chưa trả lời. Hãy tải lại trang."))
            _queue(current)
            _hold_units(current)
            _compare(current, context_of(current, by, lock=True))
            _write(current, context_of(current, by))
            _finish(current)
            return current
    except ChangedMeanwhileError as change:
        with explained():
            store(held(job), change.lines)
        raise ValidationError(
            _("Dữ liệu vừa được người khác thay đổi ở %(count)s dòng của tệp. Chưa ghi gì; xem lại rồi xác nhận.")
            % {"count": len(change.lines)}
        ) from change


def _queue(job: ImportJob) -> None:
    """Imports into the same place go one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('imports'), %s)", [(job.commune_id or 0) % 2**31])


def _hold_units(job: ImportJob) -> None:
    """All units whose holders change, in one order as everybody does: chunk by chunk, two could wait for each other."""
    if job.kind == Kind.ASSIGNMENTS:
        units = job.rows.filter(outcome__in=WRITES).values_list("resolved__unit", flat=True)
        lock_units(set(units.distinct().order_by()))


def _chunks(job: ImportJob) -> Iterator[list[ImportRow]]:
    """The lines that write something, in the order of the sheet, never all in memory."""
    last = 0
    while rows := list(job.rows.filter(outcome__in=WRITES, line__gt=last).order_by("line")[:CHUNK]):
        yield rows
        last = rows[-1].line


def _compare(job: ImportJob, context: Context) -> None:
    """Check again, holding the rows concerned. What somebody else has entered alike is left out silently."""
    changed: list[Line] = []
    for rows in _chunks(job):
        already = []
        told = [Line(row.line, row.cells, outcome=row.outcome, resolved=row.resolved, key=row.key) for row in rows]
        doubtful = TABLES[job.kind].doubtful(told, context)
        rows = [row for row in rows if row.line in doubtful]
        for row, line in zip(rows, settle(job, rows, context), strict=True):
            if line.outcome == Outcome.SKIPPED:
                already.append(line)
            elif (row.outcome, row.resolved) != (line.outcome, line.resolved):
                changed.append(line)
        store(job, already)
    if changed:
        raise ChangedMeanwhileError(changed)


def _write(job: ImportJob, context: Context) -> None:
    table = TABLES[job.kind]
    for rows in _chunks(job):
        lines = [Line(row.line, row.cells, outcome=row.outcome, resolved=row.resolved) for row in rows]
        try:
            table.write(lines, context)
        except IntegrityError as error:
            name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
            raise ValidationError(
                _("Trong các dòng %(first)s–%(last)s: %(why)s Chưa ghi gì.")
                % {"first": rows[0].line, "last": rows[-1].line, "why": sentence_for(name)}
            ) from error


def _finish(job: ImportJob) -> None:
    """Keep the figures and the lines that failed; of households nothing else stays outside their own table."""
    job.counts, job.applied_at = queries.tally(job).by_outcome, timezone.now()
    job.rows.exclude(outcome=Outcome.ERROR).delete()
    move(job, State.DONE, "counts", "applied_at")
    if job.kind == Kind.HOUSEHOLDS:
        stored, name = job.file.storage, job.file.name
        job.file = ""
        job.save(update_fields=["file"])
        if name:
            transaction.on_commit(lambda: stored.delete(name))

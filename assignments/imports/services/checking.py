"""Checking lines in bounded chunks, each its own transaction: a crash or a closed browser loses nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from assignments.imports import policies
from assignments.imports.kinds import TABLES, Context, Line, read_cells
from assignments.imports.models import ImportJob, ImportRow
from assignments.imports.services.moving import held, move
from assignments.imports.states import Fault, Outcome, State
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import local_date
from nammanh.platform.refusals import explained, require

CHUNK = 1_000
SECONDS = 2.0
"""How long one request checks before it shows how far it has come."""

_STORE = """
    UPDATE imports_importrow AS row
    SET outcome = new.outcome, resolved = new.resolved, faults = new.faults, fault = new.fault, key = new.key,
        question = new.question, question_key = new.question_key
    FROM jsonb_to_recordset(%s) AS new (
        line integer, outcome text, resolved jsonb, faults jsonb, fault text, key text, question jsonb,
        question_key text)
    WHERE row.job_id = %s AND row.line = new.line
"""


def context_of(job: ImportJob, by: Actor, *, lock: bool = False) -> Context:
    """Lines are judged as of the day of the upload, so that a check over midnight stays one check."""
    return Context(by, local_date(job.created_at), job.answers, job.encoding, commune=job.commune, lock=lock)


def check_some(*, job: ImportJob, by: Actor, seconds: float = SECONDS) -> None:
    """Check the next lines for about `seconds`; the last chunk moves the job on. Somebody else at it: nothing."""
    require(policies.may_import(by.user, job.kind))
    until, context = time.monotonic() + seconds, None
    while True:
        with transaction.atomic():
            jobs = ImportJob.objects.select_for_update(skip_locked=True, of=("self",)).select_related("commune")
            current = jobs.filter(pk=job.pk, state=State.VALIDATING).first()
            if current is None:
                return
            context = context or context_of(current, by)
            rows = list(current.rows.filter(outcome=Outcome.UNCHECKED).order_by("line")[:CHUNK])
            store(current, settle(current, rows, context))
            if len(rows) < CHUNK:
                move(current, State.CHECKED)
                return
        if time.monotonic() >= until:
            return


def settle(job: ImportJob, rows: Iterable[ImportRow], context: Context) -> list[Line]:
    """What these lines, in the order of the sheet, would do to the data as they are now."""
    table = TABLES[job.kind]
    lines = [Line(row.line, row.cells) for row in rows]
    for line in lines:
        read_cells(line, table, job.columns, job.encoding)
    table.settle(lines, context)
    _find_clashes(job, lines)
    for line in lines:
        if line.faults:
            line.outcome, line.resolved, line.question = Outcome.ERROR, None, None
        elif line.question is not None:
            line.outcome, line.resolved = Outcome.QUESTION, None
    return lines


def _find_clashes(job: ImportJob, lines: list[Line]) -> None:
    """A line that says something about the same thing as an earlier one is refused, the earlier one stands."""
    clash = TABLES[job.kind].clash
    keys = {line.key for line in lines if line.key}
    if not keys:
        return
    first = min(line.number for line in lines)
    earlier: dict[str, list[tuple[int, dict]]] = {}
    told = job.rows.filter(key__in=keys, line__lt=first).exclude(outcome=Outcome.ERROR).order_by("line")
    for number, key, resolved in told.values_list("line", "key", "resolved"):
        earlier.setdefault(key, []).append((number, resolved or {}))
    for line in lines:
        if not line.key or line.faults:
            continue
        others = earlier.setdefault(line.key, [])
        first_alike = next((number for number, resolved in others if clash(resolved, line.resolved or {})), None)
        if first_alike is None:
            others.append((line.number, line.resolved or {}))
        else:
            line.wrong(Fault.REPEATED, "", _("Trùng với dòng %(line)s của tệp.") % {"line": first_alike})


def store(job: ImportJob, lines: Iterable[Line]) -> None:
    """Write the outcomes of lines, in one statement."""
    found = [
        {
            "line": line.number,
            "outcome": line.outcome,
            "resolved": line.resolved,
            "faults": line.faults,
            "fault": line.faults[0]["fault"] if line.faults else "",
            "key": line.key,
            "question": line.question,
            "question_key": line.question["key"] if line.question else "",
        }
        for line in lines
    ]
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_STORE, [json.dumps(found), job.pk])


def answer(*, job: ImportJob, answers: dict[str, str], by: Actor) -> ImportJob:
    """Keep what the person answered and check the lines concerned again."""
    require(policies.may_import(by.user, job.kind))
    with explained():
        current = held(job)
        open_rows = current.rows.filter(outcome=Outcome.QUESTION, question_key__in=answers)
        asked = {key: question or {} for key, question in open_rows.values_list("question_key", "question")}
        given = {key: value for key, value in answers.items() if key in asked and _is_offered(asked[key], value)}
        if not given:
            raise ValidationError(_("Chọn câu trả lời cho ít nhất một câu hỏi."))
        current.answers = current.answers | given
        current.rows.filter(outcome=Outcome.QUESTION, question_key__in=given).update(
            outcome=Outcome.UNCHECKED, question=None, question_key=""
        )
        move(current, State.VALIDATING, "answers")
    return current


def _is_offered(question: dict, value: str) -> bool:
    offered = {option[0] for option in question["options"]} | {"skip"}
    return value in offered or (value == "new" and bool(question["may_be_new"]))

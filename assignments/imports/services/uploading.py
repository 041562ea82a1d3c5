"""A file comes in, its columns are matched, its lines are laid out for checking."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.imports import policies
from assignments.imports.kinds import TABLES, Headings, find_headings, is_numbering, is_total
from assignments.imports.models import ImportJob
from assignments.imports.services.moving import held, move
from assignments.imports.sheets import MAX_BYTES, RefusedFileError, Table, first_lines, lines_of, tables_in
from assignments.imports.states import Kind, State
from assignments.models import Unit
from assignments.policies import household_unit_ids
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require

LOOKED_AT = 60
"""Lines at the top of each sheet among which headings and encoding are looked for."""
BATCH = 5_000
ABANDONED = datetime.timedelta(days=14)
"""After this an import that nobody finished is dropped with its lines."""


def upload(*, kind: str, file: UploadedFile, by: Actor, commune: Unit | None = None) -> ImportJob:
    """Take in a file and guess its columns. Raises ValidationError, nothing kept, when the file is refused."""
    require(policies.may_import(by.user, kind))
    if kind == Kind.HOUSEHOLDS:
        require(commune is not None and commune.pk in household_unit_ids(by.user))
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError({"file": _("Tệp lớn hơn %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}})
    _drop_abandoned()
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    job = ImportJob(kind=kind, user=by.user, secretary=by.secretary, commune=commune, sha256=digest.hexdigest())
    job.file_name = (file.name or "")[-200:]
    job.file.save(f"{uuid.uuid4().hex}.bin", file, save=False)
    try:
        table, headings = _best_sheet(Path(job.file.path), kind)
        with explained():
            _describe(job, table, headings)
            job.full_clean(exclude=["file"])
            job.save()
    except RefusedFileError as refusal:
        job.file.delete(save=False)
        raise ValidationError({"file": str(refusal)}) from refusal
    except BaseException:
        job.file.delete(save=False)
        raise
    return job


def _describe(job: ImportJob, table: Table, headings: Headings) -> None:
    job.form, job.sheet, job.encoding = table.form, table.sheet[:120], headings.encoding
    job.headings = {str(index): text[:200] for index, text in headings.texts.items()}
    job.heading_line, job.signature, job.columns = headings.last_line, headings.signature, headings.columns


def _best_sheet(path: Path, kind: str) -> tuple[Table, Headings]:
    """The sheet whose headings name most of what is wanted; forbidden headings refuse the whole file."""
    wanted = TABLES[kind]
    found: list[tuple[Table, Headings]] = []
    empty = True
    for table in tables_in(path):
        lines = first_lines(path, table, LOOKED_AT)
        empty = empty and not lines
        if (headings := find_headings(lines, wanted.columns)) is not None:
            found.append((table, headings))
    if empty:
        raise RefusedFileError(_("Tệp không có dòng nào. Kiểm tra lại trang tính rồi lưu và chọn lại."))
    if not found:
        raise RefusedFileError(
            _("Không nhận ra dòng tiêu đề cột trong 25 dòng đầu. Dùng tệp mẫu, hoặc đặt tên cột như trong tệp mẫu.")
        )
    table, headings = max(found, key=lambda pair: len(pair[1].columns))
    if refused := wanted.refused(headings.texts.values()):
        raise RefusedFileError(" ".join(f"“{heading}”: {why}" for heading, why in refused.items()))
    return table, headings


def match_columns(*, job: ImportJob, columns: dict[str, int], encoding: str, by: Actor) -> ImportJob:
    """Lay out the lines of the sheet, matched columns only, and begin checking.

    Raises ValidationError, nothing kept, when a required column is missing or the sheet can't be read to its end.
    """
    require(policies.may_import(by.user, job.kind))
    _check_columns(job, columns)
    with explained():
        current = held(job)
        if current.state != State.UPLOADED:
            raise ValidationError(_("Tệp này đã ghép cột. Hãy tải lại trang."))
        current.columns, current.encoding = columns, encoding
        try:
            current.total = _lay_out(current)
        except RefusedFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        if not current.total:
            raise ValidationError(_("Dưới dòng tiêu đề không có dòng nào để nhập."))
        move(current, State.VALIDATING, "columns", "encoding", "total")
    return current


def _check_columns(job: ImportJob, columns: dict[str, int]) -> None:
    table = TABLES[job.kind]
    missing = [str(column.label) for column in table.columns if column.required and column.code not in columns]
    if missing:
        raise ValidationError(_("Chưa ghép cột bắt buộc: %(names)s.") % {"names": ", ".join(missing)})
    if len(set(columns.values())) != len(columns):
        raise ValidationError(_("Một cột của tệp được ghép hai lần. Chọn lại."))
    if any(str(index) not in job.headings for index in columns.values()):
        raise ValidationError(_("Cột đã chọn không có trong tệp. Hãy tải lại trang."))


def _lay_out(job: ImportJob) -> int:
    """Copy the lines into the staging table, a batch at a time; the number of lines."""
    count = 0
    lines = _staged(job)
    with connection.cursor() as cursor:
        while batch := list(islice(lines, BATCH)):
            text = io.StringIO("\n".join(batch) + "\n")
            cursor.copy_expert(
                "COPY imports_importrow (job_id, line, cells) FROM STDIN WITH (FORMAT csv, QUOTE E'\\x01')", text
            )
            count += len(batch)
        cursor.execute("ANALYZE imports_importrow")  # or each chunk would be looked for in the whole table
    return count


def _staged(job: ImportJob) -> Iterator[str]:
    """Each line that holds something in the matched columns, written for COPY."""
    first = True
    for number, cells in lines_of(Path(job.file.path), Table(job.form, job.sheet)):
        if number <= job.heading_line:
            continue
        if first and is_numbering(cells):
            first = False
            continue
        first = False
        kept = {code: cells[index] for code, index in job.columns.items() if index < len(cells)}
        if _is_blank(kept.values()) or is_total(cells, job.encoding):
            continue
        # The quote sign \x01 can't stand in JSON, where it is written \u0001.
        yield f"{job.pk},{number},\x01{json.dumps(kept, ensure_ascii=False)}\x01"


def _is_blank(cells: Iterable[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def cancel(*, job: ImportJob, by: Actor) -> None:
    """Drop an import that has not been written, its lines and its file. Twice is once."""
    require(policies.may_import(by.user, job.kind))
    with transaction.atomic():
        current = held(job)
        if current.state == State.CANCELLED:
            return
        drop(current)


def drop(job: ImportJob) -> None:
    """Cancel a held job; the file goes when the transaction has succeeded."""
    job.rows.all().delete()
    stored, name = job.file.storage, job.file.name
    job.file = ""
    move(job, State.CANCELLED, "file")
    if name:
        transaction.on_commit(lambda: stored.delete(name))


def _drop_abandoned() -> None:
    """Lines of a sheet are personal data: what nobody finished goes."""
    with transaction.atomic():
        unfinished = [State.UPLOADED, State.VALIDATING, State.CHECKED]
        old = ImportJob.objects.filter(state__in=unfinished, created_at__lt=timezone.now() - ABANDONED)
        for job in old.select_for_update(skip_locked=True, of=("self",))[:20]:
            drop(job)

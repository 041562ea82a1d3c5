"""Making sheets in tests and sending them through the services."""

import datetime
import io

import openpyxl
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.imports import services
from assignments.imports.models import ImportJob
from assignments.imports.states import State

HOUSEHOLDS = ["Ấp", "Tổ", "Mã hộ", "Chủ hộ", "Số người", "Hộ nghèo"]


def xlsx(lines, *, name="danh-sach.xlsx", title="Sheet1") -> SimpleUploadedFile:
    """A workbook whose first sheet holds `lines`, the first at row 1."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def xls(lines, *, name="danh-sach.xls") -> SimpleUploadedFile:
    """The same in the format of before 2007."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, datetime.date):
                sheet.write(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def uploaded(kind, file, actor, commune=None) -> ImportJob:
    """Taken in and its columns matched as guessed, not yet checked."""
    job = services.upload(kind=kind, file=file, by=actor, commune=commune)
    return services.match_columns(job=job, columns=job.columns, encoding=job.encoding, by=actor)


def check(job, actor) -> ImportJob:
    """All lines checked."""
    while job.state == State.VALIDATING:
        services.check_some(job=job, by=actor)
        job.refresh_from_db()
    return job


def checked(kind, file, actor, commune=None) -> ImportJob:
    """Taken in, matched as guessed, every line checked."""
    return check(uploaded(kind, file, actor, commune), actor)


def outcomes(job) -> dict[int, str]:
    """What each line of the sheet will do, by its number."""
    return dict(job.rows.values_list("line", "outcome"))


def faults(job) -> set[tuple[int, str, str]]:
    """Every fault as (line, letter of the column, kind)."""
    return {
        (line, job.letter_of(fault["column"]), fault["fault"])
        for line, faults in job.rows.values_list("line", "faults")
        for fault in faults
    }

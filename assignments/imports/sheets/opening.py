"""Opening a file by what it is, not by what it is called."""

from __future__ import annotations

import datetime
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import openpyxl
import xlrd
from django.utils.translation import gettext as _

from assignments.imports.sheets import delimited
from assignments.imports.sheets.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_SHEETS,
    Cell,
    RefusedFileError,
    check_package,
    check_size,
)
from assignments.imports.sheets.modern import Book, Sheet

Line = tuple[int, list[Cell]]
"""The number that the sheet shows beside a row, from 1, and the row's cells without the empty ones at its end."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Table:
    """One sheet of a file. `form` is how the file is written: xlsx, xls or csv."""

    form: str
    sheet: str = ""


def tables_in(path: Path) -> list[Table]:
    """The visible sheets of the file. Raises RefusedFileError when it can't be, or must not be, read."""
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_ZIP):
        return _xlsx_tables(path)
    if start.startswith(_OLE):
        return _xls_tables(path)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise RefusedFileError(_("Tệp là trang web mang tên Excel. Mở bằng Excel, chọn “Lưu thành” .xlsx."))
    if b"\x00" in start:
        raise RefusedFileError(_("Tệp không phải bảng tính. Chọn tệp .xlsx, .xls hoặc .csv."))
    return [Table("csv")]


def _xlsx_tables(path: Path) -> list[Table]:
    with path.open("rb") as file:
        check_package(file)
        book = _workbook(file)
        sheets = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
    if not sheets:
        raise RefusedFileError(_("Tệp không có trang tính nào đang hiện."))
    return [Table("xlsx", title) for title in sheets]


def _workbook(file: IO[bytes]) -> openpyxl.Workbook:
    try:
        return Book(file).wb
    except Exception as error:  # the library answers a malformed part with whatever breaks first
        raise RefusedFileError(_("Không đọc được tệp Excel này. Mở bằng Excel, chọn “Lưu thành” .xlsx.")) from error


def _xls_tables(path: Path) -> list[Table]:
    if _ENCRYPTED in path.read_bytes():
        raise RefusedFileError(_("Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi lưu lại."))
    book = _old_workbook(path)
    sheets = [sheet for sheet in range(book.nsheets) if book.sheet_by_index(sheet).visibility == 0]
    return [Table("xls", book.sheet_by_index(index).name) for index in sheets[:MAX_SHEETS]]


def _old_workbook(path: Path) -> xlrd.Book:
    try:
        with open_quietly() as quiet:
            return xlrd.open_workbook(str(path), logfile=quiet, on_demand=True, ragged_rows=True)
    except Exception as error:  # as above
        if "encrypted" in str(error).lower():
            raise RefusedFileError(_("Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi lưu lại.")) from error
        raise RefusedFileError(_("Không đọc được tệp .xls này. Mở bằng Excel, chọn “Lưu thành” .xlsx.")) from error


def open_quietly() -> IO[str]:
    """Where the old reader's remarks go."""
    return Path("/dev/null").open("w")


def lines_of(path: Path, table: Table) -> Iterator[Line]:
    """The rows that hold anything, in order, one at a time. Raises RefusedFileError at the first that is too much."""
    readers = {"xlsx": _xlsx_lines, "xls": _xls_lines, "csv": delimited.lines}
    filled = 0
    for number, cells in readers[table.form](path, table.sheet):
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            continue
        filled += 1
        if filled > MAX_LINES:
            raise RefusedFileError(
                _("Bảng có hơn %(limit)s dòng. Tách thành nhiều tệp nhỏ hơn.") % {"limit": f"{MAX_LINES // 1000}.000"}
            )
        yield number, cells


def first_lines(path: Path, table: Table, count: int) -> list[Line]:
    return list(islice(lines_of(path, table), count))


def _xlsx_lines(path: Path, sheet: str) -> Iterator[Line]:
    with path.open("rb") as file:
        try:
            worksheet: Sheet = _workbook(file)[sheet]
            for number, row in worksheet.numbered_rows():
                yield number, _spread(row)
        except (
            zipfile.BadZipFile,
            SyntaxError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            OverflowError,
        ) as error:
            raise RefusedFileError(_("Trang tính hỏng, không đọc được đến cuối. Chép bảng sang tệp mới.")) from error


def _spread(row: list[dict[str, Any]]) -> list[Cell]:
    """The cells in their columns, nothing where the sheet has none."""
    cells: list[Cell] = []
    for cell in row:
        place = cell["column"] - 1
        if place >= MAX_COLUMNS:
            break
        if place >= len(cells):
            cells += [None] * (place + 1 - len(cells))
        cells[place] = _modern(cell["data_type"], cell["value"])
    return cells


def _modern(kind: str, value: Any) -> Cell:
    if kind == "f":
        return {"formula": str(value)[:200]}
    if kind == "e":
        return {"error": str(value)[:20]}
    return plain(value)


def plain(value: Any) -> Cell:
    """A value in the shape that is kept: see `Cell`."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float) and not math.isfinite(value):  # “1E999”: more than Excel itself can hold
        return {"error": "#NUM!"}
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime.datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    return str(value)[: MAX_CELL + 1].replace("\x00", "")


def _xls_lines(path: Path, sheet: str) -> Iterator[Line]:
    book = _old_workbook(path)
    try:
        table = book.sheet_by_name(sheet)
        for index in range(table.nrows):
            yield index + 1, [_old(cell, book.datemode) for cell in table.row(index)[:MAX_COLUMNS]]
    except (xlrd.XLRDError, ValueError, IndexError, AssertionError) as error:
        raise RefusedFileError(_("Trang tính hỏng, không đọc được đến cuối. Chép bảng sang tệp mới.")) from error


def _old(cell: xlrd.sheet.Cell, datemode: int) -> Cell:
    """The value that Excel stored; in this format a formula can't be told from its last result."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return {"error": xlrd.error_text_from_code.get(cell.value, "#?")}
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return plain(xlrd.xldate_as_datetime(cell.value, datemode))
        except (ValueError, OverflowError):
            return plain(cell.value)
    return plain(cell.value) if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else None

"""Writing a small table as .xlsx: headings, lines, nothing that Excel would run."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter


def write_table(title: str, headings: list[str], lines: Iterable[list[Any]], notes: Iterable[str] = ()) -> bytes:
    """A workbook with one sheet, and `notes` on a second. Every text stays a text, also when it begins with “=”."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 24
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    if notes := list(notes):
        second = book.create_sheet("Hướng dẫn")  # vi-data: name of a sheet in the file
        second.column_dimensions["A"].width = 110
        for note in notes:
            second.append([_cell(second, note)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell

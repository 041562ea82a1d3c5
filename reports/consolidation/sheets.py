"""The department's sheet: one row a line, locked but for what the department fills in; and reading it back.

Each row carries a hidden mark: the line's UUID and a checksum of its wording, so that a sheet can't answer another
question than the one that was asked.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from assignments.imports.sheets import RefusedFileError, lines_of, tables_in
from assignments.models import Agency
from nammanh.platform.dates import format_date
from nammanh.platform.spreadsheets import clean_text
from nammanh.platform.uploads import check_upload
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.queries.contents import places

HEADINGS = (
    ("Dòng", 7), ("Nội dung", 60), ("Địa phương", 28), ("Thời hạn", 13), ("Nội dung trả lời", 60), ("Căn cứ", 30),
    ("Việc sẽ làm", 40), ("Làm xong trước ngày", 16), ("Mã (không sửa)", 10),
)  # fmt: skip
FILLED = ("text", "legal_ground", "will_do", "by_when")
"""What the department fills in, from column E on."""
FIRST_FILLED, MARK = 5, 9
HEADING_ROW = 4
MOST_ROWS = 2_000
MEGABYTES = 5


def mark_of(line: BatchLine) -> str:
    return f"{line.uuid}:{hashlib.sha256(line.wording.encode()).hexdigest()[:16]}"


def sheet_for(
    batch: Batch, department: Agency, lines: Collection[BatchLine], due: Mapping[int, datetime.date]
) -> bytes:
    """The workbook for one department. Every text is a text, also when it begins with “=”."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phiếu trả lời"
    notes = (f"{department.name}: phản ánh, kiến nghị cần trả lời", str(batch))
    advice = "Chỉ ghi vào các cột từ “Nội dung trả lời”; ngày ghi dạng 31/12/2026. Gửi lại tệp này cho Văn phòng."
    for row, text in enumerate((*notes, advice), start=1):
        _write(sheet, row, 1, text, bold=row == 1, wrap=False)
    for column, (heading, width) in enumerate(HEADINGS, start=1):
        _write(sheet, HEADING_ROW, column, heading, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, line in enumerate(lines, start=HEADING_ROW + 1):
        known = (str(line.number), line.wording, places(line), format_date(due[line.pk]), "", "", "", "", mark_of(line))
        for column, text in enumerate(known, start=1):
            _write(sheet, row, column, text, locked=not FIRST_FILLED <= column < MARK)
    sheet.column_dimensions[get_column_letter(MARK)].hidden = True
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 1)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # may be widened
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(
    sheet: Any, row: int, column: int, text: str, *, bold: bool = False, locked: bool = True, wrap: bool = True
) -> None:
    cell = sheet.cell(row, column)
    cell.value = clean_text(text) or None
    if text:
        cell.data_type, cell.quotePrefix = "s", True
    cell.number_format = "@"
    cell.font, cell.protection = Font(bold=bold), Protection(locked=locked)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if not locked:
        cell.fill = PatternFill("solid", fgColor="FFFFF8E1")


def read_sheet(file: UploadedFile) -> list[dict[str, Any]]:
    """The rows below the headings as they stand: line of the sheet, mark, and the four cells that were filled in.

    Raises ValidationError when the file is no workbook of ours, is hostile, or has no rows.
    """
    check_upload(file, accepted=[".xlsx"], max_megabytes=MEGABYTES)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            rows = _rows(Path(copy.name))
        except RefusedFileError as refusal:
            raise ValidationError({"file": str(refusal)}) from refusal
    if not rows:
        raise ValidationError(
            {"file": _("Không tìm thấy dòng nào của phiếu trả lời. Dùng đúng tệp đã tải từ kỳ tập hợp.")}
        )
    return rows


def _rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    [table, *_others] = tables_in(path)
    for number, cells in lines_of(path, table):
        if number <= HEADING_ROW:
            continue
        if len(found) == MOST_ROWS:
            raise RefusedFileError(_("Phiếu có hơn %(limit)s dòng.") % {"limit": MOST_ROWS})
        padded = [*cells, *[None] * (MARK - len(cells))]
        values = dict(zip(FILLED, padded[FIRST_FILLED - 1 : MARK - 1], strict=True))
        found.append({"row": number, "mark": padded[MARK - 1], **values})
    return found


def address(field: str, row: int) -> str:
    """“E7”: where Excel shows the cell."""
    return f"{get_column_letter(FIRST_FILLED + FILLED.index(field))}{row}"

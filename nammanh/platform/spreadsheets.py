"""Workbooks (.xlsx) of any length in constant memory, written so that Excel and LibreOffice read what was meant.

Dates are dates, numbers are numbers, codes and telephone numbers are text, and no text can become a formula.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from nammanh.platform.dates import VIETNAM
from nammanh.platform.numbers import format_number
from nammanh.platform.text import slug

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576
"""Rows of a sheet, those above the table included: a limit of the format."""
LONGEST_TEXT = 32_767
"""Characters of a cell: a limit of the format."""

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What XML 1.0 has no place for; openpyxl refuses some of these and writes a broken file for the others.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


class CellKind(enum.Enum):
    """How a column's values are written; the value is Excel's number format."""

    TEXT = "@"
    NUMBER = "#,##0"
    RATIO = "#,##0.00"
    PERCENT = "0.0%"
    DATE = "dd/mm/yyyy"
    MOMENT = "dd/mm/yyyy hh:mm"


@dataclass(frozen=True)
class Column:
    """One column: its heading, and where in a row its value is.

    `value` is a dotted name (“unit.parent.full_name”; a missing link gives an empty cell) or a function of the row.
    `width` is in characters.
    """

    heading: Any
    value: str | Callable[[Any], Any]
    kind: CellKind = CellKind.TEXT
    width: int = 24

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        for name in self.value.split("."):
            row = getattr(row, name, None)
            row = row() if callable(row) else row
            if row is None:
                return None
        return row


@dataclass(frozen=True)
class Table:
    """What goes into a workbook: a title, sentences below it, and rows under named columns."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Any]

    @property
    def rows_above(self) -> int:
        """Title, notes, a blank line and the headings."""
        return len(self.notes) + 3


def require_room(count: int, above: int = 0) -> None:
    """Raise ValidationError when `count` rows below `above` others don't fit into a sheet."""
    if count + above > MOST_ROWS:
        message = _("Danh sách có %(count)s dòng, nhiều hơn một tệp Excel chứa được (%(most)s). Hãy lọc bớt rồi xuất.")
        raise ValidationError(message % {"count": format_number(count), "most": format_number(MOST_ROWS - above)})


def workbook_of(table: Table) -> IO[bytes]:
    """The workbook as a temporary file, at its beginning; it disappears when it is closed.

    Raises ValidationError when there are more rows than a sheet holds.
    """
    book = Workbook(write_only=True)
    book.properties.title = clean_text(table.title)
    sheet = book.create_sheet(_NOT_IN_TITLE.sub(" ", clean_text(table.title))[:31].strip() or _("Danh sách"))
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{table.rows_above + 1}"
    heading = f"A{table.rows_above}:{get_column_letter(len(table.columns))}"
    for row in _above(sheet, table):
        sheet.append(row)
    written = 0
    try:
        for written, row in enumerate(_body(sheet, table), start=1):
            require_room(written, table.rows_above)
            sheet.append(row)
    except ValidationError:
        sheet.close()  # an unfinished sheet complains when it is thrown away
        raise
    sheet.auto_filter.ref = f"{heading}{table.rows_above + written}"
    file = tempfile.TemporaryFile()  # closed by the response that sends it  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _above(sheet: Any, table: Table) -> Iterator[list[Any]]:
    title = text_cell(sheet, table.title)
    title.font = Font(bold=True, size=14)
    yield [title]
    for note in table.notes:
        line = text_cell(sheet, note)
        line.font = Font(italic=True, color="FF5F6B76")
        yield [line]
    yield []
    yield [_heading(sheet, str(column.heading)) for column in table.columns]


def _heading(sheet: Any, text: str) -> WriteOnlyCell:
    cell = text_cell(sheet, text)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor="FF8F1118")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(bottom=Side(style="thin"))
    return cell


def _body(sheet: Any, table: Table) -> Iterator[list[Any]]:
    """The rows, each cell in its column's style; one style object a column, or a long sheet takes minutes."""
    styles = []
    for column in table.columns:
        pattern = WriteOnlyCell(sheet)
        pattern.number_format = column.kind.value
        pattern.alignment = Alignment(wrap_text=column.kind == CellKind.TEXT, vertical="top")
        quoted = copy(pattern)
        quoted.quotePrefix = True
        styles.append((pattern, quoted))
    for row in table.rows:
        yield [
            _cell(sheet, column.kind, column.of(row), *style)
            for column, style in zip(table.columns, styles, strict=True)
        ]


def _cell(sheet: Any, kind: CellKind, value: Any, plain: Any, quoted: Any) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        value = value.astimezone(VIETNAM).replace(tzinfo=None) if value.tzinfo else value
        value = value if kind == CellKind.MOMENT else value.date()
    if isinstance(value, (int, float, Decimal, dt.date)) and not isinstance(value, bool) and kind != CellKind.TEXT:
        cell = WriteOnlyCell(sheet, value)
        cell._style = plain._style
        return cell
    cell = text_cell(sheet, str(value))
    cell._style = quoted._style if cell.value.startswith(_FORMULA_SIGNS) else plain._style
    return cell


def text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    """A cell of a write-only sheet that is text, whatever it looks like: “=1+1” stays “=1+1”.

    Typed as a string, and marked as quoted so that it stays one when somebody edits the cell.
    """
    cell = WriteOnlyCell(sheet)
    cell.value = clean_text(text)
    cell.data_type = "s"
    if cell.value.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True
    return cell


def clean_text(text: str) -> str:
    """The text without what a workbook can't hold; one that is too long ends in “…”."""
    clean = _NOT_XML.sub("", text)
    return clean if len(clean) <= LONGEST_TEXT else clean[: LONGEST_TEXT - 1] + "…"


def attachment(title: str, day: dt.date, extension: str = "xlsx") -> str:
    """A Content-Disposition for a download: an ASCII name, and the Vietnamese one for those who read it (RFC 5987)."""
    plain = f"{slug(title)}-{day:%Y%m%d}.{extension}"
    named = quote(f"{_NOT_IN_TITLE.sub(' ', clean_text(title))} {day:%d-%m-%Y}.{extension}", safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"

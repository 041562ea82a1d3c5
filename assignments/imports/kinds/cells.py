"""Reading one cell: a text, a date, a phone number, whatever way the sheet holds it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.imports.states import Fault
from assignments.loading.households import band_of, marked
from nammanh.platform.dates import check_date, format_date, parse_date
from nammanh.platform.legacy_text import repaired
from nammanh.platform.privacy import warnings_for
from nammanh.platform.text import one_line

_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)
"""Numbers that a cell with a lost date format holds: 1927 to 2119."""
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?(\.0+)?$")
_PLAIN_CODE = re.compile(r"[A-Za-z]{0,3}[-/.]?[0-9]{1,7}", re.ASCII)
"""A code too short to be a number of a person: it need not be searched for words."""
_NOT_PHONE = re.compile(r"[\s.()\-\u2013]")


class CellError(Exception):
    """What is wrong with a cell: a kind of fault and a sentence for the person."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault, self.why = fault, why


def check_kind(cell: Any) -> None:
    """Refuse a formula, which is never worked out, and an error of Excel."""
    if isinstance(cell, dict) and "formula" in cell:
        raise CellError(
            Fault.FORMULA, _("Ô chứa công thức. Sao chép cột này rồi dán dạng giá trị (Paste Values), lưu và tải lại.")
        )
    if isinstance(cell, dict) and "error" in cell:
        raise CellError(Fault.CELL_ERROR, _("Ô báo lỗi %(error)s của Excel. Sửa lại ô này.") % {"error": cell["error"]})


def as_text(cell: Any, encoding: str) -> str:
    """The words of a cell as one line in stored form; a whole number without its decimals."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return one_line(repaired(cell, encoding))
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, dict):
        return format_date(datetime.date.fromisoformat(cell["date"])) if "date" in cell else ""
    return str(cell)


Read = Callable[[Any, str], Any]


def text(limit: int) -> Read:
    """A reader of text of at most `limit` signs."""

    def read(cell: Any, encoding: str) -> str:
        if isinstance(cell, dict):
            raise CellError(Fault.NOT_TEXT, _("Ô này là ngày. Chuyển ô sang dạng văn bản (Text) rồi ghi lại."))
        if isinstance(cell, bool):
            raise CellError(Fault.NOT_TEXT, _("Ô này là TRUE/FALSE. Ghi lại bằng chữ."))
        value = as_text(cell, encoding)
        if len(value) > limit:
            raise CellError(Fault.TOO_LONG, _("Dài quá %(limit)s ký tự. Rút gọn lại.") % {"limit": limit})
        return value

    return read


def without_private_facts(limit: int) -> Read:
    """As `text`, and refuses what must not be known of a household."""
    plain = text(limit)

    def read(cell: Any, encoding: str) -> str:
        value = plain(cell, encoding)
        if _PLAIN_CODE.fullmatch(value):
            return value
        if found := warnings_for(value):
            raise CellError(Fault.PRIVATE, str(found[0].message))
        return value

    return read


def date(cell: Any, encoding: str) -> str:
    """A day in ISO form, from a date, from text, or from the number of a cell that lost its format."""
    try:
        if isinstance(cell, dict):
            day = datetime.date.fromisoformat(cell["date"])
            check_date(day)
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and int(cell) in _SERIALS:
            day = _EXCEL_EPOCH + datetime.timedelta(days=int(cell))
        else:
            written = _MIDNIGHT.sub("", as_text(cell, encoding).lstrip("'"))
            if not written:
                return ""
            day = parse_date(written)
    except ValidationError as error:
        raise CellError(Fault.BAD_DATE, " ".join(error.messages)) from None
    return day.isoformat()


def phone(cell: Any, encoding: str) -> str:
    """A phone number in one form, “0903123456”; a number cell has lost its leading zero."""
    digits = _NOT_PHONE.sub("", as_text(cell, encoding).lstrip("'"))
    if not digits:
        return ""
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    elif not digits.startswith("0") and (len(digits) == 9 or (isinstance(cell, int) and len(digits) == 10)):
        digits = "0" + digits
    if not re.fullmatch(r"0[2-9][0-9]{8,9}", digits, re.ASCII):
        raise CellError(
            Fault.BAD_PHONE, _("Số điện thoại “%(text)s” không hợp lệ. Ví dụ: 0903123456.") % {"text": digits[:30]}
        )
    return digits


def digits_code(cell: Any, encoding: str) -> str:
    """An administrative code; a number cell has lost its leading zeros, which the length of five gives back."""
    value = as_text(cell, encoding).lstrip("'")
    if isinstance(cell, int) and not isinstance(cell, bool) and 3 <= len(value) < 5:
        value = value.zfill(5)
    if value and not re.fullmatch(r"[0-9]{2,8}", value, re.ASCII):
        raise CellError(Fault.BAD_CODE, _("Mã đơn vị chỉ gồm chữ số, ví dụ 29014."))
    return value


def size_band(cell: Any, encoding: str) -> str:
    if isinstance(cell, dict):
        raise CellError(Fault.NOT_TEXT, _("Ô số người bị Excel đổi thành ngày. Chuyển sang dạng Text, ghi ví dụ 3-4."))
    try:
        return band_of(as_text(cell, encoding))
    except ValidationError as error:
        raise CellError(Fault.BAD_NUMBER, " ".join(error.messages)) from None


def yes_no(cell: Any, encoding: str) -> bool:
    try:
        return marked(as_text(cell, encoding))
    except ValidationError:
        raise CellError(
            Fault.BAD_YES_NO,
            _("Chỉ ghi “có”, “x” hoặc để trống, không ghi “%(text)s”.") % {"text": as_text(cell, encoding)[:20]},
        ) from None


@dataclass(frozen=True)
class Column:
    """A fact that a sheet may give: what its heading may be called, how its cells are read."""

    code: str
    label: Any
    names: tuple[str, ...]
    """Folded headings, see `headings`."""
    read: Read
    required: bool = False
    hint: Any = ""
    sample: str = ""

"""What a file may be, settled before anything in it is read as a table.

A workbook is a zip of XML: a few kilobytes can unfold to gigabytes, name files of the server as “entities”, or say that
it has a million columns. All parts are unpacked once here, piece by piece, and looked at as bytes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 150
"""Office programs pack a table 5 to 40 times; only a made-up file goes far beyond."""
RATIO_FROM = 20 * 1024 * 1024
MAX_PARTS = 1_000
MAX_TEXTS = 60 * 1024 * 1024
"""Unpacked size of the shared texts: the one part that is held in memory as a whole."""
MAX_COLUMNS = 300
MAX_LINES = 100_000
MAX_CELL = 2_000
MAX_SHEETS = 50
LAST_ROW = 1_048_576

_PIECE = 1024 * 1024
_TOKEN = re.compile(
    rb'<(?:\w+:)?(?:(?P<row>row)\b(?:[^<>]*?\sr="(?P<number>\d+)")?|c\b(?:[^<>]*?\sr="(?P<letters>[A-Za-z]+))?)'
)


class RefusedFileError(Exception):
    """Why the file is not taken in; the message is for the person."""


def check_size(size: int) -> None:
    """Refuse an empty file and one too large."""
    if size == 0:
        raise RefusedFileError(_("Tệp rỗng (0 byte). Mở lại tệp gốc, lưu rồi chọn lại."))
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise RefusedFileError(_("Tệp lớn hơn %(limit)s MB. Tách thành nhiều tệp nhỏ hơn.") % {"limit": limit})


def check_package(file: IO[bytes]) -> None:
    """Refuse a zip that is no workbook, is damaged, unfolds too far, or carries what a table never needs."""
    try:
        with zipfile.ZipFile(file) as package:
            _check_parts(package.infolist())
            for part in package.infolist():
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_part(package, part)
    except zlib.error as error:
        raise RefusedFileError(_("Tệp hỏng, không giải nén được. Lưu lại từ tệp gốc.")) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, MemoryError) as error:
        raise RefusedFileError(
            _("Tệp hỏng hoặc không phải tệp Excel. Mở bằng Excel, chọn “Lưu thành” .xlsx rồi chọn lại.")
        ) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise RefusedFileError(_("Tệp này không phải bảng tính .xlsx. Mở bằng Excel, chọn “Lưu thành” .xlsx."))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO):
        raise RefusedFileError(_("Tệp nén bất thường: giải nén ra quá lớn. Chỉ chép bảng cần nhập sang tệp mới."))
    if any(part.file_size > MAX_TEXTS for part in parts if part.filename.endswith("sharedStrings.xml")):
        raise RefusedFileError(_("Tệp có quá nhiều chữ. Tách thành nhiều tệp nhỏ hơn."))
    if sum(name.startswith("xl/worksheets/") for name in names) > 2 * MAX_SHEETS:
        raise RefusedFileError(_("Tệp có quá nhiều trang tính. Chỉ giữ trang cần nhập."))


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_sheet = part.filename.startswith("xl/worksheets/")
    width = 0
    with package.open(part) as stream:
        for number, piece in enumerate(_pieces(stream)):
            if number == 0 and b"\x00" in piece[:200]:  # UTF-16 would hide what is looked for
                raise RefusedFileError(_("Tệp dùng bảng mã lạ. Mở bằng Excel, chọn “Lưu thành” .xlsx."))
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise RefusedFileError(_("Tệp chứa khai báo XML không an toàn. Chép bảng sang tệp Excel mới."))
            if is_sheet:
                width = _check_width(piece, width)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that end with a whole tag where there are tags."""
    rest = b""
    while data := stream.read(_PIECE):
        data = rest + data
        cut = data.rfind(b"<")
        rest = data[cut:] if 0 < len(data) - cut < _PIECE and cut > 0 else b""
        yield data[: len(data) - len(rest)]
    if rest:
        yield rest


def _check_width(piece: bytes, width: int) -> int:
    """Count the cells of each row; returns those of the row that is still open."""
    for token in _TOKEN.finditer(piece):
        if token["row"]:
            width = 0
            if token["number"] and (len(token["number"]) > 7 or int(token["number"]) > LAST_ROW):
                raise RefusedFileError(_("Bảng có số dòng vượt quá mức của Excel. Chép bảng sang tệp mới."))
            continue
        width += 1
        if width > MAX_COLUMNS or (token["letters"] and column_number(token["letters"].decode()) > MAX_COLUMNS):
            raise RefusedFileError(
                _("Bảng có hơn %(limit)s cột. Xóa các cột trống ở bên phải, hoặc chép phần cần nhập sang tệp mới.")
                % {"limit": MAX_COLUMNS}
            )
    return width


def column_number(letters: str) -> int:
    """The number of a column: A → 1, AA → 27. More than three letters is beyond any sheet."""
    if len(letters) > 3:
        return LAST_ROW
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters that Excel shows above a column: 1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


Cell = Any
"""str, int, float, bool, None, or {"date": ISO}, {"formula": text}, {"error": text}: fit for JSON."""

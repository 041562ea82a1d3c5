"""Tables as text: CSV from Excel, UTF-8 or the old Windows code page for Vietnamese."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assignments.imports.sheets.limits import MAX_COLUMNS, RefusedFileError


def lines(path: Path, sheet: str = "") -> Iterator[tuple[int, list[Any]]]:
    """The records, numbered as a sheet would number them."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="", errors="strict") as file:
        first = file.readline()
        file.seek(0)
        delimiter = max((";", "\t", ","), key=first.count)
        try:
            for number, record in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                if len(record) > MAX_COLUMNS:
                    raise RefusedFileError(_("Bảng có hơn %(limit)s cột.") % {"limit": MAX_COLUMNS})
                yield number, [{"formula": cell[:200]} if cell.startswith("=") else cell for cell in record]
        except csv.Error as error:
            raise RefusedFileError(_("Không đọc được tệp CSV. Mở bằng Excel, chọn “Lưu thành” .xlsx.")) from error


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is, else windows-1258."""
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            with path.open(encoding=encoding) as file:
                while file.read(1 << 16):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise RefusedFileError(_("Tệp chữ dùng bảng mã lạ. Trong Excel chọn “CSV UTF-8” rồi lưu lại."))

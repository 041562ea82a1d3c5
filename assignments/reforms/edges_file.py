"""Reading a list of successions: which unit went into which, one line each (CSV, UTF-8)."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.models import UnitKind
from nammanh.platform.dates import parse_date
from nammanh.platform.text import fold, one_line, search_key

COLUMNS = {
    "event": "Văn bản",
    "effective": "Ngày hiệu lực",
    "clause": "Điều khoản",
    "old_code": "Mã cũ",
    "old_name": "Tên cũ",
    "new_code": "Mã mới",
    "new_name": "Tên mới",
    "share": "Phần nhập",
}
"""Headings of the file: these Vietnamese ones, or the English names of published lists."""
SHARES = {"whole": True, "toan bo": True, "part": False, "mot phan": False}


class RefusedEdgesError(Exception):
    """Why the file can't be used; `reasons` name its lines."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class NamedUnit:
    """A unit as the file writes it: code, kind and own name."""

    code: str
    kind: UnitKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind.label} {self.name} ({self.code})"


@dataclass(frozen=True)
class FileEdge:
    """One line: the unit before, the unit after, by which clause; `whole` unless only a part went there."""

    line: int
    before: NamedUnit
    after: NamedUnit
    clause: str
    whole: bool


@dataclass(frozen=True)
class Edges:
    """The whole file: one document, one day."""

    document: str
    effective: datetime.date
    rows: tuple[FileEdge, ...]


def read_edges(content: bytes) -> Edges:
    """Read the table. Raises RefusedEdgesError with the lines that can't be understood."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedEdgesError([_("Tệp không phải UTF-8. Trong Excel chọn “CSV UTF-8” rồi lưu lại.")]) from None
    header = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    reader.fieldnames = [_column(heading) for heading in reader.fieldnames or []]
    missing = [heading for name, heading in COLUMNS.items() if name not in reader.fieldnames]
    if missing:
        raise RefusedEdgesError([_("Tệp thiếu cột: %(names)s.") % {"names": ", ".join(missing)}])
    rows, reasons, heads = [], [], set()
    for row in reader:
        try:
            rows.append(_edge(row, reader.line_num))
            heads.add((one_line(row["event"] or ""), _day(row["effective"] or "")))
        except ValueError as why:
            reasons.append(_("Dòng %(line)s: %(why)s") % {"line": reader.line_num, "why": why})
    if not rows and not reasons:
        reasons.append(_("Tệp không có dòng nào."))
    if len(heads) > 1:
        reasons.append(_("Một tệp chỉ ghi một văn bản và một ngày có hiệu lực."))
    if reasons:
        raise RefusedEdgesError(reasons[:30])
    document, effective = heads.pop()
    return Edges(document, effective, tuple(rows))


def _column(heading: str) -> str:
    """The column of a heading, with accents or without; a heading of no column stays as it is."""
    words = search_key(heading)
    return next((name for name, known in COLUMNS.items() if words in {search_key(known), search_key(name)}), heading)


def _day(text: str) -> datetime.date:
    try:
        return parse_date(text)
    except ValidationError as refusal:
        raise ValueError(" ".join(refusal.messages)) from refusal


def _edge(row: dict[str, str | None], line: int) -> FileEdge:
    cell = {name: one_line(row.get(name) or "") for name in COLUMNS}
    if (whole := SHARES.get(search_key(cell["share"]))) is None:
        raise ValueError(_("cột “%(column)s” chỉ ghi “toàn bộ” hoặc “một phần”.") % {"column": COLUMNS["share"]})
    return FileEdge(
        line,
        _named(cell["old_code"], cell["old_name"]),
        _named(cell["new_code"], cell["new_name"]),
        cell["clause"],
        whole,
    )


def _named(code: str, full_name: str) -> NamedUnit:
    """Kind and own name of “Thị trấn Chợ Lách”."""
    if not (code.isdecimal() and 2 <= len(code) <= 8):
        raise ValueError(_("mã “%(code)s” không hợp lệ.") % {"code": code[:20]})
    folded = fold(full_name)
    for kind, word in _kind_words():
        if folded.startswith(word):
            return NamedUnit(code, kind, full_name[len(word) :])
    raise ValueError(_("không rõ loại của đơn vị “%(name)s”.") % {"name": full_name[:60]})


@cache
def _kind_words() -> list[tuple[UnitKind, str]]:
    """Each kind with the folded word before a name, the longest first: “thi tran ”."""
    words = [(kind, fold(str(kind.label)) + " ") for kind in UnitKind]
    return sorted(words, key=lambda pair: -len(pair[1]))

"""What confirming a returned sheet would do, line by line, judged by what is on record now."""

from __future__ import annotations

import datetime
import uuid as uuids
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date, parse_date
from nammanh.platform.text import long_text, one_line
from reports.consolidation.models import BatchLine, ReturnedSheet
from reports.consolidation.sheets import FILLED, address, mark_of
from reports.feedback.models import Reply, ReplyKind
from reports.feedback.services import Answer

LIMITS = {"text": 2000, "legal_ground": 500, "will_do": 2000}
"""A cell holds no more; longer answers are typed on the page."""
NEW, SAME, EMPTY, KEPT, WRONG = "new", "same", "empty", "kept", "wrong"


@dataclass
class Row:
    """One row of the sheet: what comes of it (`outcome`), and what is wrong with it."""

    number: int
    line: BatchLine | None
    outcome: str = NEW
    answer: Answer | None = None
    problems: list[str] = field(default_factory=list)


def judged(sheet: ReturnedSheet) -> list[Row]:
    """The rows with their outcomes: three queries however many there are."""
    lines = {
        str(line.uuid): line
        for line in BatchLine.objects.filter(batch=sheet.batch_id).standing().select_related("referral", "lead")
    }
    replies: dict[int, Reply] = {}
    referrals = [line.referral_id for line in lines.values() if line.referral_id]
    for reply in Reply.objects.filter(referral__in=referrals, kind=ReplyKind.FINAL).order_by("at", "pk"):
        replies[reply.referral_id or 0] = reply
    marks = Counter(_identity(row["mark"]) for row in sheet.rows)
    rows = [_judge(row, lines, replies, marks) for row in sheet.rows]
    _refuse_mixed(rows)
    return rows


def _refuse_mixed(rows: list[Row]) -> None:
    """A sheet is one department's: by the first line in it; rows of another department are wrong."""
    known = [(row, row.line.lead) for row in rows if row.line and row.line.lead]
    for row, lead in known:
        if lead != known[0][1]:
            words = {"n": row.number, "lead": lead, "first": known[0][1]}
            row.problems.append(_("Dòng %(n)s hỏi %(lead)s, mà phiếu này của %(first)s.") % words)
            row.outcome = WRONG


def _identity(mark: Any) -> str:
    """The line that a mark names, empty when it is none of ours."""
    head = mark.partition(":")[0] if isinstance(mark, str) else ""
    try:
        return str(uuids.UUID(head))
    except ValueError:
        return ""


def _judge(
    raw: Mapping[str, Any], lines: Mapping[str, BatchLine], replies: Mapping[int, Reply], marks: Mapping[str, int]
) -> Row:
    identity = _identity(raw["mark"])
    row = Row(raw["row"], lines.get(identity))
    given = {name: _cell(row, name, raw[name]) for name in FILLED}
    if row.line is None:
        row.problems.append(_("Dòng %(n)s: mã không thuộc kỳ tập hợp này.") % {"n": row.number})
    elif raw["mark"] != mark_of(row.line):
        row.problems.append(_("Dòng %(n)s: phiếu không khớp nội dung đã chuyển. Tải lại phiếu.") % {"n": row.number})
    elif marks[identity] > 1:
        row.problems.append(_("Dòng %(n)s: dòng này có hai lần trong phiếu.") % {"n": row.number})
    if not given["text"] and any(given.values()):
        row.problems.append(_("Ô %(cell)s: chưa ghi nội dung trả lời.") % {"cell": address("text", row.number)})
    if row.problems or row.line is None:
        row.outcome = WRONG
        return row
    if not given["text"]:
        row.outcome = EMPTY
        return row
    row.answer = Answer(**given)
    row.outcome = _outcome(row.line, row.answer, replies.get(row.line.referral_id or 0))
    return row


def _outcome(line: BatchLine, answer: Answer, reply: Reply | None) -> str:
    """The words of the latest reply are no new one, also when the department was asked to answer again."""
    if reply is not None and all(getattr(reply, name) == getattr(answer, name) for name in FILLED):
        return SAME
    return NEW if line.referral is not None and line.referral.is_owed else KEPT


def _cell(row: Row, name: str, value: Any) -> Any:
    """The cell as the record would hold it; what is wrong with it goes to the row's problems."""
    cell = address(name, row.number)
    if isinstance(value, bool) or (isinstance(value, dict) and "date" not in value):
        row.problems.append(_("Ô %(cell)s: có công thức hoặc lỗi; ghi chữ thường.") % {"cell": cell})
        return None if name == "by_when" else ""
    if name == "by_when":
        return _day(row, cell, value)
    if isinstance(value, dict):
        value = format_date(datetime.date.fromisoformat(value["date"]))
    text = str(value if value is not None else "")
    text = one_line(text) if name == "legal_ground" else long_text(text)
    if len(text) > LIMITS[name]:
        row.problems.append(_("Ô %(cell)s: dài quá %(limit)s ký tự.") % {"cell": cell, "limit": LIMITS[name]})
    return text


def _day(row: Row, cell: str, value: Any) -> datetime.date | None:
    if value in (None, ""):
        return None
    try:
        if isinstance(value, dict):
            return datetime.date.fromisoformat(value["date"])
        return parse_date(str(value))
    except (ValueError, ValidationError):
        row.problems.append(_("Ô %(cell)s: ngày chưa đúng, ghi dạng 31/12/2026.") % {"cell": cell})
        return None

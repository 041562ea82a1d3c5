"""A commune's list of households from a CSV table: all of it or, on any error, nothing.

The table may hold only what the portal may know of a household. A column about anything else is refused by name before
a single row is read, so that nobody believes it was taken in.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assignments.models import Household, Unit
from assignments.models.households import SizeBand
from nammanh.platform.dates import today
from nammanh.platform.privacy import refused_headers, warnings_for
from nammanh.platform.text import fold, one_line, search_key

COLUMNS = {
    "hamlet": ("ap", "khu pho", "ap khu pho", "khom", "thon", "hamlet"),
    "group": ("to", "to ndtq", "to nhan dan tu quan", "group"),
    "code": ("ma ho", "ma", "household code", "code"),
    "householder": ("chu ho", "ten chu ho", "householder", "household head"),
    "size": ("so nguoi", "so nhan khau", "nhan khau", "size", "size band", "members"),
    "poor": ("ho ngheo", "officially poor", "poor"),
}
"""What each column may be called, folded."""

YES = {"x", "co", "1", "yes", "true", "dung"}
NO = {"", "khong", "0", "no", "false"}


class RefusedTableError(Exception):
    """Why nothing was written; `reasons` name the lines of the file."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Loaded:
    """What the run changed."""

    added: int
    changed: int
    unchanged: int


def load_households(path: Path, commune: Unit) -> Loaded:
    """Write the table's households into `commune`. Raises RefusedTableError, nothing written, on any error."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedTableError([_("Tệp không phải UTF-8. Trong Excel chọn “CSV UTF-8” rồi lưu lại.")]) from None
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(reader.fieldnames or [])
    places = _Places(commune)
    rows, reasons, seen = [], [], {}
    for row in reader:
        if not any(isinstance(value, str) and value.strip() for value in row.values()):
            continue
        try:
            household = _read(row, columns, places)
            first = seen.setdefault((household["unit"].pk, household["code"]), reader.line_num)
            if first != reader.line_num:
                raise ValidationError(_("Mã hộ này đã có ở dòng %(line)s.") % {"line": first})
            rows.append(household)
        except ValidationError as error:
            reasons += [_("Dòng %(line)s: %(why)s") % {"line": reader.line_num, "why": why} for why in error.messages]
    if reasons:
        raise RefusedTableError(reasons)
    return _write(rows)


def _columns(headers: list[str]) -> dict[str, str]:
    """Which header holds which fact; forbidden and unknown ones are refused by name."""
    refused = refused_headers(headers)
    reasons = [_("Cột “%(name)s”: %(why)s") % {"name": name, "why": why} for name, why in refused.items()]
    found: dict[str, str] = {}
    for header in headers:
        key = fold(header.replace("_", " "))
        fact = next((fact for fact, names in COLUMNS.items() if key in names), None)
        if fact and fact not in found:
            found[fact] = header
        elif header not in refused:
            reasons.append(_("Cột “%(name)s” không dùng được. Bỏ cột này khỏi tệp.") % {"name": header})
    reasons += [
        _("Thiếu cột “%(name)s”.") % {"name": name}
        for fact, name in (("hamlet", _("Ấp, khu phố")), ("code", _("Mã hộ")))
        if fact not in found
    ]
    if reasons:
        raise RefusedTableError(reasons)
    return found


class _Places:
    """The hamlets and groups of the commune in force today, by the names that people write."""

    def __init__(self, commune: Unit) -> None:
        units = list(Unit.objects.on(today()).within(commune).filter(level__in=["hamlet", "group"]))
        self.hamlets: dict[str, list[Unit]] = {}
        self.groups: dict[tuple[int, str], Unit] = {}
        for unit in units:
            for key in {search_key(unit.full_name), search_key(unit.name)}:
                if unit.level == "hamlet":
                    self.hamlets.setdefault(key, []).append(unit)
                else:
                    self.groups[unit.hamlet_id, key] = unit
                    self.groups[unit.hamlet_id, search_key(f"Tổ {unit.name}")] = unit  # vi-data: how lists write it

    def find(self, hamlet: str, group: str) -> Unit:
        hamlets = self.hamlets.get(search_key(hamlet), [])
        if len(hamlets) != 1:
            raise ValidationError(_("Xã không có ấp, khu phố tên “%(name)s”.") % {"name": hamlet})
        if not group:
            return hamlets[0]
        unit = self.groups.get((hamlets[0].pk, search_key(group)))
        if unit is None:
            raise ValidationError(_("Ấp không có tổ tên “%(name)s”.") % {"name": group})
        return unit


def _read(row: dict[str, str | None], columns: dict[str, str], places: _Places) -> dict[str, object]:
    """One line as the fields of a household, checked like a person's entry."""
    if None in row:
        raise ValidationError(_("Dòng có nhiều ô hơn tiêu đề. Kiểm tra dấu phân cách."))
    cell = {fact: one_line(row.get(header) or "") for fact, header in columns.items()}
    fields = {
        "unit": places.find(cell["hamlet"], cell.get("group", "")),
        "code": cell["code"],
        "householder": cell.get("householder", ""),
        "size_band": band_of(cell.get("size", "")),
        "officially_poor": marked(cell.get("poor", "")),
    }
    found = [str(warning.message) for name in ("code", "householder") for warning in warnings_for(fields[name])]
    if found:
        raise ValidationError(found)
    Household(**fields).clean_fields(exclude=["search"])
    return fields


def band_of(text: str) -> str:
    """A number of members becomes its band; the number itself is not kept."""
    if text in {"", *SizeBand.values}:
        return text
    if not text.isdecimal() or not 1 <= int(text[:3]) <= 40:
        raise ValidationError(_("Số người “%(text)s” không hợp lệ. Ghi số từ 1 đến 40.") % {"text": text[:20]})
    bands = (SizeBand.ONE_TWO, SizeBand.THREE_FOUR, SizeBand.FIVE_SIX, SizeBand.SEVEN_MORE)
    return bands[min((int(text) - 1) // 2, 3)].value


def marked(text: str) -> bool:
    if fold(text) in YES:
        return True
    if fold(text) in NO:
        return False
    raise ValidationError(_("Cột hộ nghèo chỉ ghi “có” hoặc “không”, không ghi “%(text)s”.") % {"text": text[:20]})


@transaction.atomic
def _write(rows: list[dict[str, object]]) -> Loaded:
    """Add what is new, change what differs, leave the rest: running it twice changes nothing."""
    added = changed = 0
    known = {
        (household.unit_id, household.code): household
        for household in Household.objects.filter(unit__in={row["unit"].pk for row in rows})
    }
    for row in rows:
        household = known.get((row["unit"].pk, row["code"]))
        if household is None:
            Household.objects.create(**row)
            added += 1
        elif any(getattr(household, name) != row[name] for name in ("householder", "size_band", "officially_poor")):
            household.householder, household.size_band = row["householder"], row["size_band"]
            household.officially_poor = row["officially_poor"]
            household.save(update_fields=["householder", "search", "size_band", "officially_poor"])
            changed += 1
    return Loaded(added, changed, len(rows) - added - changed)

"""The administrative units of Vietnam as the PyPI package `vietnamadminunits` ships them.

Only its data file is read, never its code: importing the package pulls in heavy libraries, and its converter is wrong
in known places. What is wrong in the data is corrected by `assignments/data/unit_corrections.json`.
"""

from __future__ import annotations

import datetime
import difflib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from assignments.models import UnitKind
from nammanh.platform.dates import format_date
from nammanh.platform.text import fold

PACKAGE = "vietnamadminunits"
REFORM = datetime.date(2025, 7, 1)
"""From this day 34 provinces without districts; before it 63 with them."""
BEFORE, AFTER = "before_2025_07", "from_2025_07"
DATA = Path(__file__).resolve().parent.parent / "data"

_KINDS = {str(kind.label): kind for kind in UnitKind}
_KIND_WORDS = ("tinh", "thanh pho", "tp")


class UnknownProvinceError(Exception):
    """No province of that name on that day; the message says which names come close."""


@dataclass(frozen=True)
class PackagedUnit:
    """One unit as the package writes it, with its kind split from its name."""

    code: str
    kind: UnitKind
    name: str
    parent_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def generation(as_of: datetime.date) -> str:
    """Which of the package's two sets holds on that day."""
    return BEFORE if as_of < REFORM else AFTER


def read_province(name: str, as_of: datetime.date) -> list[PackagedUnit]:
    """The province, its districts (before 01/07/2025) and its communes, parents first.

    Raises UnknownProvinceError with the nearest names.
    """
    with closing(_open()) as database:
        chosen = generation(as_of)
        code = _find_province(database, name, chosen)
        table = _TABLES[chosen]
        rows = [dict(row) for row in database.execute(f"SELECT * FROM {table} WHERE provinceCode = ?", [code])]  # noqa: S608
    return _corrected(list(_units(rows, chosen)), chosen)


_TABLES = {BEFORE: "admin_units_legacy", AFTER: "admin_units"}


def _open() -> sqlite3.Connection:
    spec = find_spec(PACKAGE)  # finds the files without running them
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(_("Chưa cài gói %(package)s; chạy lại bước cài đặt.") % {"package": PACKAGE})
    file = Path(next(iter(spec.submodule_search_locations))) / "data" / "dataset.db"
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    database.row_factory = sqlite3.Row
    return database


# --- which province --------------------------------------------------------------------------------------------------


def _find_province(database: sqlite3.Connection, typed: str, chosen: str) -> str:
    wanted = _spelling(typed)
    names = _province_names(database, chosen)
    for code, (_name, spellings) in names.items():
        if wanted in spellings:
            return code
    other = AFTER if chosen == BEFORE else BEFORE
    if any(wanted in spellings for _name, spellings in _province_names(database, other).values()):
        raise UnknownProvinceError(
            _("Tỉnh “%(name)s” không có trong danh mục của thời điểm đã chọn. Thử --as-of %(day)s.")
            % {"name": typed, "day": format_date(REFORM if other == AFTER else REFORM - datetime.timedelta(days=1))}
        )
    near = _near(wanted, {spellings[0]: name for name, spellings in names.values()})
    hint = _("Có phải: %(names)s?") % {"names": ", ".join(near)} if near else _("Ghi tên tỉnh, ví dụ “Bến Tre”.")
    raise UnknownProvinceError(_("Không có tỉnh, thành phố “%(name)s”. %(hint)s") % {"name": typed, "hint": hint})


def _province_names(database: sqlite3.Connection, chosen: str) -> dict[str, tuple[str, list[str]]]:
    """Name and accepted spellings (the plain one first) by code."""
    rows = database.execute(
        f"SELECT DISTINCT provinceCode, provinceShort, provinceKeywords FROM {_TABLES[chosen]} ORDER BY provinceCode"  # noqa: S608
    )
    return {code: (name, [_spelling(name), *json.loads(words or "[]")]) for code, name, words in rows}


def _spelling(text: str) -> str:
    """Letters only, without accents and without the kind in front: “TP. Hồ Chí Minh” → “hochiminh”."""
    plain = fold(text)
    for word in _KIND_WORDS:
        plain = plain.removeprefix(f"{word} ")
    return plain.replace(" ", "")


def _near(wanted: str, names: dict[str, str]) -> list[str]:
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    inside = [spelling for spelling in names if wanted and (wanted in spelling or spelling in wanted)]
    return [names[spelling] for spelling in dict.fromkeys([*close, *inside])][:3]


# --- rows to units ---------------------------------------------------------------------------------------------------


def _units(rows: list[dict], chosen: str) -> Iterator[PackagedUnit]:
    yield _unit(rows[0], "province", "")
    if chosen == BEFORE:
        districts = {row["districtCode"]: row for row in rows}
        for code in sorted(districts):
            yield _unit(districts[code], "district", rows[0]["provinceCode"])
    parent = "districtCode" if chosen == BEFORE else "provinceCode"
    for row in sorted((row for row in rows if row["wardCode"]), key=lambda row: row["wardCode"]):
        yield _unit(row, "ward", row[parent])


def _unit(row: dict, column: str, parent_code: str) -> PackagedUnit:
    kind, name = _split(row[column], is_province=column == "province")
    latitude, longitude = _degrees(row[f"{column}Lat"]), _degrees(row[f"{column}Lon"])
    if latitude is None or longitude is None:
        latitude = longitude = None
    return PackagedUnit(row[f"{column}Code"], kind, name, parent_code, latitude, longitude)


def _split(full_name: str, *, is_province: bool) -> tuple[UnitKind, str]:
    """Kind and own name of “Thị trấn Chợ Lách”. The package's own kind columns disagree with the names in places."""
    for label in sorted(_KINDS, key=len, reverse=True):
        if full_name.lower().startswith(f"{label.lower()} "):
            kind, name = _KINDS[label], full_name[len(label) + 1 :]
            return (UnitKind.MUNICIPALITY if is_province and kind == UnitKind.PROVINCIAL_CITY else kind), name
    raise ValueError(_("Không rõ loại của đơn vị “%(name)s” trong gói dữ liệu.") % {"name": full_name})


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.00001"))


def _corrected(units: list[PackagedUnit], chosen: str) -> list[PackagedUnit]:
    known = json.loads((DATA / "unit_corrections.json").read_text(encoding="utf-8"))["corrections"]
    better = {row["code"]: row for row in known if row["generation"] == chosen}
    return [
        replace(unit, latitude=_degrees(row["latitude"]), longitude=_degrees(row["longitude"]))
        if (row := better.get(unit.code))
        else unit
        for unit in units
    ]

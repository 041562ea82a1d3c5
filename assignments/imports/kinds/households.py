"""A commune's list of households: a code, a place, a name to show, a size band, the published poverty flag."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.kinds.cells import Column, size_band, without_private_facts, yes_no
from assignments.imports.kinds.lines import Context, Line, Table, read_cells
from assignments.imports.kinds.places import COMMUNE, GROUP, HAMLET, places_of, settle_places
from assignments.imports.states import Fault, Kind, Outcome
from assignments.models import Household, Unit
from nammanh.platform.privacy import refused_headers
from nammanh.platform.text import fold

COLUMNS = (
    COMMUNE,
    replace(HAMLET, required=True),
    GROUP,
    Column(
        "code",
        gettext_lazy("Mã hộ"),
        ("ma ho", "ma so ho", "so ho", "ma", "so thu tu ho", "household code", "code"),
        without_private_facts(30),
        required=True,
        hint=gettext_lazy("Số thứ tự trong sổ của ấp; không dùng số căn cước."),
        sample="H-001",
    ),
    Column(
        "householder",
        gettext_lazy("Chủ hộ"),
        ("chu ho", "ten chu ho", "ho ten chu ho", "ho va ten chu ho", "householder"),
        without_private_facts(80),
        sample="Nguyễn Văn A",  # vi-data: an example
    ),
    Column(
        "size",
        gettext_lazy("Số người"),
        ("so nguoi", "nhan khau", "so nhan khau", "so khau", "khau", "so thanh vien"),
        size_band,
        hint=gettext_lazy("Số người hoặc mức 1-2, 3-4, 5-6, 7+; chỉ lưu mức."),
        sample="4",
    ),
    Column(
        "poor",
        gettext_lazy("Hộ nghèo"),
        ("ho ngheo", "thuoc dien ho ngheo", "la ho ngheo"),
        yes_no,
        hint=gettext_lazy("Theo danh sách đã công bố: ghi “có” hoặc “x”."),
        sample="không",  # vi-data: an example
    ),
)
FIELDS = {"householder": "householder", "size": "size_band", "poor": "officially_poor"}
"""Columns that may change a household on record. A column that the sheet doesn't have leaves it as it is."""


def settle(lines: list[Line], context: Context) -> None:
    """Match lines with the households on record, by place and code."""
    for line in lines:
        _check_commune(line, context)
    units = settle_places(lines, context, lambda line: context.day)
    known = _known(lines, units, context)
    for line in lines:
        if not line.is_open or line.number not in units:
            continue
        unit, code = units[line.number], line.values["code"]
        _settle_one(line, unit, known.get((unit.pk, code)))


def _check_commune(line: Line, context: Context) -> None:
    """A sheet may hold several communes: only the person's own is written."""
    named = line.values.get("commune")
    if not named or not line.is_open or context.commune is None:
        return
    if not places_of(context).is_named(named):
        line.wrong(
            Fault.FORBIDDEN, "commune", _("Không phải %(unit)s. Đồng chí chỉ nhập hộ của đơn vị mình.")
            % {"unit": context.commune.full_name},
        )  # fmt: skip


def _known(lines: list[Line], units: dict[int, Unit], context: Context) -> dict[tuple[int, str], Household]:
    codes = {line.values["code"] for line in lines if line.number in units and line.values.get("code")}
    rows = Household.objects.filter(unit__in={unit.pk for unit in units.values()}, code__in=codes).order_by("pk")
    if context.lock:
        rows = rows.select_for_update(of=("self",))
    return {(row.unit_id, row.code): row for row in rows}


def _key(unit: int, code: str) -> str:
    return f"{unit}|{code}"


def _settle_one(line: Line, unit: Unit, known: Household | None) -> None:
    wanted = {field: line.values[column] for column, field in FIELDS.items() if column in line.values}
    wanted = {field: value for field, value in wanted.items() if value != ""}
    key = _key(unit.pk, line.values["code"])
    if known is None:
        line.becomes(Outcome.CREATED, {"unit": unit.pk, "code": line.values["code"], "fields": wanted}, key)
        return
    before = {field: getattr(known, field) for field in wanted}
    changed = {field: value for field, value in wanted.items() if before[field] != value}
    outcome = Outcome.CHANGED if changed else Outcome.SKIPPED
    before = {field: before[field] for field in changed}
    line.becomes(outcome, {"pk": known.pk, "fields": changed, "before": before}, key)


PLACE = tuple(column for column in COLUMNS if column.code in ("commune", "hamlet", "group"))


def doubtful(lines: list[Line], context: Context) -> set[int]:
    """Lines whose place, or whose household, is not what they were settled by. The households are held to the end."""
    units = {line.number: _unit_now(line, context) for line in lines}
    told = {line.number: line.resolved or {} for line in lines}
    pks = {row["pk"] for row in told.values() if "pk" in row}
    held = Household.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",)) if pks else ()
    known = {row.pk: row for row in held}
    new = [row for row in told.values() if "pk" not in row]
    taken: set[tuple[int, str]] = set()
    if new:
        rows = Household.objects.filter(unit__in={row["unit"] for row in new}, code__in={row["code"] for row in new})
        taken = set(rows.values_list("unit_id", "code"))

    def stands(line: Line) -> bool:
        row, unit = told[line.number], units[line.number]
        if "pk" not in row:
            return row["unit"] == unit and (unit, row["code"]) not in taken
        household = known.get(row["pk"])
        if household is None or household.unit_id != unit or line.key != _key(household.unit_id, household.code):
            return False
        return all(getattr(household, name) == value for name, value in row["before"].items())

    return {line.number for line in lines if not stands(line)}


def _unit_now(line: Line, context: Context) -> int | None:
    """The id of the unit that the line's words name now; each place is looked up once for all lines."""
    found: dict[tuple[str, ...], int | None] = context.once("units now", dict)
    words = tuple(str(line.cells.get(column.code)) for column in PLACE)
    if words not in found:
        asked = Line(line.number, line.cells)
        read_cells(asked, replace(HOUSEHOLDS, columns=PLACE), line.cells, context.encoding)
        _check_commune(asked, context)
        unit = settle_places([asked], context, lambda line: context.day).get(line.number)
        found[words] = unit.pk if unit else None
    return found[words]


def write(lines: list[Line], context: Context) -> None:
    """Write settled lines. The database's own rules have the last word."""
    new = [line.resolved for line in lines if line.outcome == Outcome.CREATED and line.resolved]
    Household.objects.bulk_create(
        [Household(unit_id=row["unit"], code=row["code"], **row["fields"]) for row in new], batch_size=500
    )
    changes = {row["pk"]: row["fields"] for line in lines if line.outcome == Outcome.CHANGED and (row := line.resolved)}
    rows = list(Household.objects.filter(pk__in=changes))
    for row in rows:
        for name, value in changes[row.pk].items():
            setattr(row, name, value)
        row.search = fold(row.householder)[:100]
    Household.objects.bulk_update(rows, [*FIELDS.values(), "search"], batch_size=500)


def _refused(headings: Any) -> dict[str, Any]:
    return dict(refused_headers(headings))


HOUSEHOLDS = Table(
    Kind.HOUSEHOLDS,
    COLUMNS,
    settle,
    write,
    notes=(
        gettext_lazy("Chỉ được nhập đúng các cột này. Cột khác về người dân bị từ chối cùng cả tệp."),
        gettext_lazy("Hộ đã có (cùng ấp, tổ, mã hộ) được cập nhật; ô trống giữ nguyên thông tin cũ."),
    ),
    refused=_refused,
    doubtful=doubtful,
)

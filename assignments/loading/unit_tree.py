"""Writing the units of a province: parents first, each level in one statement, nothing twice."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assignments.loading.unit_history import ProvinceHistory, UnitLife
from assignments.models import LegalDocument, Level, Succession, Unit
from nammanh.platform.dates import format_date
from nammanh.platform.refusals import explained


class UnitsInTheWayError(Exception):
    """Codes of this list belong to other units in the same time."""


@dataclass(frozen=True)
class Written:
    """How many rows are new."""

    units: int = 0
    successions: int = 0
    documents: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.units or self.successions or self.documents)


Key = tuple[str, datetime.date]


def write_units(history: ProvinceHistory) -> Written:
    """Write what is not there yet. A unit is the same when its code and first day are: what an administrator has
    changed since stays.

    Raises UnitsInTheWayError when another list holds the same codes.
    """
    with explained(), transaction.atomic():
        units = _present(history)
        new_documents, documents = _write_documents(history)
        before = len(units)
        for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
            missing = [life for life in history.lives if life.unit.kind.level == level and _key(life) not in units]
            rows = [_row(life, units, documents) for life in missing]
            for row in Unit.objects.bulk_create(rows, batch_size=500):
                units[row.gso_code, row.valid_from] = row
        return Written(len(units) - before, _write_successions(history, units, documents), new_documents)


def _key(life: UnitLife) -> Key:
    return life.unit.code, life.valid_from


def _present(history: ProvinceHistory) -> dict[Key, Unit]:
    """The units of this list that are there already; refuses when a foreign unit sits on one of its codes."""
    codes = {life.unit.code for life in history.lives}
    found = {(unit.gso_code, unit.valid_from): unit for unit in Unit.objects.filter(gso_code__in=codes)}
    wanted = {_key(life): life for life in history.lives if _key(life) not in found}
    clash = Q(pk__in=[])
    for life in wanted.values():
        clash |= Q(gso_code=life.unit.code, life__overlap=(life.valid_from, life.valid_to))
    for unit in Unit.objects.filter(clash).select_related("province")[:1]:
        texts = {
            "code": unit.gso_code,
            "unit": unit.full_name,
            "province": unit.province.full_name if unit.province else "",
            "day": format_date(unit.valid_from),
        }
        raise UnitsInTheWayError(
            _("Mã %(code)s đang thuộc %(unit)s (%(province)s, từ %(day)s). Chưa ghi gì; hãy kết thúc đơn vị đó trước.")
            % texts
        )
    return found


def _row(life: UnitLife, units: dict[Key, Unit], documents: dict[str, LegalDocument]) -> Unit:
    unit = life.unit
    return Unit(
        kind=unit.kind,
        level=unit.kind.level,
        name=unit.name,
        gso_code=unit.code,
        parent=_parent(unit.parent_code, life.valid_from, units),
        latitude=unit.latitude,
        longitude=unit.longitude,
        opened_by=documents.get(life.opened_by),
        note=life.note,
        valid_from=life.valid_from,
        valid_to=life.valid_to,
    )


def _parent(code: str, day: datetime.date, units: dict[Key, Unit]) -> Unit | None:
    return next((unit for unit in units.values() if unit.gso_code == code and unit.in_force_on(day)), None)


def _write_documents(history: ProvinceHistory) -> tuple[int, dict[str, LegalDocument]]:
    documents, new = {}, 0
    for key, row in history.documents.items():
        documents[key], created = LegalDocument.objects.get_or_create(
            type=row["type"],
            number=row["number"],
            issuer=row["issuer"],
            issued_on=row["issued_on"] and datetime.date.fromisoformat(row["issued_on"]),
            defaults={"abstract": row["abstract"]},
        )
        new += created
    return new, documents


def _write_successions(history: ProvinceHistory, units: dict[Key, Unit], documents: dict[str, LegalDocument]) -> int:
    rows = [
        Succession(
            predecessor=units[_key(before)],
            successor=units[_key(event.successor)],
            kind=event.kind,
            document=documents[event.document],
        )
        for event in history.events
        for before in event.predecessors
    ]
    known = set(
        Succession.objects.filter(successor__in={row.successor_id for row in rows}).values_list(
            "predecessor_id", "successor_id"
        )
    )
    new = [row for row in rows if (row.predecessor_id, row.successor_id) not in known]
    Succession.objects.bulk_create(new)
    return len(new)

"""The lives of a province's units: who opened when, who went into whom, from a cited file of events."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assignments.loading.packaged_units import AFTER, DATA, REFORM, PackagedUnit, generation
from assignments.models import UnitKind
from nammanh.platform.dates import format_date

_EVE = datetime.timedelta(days=1)

PACKAGED_SINCE = datetime.date(2025, 1, 1)
"""The package's list of 63 provinces is that of the first half of 2025. Where no file of events says more, units are
recorded from here; they are older."""


@dataclass
class UnitLife:
    """One unit with the days between which it was what it was."""

    unit: PackagedUnit
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    opened_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Event:
    """One successor and those that went into it, by one document."""

    document: str
    kind: str
    successor: UnitLife
    predecessors: tuple[UnitLife, ...]


@dataclass
class ProvinceHistory:
    """All that is written for one province."""

    lives: list[UnitLife]
    events: list[Event] = field(default_factory=list)
    documents: dict[str, dict] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def communes_on(self, day: datetime.date) -> Counter:
        """How many communes of each kind there were."""
        return Counter(
            life.unit.kind
            for life in self.lives
            if life.unit.kind.level == "commune"
            and life.valid_from <= day
            and (not life.valid_to or day <= life.valid_to)
        )


def history_of(units: list[PackagedUnit], as_of: datetime.date) -> ProvinceHistory:
    """Give each unit its dates, and add the units that went before where a file of events knows them."""
    file = DATA / f"unit_history_{units[0].code}.json"
    if generation(as_of) == AFTER or not file.exists():
        start = REFORM if generation(as_of) == AFTER else PACKAGED_SINCE
        return ProvinceHistory([UnitLife(unit, start) for unit in units])
    return _with_events(units, json.loads(file.read_text(encoding="utf-8")))


def _with_events(units: list[PackagedUnit], data: dict) -> ProvinceHistory:
    """Walk the events backwards from the present list: each successor begins there, its predecessors end the eve."""
    start = datetime.date.fromisoformat(data["recorded_from"])
    history = ProvinceHistory([UnitLife(unit, start) for unit in units], documents=data["documents"])
    in_force = {key: datetime.date.fromisoformat(row["in_force"]) for key, row in history.documents.items()}
    for row in sorted(data["events"], key=lambda row: in_force[row["document"]], reverse=True):
        day = in_force[row["document"]]
        successor = _earliest(history.lives, row["successor"])
        successor.valid_from, successor.opened_by = day, row["document"]
        before = tuple(_predecessor(gone, successor, start, day) for gone in row["predecessors"])
        history.lives.extend(before)
        history.events.append(Event(row["document"], row["kind"], successor, before))
    for row in data["ended_without_successor"]:
        unit = PackagedUnit(row["code"], UnitKind(row["kind"]), row["name"], row["district"])
        history.lives.append(UnitLife(unit, start, in_force[row["document"]] - _EVE, note=row["note"]))
    for life in history.lives:
        if life.valid_from == start and not life.note:
            life.note = data["recorded_from_reason"]
    history.lives.sort(key=lambda life: (life.unit.kind.level != "province", life.valid_from, life.unit.code))
    history.problems = list(_problems(history, data))
    return history


def _earliest(lives: list[UnitLife], wanted: dict) -> UnitLife:
    """The row of that code, kind and name whose beginning no event has set yet."""
    for life in lives:
        unit = life.unit
        if (unit.code, unit.kind, unit.name) == (wanted["code"], wanted["kind"], wanted["name"]) and not life.opened_by:
            return life
    raise ValueError(_("Lịch sử đơn vị nêu “%(name)s” mà gói dữ liệu không có.") % {"name": wanted["name"]})


def _predecessor(gone: dict, successor: UnitLife, start: datetime.date, day: datetime.date) -> UnitLife:
    after = successor.unit
    same_place = gone["code"] == after.code
    unit = PackagedUnit(
        gone["code"],
        UnitKind(gone["kind"]),
        gone["name"],
        after.parent_code,
        after.latitude if same_place else None,
        after.longitude if same_place else None,
    )
    return UnitLife(unit, start, day - _EVE)


def _problems(history: ProvinceHistory, data: dict) -> list[str]:
    """Where the result differs from the official numbers."""
    found = []
    for day_text, expected in data["expected_on"].items():
        day = datetime.date.fromisoformat(day_text)
        counted = history.communes_on(day).total()
        if counted != expected:
            texts = {"day": format_date(day), "counted": counted, "expected": expected}
            found.append(_("Ngày %(day)s có %(counted)s xã, đúng ra là %(expected)s.") % texts)
    now = history.communes_on(REFORM - _EVE)
    if dict(now) != data["expected"]["kinds"]:
        found.append(_("Số xã, phường, thị trấn không khớp số liệu chính thức."))
    if sum(life.unit.kind.level == "district" for life in history.lives) != data["expected"]["district"]:
        found.append(_("Số huyện, thành phố không khớp số liệu chính thức."))
    return found

"""Units by the words of a sheet: huyện, xã, ấp, tổ in columns of their own."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.kinds.cells import Column, digits_code, text
from assignments.imports.kinds.lines import Context, Line, Names, choose
from assignments.imports.states import Fault
from assignments.models import Unit
from nammanh.platform.text import search_fold

DISTRICT = Column(
    "district",
    gettext_lazy("Huyện"),
    ("huyen", "quan huyen", "huyen thi xa thanh pho", "thuoc huyen", "ten huyen", "don vi cap huyen", "cap huyen"),
    text(120),
    sample="Giồng Trôm",  # vi-data: an example
)
COMMUNE = Column(
    "commune",
    gettext_lazy("Xã, phường, thị trấn"),
    (
        "xa",
        "phuong",
        "xa phuong",
        "xa phuong thi tran",
        "xa phuong tt",
        "ten xa",
        "thuoc xa",
        "don vi cap xa",
        "cap xa",
    ),
    text(120),
    sample="Sơn Phú",  # vi-data: an example
)
COMMUNE_CODE = Column(
    "commune_code",
    gettext_lazy("Mã xã"),
    ("ma xa", "ma phuong", "ma don vi cap xa", "ma xa phuong", "ma dvhc cap xa", "ma so xa"),
    digits_code,
    sample="29014",
)
HAMLET = Column(
    "hamlet",
    gettext_lazy("Ấp, khu phố"),
    ("ap", "khu pho", "ap khu pho", "khom", "thon", "ap khom", "thon ap", "ten ap", "to dan pho", "thon to dan pho"),
    text(120),
    sample="Ấp 1",  # vi-data: an example
)
GROUP = Column(
    "group",
    gettext_lazy("Tổ nhân dân tự quản"),
    ("to", "to ndtq", "to nhan dan tu quan", "to tu quan", "to so", "to nd tq"),
    text(120),
    sample="Tổ 2",  # vi-data: an example
)


def unit_label(unit: Unit) -> str:
    return f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else unit.full_name


def _spellings(unit: Unit) -> list[str]:
    short = f"Tổ {unit.name}" if unit.level == "group" else ""  # vi-data: how lists write it
    return [unit.full_name, unit.name, short]


class Places:
    """The communes of the province, and what lies below those that the lines name; read once."""

    def __init__(self, only: Unit | None = None) -> None:
        rows = Unit.objects.filter(level="commune").select_related("parent", "district")
        communes = list(rows.filter(pk=only.pk) if only else rows)
        self._communes = Names(communes, _spellings)
        self._by_code: dict[str, list[Unit]] = {}
        for unit in communes:
            self._by_code.setdefault(unit.gso_code, []).append(unit)
        self._below: dict[tuple[str, int], Names] = {}
        self._found: dict[tuple[Any, ...], Unit] = {}

    def load_below(self, communes: Iterable[int]) -> None:
        """Read the hamlets and groups of these communes, unless it has been done."""
        missing = {pk for pk in communes if ("hamlet", pk) not in self._below}
        rows = Unit.objects.filter(commune__in=missing, level__in=["hamlet", "group"]).select_related("parent")
        kept: dict[tuple[str, int], list[Unit]] = {("hamlet", pk): [] for pk in missing}
        for unit in rows if missing else ():
            above = (unit.commune_id, unit.parent_id) if unit.level == "group" else (unit.commune_id,)
            for pk in above:
                kept.setdefault((unit.level, pk), []).append(unit)
        self._below |= {key: Names(units, _spellings) for key, units in kept.items()}

    def is_named(self, text: str) -> bool:
        """Whether one of the communes is called so."""
        rows, _exact = self._communes.find(text.split(",")[0])
        return bool(rows)

    def commune(self, line: Line, context: Context, day: datetime.date) -> Unit | None:
        """The commune of the line, by its code, else by its name and district."""
        values = line.values
        if code := values.get("commune_code"):
            rows = [unit for unit in self._by_code.get(code, []) if unit.in_force_on(day)]
            return choose(line, context, column="commune_code", text=code, found=(rows, True), label=unit_label)
        name, *above = [part.strip() for part in values.get("commune", "").split(",")]
        district = search_fold(values.get("district") or (above[0] if above else ""))
        if not name:
            column = "commune" if "commune" in values else ""
            line.wrong(Fault.MISSING, column, _("Thiếu tên xã, phường, thị trấn."))
            return None

        def fits(unit: Unit) -> bool:
            inside = not district or (unit.district is not None and district in unit.district.search)
            return inside and unit.in_force_on(day)

        found = self._communes.find(name, fits)
        return choose(line, context, column="commune", text=name, found=found, label=unit_label, scope=district)

    def below(self, line: Line, context: Context, commune: Unit, day: datetime.date) -> Unit | None:
        """The hamlet or group that the line names in `commune`, or the commune itself when it names none."""
        words = (commune.pk, day, line.values.get("hamlet"), line.values.get("group"))
        if words in self._found:
            return self._found[words]
        place: Unit | None = commune
        for level in ("hamlet", "group"):
            name = line.values.get(level, "")
            if not name or place is None:
                continue
            names = self._below.get((level, place.pk), Names([], _spellings))
            found = names.find(name, lambda unit: unit.in_force_on(day))
            place = choose(line, context, column=level, text=name, found=found, label=unit_label, scope=place.pk)
        if place is not None:
            self._found[words] = place
        return place


def places_of(context: Context) -> Places:
    return context.once("places", lambda: Places(context.commune))


def settle_places(lines: list[Line], context: Context, day_of: Callable[[Line], datetime.date]) -> dict[int, Unit]:
    """The unit of each line by its number; lines without one have got a fault or a question."""
    places = places_of(context)
    communes = {}
    for line in lines:
        if line.is_open and (unit := context.commune or places.commune(line, context, day_of(line))):
            communes[line.number] = unit
    places.load_below({unit.pk for unit in communes.values()})
    found = {}
    for line in lines:
        if line.number in communes:
            unit = places.below(line, context, communes[line.number], day_of(line))
            if unit is not None:
                found[line.number] = unit
    return found

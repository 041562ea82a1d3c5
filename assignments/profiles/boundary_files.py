"""Reading an operator's GeoJSON file of boundaries: matched to units by code and day, checked, written once."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assignments.models import Unit
from assignments.profiles.models import Boundary
from nammanh.platform.numbers import format_number
from nammanh.platform.refusals import explained
from nammanh.platform.text import fold

MOST_BYTES = 40_000_000
DECIMALS = 5
CODE_NAMES = ("gso_code", "ma_xa", "maxa", "ma_dvhc", "ma", "ward_code", "wardcode", "commune_code", "code")
NAME_NAMES = ("name", "ten", "ten_xa", "tenxa", "ten_dvhc", "ward_name", "full_name")

Point = tuple[float, float]


class UnreadableFileError(Exception):
    """The file is no collection of areas; the message says what is wrong."""


@dataclass
class Outcome:
    """What became of each area of the file, in lines for the operator."""

    written: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: int = 0
    unmatched: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Area:
    """One area of the file."""

    code: str
    name: str
    geometry: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.code or '?'} {self.name}".strip()


# --- the file --------------------------------------------------------------------------------------------------------


def read_areas(file: Path) -> list[Area]:
    """The areas of a FeatureCollection. Raises UnreadableFileError with the reason and the place."""
    if file.stat().st_size > MOST_BYTES:
        limit = format_number(MOST_BYTES // 1_000_000)
        raise UnreadableFileError(
            _("Tệp lớn hơn %(limit)s MB. Hãy đơn giản hóa đường ranh giới trước.") % {"limit": limit}
        )
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise UnreadableFileError(_("Tệp không phải JSON hợp lệ: %(problem)s") % {"problem": problem}) from problem
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise UnreadableFileError(_("Tệp không phải tập hợp vùng GeoJSON (FeatureCollection), hoặc không có vùng nào."))
    properties = [_properties(feature) for feature in features]
    code_name, name_name = _column(properties, CODE_NAMES), _column(properties, NAME_NAMES)
    if not code_name:
        found = ", ".join(sorted({name for row in properties for name in row})[:20])
        raise UnreadableFileError(_("Không tìm thấy cột mã đơn vị. Các cột của tệp: %(names)s.") % {"names": found})
    return [
        Area(_code(own.get(code_name)), str(own.get(name_name) or ""), _geometry(feature, number))
        for number, (feature, own) in enumerate(zip(features, properties, strict=True), start=1)
    ]


def _properties(feature: Any) -> dict[str, Any]:
    own = feature.get("properties") if isinstance(feature, dict) else None
    return {str(name).lower(): value for name, value in own.items()} if isinstance(own, dict) else {}


def _column(properties: list[dict[str, Any]], names: tuple[str, ...]) -> str:
    """The first of the known names that some area of the file carries."""
    present = {name for row in properties for name, value in row.items() if value not in (None, "")}
    return next((name for name in names if name in present), "")


def _code(value: Any) -> str:
    """Codes read by a spreadsheet come back as numbers (28756.0)."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "").strip()
    return text if text.isdecimal() else ""


def _geometry(feature: Any, number: int) -> dict[str, Any]:
    """The area's outline in five decimals, repeated points dropped. Raises UnreadableFileError naming the feature."""
    own = feature.get("geometry") if isinstance(feature, dict) else None
    kind = own.get("type") if isinstance(own, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        words = {"number": number, "kind": kind or _("không có")}
        raise UnreadableFileError(
            _("Vùng thứ %(number)s có hình kiểu %(kind)s; cần Polygon hoặc MultiPolygon.") % words
        )
    parts = [own.get("coordinates")] if kind == "Polygon" else own.get("coordinates")
    try:
        rounded = [[_ring(ring) for ring in part] for part in parts]
        if not rounded or not all(rounded):
            raise ValueError
    except (TypeError, ValueError, IndexError) as problem:
        text = _("Vùng thứ %(number)s có tọa độ sai: cần kinh độ, vĩ độ WGS 84 và vòng khép kín ít nhất 4 điểm.")
        raise UnreadableFileError(text % {"number": number}) from problem
    return {"type": kind, "coordinates": rounded[0] if kind == "Polygon" else rounded}


def _ring(points: Any) -> list[list[float]]:
    found: list[list[float]] = []
    for point in points:
        lng, lat = (round(float(value), DECIMALS) for value in point[:2])
        if not (-180 <= lng <= 180 and -90 <= lat <= 90):  # also metres of VN-2000, and NaN
            raise ValueError(point)
        if not found or found[-1] != [lng, lat]:
            found.append([lng, lat])
    if len(found) < 4 or found[0] != found[-1]:
        raise ValueError(points)
    return found


# --- the units -------------------------------------------------------------------------------------------------------


def import_boundaries(areas: list[Area], *, on: datetime.date, source: str, replace: bool) -> Outcome:
    """Write the areas that belong to one unit in force on `on`; all in one transaction. The same file again is no-op.

    A first boundary holds for the whole life of its unit. With `replace` another one closes it on the eve of `on`, or
    corrects it when it began that day. Raises ValidationError when a rule of the table refuses.
    """
    outcome = Outcome()
    with explained():
        units = {
            unit.gso_code: unit for unit in Unit.objects.on(on).exclude(gso_code="").select_for_update(of=("self",))
        }
        present = {row.unit_id: row for row in Boundary.objects.on(on).filter(unit__in=units.values())}
        times = Counter(area.code for area in areas)
        for area in areas:
            unit = units.get(area.code) or units.get(area.code.zfill(5))
            if unit is None or not area.code:
                outcome.unmatched.append(str(area))
            elif times[area.code] > 1:
                words = {"area": area, "count": times[area.code]}
                outcome.doubtful.append(_("%(area)s: mã có %(count)s lần trong tệp") % words)
            elif area.name and not _same_name(area.name, unit):
                outcome.doubtful.append(_("%(area)s: mã này là của %(unit)s") % {"area": area, "unit": unit})
            else:
                _keep(_Wanted(unit, area.geometry, on, source, replace), present.get(unit.pk), outcome)
    return outcome


def _same_name(name: str, unit: Unit) -> bool:
    """With its kind or without, accents or not: “Phường Phú Khương”, “phu khuong”."""
    return fold(name) in {fold(unit.full_name), fold(unit.name)}


@dataclass(frozen=True)
class _Wanted:
    unit: Unit
    geometry: dict[str, Any]
    on: datetime.date
    source: str
    replace: bool


def _keep(wanted: _Wanted, present: Boundary | None, outcome: Outcome) -> None:
    unit = wanted.unit
    if present and present.geometry == wanted.geometry:
        outcome.unchanged += 1
        return
    if present and not wanted.replace:
        outcome.doubtful.append(_("%(unit)s: đã có ranh giới khác; thêm --replace để thay") % {"unit": unit})
        return
    row = Boundary(unit=unit, valid_from=unit.valid_from, valid_to=unit.valid_to, revision=0)
    if present and present.valid_from < wanted.on:
        row.valid_from, row.valid_to = wanted.on, present.valid_to
        present.valid_to = wanted.on - datetime.timedelta(days=1)
        present.revision += 1
        present.save(update_fields=["valid_to", "revision"])
    elif present:
        row = present
    row.geometry, row.source, row.revision = wanted.geometry, wanted.source, row.revision + 1
    row.full_clean(exclude=["life"])
    row.save()
    (outcome.replaced if present else outcome.written).append(str(unit))
    if not _holds_own_point(unit, wanted.geometry):
        outcome.warnings.append(_("%(unit)s: tọa độ đang ghi của đơn vị nằm ngoài ranh giới") % {"unit": unit})


def _holds_own_point(unit: Unit, geometry: dict[str, Any]) -> bool:
    if unit.latitude is None or unit.longitude is None:
        return True
    point = (float(unit.longitude), float(unit.latitude))
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return any(sum(_inside(point, ring) for ring in part) % 2 == 1 for part in parts)


def _inside(point: Point, ring: list[list[float]]) -> bool:
    """Whether a ray from the point to the east crosses the ring an odd number of times."""
    lng, lat = point
    return sum(crossing > lng for crossing in _crossings(lat, ring)) % 2 == 1


def _crossings(lat: float, ring: list[list[float]]) -> Iterator[float]:
    for (lng_a, lat_a), (lng_b, lat_b) in pairwise(ring):
        if (lat_a > lat) != (lat_b > lat):
            yield lng_a + (lat - lat_a) * (lng_b - lng_a) / (lat_b - lat_a)

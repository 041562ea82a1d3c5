"""Where a picture was taken: only when the officer says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from assignments.models import Unit
from reports.visits.models import Visit

MARGIN = Decimal("0.2")
"""Degrees (some 20 km) around the places of the province: their points are village centres, not borders."""
COUNTRY = (Decimal(8), Decimal(24), Decimal(102), Decimal(118))
FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True)
class Position:
    """Degrees north and east, to four decimals."""

    latitude: Decimal
    longitude: Decimal


def read_position(latitude: str, longitude: str) -> Position | None:
    """What the device or the person gave; nothing when both are empty. Raises ValidationError."""
    if not latitude.strip() and not longitude.strip():
        return None
    try:
        north, east = (Decimal(text.strip().replace(",", ".")) for text in (latitude, longitude))
        if not (abs(north) <= 90 and abs(east) <= 180):
            raise InvalidOperation
        return Position(north.quantize(FOUR_DECIMALS), east.quantize(FOUR_DECIMALS))
    except InvalidOperation as problem:
        raise ValidationError(_("Vị trí không đọc được. Bỏ vị trí hoặc lấy lại vị trí rồi gửi.")) from problem


def check_position(position: Position, visit: Visit) -> None:
    """Refuse a position outside the province."""
    south, north, west, east = _bounds(visit)
    if not (south <= position.latitude <= north and west <= position.longitude <= east):
        raise ValidationError(_("Vị trí nằm ngoài địa bàn tỉnh. Bỏ vị trí hoặc lấy lại vị trí rồi gửi."))


def _bounds(visit: Visit) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    found = Unit.objects.filter(province=visit.province_id, latitude__isnull=False).aggregate(
        south=Min("latitude"), north=Max("latitude"), west=Min("longitude"), east=Max("longitude")
    )
    if found["south"] is None:
        return COUNTRY
    return found["south"] - MARGIN, found["north"] + MARGIN, found["west"] - MARGIN, found["east"] + MARGIN

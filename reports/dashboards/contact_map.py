"""The map of communes by the days since the last confirmed visit, and the same as a list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.models import Cadence, Unit
from nammanh.platform.dates import format_date
from reports.dashboards import links, queries

SOON = 0.75
"""The part of the days allowed after which a place is said to be due soon."""


@dataclass(frozen=True)
class Place:
    """A commune with its standing towards the cadence."""

    unit: Unit
    status: str
    days: int | None
    label: str
    url: str


def statuses(cadence: Cadence | None) -> dict[str, dict[str, str]]:
    """The legend: words and a letter beside each colour. "never" and "overdue" together are the silent ones."""
    words = {"never": {"label": _("Chưa có chuyến đi được xác nhận"), "letter": "!", "tone": "danger"}}
    if cadence is None:
        return words | {"ok": {"label": _("Đã có chuyến đi được xác nhận"), "letter": _("Đ"), "tone": "success"}}
    days = cadence.overdue_after_days
    return words | {
        "overdue": {
            "label": _("Đã %(days)s ngày trở lên chưa đi") % {"days": days},
            "letter": _("Q"),
            "tone": "danger",
        },
        "soon": {
            "label": _("Sắp quá hạn: từ %(first)s đến %(last)s ngày")
            % {"first": first_day_of_soon(days), "last": days - 1},
            "letter": _("S"),
            "tone": "warning",
        },
        "ok": {
            "label": _("Đúng chế độ: dưới %(days)s ngày") % {"days": first_day_of_soon(days)},
            "letter": _("Đ"),
            "tone": "success",
        },
    }


def first_day_of_soon(overdue_after: int) -> int:
    return round(overdue_after * SOON)


def standing(days: int | None, cadence: Cadence | None) -> str:
    """The status of a place whose last confirmed visit was `days` ago (None: never)."""
    if days is None:
        return "never"
    if cadence is None:
        return "ok"
    if days >= cadence.overdue_after_days:
        return "overdue"
    return "soon" if days >= first_day_of_soon(cadence.overdue_after_days) else "ok"


def places(figures: queries.TierFigures, day: datetime.date, units: QuerySet[Unit]) -> list[Place]:
    """All communes, the longest silence first."""
    found = []
    for row in queries.communes_with_contact(figures.tier, day, units):
        days = (day - row.last_on).days if row.last_on else None
        if days is None:
            label = _("Chưa có chuyến đi được xác nhận")
        else:
            label = _("%(days)s ngày, từ %(date)s") % {"days": days, "date": format_date(row.last_on)}
        found.append(Place(row, standing(days, figures.cadence), days, label, links.unit(row)))
    return sorted(found, key=lambda place: float("inf") if place.days is None else place.days, reverse=True)


def data(found: list[Place], cadence: Cadence | None, district: Unit | None = None) -> dict[str, Any]:
    """What the map's script reads. Communes with a boundary are drawn as areas, the others as points.

    Without a boundary and without coordinates a place is in the list only.
    """
    points = [
        {
            "id": place.unit.pk,
            "lat": _degrees(place.unit.latitude),
            "lng": _degrees(place.unit.longitude),
            "name": str(place.unit),
            "url": place.url,
            "status": place.status,
            "label": place.label,
        }
        for place in found
    ]
    areas = links.address("profiles:boundaries", huyen=district.pk if district else None)
    return {"points": points, "statuses": statuses(cadence), "outline": None, "areas": areas}


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)

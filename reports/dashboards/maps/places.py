"""What every layer of the map is made of: communes, each with a standing that has words, a letter and a tone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.models import Level, Unit
from nammanh.accounts.models import User
from nammanh.platform.spreadsheets import Column
from reports.dashboards import links, scope


@dataclass(frozen=True)
class Area:
    """Whose map it is, of which part of the person's own, as of which day (`asked_day`: as the address has it)."""

    user: User
    units: QuerySet[Unit]
    day: datetime.date
    district: Unit | None = None
    asked_day: datetime.date | None = None

    def communes(self, **annotations: Any) -> list[Unit]:
        """The communes of the day with what a layer asks of each, by name: one query."""
        rows = self.units.on(self.day).filter(level=Level.COMMUNE).annotate(**annotations).select_related("district")
        named = ("name", "kind", "latitude", "longitude", "district__name", "district__kind")
        return list(rows.only(*named).in_order())

    def asks(self, unit: Unit | None = None) -> dict[str, Any]:
        """What a list of records is told to show the same: of one commune, or of the whole map."""
        place = unit or self.district
        return {**({"noi": place.pk} if place else {}), **scope.cut(self.user)}

    def page_of(self, unit: Unit) -> str:
        return links.place(unit.pk, ngay=self.asked_day)


@dataclass(frozen=True)
class Standing:
    """One line of a legend. Words and a letter say it; the tone only repeats it, as a colour and as a pattern."""

    label: str
    letter: str
    tone: str


@dataclass(frozen=True)
class Place:
    """A commune with its standing, the figure behind it in words, and the page that tells more."""

    unit: Unit
    status: str
    text: str
    url: str
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def has_point(self) -> bool:
        return self.unit.latitude is not None


@dataclass(frozen=True)
class Layer:
    """All communes of an area by one question. `legend` and `places` begin with what wants attention.

    `note` says what can't be shown at a commune; `more` is the list of everything, if there is one.
    """

    legend: dict[str, Standing]
    places: list[Place]
    columns: Sequence[Column] = ()
    note: str = ""
    more: str = ""

    def counted(self) -> list[tuple[Standing, int]]:
        """The legend with how many communes stand so."""
        found = [place.status for place in self.places]
        return [(standing, found.count(status)) for status, standing in self.legend.items()]

    @property
    def without_point(self) -> list[Place]:
        return [place for place in self.places if not place.has_point]

    def data(self, areas: str) -> dict[str, Any]:
        """What the map's script reads. Communes with a boundary are drawn as areas, the others as points; one without
        a boundary and without coordinates is in the list only.
        """
        points = [
            {
                "id": place.unit.pk,
                "lat": _degrees(place.unit.latitude),
                "lng": _degrees(place.unit.longitude),
                "name": str(place.unit),
                "url": place.url,
                "status": place.status,
                "label": place.text,
            }
            for place in self.places
        ]
        statuses = {
            status: {"label": row.label, "letter": row.letter, "tone": row.tone} for status, row in self.legend.items()
        }
        return {"points": points, "statuses": statuses, "outline": None, "areas": areas}


def unknown() -> Standing:
    """Nobody knows: never the same as nought."""
    return Standing(_("Chưa có số liệu"), "?", "neutral")


def worst_first(legend: Iterable[str], places: Iterable[tuple[float, Place]]) -> list[Place]:
    """In the order of the legend, the larger weight first; the rest as it comes, by name."""
    order = {status: number for number, status in enumerate(legend)}
    return [place for _weight, place in sorted(places, key=lambda row: (order[row[1].status], -row[0]))]


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)

"""A place beside those like it: the range of the nearest few, without a name and without a rank."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from assignments.models import Unit
from assignments.profiles.models import UnitFact
from assignments.queries import former_of
from nammanh.accounts.models import User
from nammanh.platform.numbers import format_number
from reports.dashboards.figures import activity
from reports.dashboards.measures import MEASURES
from reports.dashboards.scope import whole
from reports.facts.months import Months
from reports.facts.queries import Totals, added, by_place

LIKE_BY = ("population", "area")
"""Codes of what is known of a place that tell its size."""
FEWEST, MOST = 3, 5
"""Fewer than three would show one place's numbers; more than five are not like it any more."""

Sizes = Mapping[str, float]


@dataclass(frozen=True)
class Compared:
    """One of the six numbers here, and the range of the like places."""

    label: str
    here: str
    others: str


@dataclass(frozen=True)
class Likeness:
    """How many places are like this one, by what, and the numbers beside theirs; none: too few are known."""

    places: int
    by: str
    rows: list[Compared]


def distance(one: Sizes, other: Sizes) -> float | None:
    """How unlike two places are in size, by what is known of both: 0 is alike; None when nothing is."""
    both = [code for code in LIKE_BY if one.get(code, 0) > 0 and other.get(code, 0) > 0]
    if not both:
        return None
    return sum(abs(math.log(one[code] / other[code])) for code in both) / len(both)


def likeness(user: User, unit: Unit, months: Months, day: datetime.date) -> Likeness | None:
    """The nearest in size among the units of the same kind that this person reads. Four queries."""
    units = Unit.objects.visible_to(user).on(day).filter(kind=unit.kind, province=unit.province_id).exclude(pk=unit.pk)
    sizes = _sizes([unit.pk], units.order_by().values("pk"), day)
    own = sizes.pop(unit.pk, {})
    known = {pk: apart for pk, size in sizes.items() if (apart := distance(own, size)) is not None}
    nearest = sorted(known, key=lambda pk: (known[pk], pk))[:MOST]
    if len(nearest) < FEWEST:
        return None
    rows = activity(user, whole(user).records, unit.level)
    found = by_place(rows, months, unit.level)
    places = list(Unit.objects.visible_to(user).filter(pk__in=[unit.pk, *nearest]))
    former = former_of(places)
    totals = {pk: _of(found, [pk, *former[pk]]) for pk in (unit.pk, *nearest)}
    by = _("dân số, diện tích") if own.keys() >= set(LIKE_BY) else _("quy mô")
    others = [totals[pk] for pk in nearest]
    return Likeness(len(nearest), by, [_compared(measure, totals[unit.pk], others) for measure in MEASURES])


def _sizes(own: list[int], others: Any, day: datetime.date) -> dict[int, dict[str, float]]:
    rows = UnitFact.objects.latest_on(day).filter(kind__code__in=LIKE_BY, number__gt=0)
    rows = rows.filter(unit__in=own) | rows.filter(unit__in=others)
    found: dict[int, dict[str, float]] = {}
    for pk, code, number in rows.order_by().values_list("unit_id", "kind__code", "number"):
        found.setdefault(pk, {})[code] = float(number)
    return found


def _of(found: Mapping[int | None, Totals], places: Iterable[int]) -> Totals:
    return added(Totals, (found[pk] for pk in places if pk in found))


def _compared(measure: Any, here: Totals, others: list[Totals]) -> Compared:
    values = [measure.value(totals) for totals in others]
    words = {
        "low": format_number(min(values)),
        "high": format_number(max(values)),
        "middle": format_number(median(values)),
    }
    between = _("%(low)s–%(high)s, giữa %(middle)s") % words if min(values) < max(values) else words["low"]
    return Compared(str(measure.label), format_number(measure.value(here)), between)

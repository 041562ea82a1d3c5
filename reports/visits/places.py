"""The places that a person may visit or reach, and how they are offered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from assignments.access import Area, access_of, within_areas
from assignments.models import Assignment, Unit
from assignments.queries import FORMER
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, today
from reports.visits.services import FAR_AHEAD

LATE_ENTRY = datetime.timedelta(days=120)
"""How long after the end of an assignment or a unit it is still offered, for visits that are typed in late."""


def places_of(user: User, day: datetime.date, also: Iterable[int] = ()) -> list[Unit]:
    """Communes, hamlets and groups that this person answers for about `day`, and those below, commune by commune.

    That is what one holds, and what one stands in for; the services ask again for the day of the visit.

    Groups only where a hamlet or a group itself is held: a commune has hundreds. `also` adds units by key. Each has
    `former`, the units that it came out of.
    """
    since, until = day - LATE_ENTRY, day + FAR_AHEAD
    held = Assignment.objects.answered_by(access_of(user).officer_id or 0, since, until)
    areas = tuple(Area(level, unit_id) for level, unit_id in held.values_list("unit__level", "unit_id"))
    small = tuple(area for area in areas if area.level in {"hamlet", "group"})
    levels = Q(level__in=("commune", "hamlet"))
    mine = within_areas(areas, "pk") & levels | within_areas(small, "pk") & Q(level="group")
    alive = Q(valid_from__lte=until) & (Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    depth = Case(When(level="commune", then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(
        Unit.objects.filter(mine & alive | Q(pk__in=list(also)))
        .select_related("commune", "district", "hamlet")
        .annotate(former=FORMER)
        .order_by("district__name_key", "commune__name_key", "commune_id", depth, "hamlet__name_key", "name_key", "pk")
    )


def place_name(unit: Unit) -> str:
    """“Ấp 1 – Xã Sơn Phú”; a unit that is no more says until when it was."""
    names = [unit.full_name]
    if unit.level == "group" and unit.hamlet:
        names.append(unit.hamlet.full_name)
    if unit.level != "commune" and unit.commune:
        names.append(unit.commune.full_name)
    name = " – ".join(names)
    if unit.valid_to and unit.valid_to < today():
        return _("%(unit)s (đến %(day)s)") % {"unit": name, "day": format_date(unit.valid_to)}
    return name


def grouped_places(units: list[Unit]) -> list[Any]:
    """The choices commune by commune; a single commune needs no heading."""
    groups = [(commune, list(rows)) for commune, rows in groupby(units, key=lambda unit: unit.commune)]
    several_districts = len({unit.district_id for unit in units}) > 1
    choices = []
    for commune, rows in groups:
        options = [(str(unit.pk), place_name(unit)) for unit in rows]
        if len(groups) == 1:
            return options
        heading = commune.full_name if commune else _("Địa bàn khác")
        if several_districts and rows[0].district:
            heading = f"{heading}, {rows[0].district.full_name}"
        choices.append((heading, options))
    return choices

"""What the officer's own pages read: the places that one may visit, and a stored visit in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from assignments.access import Area, access_of, within_areas
from assignments.models import Assignment, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.fieldbook.parts import PARTS
from reports.visits.models import Visit
from reports.visits.services import FAR_AHEAD

LATE_ENTRY = datetime.timedelta(days=120)
"""How long after the end of an assignment or a unit it is still offered, for visits that are typed in late."""


def places_of(user: User, day: datetime.date, also: Iterable[int] = ()) -> list[Unit]:
    """Communes, hamlets and groups that this person answers for about `day`, and those below, commune by commune.

    That is what one holds, and what one stands in for; the services ask again for the day of the visit.

    Groups only where a hamlet or a group itself is held: a commune has hundreds. `also` adds units by key.
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
        .order_by("district__name_key", "commune__name_key", "commune_id", depth, "hamlet__name_key", "name_key", "pk")
    )


def stored_lines(visit: Visit, user: User) -> list[tuple[Any, str]]:
    """(label, words) of a stored visit and its parts, to be read beside another version."""
    words = (visit.purpose, visit.people_met, visit.highlights, visit.advantages, visit.difficulties)
    labels = (_("Nội dung dự kiến"), _("Đã gặp, làm việc với"), _("Tình hình nổi bật"), _("Thuận lợi"), _("Khó khăn"))
    facts = (visit.get_type_display(), visit.get_status_display())
    return [
        (_("Chuyến đi"), f"{visit.unit}, {format_date(visit.date)} · {' · '.join(map(str, facts))}"),
        *((label, said) for label, said in zip(labels, words, strict=True) if said),
        *(line for part in PARTS for line in part.stored_lines(visit, user)),
    ]

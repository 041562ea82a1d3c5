"""What units need: the fields of work in which something is open there."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from assignments.models import Unit
from assignments.models.kinds import LINEAGE
from reports.feedback.models import Petition


@dataclass(frozen=True)
class Need:
    """What of one field of work is open in one unit."""

    petitions: int = 0

    @property
    def size(self) -> int:
        return self.petitions


Needs = Mapping[int, Mapping[int, Need]]
"""By unit, then by field of work."""


def needs_of(units: Sequence[Unit], since: datetime.date, petitions: QuerySet[Petition]) -> Needs:
    """Open petitions (already scoped) since a day in and below each of these units of one level, by their field."""
    if not units:
        return {}
    column = units[0].level if units[0].level in LINEAGE else "unit"
    found: dict[int, dict[int, Need]] = defaultdict(dict)
    rows = (
        petitions.open()
        .filter(reported_on__gte=since, **{f"{column}__in": [unit.pk for unit in units]})
        .order_by()
        .values_list(f"{column}_id", "field_id")
        .annotate(Count("pk"))
    )
    for unit_id, field_id, count in rows:
        found[unit_id][field_id] = Need(petitions=count)
    return found

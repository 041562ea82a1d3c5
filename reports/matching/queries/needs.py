"""What units need: the fields of work in which something is open there, or in which their figures are weak."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from assignments.models import Unit
from assignments.models.kinds import LINEAGE
from assignments.profiles import queries as profiles
from reports.feedback.models import Petition


@dataclass(frozen=True)
class Need:
    """What of one field of work is open in one unit, and which of its figures lie beyond what is expected."""

    petitions: int = 0
    weak_facts: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """A weak figure weighs as much as an open petition."""
        return self.petitions + len(self.weak_facts)


Needs = Mapping[int, Mapping[int, Need]]
"""By unit, then by field of work."""


def needs_of(units: Sequence[Unit], since: datetime.date, day: datetime.date, petitions: QuerySet[Petition]) -> Needs:
    """By field, in and below each of these units (already scoped, of one level): two queries.

    Open petitions (already scoped) since a day, and the unit's own figures known for `day` that are weak.
    """
    if not units:
        return {}
    column = units[0].level if units[0].level in LINEAGE else "unit"
    found: dict[int, dict[int, Need]] = defaultdict(lambda: defaultdict(Need))
    rows = (
        petitions.open()
        .filter(reported_on__gte=since, field__isnull=False, **{f"{column}__in": [unit.pk for unit in units]})
        .order_by()
        .values_list(f"{column}_id", "field_id")
        .annotate(Count("pk"))
    )
    for unit_id, field_id, count in rows:
        found[unit_id][field_id] = Need(petitions=count)
    for unit_id, facts in profiles.needs(units, day).items():
        for fact in facts:
            need = found[unit_id][fact.field_id]
            found[unit_id][fact.field_id] = replace(need, weak_facts=(*need.weak_facts, fact.text))
    return found

"""How alike two texts are, written with accents or not.

Words of Vietnamese are mostly two syllables, so pairs of neighbouring syllables are what is compared. The measure is
the share of the shorter text's pairs that the longer one has; a person decides what to make of it.
"""

from __future__ import annotations

import datetime
from itertools import pairwise

from django.db.models import Q

from assignments.models import FieldOfWork, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months
from nammanh.platform.text import fold
from reports.feedback.models import Petition
from reports.feedback.states import Status

ALIKE = 0.34
FEWEST_PAIRS = 3
COMPARED, SUGGESTED = 200, 3
"""So many of a place's latest petitions are compared with what is being typed; so many are shown."""
MONTHS_BACK = 24

Pairs = frozenset[tuple[str, str]]


def pairs_of(text: str) -> Pairs:
    return frozenset(pairwise(fold(text).split()))


def likeness(one: Pairs, other: Pairs) -> float:
    """How alike two texts are, 0 to 1."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= FEWEST_PAIRS else 0.0


def alike_in_place(
    text: str, *, unit: Unit, field: FieldOfWork | None, user: User, day: datetime.date
) -> list[Petition]:
    """Petitions of the same commune that may be what is being typed, the most alike first, as far as `user` sees them.

    A read of at most COMPARED rows from the index of the commune, however many petitions there are. Other fields than
    the one chosen are left out; what has none yet is compared.
    """
    own = pairs_of(text)
    if len(own) < FEWEST_PAIRS:
        return []
    rows = Petition.objects.visible_to(user).filter(reported_on__gte=add_months(day, -MONTHS_BACK))
    place = Q(commune=unit.commune_id) if unit.commune_id else Q(unit=unit.pk)
    if field is not None:
        place &= Q(field=field) | Q(field=None)
    found = rows.filter(place).exclude(status=Status.DUPLICATE).select_related("unit", "field").newest_first()
    scored = [(likeness(own, pairs_of(row.content)), row) for row in found[:COMPARED]]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [row for _score, row in alike[:SUGGESTED]]

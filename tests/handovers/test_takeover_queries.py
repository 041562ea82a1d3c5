"""Who was before is told from rows at hand as the database tells it."""

import random
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assignments.models import Assignment, Succession
from assignments.queries import as_heirs, held_earlier, predecessor_among, with_predecessor
from nammanh.platform.dates import today
from reports.handovers import queries
from reports.handovers.models import HandOver
from tests.factories import assignments as make
from tests.handovers.scenes import days

TERM = queries.NO_TERM


@pytest.fixture(params=range(3))
def histories(world, request) -> None:
    """Assignments of five officers in three roles, on a unit, on one that came out of it and on one out of that."""
    draw = random.Random(request.param)
    units = [world.commune, *(make.CommuneFactory(name=f"Phú {nth}", parent=world.district) for nth in (1, 2))]
    for before, after in pairwise(units):
        Succession.objects.create(predecessor=before, successor=after, kind="renamed", document=make.DocumentFactory())
    aside = make.RoleFactory(tier=world.tiers[0], code="aside", unit_level="commune", counted=False)
    roles = [world.roles["province_officer_for_commune"], world.roles["district_officer_for_commune"], aside]
    officers = make.OfficerFactory.create_batch(5)
    for _nth in range(45):
        start = draw.randint(-700, 0)
        end = draw.choice([None, start + draw.randint(0, 200)])
        _try_to_draw(draw, units, roles, officers, start, end)
    for row in Assignment.objects.order_by("pk")[::4]:
        HandOver.objects.create(assignment=row, closed_at=draw.choice([None, timezone.now()]))


def _try_to_draw(draw: random.Random, units, roles, officers, start: int, end: int | None) -> None:
    ended = list(Assignment.objects.filter(valid_to__lt=days(start)).order_by("pk"))
    try:
        with transaction.atomic():
            make.AssignmentFactory(
                unit=draw.choice(units),
                role=draw.choice(roles),
                officer=draw.choice(officers),
                is_lead=draw.random() < 0.9,
                valid_from=days(start),
                valid_to=None if end is None else days(end),
                taken_over_from=draw.choice(ended) if ended and draw.random() < 0.5 else None,
            )
    except DatabaseError:  # two leads of one unit at a time, say: such a history can't be
        pass


def test_the_one_before_and_whether_it_waits_are_the_same_by_both_rules(histories):
    heirs = list(as_heirs(Assignment.objects.all()).select_related("hand_over", "role__tier"))
    earlier = list(Assignment.objects.filter(held_earlier(heirs)).select_related("role__tier"))
    asked = dict(with_predecessor(Assignment.objects.all()).values_list("pk", "predecessor_id"))
    told = {heir.pk: predecessor_among(heir, earlier) for heir in heirs}
    assert {pk: row and row.pk for pk, row in told.items()} == asked
    named = [heir for heir in heirs if heir.taken_over_from_id]
    others = [heir for heir in heirs if told[heir.pk] and heir not in named]
    elsewhere = [heir for heir in others if told[heir.pk].unit_id != heir.unit_id]
    assert named
    assert elsewhere
    assert None in asked.values()
    waiting = queries.waiting(queries.hand_overs(Assignment.objects.all(), today(), TERM), today())
    current = [heir for heir in heirs if heir.in_force_on(today())]
    found = {heir.pk for heir in current if queries.still_to_take_over(heir, earlier, today(), TERM)}
    assert found == set(waiting.values_list("pk", flat=True))
    assert 0 < len(found) < len(current)


def test_one_before_the_one_before_on_a_unit_long_gone_is_not_taken_over(world):
    """A unit that came out of one that came out of another: nobody holds the middle one."""
    middle, last = (make.CommuneFactory(name=f"Phú {nth}", parent=world.district) for nth in (1, 2))
    for before, after in ((world.commune, middle), (middle, last)):
        Succession.objects.create(predecessor=before, successor=after, kind="renamed", document=make.DocumentFactory())
    role = world.roles["province_officer_for_commune"]
    make.AssignmentFactory(unit=world.commune, role=role, valid_to=days(-9))
    make.AssignmentFactory(unit=last, role=role, valid_from=days(-3))
    row = as_heirs(Assignment.objects.filter(unit=last)).get()
    assert row.former
    assert not queries.still_to_take_over(row, Assignment.objects.filter(held_earlier([row])), today(), TERM)

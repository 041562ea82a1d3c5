"""How many households lie where is kept by the database; what is held is summed from it."""

import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments import queries
from assignments.models import AssignedHousehold, Household, HouseholdCount, Unit
from nammanh.platform.dates import today
from tests.at_once import at_once
from tests.factories import assignments as make


def kept():
    rows = HouseholdCount.objects.values_list("unit", "hamlet", "commune", "district", "province", "households")
    return {row[0]: row[1:] for row in rows}


def counted():
    found = {}
    for row in Household.objects.all():
        place = (row.hamlet_id, row.commune_id, row.district_id, row.province_id)
        found[row.unit_id] = (*place, found.get(row.unit_id, (0,))[-1] + 1)
    return found


N = st.integers(0, 30)
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "many", "move", "move_all", "delete", "rename"]), N, N), max_size=14
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_number_is_kept_whatever_is_written(world, steps):
    places = list(Unit.objects.filter(level__in=["hamlet", "group"]).order_by("pk"))
    with transaction.atomic():
        for act, one, other in steps:
            write(act, places[one % len(places)], places[other % len(places)], one, other)
            assert kept() == counted()
        transaction.set_rollback(True)


def write(act, place, elsewhere, one, other):
    households = Household.objects.order_by("pk")
    if act == "add":
        make.HouseholdFactory(unit=place)
    elif act == "many":
        units = [(place, elsewhere)[number % 2] for number in range(other)]
        Household.objects.bulk_create(make.HouseholdFactory.build(unit=unit) for unit in units)
    elif act == "move":
        Household.objects.filter(pk__in=households.values("pk")[: one % 3]).update(unit=elsewhere)
    elif act == "move_all":
        Household.objects.filter(unit=place).update(unit=elsewhere)
    elif act == "delete":
        Household.objects.filter(unit=place).delete()
    else:
        households.update(officially_poor=True)


@pytest.mark.django_db(transaction=True)
def test_many_hands_in_one_group(world):
    codes = iter(range(1000, 2000))

    def add(nth):
        code = f"M{next(codes)}"

        def act():
            unit = (world.group, world.far_hamlet)[nth % 2]
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO assignments_household (unit_id, code, householder, search, size_band, officially_poor)"
                    " SELECT u, %s || u, '', '', '', false FROM unnest(%s::bigint[]) u",
                    [code, [unit.pk, world.neighbour_hamlet.pk]],
                )

        return act

    at_once([add(nth) for nth in range(80)])
    assert kept() == counted()
    assert kept()[world.neighbour_hamlet.pk][-1] == 80


def by_hand(tier, day, column):
    """Each household looked at by itself."""
    found = {}
    for row in queries.targets(tier, day, Unit.objects.all()):
        total, held = found.get(getattr(row, column), (0, 0))
        is_held = queries.held(tier, day, Unit.objects.all()).filter(pk=row.pk).exists()
        found[getattr(row, column)] = (total + 1, held + is_held)
    return found


def test_held_is_summed_of_whole_places_and_named_households(world, household_officer):
    tier = world.tiers[2]
    loose = [make.HouseholdFactory(unit=world.far_hamlet) for _nth in range(3)]
    make.HouseholdFactory(unit=world.hamlet)
    named = make.AssignmentFactory(
        officer=make.OfficerFactory(), unit=world.far_hamlet, role=world.roles["commune_officer_for_hamlet"],
        whole_unit=False,
    )  # fmt: skip
    twice = make.AssignmentFactory(
        officer=make.OfficerFactory(), unit=world.group, role=world.roles["commune_officer_for_group"], whole_unit=False
    )
    for assignment, household in ((named, loose[0]), (named, loose[1]), (twice, world.household)):
        AssignedHousehold.objects.create(assignment=assignment, household=household)
    for column in ("district_id", "commune_id", "hamlet_id"):
        told = queries.counts(tier, today(), Unit.objects.all(), [column])
        assert {key: (total, held) for key, total, held in told} == by_hand(tier, today(), column)
    assert queries.counts(tier, today() - datetime.timedelta(days=36500), Unit.objects.all(), ["commune_id"]) == []

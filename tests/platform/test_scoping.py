"""Rows, dates and lineage: the conditions that everything else rests on."""

import datetime

import pytest
from django.db import connection

from assignments.access import forget_access
from assignments.models import Assignment, Household, Unit
from assignments.services import change_unit
from nammanh.platform.dates import today
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import VisitFactory


def names(rows):
    return {str(row) for row in rows}


def test_the_database_fills_the_units_above(world):
    fresh = Unit.objects.get(pk=world.group.pk)
    assert (world.group.province_id, fresh.district_id) == (world.province.pk, world.district.pk)
    assert (fresh.commune_id, fresh.hamlet_id) == (world.commune.pk, world.hamlet.pk)
    assert world.household.commune_id == world.commune.pk


def test_within_takes_the_unit_and_what_lies_below(world):
    assert names(Unit.objects.within(world.commune)) == {"Xã Sơn Phú", "Ấp 1", "Tổ nhân dân tự quản 1"}
    assert names(Unit.objects.within(world.group)) == {"Tổ nhân dân tự quản 1"}
    assert set(Household.objects.within(world.district)) == {world.household}
    assert set(Household.objects.within(world.other_district)) == set()


def test_on_includes_both_first_and_last_day(world):
    ended = make.CommuneFactory(
        parent=world.district, valid_from=datetime.date(2018, 2, 1), valid_to=datetime.date(2019, 3, 31)
    )
    for day, there in [("2018-01-31", False), ("2018-02-01", True), ("2019-03-31", True), ("2019-04-01", False)]:
        assert (ended in Unit.objects.on(datetime.date.fromisoformat(day))) is there


def test_each_sees_their_own_area_and_no_more(world, officer, stranger, standing_member, hamlet_officer, nobody):
    assert names(Unit.objects.visible_to(officer)) == {"Xã Sơn Phú", "Ấp 1", "Tổ nhân dân tự quản 1"}
    assert names(Unit.objects.visible_to(stranger)) == {"Xã An Đức", "Ấp 3"}
    assert names(Unit.objects.visible_to(hamlet_officer)) == {"Ấp 1", "Tổ nhân dân tự quản 1"}
    assert world.neighbour in Unit.objects.visible_to(standing_member)
    assert world.far_commune not in Unit.objects.visible_to(standing_member)
    assert not Unit.objects.visible_to(nobody).exists()


def test_the_administrator_reads_units_but_no_records(world, administrator, officer):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    assert Unit.objects.visible_to(administrator).count() == Unit.objects.count()
    assert set(Visit.objects.visible_to(administrator)) == set()
    assert set(Household.objects.visible_to(administrator)) == set()


def test_rights_end_with_the_assignment(world, officer, by):
    Assignment.objects.filter(officer=officer.officer).update(valid_to=today() - datetime.timedelta(days=1))
    mine = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    by(officer)
    assert not Unit.objects.visible_to(officer).exists()
    assert set(Visit.objects.visible_to(officer)) == {mine}, "one's own visits stay readable"


@pytest.mark.parametrize(
    ("queryset", "condition"),
    [
        (lambda world: Unit.objects.within(world.commune), "Index Cond: (commune_id = "),
        (lambda world: Unit.objects.on(datetime.date(2018, 8, 15)), "Index Cond: (life @> "),
        (lambda world: Assignment.objects.on(datetime.date(2018, 8, 15)), "Index Cond: (life @> "),
    ],
)
def test_each_condition_is_one_that_an_index_answers(world, queryset, condition):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = queryset(world).order_by().explain()
    assert condition in plan
    assert "Filter" not in plan


def test_who_answers_for_a_successor_reads_what_happened_before(world, officer, commune_secretary, organiser, by):
    long_ago = today() - datetime.timedelta(days=30)
    before = VisitFactory(unit=world.hamlet, officer=officer.officer, tier=world.tiers[0], date=long_ago)
    successor = world.commune
    for name in ("Sơn Phú Đông", "Sơn Phú Tây"):
        successor = change_unit(
            unit=successor,
            on=today() - datetime.timedelta(days=10 if name.endswith("Đông") else 5),
            document=make.DocumentFactory(),
            name=name,
            by=by(organiser),
        )
    newcomer = make.OfficerFactory(full_name="Mới Về")
    make.AssignmentFactory(
        officer=newcomer, unit=successor, role=world.roles["district_officer_for_commune"], valid_from=today()
    )
    for person in (newcomer.user, commune_secretary):
        forget_access(person)
        assert before in Visit.objects.visible_to(person), person
    forget_access(officer)
    assert world.commune in Unit.objects.visible_to(officer)

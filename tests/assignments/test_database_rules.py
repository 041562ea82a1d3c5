"""What the database refuses by itself, whichever door the write comes through."""

import datetime
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from assignments.models import Assignment, Household, Officer, Phase, Unit
from nammanh.platform.refusals import explained
from tests.factories import assignments as make

D = datetime.date


@contextmanager
def refused(name: str):
    """By exactly this rule."""
    with pytest.raises(IntegrityError) as refusal:
        yield
    assert refusal.value.__cause__.diag.constraint_name == name


def settle() -> None:
    """Ask the deferred rules now, as the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def role(world):
    return world.roles["province_officer_for_commune"]


@pytest.fixture
def held(world, role):
    return make.AssignmentFactory(unit=world.commune, role=role)


def test_one_officer_not_twice_on_one_unit_and_role(held):
    with refused("assignments_assignment_once"):
        make.AssignmentFactory(
            officer=held.officer, unit=held.unit, role=held.role, is_lead=False, valid_from=D(2020, 1, 1)
        )


def test_the_same_officer_again_after_the_first_time_has_ended(held):
    Assignment.objects.filter(pk=held.pk).update(valid_to=D(2019, 12, 31))
    make.AssignmentFactory(officer=held.officer, unit=held.unit, role=held.role, valid_from=D(2020, 1, 1))


def test_two_leads_of_one_unit_in_one_role_do_not_overlap(held):
    with refused("assignments_assignment_one_lead"):
        make.AssignmentFactory(unit=held.unit, role=held.role, valid_from=D(2020, 1, 1))


def test_a_second_officer_may_help_and_one_day_after_may_lead(held):
    make.AssignmentFactory(unit=held.unit, role=held.role, is_lead=False)
    Assignment.objects.filter(pk=held.pk).update(valid_to=D(2020, 1, 1))
    make.AssignmentFactory(unit=held.unit, role=held.role, valid_from=D(2020, 1, 2))


def test_outside_the_life_of_the_unit(world, role):
    young = make.CommuneFactory(parent=world.district, valid_from=D(2020, 2, 1))
    with refused("assignments_assignment_inside_unit"):
        make.AssignmentFactory(unit=young, role=role, valid_from=D(2020, 1, 31))


def test_outside_the_service_of_the_officer(world, role):
    leaving = make.OfficerFactory(valid_to=D(2020, 1, 1))
    with refused("assignments_assignment_inside_officer"):
        make.AssignmentFactory(officer=leaving, unit=world.commune, role=role)


def test_outside_the_phase_of_the_role(world, role):
    Phase.objects.update(valid_to=D(2025, 6, 30))
    with refused("assignments_assignment_inside_phase"):
        make.AssignmentFactory(unit=world.commune, role=role, valid_from=D(2025, 1, 1), valid_to=D(2025, 7, 1))


def test_a_role_for_another_level(world, role):
    with refused("assignments_assignment_level"):
        make.AssignmentFactory(unit=world.hamlet, role=role)


def test_one_code_for_two_units_at_one_time(world):
    with refused("assignments_unit_code_once"):
        make.CommuneFactory(parent=world.district, gso_code=world.commune.gso_code)


def test_a_code_is_free_again_after_its_unit_has_ended(world):
    Unit.objects.filter(pk=world.far_hamlet.pk).update(valid_to=D(2024, 12, 31))
    Unit.objects.filter(pk=world.far_commune.pk).update(valid_to=D(2024, 12, 31))
    make.CommuneFactory(parent=world.district, gso_code=world.far_commune.gso_code, valid_from=D(2025, 1, 1))


@pytest.mark.parametrize("change", [{"name": "Khác"}, {"kind": "ward"}, {"gso_code": "99999"}])
def test_name_kind_and_code_of_a_unit_never_change_in_place(world, change):
    with refused("assignments_unit_identity"):
        Unit.objects.filter(pk=world.commune.pk).update(**change)


def test_a_unit_never_changes_its_parent_in_place(world):
    with refused("assignments_unit_identity"):
        Unit.objects.filter(pk=world.commune.pk).update(parent=world.other_district)


def test_a_unit_does_not_end_before_its_children(world):
    Unit.objects.filter(pk=world.neighbour.pk).update(valid_to=D(2025, 6, 30))
    with refused("assignments_unit_outlives_children"):
        settle()


def test_a_child_does_not_open_before_its_parent(world):
    young = make.CommuneFactory(parent=world.district, valid_from=D(2020, 2, 1))
    with refused("assignments_unit_inside_parent"):
        make.HamletFactory(parent=young, valid_from=D(2020, 1, 1))


def test_a_unit_is_not_closed_while_somebody_holds_it(world, role):
    lonely = make.CommuneFactory(parent=world.district)
    make.AssignmentFactory(unit=lonely, role=role)
    Unit.objects.filter(pk=lonely.pk).update(valid_to=D(2025, 6, 30))
    with refused("assignments_unit_outlives_assignments"):
        settle()


def test_an_officer_does_not_leave_while_holding_a_unit(held):
    Officer.objects.filter(pk=held.officer_id).update(valid_to=D(2025, 6, 30))
    with refused("assignments_officer_outlives_assignments"):
        settle()


def test_a_phase_does_not_end_before_its_assignments(held):
    Phase.objects.update(valid_to=D(2025, 6, 30))
    with refused("assignments_phase_outlives_assignments"):
        settle()


def test_a_household_belongs_to_a_hamlet_or_a_group(world):
    with refused("assignments_household_place"):
        make.HouseholdFactory(unit=world.commune)


def test_the_refusal_reaches_the_person_as_a_sentence(held):
    with pytest.raises(ValidationError) as refusal, explained():
        Officer.objects.filter(pk=held.officer_id).update(valid_to=D(2025, 6, 30))
    assert refusal.value.messages == ["Đồng chí còn phân công kéo dài quá ngày này. Hãy thôi phân công trước."]


def test_on_takes_in_both_ends_of_a_period(held):
    Assignment.objects.filter(pk=held.pk).update(valid_to=D(2020, 1, 31))
    found = {day: Assignment.objects.on(day).exists() for day in (D(2015, 12, 31), D(2016, 1, 1), D(2020, 1, 31))}
    assert found == {D(2015, 12, 31): False, D(2016, 1, 1): True, D(2020, 1, 31): True}
    assert not Assignment.objects.on(D(2020, 2, 1)).exists()


def test_within_is_the_unit_and_all_below_it(world):
    def inside(unit):
        return set(Unit.objects.within(unit))

    assert inside(world.commune) == {world.commune, world.hamlet, world.group}
    assert inside(world.district) == inside(world.commune) | {world.district, world.neighbour, world.neighbour_hamlet}
    assert inside(world.group) == {world.group}
    assert set(Household.objects.within(world.district)) == {world.household}
    assert set(Household.objects.within(world.group)) == {world.household}


def test_a_refused_write_leaves_nothing_behind(held):
    before = Assignment.objects.count()
    with pytest.raises(ValidationError), explained():
        make.AssignmentFactory(unit=held.unit, role=held.role, is_lead=False)
        make.AssignmentFactory(unit=held.unit, role=held.role)
    assert Assignment.objects.count() == before
    assert transaction.get_connection().in_atomic_block

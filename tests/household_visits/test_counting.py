"""Numbers that are kept of households visited: whatever is written, they say what the lines say."""

import datetime
import threading
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assignments.models import Household, Unit
from nammanh.accounts.models import User
from reports.facts.checking import differences
from reports.household_visits import counting, queries
from reports.household_visits.models import HouseholdLine, IssueCategory, MonthCount, TouchedYear, VisitedCount
from reports.household_visits.spans import SpanKind, span_of
from reports.visits.models import Visit
from tests.at_once import at_once
from tests.factories import assignments as make
from tests.factories.reports import HouseholdLineFactory, IssueCategoryFactory
from tests.household_visits.scenes import homes, household_visit
from tests.world import World

FIRST = datetime.date(2025, 1, 1)
MONTHS = [datetime.date(2025 + month // 12, month % 12 + 1, 1) for month in range(24)]
SPANS = list(dict.fromkeys(span_of(kind, month) for kind in SpanKind.values for month in MONTHS))


@dataclass
class Village:
    """Households in a group, in another one, and in none; and what can happen to them and their visits."""

    world: World
    visitor: User
    category: IssueCategory
    units: list[Unit]
    homes: list[Household]

    def visit(self, one: int, other: int) -> None:
        household = self._home(one)
        day = FIRST + datetime.timedelta(days=other * 7 % 730)
        visit = household_visit(self.world, self.visitor, unit=household.unit, date=day)
        HouseholdLineFactory(visit=visit, household=household, category=self.category)

    def take_away(self, one: int, other: int) -> None:
        if line := self._line(one):
            line.delete()

    def put_off(self, one: int, other: int) -> None:
        if (line := self._line(one)) and line.unit_id == line.household.unit_id:
            day = FIRST + datetime.timedelta(days=other * 11 % 730)
            Visit.objects.filter(pk=line.visit_id).update(date=day)
            HouseholdLine.objects.filter(pk=line.pk).update(visited_on=day)

    def move(self, one: int, other: int) -> None:
        Household.objects.filter(pk=self._home(one).pk).update(unit=self.units[other % len(self.units)])

    def read(self, one: int, other: int) -> None:
        counting.freshen()

    def _home(self, number: int) -> Household:
        return Household.objects.select_related("unit").get(pk=self.homes[number % len(self.homes)].pk)

    def _line(self, number: int) -> HouseholdLine | None:
        lines = HouseholdLine.objects.select_related("household").order_by("pk")
        return lines[number % len(lines)] if lines else None


ACTS = ("visit", "visit", "visit", "take_away", "put_off", "move", "read")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40), st.integers(0, 400)), min_size=5, max_size=25)


@pytest.fixture
def village(world, household_officer):
    units = [world.group, make.GroupFactory(parent=world.hamlet), world.hamlet]
    rows = [world.household, *homes(world, 2), *homes(world, 2, units[1]), *homes(world, 1, world.hamlet)]
    return Village(world, household_officer, IssueCategoryFactory(), units, rows)


def agree(village):
    counting.freshen()
    lines = HouseholdLine.objects.values_list("household__unit", "household", "visited_on")
    for span in SPANS:
        met = {(unit, home) for unit, home, day in lines if span.start <= day <= span.end}
        kept = queries.numbers_of([*village.units, village.world.commune], span, MonthCount.objects.all())
        for unit in village.units:
            visited = sum(1 for where, _home in met if where == unit.pk)
            # a hamlet's number holds its groups'
            visited = len(met) if unit == village.world.hamlet else visited
            assert kept.get(unit.pk, queries.Figure()).visited == visited, (span, unit)
        assert kept[village.world.commune.pk].visited == len(met)
    assert list(counting.differences()) == []


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a history of writes takes longer than reading it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(STEPS)
def test_whatever_is_written_the_numbers_are_those_of_the_lines(village, steps):
    with transaction.atomic():
        for act, one, other in steps:
            getattr(village, act)(one, other)
        agree(village)
        transaction.set_rollback(True)


@pytest.mark.parametrize("act", sorted({*ACTS} - {"read"}))
def test_each_act_touches_a_year(village, act):
    """So that none of the random histories has quietly stopped meaning anything, and no trigger is silent."""
    village.visit(0, 1)
    counting.drain()
    assert not TouchedYear.objects.exists()
    getattr(village, act)(0, 1)
    assert TouchedYear.objects.exists()


def test_only_what_was_touched_is_counted_again(village):
    village.visit(0, 1)
    village.visit(3, 1)
    counting.drain()
    rows = set(VisitedCount.objects.values_list("pk", flat=True))
    village.visit(0, 20)
    assert counting.drain() == 1
    assert len(rows & set(VisitedCount.objects.values_list("pk", flat=True))) == 1


def test_a_wrong_number_is_found_and_put_right(village):
    village.visit(0, 1)
    village.visit(3, 1)
    counting.drain()
    assert differences() == []
    VisitedCount.objects.filter(unit=village.world.group).update(households=9)
    VisitedCount.objects.filter(unit=village.units[1]).delete()
    one, other = sorted(map(str, differences()))
    assert "số hộ được thăm trong tháng: đang ghi 9, đếm được 1" in one
    assert "số hộ được thăm trong tháng: đang ghi không có, đếm được 1" in other
    counting.rebuild()
    assert differences() == []


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_who_moves_a_household_waits_for_the_line_that_is_being_written(village):
    """Else it would take along only the visits that it sees, and the other would note where the household was."""

    def move():
        try:
            village.move(0, 1)
        finally:
            connection.close()

    mover = threading.Thread(target=move)
    with transaction.atomic():
        village.visit(0, 1)
        mover.start()
        mover.join(0.5)
        assert mover.is_alive()
    mover.join(30)
    agree(village)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_many_write_and_count_at_the_same_moment(village):
    def write(number):
        return lambda: village.visit(number, number)

    calls = [act for number in range(24) for act in (write(number), counting.freshen)]
    assert len(at_once(calls).done) == 48
    agree(village)
    assert HouseholdLine.objects.count() == 24

"""Closed months are told as they were closed; what comes later is a correction."""

import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from assignments.models import HouseholdCount
from nammanh.platform.dates import add_months, month_start, today
from reports.facts import queries
from reports.facts.models import Activity, DepartmentMonth, FreezingDay, LastContact, MonthEnd
from reports.facts.months import Months
from reports.facts.periodic import close_figures_of_months, count_figures
from reports.facts.services import close_months, freshen, rebuild
from reports.visits.models import Visit
from tests.factories.reports import CommentFactory, ReferralFactory, VisitFactory

THIS = month_start(today())
LAST = add_months(THIS, -1)
TENTH = LAST.replace(day=10)
LATER = add_months(THIS, 1).replace(day=20)


@pytest.fixture
def closed(world, officer):
    """Two visits of last month and one of this; last month is closed."""
    for day in (TENTH, TENTH, THIS):
        VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=day)
    ReferralFactory(due_on=TENTH)
    assert close_months(day=THIS.replace(day=4)) == [LAST]
    return world


def totals(months=None):
    return queries.totals(Activity.objects.all(), months or Months(LAST, THIS))


def test_a_correction_is_told_beside_what_was_closed(closed, officer):
    assert (totals().visits, totals().corrections) == (3, None)
    for _nth in range(2):
        VisitFactory(unit=closed.commune, officer=officer.officer, tier=closed.tiers[0], date=TENTH)
    VisitFactory(unit=closed.far_hamlet, officer=officer.officer, tier=closed.tiers[0], date=TENTH)
    freshen()
    found = totals()
    assert (found.visits, found.corrected("visits"), found.now.visits) == (3, 3, 6)
    assert found.corrected("comments") == 0
    by_place = queries.by_place(Activity.objects.all(), Months.of(LAST), "commune")
    assert (by_place[closed.commune.pk].visits, by_place[closed.commune.pk].corrected("visits")) == (2, 2)
    assert (by_place[closed.far_commune.pk].visits, by_place[closed.far_commune.pk].corrected("visits")) == (0, 1)
    assert totals(Months.of(THIS)).corrections is None
    together = totals(Months.of(LAST)) + totals(Months.of(THIS))
    assert together == found


def test_what_is_taken_back_is_a_correction_too(closed):
    visit = Visit.objects.filter(date=TENTH).first()
    Visit.objects.filter(pk=visit.pk).update(date=THIS)
    freshen()
    found = queries.by_month(Activity.objects.all(), Months(LAST, THIS))
    assert (found[LAST].visits, found[LAST].corrected("visits")) == (2, -1)
    assert (found[THIS].visits, found[THIS].corrected("visits")) == (2, 0)


def test_departments_are_closed_with_the_month(closed):
    agency = DepartmentMonth.objects.values_list("agency", flat=True).distinct().get()
    ReferralFactory(due_on=TENTH, department_id=agency)
    freshen()
    found = queries.together(queries.departments(Months.of(LAST))[agency])
    assert (found.due, found.owed, found.corrected("due"), found.now.owed) == (1, 1, 1, 2)


def test_a_rebuild_leaves_closed_months_alone(closed, officer):
    before = set(Activity.objects.exclude(frozen_at=None).values_list())
    VisitFactory(unit=closed.commune, officer=officer.officer, tier=closed.tiers[0], date=TENTH)
    rebuild()
    assert set(Activity.objects.exclude(frozen_at=None).values_list()) == before
    assert totals().corrected("visits") == 1


def test_closing_twice_is_closing_once(closed):
    before = list(Activity.objects.order_by("pk").values_list())
    assert close_months(day=THIS.replace(day=5)) == []
    assert list(Activity.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize(
    ("entered", "day", "closes"), [(None, 3, False), (None, 4, True), (10, 10, False), (10, 11, True)]
)
def test_the_day_after_the_freezing_day_closes_the_month(world, officer, entered, day, closes):
    if entered:
        FreezingDay.objects.create(day=entered, valid_from=datetime.date(2020, 1, 1))
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=TENTH)
    assert close_months(day=THIS.replace(day=day)) == ([LAST] if closes else [])


def test_every_month_since_the_first_record_is_closed_also_an_empty_one(world, officer):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=add_months(TENTH, -2))
    months = [add_months(LAST, -2), add_months(LAST, -1), LAST, THIS]
    assert close_months(day=LATER) == months
    assert set(MonthEnd.objects.values_list("month", flat=True)) == set(months)


def test_nothing_to_close_before_the_first_record(db):
    assert close_months(day=today()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE facts_activity SET visits = 9 WHERE frozen_at IS NOT NULL",
        "UPDATE facts_activity SET frozen_at = NULL WHERE frozen_at IS NOT NULL",
        "DELETE FROM facts_activity WHERE frozen_at IS NOT NULL",
        f"UPDATE facts_activity SET frozen_at = now() WHERE month = '{LAST}'",
        "INSERT INTO facts_activity (grain, unit_id, month, superior, frozen_at, visits, confirmed, cell_meetings,"
        " household_visits, comments, specific, petitions, hot, answers_due, answered_on_time, answered_late,"
        f" carried_back, conveyed) SELECT 3, 1, '{LAST}', false, now(), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0",
        "UPDATE facts_departmentmonth SET due = 9 WHERE frozen_at IS NOT NULL",
        "DELETE FROM facts_departmentmonth WHERE frozen_at IS NOT NULL",
        "UPDATE facts_monthend SET month = month",
        "DELETE FROM facts_monthend",
    ],
)
def test_the_database_keeps_closed_months_by_itself(closed, sql):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_tasks_say_what_they_did(world, officer):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=TENTH)
    noon = datetime.datetime.combine(THIS.replace(day=4), datetime.time(5), tzinfo=datetime.UTC)
    assert "1 ô số liệu" in count_figures(noon)
    assert count_figures(noon) == ""
    assert f"tháng {LAST:%-m}" in close_figures_of_months(noon).lower().replace("tháng 0", "tháng ")
    assert close_figures_of_months(noon) == ""


def test_the_check_finds_what_differs_and_the_rebuild_mends_it(world, officer, capsys):
    visit = VisitFactory(unit=world.hamlet, officer=officer.officer, tier=world.tiers[1], status="confirmed")
    CommentFactory(visit=visit)
    ReferralFactory()
    call_command("check_facts")
    assert "đều khớp" in capsys.readouterr().out
    Activity.objects.filter(grain=1).update(visits=5)
    Activity.objects.filter(grain=3, comments=1).delete()
    DepartmentMonth.objects.update(owed=0)
    LastContact.objects.update(confirmed_on=today())
    HouseholdCount.objects.update(households=7)
    with pytest.raises(CommandError, match="ô số liệu khác"):
        call_command("check_facts")
    said = capsys.readouterr().out
    for words in (
        "lượt đi cơ sở: đang ghi 5, đếm được 1",
        "góp ý đã gửi: đang ghi không có, đếm được 1",
        "chưa trả lời",
    ):
        assert words in said
    call_command("rebuild_facts")
    call_command("check_facts")
    assert "đều khớp" in capsys.readouterr().out

"""Numbers of households visited: by place, without small ones for those above, also after details are forgotten."""

import datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from assignments.models import Household
from nammanh.platform.dates import add_months, today
from reports.household_visits import counting, queries
from reports.household_visits.forgetting import forget_household_details
from reports.household_visits.models import HouseholdLine, MonthCount, RetentionTerm
from reports.household_visits.services import HouseholdContent, write_household_lines
from reports.household_visits.spans import SpanKind, span_of
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import HouseholdLineFactory
from tests.household_visits.scenes import homes, household_visit
from tests.test_exports import exported

COVERAGE = reverse("household_visits:coverage")


def visited(world, person, day, *households, unit=None):
    visit = household_visit(world, person, date=day, unit=unit or world.group)
    for household in households:
        HouseholdLineFactory(visit=visit, household=household)
    return visit


def read(client, **query):
    """The lines, below that of the whole place where there is one."""
    context = client.get(COVERAGE, query).context
    lines = [*([context["whole"]] if context["whole"] else ()), *context["lines"]]
    return {line.unit: (line.total, line.visited, line.rate) for line in lines}


@pytest.fixture
def group_of_ten(world, household_officer):
    """Ten households in Tổ 1, six of them visited today; eight in no group of Ấp 1, none visited."""
    rows = [world.household, *homes(world, 9)]
    homes(world, 8, world.hamlet)
    visited(world, household_officer, today(), *rows[:6])
    return rows


def test_numbers_go_down_from_the_province_to_the_group(world, group_of_ten, organiser, as_user):
    client = as_user(organiser)
    for above, below in (
        (world.province, world.district),
        (world.district, world.commune),
        (world.commune, world.hamlet),
    ):
        assert read(client, dia_ban=above.pk) == dict.fromkeys((above, below), ("18", "6", "33,3%"))
    assert read(client) == read(client, dia_ban=world.province.pk)  # whose place is one needn't choose it
    assert read(client, dia_ban=world.hamlet.pk) == {
        world.hamlet: ("8", "0", "0%"),
        world.group: ("10", "6", "60%"),
    }
    _headings, rows, above = exported(client, COVERAGE, {"dia_ban": world.hamlet.pk})
    assert {tuple(row) for row in rows} == {
        ("Ấp 1", "8", "0", "0%"),
        ("Tổ nhân dân tự quản 1", "10", "6", "60%"),
    }
    assert "Địa bàn: Ấp 1." in above


def test_each_sees_the_numbers_of_their_own_place(world, group_of_ten, stranger, household_officer, as_user):
    assert read(as_user(stranger)) == {world.far_commune: ("0", "0", "–")}
    assert as_user(stranger).get(COVERAGE, {"dia_ban": world.commune.pk}).status_code == 404
    assert read(as_user(household_officer)) == {world.group: ("10", "6", "60%")}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", ("10", "< 5", "–")),
        ("organiser", ("10", "< 5", "–")),
        ("hamlet_officer", ("10", "< 5", "–")),
        ("commune_secretary", ("10", "4", "40%")),
        ("household_officer", ("10", "4", "40%")),
    ],
)
def test_fewer_than_five_are_told_to_the_commune_only(world, household_officer, request, as_user, who, expected):
    rows = [world.household, *homes(world, 9)]
    visited(world, household_officer, today(), *rows[:4])
    client = as_user(request.getfixturevalue(who))
    place = {} if who == "household_officer" else {"dia_ban": world.hamlet.pk}
    assert read(client, **place)[world.group] == expected
    _headings, exported_rows, _above = exported(client, COVERAGE, place)
    assert tuple(exported_rows[0][1:]) == expected


def test_a_place_with_fewer_than_five_households_tells_nothing(world, household_officer, officer, as_user):
    homes(world, 2)
    visited(world, household_officer, today(), world.household)
    found = read(as_user(officer), dia_ban=world.hamlet.pk)
    assert found == dict.fromkeys((world.hamlet, world.group), ("< 5", "< 5", "–"))


def test_a_period_holds_its_own_days_only(world, household_officer, commune_secretary, as_user):
    client = as_user(commune_secretary)
    rows = [world.household, *homes(world, 1)]
    visited(world, household_officer, datetime.date(2026, 3, 31), *rows)
    visited(world, household_officer, datetime.date(2026, 4, 1), rows[0])
    for kind, day, expected in (
        ("thang", "31/03/2026", "2"),
        ("thang", "30/04/2026", "1"),
        ("quy", "30/06/2026", "1"),
        ("nam", "01/01/2026", "2"),
        ("nam", "31/12/2025", "0"),
    ):
        assert read(client, ky=kind, ngay=day)[world.commune][1] == expected, (kind, day)


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_costs_the_same_for_one_group_and_for_three(
    world, household_officer, commune_secretary, as_user, count, django_assert_num_queries
):
    for _nth in range(count - 1):
        make.HouseholdFactory(unit=make.GroupFactory(parent=world.hamlet))
    visited(world, household_officer, today(), world.household)
    client = as_user(commune_secretary)
    counting.drain()
    with django_assert_num_queries(11):
        client.get(COVERAGE, {"dia_ban": world.hamlet.pk})


# --- forgetting ------------------------------------------------------------------------------------------------------

DAY = datetime.date(2026, 11, 10)


@pytest.fixture
def past(world, household_officer, term):
    """Three households over 2024 and 2025. Month by month: see the numbers worked out below."""
    a, b, c = world.household, *homes(world, 2)
    for day, households in (
        (datetime.date(2024, 2, 5), [a, b]),
        (datetime.date(2024, 3, 5), [a]),
        (datetime.date(2024, 3, 20), [a, c]),
        (datetime.date(2024, 5, 5), [b]),
        (datetime.date(2024, 12, 5), [c]),
        (datetime.date(2025, 1, 5), [a, b, c]),
    ):
        visited(world, household_officer, day, *households)
    return a, b, c


def numbers(world, kind, day):
    """Of the kept numbers and of a count of the lines, which are the same."""
    span, counts = span_of(kind, day), MonthCount.objects.all()
    counting.freshen()
    kept = queries.numbers_of([world.group], span, counts)[world.group.pk]
    assert queries.coverage(Household.objects.all(), "unit", span, counts)[world.group.pk] == kept
    return kept.visited


def all_numbers(world):
    return {
        (kind, month): numbers(world, kind, datetime.date(2024, month, 1))
        for kind in SpanKind.values
        for month in range(1, 13)
    }


def test_after_forgetting_the_numbers_are_the_same(world, past):
    before = all_numbers(world)
    assert [before["thang", month] for month in (1, 2, 3, 5, 12)] == [0, 2, 2, 1, 1]
    assert [before["quy", month] for month in (1, 4, 12)] == [3, 1, 1]
    assert before["nam", 6] == 3
    done = forget_household_details(day=DAY)
    assert (done.before, done.lines, done.years) == (datetime.date(2024, 11, 1), 6, (2024,))
    assert {line.visited_on for line in HouseholdLine.objects.all()} == {
        datetime.date(2024, 12, 5),
        datetime.date(2025, 1, 5),
    }
    assert all_numbers(world) == before
    assert numbers(world, "nam", datetime.date(2025, 1, 1)) == 3


def test_running_it_again_changes_nothing(world, past):
    forget_household_details(day=DAY)
    counts = set(MonthCount.objects.values_list())
    again = forget_household_details(day=DAY)
    assert (again.lines, again.years) == (0, ())
    later = forget_household_details(day=add_months(DAY, 2))
    assert (later.lines, later.years) == (1, ())  # December of a year that is closed already
    assert set(MonthCount.objects.values_list()) == counts


def test_a_dry_run_tells_and_keeps(world, past):
    told = forget_household_details(day=DAY, dry_run=True)
    assert (told.lines, told.years) == (6, (2024,))
    assert (HouseholdLine.objects.count(), MonthCount.objects.count()) == (10, 0)


def test_confirmed_lines_are_forgotten_too(world, past, household_officer):
    Visit.objects.update(status="confirmed", confirmed_by=household_officer, confirmed_at="2025-01-01T00:00Z")
    forget_household_details(day=DAY)
    assert HouseholdLine.objects.count() == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdLine.objects.filter(visited_on__year=2025).delete()


def test_the_numbers_of_a_closed_year_are_final(world, past, household_officer, water, by):
    forget_household_details(day=DAY)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        MonthCount.objects.update(households=9)
    visit = Visit.objects.get(date=datetime.date(2024, 12, 5))
    contents = [HouseholdContent(world.household, water)]
    with pytest.raises(ValidationError, match="2024 đã chốt"):
        write_household_lines(visit=visit, contents=contents, by=by(household_officer))


def test_nothing_is_written_that_would_be_forgotten_tonight(world, household_officer, term, water, by):
    visit = household_visit(world, household_officer, date=add_months(today(), -26))
    contents = [HouseholdContent(world.household, water)]
    with pytest.raises(ValidationError, match="quá thời hạn lưu"):
        write_household_lines(visit=visit, contents=contents, by=by(household_officer))


def test_the_command_tells_what_it_did(world, household_officer, term):
    visited(world, household_officer, add_months(today(), -30), world.household)

    def run(*options):
        out = StringIO()
        call_command("forget_household_details", *options, stdout=out)
        return out.getvalue()

    assert "Sẽ xóa chi tiết của 1 lượt" in run("--dry-run")
    assert "Đã xóa chi tiết của 1 lượt" in run()
    assert "Đã xóa chi tiết của 0 lượt" in run()
    RetentionTerm.objects.all().delete()
    with pytest.raises(CommandError, match="Chưa có thời hạn"):
        run()


def test_a_shorter_term_forgets_more(world, past):
    RetentionTerm.objects.update(months=6)
    assert forget_household_details(day=DAY).lines == 10


def test_the_catalogue_is_loaded_once(db):
    for _run in range(2):
        call_command("load_household_policy", stdout=StringIO())
    assert (RetentionTerm.objects.get().months, queries.categories_on(today())[0].code) == (24, "none")
    assert len(queries.categories_on(today())) == 9

"""The matrix of cell meetings, its numbers counted by hand."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from nammanh.platform.dates import VIETNAM, add_months, month_start, today
from reports.planner.queries import cells
from reports.planner.queries.cells import CellState, MonthTotal
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import VisitFactory
from tests.test_exports import exported

D = datetime.date
URL = "planner:cells"
LAST_YEAR = today().year - 1


@pytest.fixture
def attend(world, hamlet_officer):
    """A cell meeting that the holder of Ấp 1 attended, or somebody else did, there or elsewhere."""

    def visit(day, status="confirmed", **fields):
        usual = {"officer": hamlet_officer.officer, "unit": world.hamlet, "tier": world.tiers[1]}
        return VisitFactory(**usual | {"type": "party_cell_meeting", "date": day, "status": status} | fields)

    return visit


def states(user, hamlet, months, day):
    attended = cells.attendance_in(Visit.objects.visible_to(user))
    found = cells.cells(attended, [hamlet], months, day)
    return [found[hamlet.pk, month].state for month in months]


def test_each_state_of_a_month(world, hamlet_officer, attend):
    months = [D(2026, month, 1) for month in (1, 2, 3, 4, 5, 6)]
    attend(D(2026, 1, 31))
    attend(D(2026, 2, 1), "done")
    attend(D(2026, 4, 2), "planned")
    attend(D(2026, 4, 20), "planned")
    attend(D(2026, 5, 1), "cancelled")
    day = D(2026, 4, 15)
    assert states(hamlet_officer, world.hamlet, months, day) == [
        CellState.ATTENDED, CellState.WAITING, CellState.NONE, CellState.PLANNED, CellState.AHEAD, CellState.AHEAD,
    ]  # fmt: skip
    assert states(hamlet_officer, world.hamlet, months, D(2026, 4, 21))[3] == CellState.LAPSED


def test_the_best_of_a_month_counts(world, hamlet_officer, attend):
    attend(D(2026, 3, 1), "done")
    confirmed = attend(D(2026, 3, 9))
    attend(D(2026, 3, 31), "planned")
    found = cells.cells(cells.own_attendance(hamlet_officer), [world.hamlet], [D(2026, 3, 1)], D(2026, 3, 10))
    assert found[world.hamlet.pk, D(2026, 3, 1)].visit == confirmed


def test_a_month_ends_with_its_last_day(world, hamlet_officer, attend):
    attend(D(2026, 2, 28))
    months = [D(2026, 1, 1), D(2026, 2, 1), D(2026, 3, 1)]
    assert states(hamlet_officer, world.hamlet, months, D(2026, 6, 1)) == [
        CellState.NONE, CellState.ATTENDED, CellState.NONE,
    ]  # fmt: skip


def test_only_cell_meetings_of_the_tier_that_reaches_hamlets(world, hamlet_officer, officer, attend):
    attend(D(2026, 3, 2), type="site_inspection")
    attend(D(2026, 3, 3), officer=officer.officer, tier=world.tiers[0])
    month = [D(2026, 3, 1)]
    assert states(hamlet_officer, world.hamlet, month, D(2026, 4, 1)) == [CellState.NONE]
    own = cells.cells(cells.own_attendance(officer), [world.hamlet], month, D(2026, 4, 1))
    assert own[world.hamlet.pk, D(2026, 3, 1)].state == CellState.ATTENDED


def test_a_meeting_of_a_group_counts_for_its_hamlet(world, hamlet_officer, attend):
    attend(D(2026, 3, 2), unit=world.group)
    assert states(hamlet_officer, world.hamlet, [D(2026, 3, 1)], D(2026, 4, 1)) == [CellState.ATTENDED]


def test_totals_count_each_hamlet_once_a_month(world, organiser, attend):
    attend(D(2026, 3, 2))
    attend(D(2026, 3, 20))
    attend(D(2026, 3, 5), "done", unit=world.neighbour_hamlet)
    attend(D(2026, 3, 6), "done")  # waiting beside a confirmed one: the hamlet is reached already
    attend(D(2026, 4, 1), unit=world.far_hamlet)
    months = [D(2026, 3, 1), D(2026, 4, 1), D(2026, 5, 1)]
    hamlets = world.hamlet._meta.model.objects.filter(level="hamlet")
    count, totals = cells.month_totals(cells.attendance_in(Visit.objects.visible_to(organiser)), hamlets, months)
    assert count == hamlets.count() == 3
    assert totals == {months[0]: MonthTotal(1, 1), months[1]: MonthTotal(1, 0), months[2]: MonthTotal()}


def rows(page):
    return {str(row.hamlet): [cell.mark.state.value for cell in row.cells] for row in page.context["rows"]}


def test_a_year_of_ones_own_hamlets(world, hamlet_officer, attend, as_user):
    attend(D(LAST_YEAR, 1, 5))
    attend(D(LAST_YEAR, 12, 31))
    attend(D(LAST_YEAR - 1, 12, 31))
    page = as_user(hamlet_officer).get(reverse(URL), {"nam": LAST_YEAR})
    assert rows(page) == {"Ấp 1": ["attended", *["none"] * 10, "attended"]}
    assert (page.context["attended"], page.context["passed"], page.context["hamlets"]) == (2, 12, 1)


@pytest.mark.parametrize(
    ("who", "hamlets"),
    [
        ("hamlet_officer", {"Ấp 1"}),
        ("officer", {"Ấp 1"}),
        ("commune_secretary", {"Ấp 1"}),
        ("district_secretary", {"Ấp 1", "Ấp 2"}),
        ("stranger", {"Ấp 3"}),
        ("standing_committee", {"Ấp 1", "Ấp 2", "Ấp 3"}),
    ],
)
def test_whose_hamlets(world, request, as_user, who, hamlets):
    assert set(rows(as_user(request.getfixturevalue(who)).get(reverse(URL)))) == hamlets


def test_who_holds_two_hamlets_of_three_may_look_at_all_of_the_commune(world, commune_secretary, as_user):
    make.AssignmentFactory(
        officer=commune_secretary.officer, unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"]
    )
    make.HamletFactory(name="9", parent=world.commune)
    client = as_user(commune_secretary)
    assert set(rows(client.get(reverse(URL)))) == {"Ấp 1"}
    assert set(rows(client.get(reverse(URL), {"cua": "dia-ban"}))) == {"Ấp 1", "Ấp 9"}


def test_an_empty_cell_leads_to_the_plan_form_and_a_full_one_to_the_visit(world, hamlet_officer, attend, as_user):
    visit = attend(today() - datetime.timedelta(days=1))
    page = as_user(hamlet_officer).get(reverse(URL), {"nam": visit.date.year})
    (row,) = page.context["rows"]
    assert row.cells[visit.date.month - 1].url == reverse("visits:detail", args=[visit.uuid])
    next_year = as_user(hamlet_officer).get(reverse(URL), {"nam": today().year + 1})
    (row,) = next_year.context["rows"]
    day = f"01%2F03%2F{today().year + 1}"
    assert row.cells[2].url == (
        f"{reverse('fieldbook:plan')}?dia-ban={world.hamlet.pk}&loai=party_cell_meeting&ngay={day}"
    )


def test_a_month_gone_by_leads_to_the_form_for_a_visit_that_was_made(world, hamlet_officer, as_user):
    (row,) = as_user(hamlet_officer).get(reverse(URL), {"nam": LAST_YEAR}).context["rows"]
    assert row.cells[0].url.startswith(reverse("fieldbook:log"))


def test_others_get_no_form_for_hamlets_that_are_not_theirs(world, commune_secretary, as_user):
    (row,) = as_user(commune_secretary).get(reverse(URL)).context["rows"]
    assert {cell.url for cell in row.cells} == {""}


def test_states_are_words_and_signs(world, hamlet_officer, attend, as_user):
    attend(D(LAST_YEAR, 5, 5))
    page = as_user(hamlet_officer).get(reverse(URL), {"nam": LAST_YEAR}).content.decode()
    assert f"Ấp 1, Tháng 5/{LAST_YEAR}: Đã dự" in page
    assert f"Ấp 1, Tháng 6/{LAST_YEAR}: Chưa dự" in page
    assert len(re.findall('<td class="nm-cell ', page)) == 12


def test_the_workbook_says_each_month_in_words(world, hamlet_officer, attend, as_user):
    attend(D(LAST_YEAR, 2, 5))
    attend(D(LAST_YEAR, 3, 5), "done")
    headings, table, above = exported(as_user(hamlet_officer), reverse(URL), {"nam": LAST_YEAR})
    (row,) = [dict(zip(headings, values, strict=True)) for values in table]
    assert (row["Ấp, khu phố"], row["Xã, phường, thị trấn"]) == ("Ấp 1", "Xã Sơn Phú")
    assert [row[f"Tháng {month}"] for month in (1, 2, 3)] == ["Chưa dự", "Đã dự", "Chờ xã xác nhận"]
    assert row["Số tháng đã dự"] == 1
    assert f"Năm {LAST_YEAR}." in above


@pytest.mark.parametrize("year", ["1", "9999", "hai", "²²²²", "2016"])
def test_odd_years_are_answered(officer, as_user, year):
    assert as_user(officer).get(reverse(URL), {"nam": year}).status_code == 200


def test_a_visit_after_midnight_in_vietnam_is_of_that_month(world, hamlet_officer, attend):
    """Days of visits are Vietnam's: 00:30 there on the 1st is still the last of the month in UTC."""
    month = month_start(add_months(today(), -2))
    visit = attend(month)
    logged = datetime.datetime.combine(month, datetime.time(0, 30), tzinfo=VIETNAM)
    Visit.objects.filter(pk=visit.pk).update(logged_at=logged.astimezone(timezone.get_default_timezone()))
    assert states(hamlet_officer, world.hamlet, [add_months(month, -1), month], today()) == [
        CellState.NONE, CellState.ATTENDED,
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_a_matrix_costs_the_same_for_one_hamlet_and_for_three(
    world, organiser, attend, as_user, count, django_assert_num_queries
):
    for number in range(count - 1):
        attend(today(), unit=make.HamletFactory(name=f"1{number}", parent=world.commune))
    client = as_user(organiser)
    with django_assert_num_queries(12):
        page = client.get(reverse(URL), {"xa": world.commune.pk})
    assert len(page.context["rows"]) == count

"""The leaders' dashboard: numbers worked out by hand, and each number equal to the list behind it."""

import datetime

import pytest
from django.urls import reverse

from assignments.models import Unit
from nammanh.platform.dates import add_months, format_date, month_start, today
from reports.dashboards.matrices import PLACE_MEASURES
from reports.dashboards.overview import Overview
from reports.facts.services import freshen
from reports.visits.queries import silent
from tests.dashboards.reading import figures, rows_behind, stat
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, PetitionFactory, VisitFactory
from tests.test_exports import exported


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


@pytest.fixture
def visits(world, officer, stranger, hamlet_officer):
    """Tier 1 reached Sơn Phú just in time and An Đức one day too late; Lương Phú waits for a confirmation."""
    first, second, _third = world.tiers
    return [
        VisitFactory(unit=world.commune, officer=officer.officer, tier=first, date=ago(44), status="confirmed"),
        VisitFactory(unit=world.far_commune, officer=stranger.officer, tier=first, date=ago(45), status="confirmed"),
        VisitFactory(unit=world.neighbour, officer=officer.officer, tier=first, date=ago(1)),
        VisitFactory(unit=world.hamlet, officer=hamlet_officer.officer, tier=second, date=ago(34), status="confirmed"),
    ]


@pytest.fixture
def comments(visits):
    """Two specific (one by verdict, one by its four parts) and two vague ones; a fifth is older than a year."""
    of_visit = {"visit": visits[0]}
    complete = {"responsible": "Đảng ủy xã", "due_on": today()}
    judged = {"judged_by": visits[0].officer.user, "judged_at": visits[0].created_at}
    CommentFactory(**of_visit, specificity="specific", **judged)
    CommentFactory(**of_visit, **complete)
    CommentFactory(**of_visit)
    CommentFactory(**of_visit, **complete, specificity="vague", **judged)
    CommentFactory(**of_visit, **complete, given_on=add_months(month_start(today()), -11) - datetime.timedelta(days=1))


@pytest.fixture
def petitions(visits):
    """Waiting for 0, 15, 16 and 61 days, the last one past its day; an answered one counts nowhere."""
    for days in (0, 15, 16, 61):
        PetitionFactory(visit=visits[0], reported_on=ago(days))
    PetitionFactory(visit=visits[1], reported_on=ago(80), status="answered")


def of_tiers(browser, **query) -> list[dict[str, int]]:
    """The cards of the tiers: label → number."""
    answer = browser.get(reverse("dashboards:details"), query)
    return [{stat.label: stat.value for stat in card.stats} for card in answer.context["tiers"]]


def overview(browser, **query) -> str:
    answer = browser.get(reverse("dashboards:details"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_nobody_holds_and_what_nobody_visited(as_user, standing_committee, world, visits, household_officer):
    assert of_tiers(as_user(standing_committee)) == [
        {
            "Quá hạn đi cơ sở": 2,  # An Đức, Lương Phú
            "Chưa có cán bộ phụ trách": 1,  # Lương Phú
            "Đã có cán bộ phụ trách": 2,
            "Phải nắm tới": 3,
        },
        {
            "Quá hạn đi cơ sở": 2,  # Ấp 2, Ấp 3
            "Chưa có cán bộ phụ trách": 2,
            "Đã có cán bộ phụ trách": 1,
            "Phải nắm tới": 3,
        },
        {  # no cadence is set for households; the one there is lies in Tổ 1, which is held
            "Chưa có cán bộ phụ trách": 0,
            "Đã có cán bộ phụ trách": 1,
            "Phải nắm tới": 1,
        },
    ]


def test_the_tier_of_households_is_counted_at_hamlets_with_households(as_user, standing_committee, world):
    make.CadenceFactory(tier=world.tiers[2], overdue_after_days=100)
    browser = as_user(standing_committee)
    assert of_tiers(browser)[2]["Quá hạn đi cơ sở"] == 1  # Ấp 1; the other two have no household on record
    rows = browser.get(reverse("dashboards:silent", args=[world.tiers[2].pk])).context["rows"]
    assert [str(row.unit) for row in rows] == ["Ấp 1"]


def test_the_districts_add_up_to_the_whole(as_user, standing_committee, world, visits, petitions):
    answer = as_user(standing_committee).get(reverse("dashboards:details"))
    rows = [(row.name, [cell.value for cell in row.cells]) for row in answer.context["by_district"].rows]
    assert rows == [  # unheld and silent of tiers 1 and 2, unheld of tier 3, petitions late and open, visits this month
        ("Huyện Ba Tri", [0, 1, 1, 1, 0, 0, 0, visits_this_month(visits, world.other_district)]),
        ("Huyện Giồng Trôm", [1, 1, 1, 1, 1, 1, 4, visits_this_month(visits, world.district)]),
    ]


def visits_this_month(visits, district) -> int:
    return sum(visit.date >= month_start(today()) for visit in visits if visit.unit.district_id == district.pk)


def test_comments_are_specific_by_verdict_or_by_their_four_parts(as_user, standing_committee, comments):
    page = overview(as_user(standing_committee))
    assert stat(page, "Góp ý cụ thể, 12 tháng qua") == 2
    assert stat(page, "Góp ý chung chung, 12 tháng qua") == 2
    assert "50% của 4 góp ý" in page


def test_petitions_wait_and_run_over_their_day(as_user, standing_committee, petitions):
    page = overview(as_user(standing_committee))
    assert stat(page, "Quá hạn trả lời") == 1
    assert stat(page, "Đang chờ trả lời") == 4
    bands = [stat(page, label) for label in ("Chờ 0–15 ngày", "Chờ 16–30 ngày", "Chờ 31–60 ngày", "Chờ từ 61 ngày")]
    assert bands == [2, 1, 0, 1]


def test_visits_are_counted_by_the_month_in_which_they_were_made(as_user, standing_committee, world, officer):
    this_month = month_start(today())
    common = {"unit": world.commune, "officer": officer.officer, "tier": world.tiers[0]}
    VisitFactory(date=this_month, **common)
    VisitFactory(date=this_month, status="confirmed", **common)
    VisitFactory(date=this_month, status="planned", **common)
    VisitFactory(date=add_months(this_month, -1), **common)
    VisitFactory(date=add_months(this_month, -11), **common)
    VisitFactory(date=add_months(this_month, -11) - datetime.timedelta(days=1), **common)
    VisitFactory(date=add_months(this_month, -22), **common)
    VisitFactory(date=add_months(this_month, -23) - datetime.timedelta(days=1), **common)
    answer = as_user(standing_committee).get(reverse("dashboards:details"))
    page = answer.content.decode()
    assert stat(page, "Lượt đi cơ sở tháng này") == 2
    assert stat(page, "Lượt đi cơ sở tháng trước") == 1
    this_year, year_before = answer.context["chart"]["series"]
    assert this_year["values"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
    assert year_before["values"] == [None, 1, *[0] * 9, 1]  # the month before the first record isn't drawn


@pytest.mark.parametrize("reader", ["standing_committee", "office", "standing_member", "district_secretary"])
@pytest.mark.parametrize("chosen", [False, True])
def test_every_number_equals_the_length_of_its_list(
    as_user, request, world, comments, petitions, household_officer, reader, chosen
):
    make.CadenceFactory(tier=world.tiers[2], overdue_after_days=100)
    browser = as_user(request.getfixturevalue(reader))
    page = overview(browser, **({"huyen": world.district.pk} if chosen else {}))
    found = figures(page)
    assert len(found) > 15
    wrong = [(label, value, address) for label, value, address in found if rows_behind(browser, address) != value]
    assert wrong == []


def test_a_list_behind_a_number_prints_that_number_too(as_user, standing_committee, comments, petitions):
    browser = as_user(standing_committee)
    for label, value, address in figures(overview(browser)):
        assert browser.get(address).context["total"] == value, label


def test_a_member_in_charge_of_a_district_sees_that_district_only(as_user, standing_member, world, petitions):
    browser = as_user(standing_member)
    assert of_tiers(browser)[0]["Quá hạn đi cơ sở"] == 1  # Lương Phú; An Đức is another's
    page = overview(browser)
    assert "Ba Tri" not in page
    assert "An Đức" not in page


def test_a_district_is_chosen_with_the_filter(as_user, standing_committee, world, visits):
    browser, chosen = as_user(standing_committee), {"huyen": world.other_district.pk}
    assert of_tiers(browser, **chosen)[0]["Quá hạn đi cơ sở"] == 1  # An Đức
    assert "Lương Phú" not in overview(browser, **chosen)


@pytest.mark.parametrize("typed", ["0", "abc", "-1", "9" * 40, "🙂", "1 OR 1=1"])
def test_a_district_that_does_not_exist_is_not_found(as_user, standing_committee, typed):
    assert as_user(standing_committee).get(reverse("dashboards:details"), {"huyen": typed}).status_code == 404


def test_another_districts_figures_do_not_exist_for_its_neighbour(as_user, standing_member, world):
    browser = as_user(standing_member)
    foreign = {"huyen": world.other_district.pk}
    assert browser.get(reverse("dashboards:details"), foreign).status_code == 404
    assert browser.get(reverse("dashboards:silent", args=[world.tiers[0].pk]), foreign).status_code == 404


def test_the_silent_are_listed_with_their_holder_the_longest_silence_first(as_user, standing_committee, world, visits):
    answer = as_user(standing_committee).get(reverse("dashboards:silent", args=[world.tiers[0].pk]))
    rows = [(str(row.unit), [str(holder) for holder in row.holders], row.days) for row in answer.context["rows"]]
    assert rows == [("Xã Lương Phú", [], None), ("Xã An Đức", ["Phạm Văn Lạ"], 45)]
    page = answer.content.decode()
    assert format_date(ago(1)) in page  # Lương Phú's unconfirmed visit
    assert format_date(ago(45)) in page


@pytest.mark.parametrize("page", ["", "abc", "0", "-3", "99999999999999999999"])
def test_a_page_of_the_silent_that_is_not_there_is_the_first(as_user, standing_committee, world, visits, page):
    answer = as_user(standing_committee).get(reverse("dashboards:silent", args=[world.tiers[0].pk]), {"trang": page})
    assert len(answer.context["rows"]) == 2


def test_the_silent_are_those_that_the_visits_themselves_tell_of_today_and_of_a_past_day(
    as_user, standing_member, standing_committee, world, visits
):
    units = Unit.objects.visible_to(standing_committee)
    for reader, inside in ((standing_committee, units), (standing_member, units.within(world.district))):
        for tier, days in ((tier, days) for tier in world.tiers[:2] for days in (0, 20, 60)):
            address = reverse("dashboards:silent", args=[tier.pk])
            answer = as_user(reader).get(address, {"ngay": format_date(ago(days))})
            assert {row.unit for row in answer.context["rows"]} == set(silent(tier, ago(days), inside))


def test_a_tier_that_is_not_in_force_has_no_list(as_user, standing_committee, world):
    assert as_user(standing_committee).get(reverse("dashboards:silent", args=[10**12])).status_code == 404


def test_an_empty_province_has_a_page_too(as_user, standing_committee):
    page = overview(as_user(standing_committee))
    assert stat(page, "Đang chờ trả lời") == 0
    assert "None" not in page


def fill(world, districts: int) -> None:
    """Two districts more than the world's two, or the like: each with a commune, a visit, a comment, a petition."""
    for _ in range(districts):
        commune = make.CommuneFactory(parent=make.DistrictFactory(parent=world.province))
        holder = make.AssignmentFactory(unit=commune, role=world.roles["province_officer_for_commune"])
        for days in (0, 40, 100):
            visit = VisitFactory(unit=commune, officer=holder.officer, tier=world.tiers[0], date=ago(days))
        PetitionFactory(visit=visit)
        CommentFactory(visit=visit)


@pytest.mark.parametrize("districts", [1, 3])
def test_the_dashboard_costs_the_same_for_one_district_more_and_for_three(
    as_user, standing_committee, world, districts, django_assert_num_queries
):
    fill(world, districts)
    freshen()
    browser = as_user(standing_committee)
    with django_assert_num_queries(12):
        overview(browser)


@pytest.mark.parametrize("districts", [1, 3])
def test_the_silent_list_costs_the_same_for_any_number_of_places(
    as_user, standing_committee, world, districts, django_assert_num_queries
):
    fill(world, districts)
    freshen()
    browser = as_user(standing_committee)
    with django_assert_num_queries(11):
        answer = browser.get(reverse("dashboards:silent", args=[world.tiers[0].pk]))
    assert answer.context["total"] == districts + 3


@pytest.mark.parametrize("measure", PLACE_MEASURES)
def test_the_course_is_told_of_any_number_and_taken_along(
    as_user, standing_member, world, petitions, comments, measure
):
    browser, asked = as_user(standing_member), {"xem": measure}
    answer = browser.get(reverse("dashboards:details"), asked)
    rows = answer.context["by_month"].rows
    found = [(row.name, cell.value, cell.url) for row in rows for cell in row.cells if cell.value]
    assert [row for row in found if rows_behind(browser, row[2]) != row[1]] == []
    _headings, written, above = exported(browser, reverse("dashboards:details"), asked)
    assert [line[1:] for line in written] == [[cell.value for cell in row.cells] for row in rows]
    assert str(PLACE_MEASURES[measure].label) in above


def test_where_there_are_no_districts_one_line_tells_of_all(world, standing_committee):
    months = Overview(user=standing_committee, day=today(), districts=[]).by_month()
    assert [(row.name, len(row.cells)) for row in months.rows] == [("Tất cả", 12), ("Cùng tháng năm trước", 12)]
    assert months.corner == "Phạm vi"

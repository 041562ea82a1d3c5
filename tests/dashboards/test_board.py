"""The leaders' page: every number counted again the slow way, and equal to the list that it opens."""

import datetime
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.access import forget_access
from assignments.queries import former_of
from nammanh.platform.dates import add_months, format_date, month_start, today
from reports.dashboards import scope
from reports.dashboards.board import Board
from reports.dashboards.period import asked_period
from reports.facts.months import Months
from reports.facts.services import freshen
from tests.conftest import in_post
from tests.dashboards.reading import rows_behind
from tests.dashboards.story import KINDS, lies_in, merge, six, tell
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, PetitionFactory, ReferralFactory, VisitFactory

NOW = Months.of(today())
YEAR = Months.latest(today(), 12)
OVER_THE_MERGER = Months(add_months(month_start(today()), -6), today())
LEADERS = ["standing_committee", "standing_member", "district_secretary"]


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def board(user, months=NOW, part=None, **asked) -> Board:
    forget_access(user)
    period = asked_period(QueryDict(urlencode(months.query | asked)))
    return Board(user, part or scope.whole(user), period)


def values(page: Board) -> list[int]:
    return [number.value for number in page.numbers()]


@pytest.fixture
def merged(world):
    return merge(world)


@pytest.fixture
def new_secretary(merged):
    """The Party committee of the commune that came out of two."""
    return in_post("commune_committee", merged.new, "Bí thư Đảng ủy xã", "Lê Thị Mới", "Đảng ủy xã Mới")


EVENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(["0", "1", "hamlet", "far"]), st.integers(1, 420)), max_size=12
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS, months=st.sampled_from([NOW, YEAR, OVER_THE_MERGER, NOW.previous()]))
def test_every_number_equals_a_count_by_hand_for_every_scope_and_across_a_merger(
    world, officer, merged, new_secretary, standing_committee, standing_member, district_secretary, events, months
):
    everywhere = lies_in(world.province)
    district = lies_in(world.district)
    commune = lies_in(merged.new, *merged.old)
    with transaction.atomic():
        for kind, place, days in events:
            unit = world.far_commune if place == "far" else merged.at(place, ago(days))
            tell(world, officer.officer, unit, ago(days), kind)
        freshen()
        assert values(board(standing_committee, months)) == six(months, everywhere)
        assert values(board(standing_member, months)) == six(months, district)
        assert values(board(district_secretary, months)) == six(months, district)
        for reader in (standing_committee, standing_member, new_secretary):
            part = scope.of_unit(reader, merged.new, former_of([merged.new])[merged.new.pk])
            assert values(board(reader, months, part)) == six(months, commune)
        page = board(standing_committee, months, scope.of_unit(standing_committee, world.district, []))
        lines = {part.name: part.totals.visits for part in page.parts()}
        assert lines["Xã Mới"] == six(months, commune)[0]
        assert sum(lines.values()) == six(months, district)[0]
        transaction.set_rollback(True)


@pytest.fixture
def story(world, officer, merged, standing_committee):
    """One of every kind, on both sides of the merger, in the month and before."""
    for index, kind in enumerate(KINDS * 2):
        day = ago(1 if index % 3 else 110 + index)
        place = ("0", "1", "hamlet")[index % 3]
        tell(world, officer.officer, merged.at(place, day), day, kind)
        tell(world, officer.officer, world.far_commune if index % 2 else world.hamlet, day, kind)
    agency = make.AgencyFactory(name="Sở Xây dựng", kind="department")
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=ago(60))
    petition = PetitionFactory(visit=visit, status="dispatched", department=agency)
    assert petition.due_on < today()
    return merged


def linked(answer) -> list[tuple[str, int, str]]:
    """(what, number, address) of everything on a board that opens a list."""
    found = [(row.label, row.value, row.url) for row in answer.context["numbers"]]
    found += [(more.label, more.count, more.url) for one in answer.context["exceptions"] for more in one.more]
    if grid := answer.context["grid"]:
        for row in grid.rows:
            found += [
                (f"{row.name}: {name}", cell.value + cell.change, cell.url)
                for cell, name in zip(row.cells, grid.names, strict=True)
            ]
    if answer.context["hot_count"]:
        found.append(("hot", answer.context["hot_count"], answer.context["hot_url"]))
    return [(what, count, url) for what, count, url in found if url]


@pytest.mark.parametrize("months", [NOW, OVER_THE_MERGER], ids=str)
@pytest.mark.parametrize("reader", LEADERS)
def test_every_number_is_that_of_the_list_behind_it(as_user, request, world, story, reader, months):
    browser = as_user(request.getfixturevalue(reader))
    for address in (
        reverse("dashboards:overview"),
        reverse("dashboards:place", args=[world.district.pk]),
        reverse("dashboards:place", args=[story.new.pk]),
        reverse("dashboards:place", args=[world.hamlet.pk]),
    ):
        answer = browser.get(address, months.query)
        found = linked(answer)
        assert len(found) >= 9
        wrong = [(what, count, url) for what, count, url in found if rows_behind(browser, url) != count]
        assert wrong == [], address


def test_a_commune_comes_to_its_own_page_and_reads_every_list_behind_it(as_user, story, new_secretary):
    browser = as_user(new_secretary)
    answer = browser.get(reverse("dashboards:overview"))
    assert answer.url == reverse("dashboards:place", args=[story.new.pk])
    answer = browser.get(answer.url, OVER_THE_MERGER.query)
    wrong = [row for row in linked(answer) if rows_behind(browser, row[2]) != row[1]]
    assert wrong == []


def test_a_word_to_the_superior_is_in_no_number_that_the_commune_sees(as_user, world, officer, commune_secretary):
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    CommentFactory(visit=visit, visibility="superior")
    answer = as_user(commune_secretary).get(reverse("dashboards:place", args=[world.commune.pk]))
    assert {number.label: number.value for number in answer.context["numbers"]}["Góp ý gửi cấp ủy xã"] == 0


def test_the_longest_silence_stands_first_and_of_a_past_day_it_is_told_as_it_was_then(
    as_user, world, officer, standing_committee
):
    first = world.tiers[0]
    VisitFactory(unit=world.commune, officer=officer.officer, tier=first, date=ago(50), status="confirmed")
    VisitFactory(unit=world.neighbour, officer=officer.officer, tier=first, date=ago(80), status="confirmed")
    VisitFactory(unit=world.far_commune, officer=officer.officer, tier=first, date=ago(10), status="confirmed")
    browser = as_user(standing_committee)
    silent = browser.get(reverse("dashboards:overview")).context["exceptions"][0]
    assert [(row.name, row.badge) for row in silent.rows] == [("Xã Lương Phú", "80 ngày"), ("Xã Sơn Phú", "50 ngày")]
    then = browser.get(reverse("dashboards:overview"), {"ngay": format_date(ago(15))}).context["exceptions"][0]
    assert [(row.name, row.badge) for row in then.rows] == [
        ("Xã An Đức", "Chưa đi"),
        ("Xã Lương Phú", "65 ngày"),
    ]
    assert [rows_behind(browser, more.url) for more in then.more] == [more.count for more in then.more]


def test_a_department_with_a_promise_that_holds_is_late_but_not_in_distress(
    as_user, world, officer, standing_committee
):
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=ago(90))
    for name, promised in (("Sở Y tế", None), ("Sở Xây dựng", today() + datetime.timedelta(days=5))):
        agency = make.AgencyFactory(name=name, kind="department")
        asked = ReferralFactory(department=agency, due_on=ago(20), committed_on=promised)
        PetitionFactory(visit=visit, status="dispatched", department=agency, referral=asked)
    late = as_user(standing_committee).get(reverse("dashboards:overview")).context["exceptions"][1]
    assert {(row.name, row.badge, row.tone) for row in late.rows} == {
        ("Sở Y tế", "20 ngày", "danger"),
        ("Sở Xây dựng", "20 ngày", "warning"),
    }


def test_what_the_address_asks_for_goes_along_into_every_place(as_user, world, standing_committee):
    asked = YEAR.query | {"ngay": format_date(ago(3))}
    answer = as_user(standing_committee).get(reverse("dashboards:overview"), asked)
    assert {row.url.split("?")[1] for row in answer.context["grid"].rows} == {urlencode(asked)}
    assert {row.url.split("?")[1] for row in answer.context["exceptions"][0].rows} == {urlencode(asked)}


@pytest.mark.parametrize("typed", ["2026-13", "abc", "🙂", "2026-1-1", "0000-00"])
def test_a_month_that_cannot_be_read_is_said_so_and_this_month_stays(as_user, world, standing_committee, typed):
    answer = as_user(standing_committee).get(reverse("dashboards:overview"), {"tu": typed})
    assert answer.context["period"].months == NOW
    assert answer.context["form"].errors["tu"]


def test_the_communes_of_a_cluster_are_told_together_where_there_are_no_districts(as_user, world, standing_committee):
    province = make.ProvinceFactory(name="Vĩnh Long")
    communes = [make.CommuneFactory(parent=province) for _ in range(3)]
    cluster = make.ClusterFactory(unit=province, kind="cluster", name="Cụm Ba Tri")
    make.ClusterMemberFactory(cluster=cluster, unit=communes[0])
    make.ClusterMemberFactory(cluster=cluster, unit=communes[1])
    for commune in communes:
        VisitFactory(unit=commune, tier=world.tiers[0], date=today(), status="confirmed")
    reader = standing_committee
    freshen()
    page = board(reader, NOW, scope.of_unit(reader, province, []))
    assert [(part.name, part.totals.visits) for part in page.parts()] == [("Cụm Ba Tri", 2), (str(communes[2]), 1)]
    browser = as_user(reader)
    answer = browser.get(reverse("dashboards:cluster", args=[cluster.pk]))
    assert answer.context["numbers"][0].value == 2
    wrong = [row for row in linked(answer) if rows_behind(browser, row[2]) != row[1]]
    assert wrong == []


def fill(world, districts: int) -> None:
    for _ in range(districts):
        commune = make.CommuneFactory(parent=make.DistrictFactory(parent=world.province))
        make.HamletFactory(parent=commune)
        holder = make.AssignmentFactory(unit=commune, role=world.roles["province_officer_for_commune"])
        for days in (0, 40, 100):
            visit = VisitFactory(unit=commune, officer=holder.officer, tier=world.tiers[0], date=ago(days))
        PetitionFactory(visit=visit, category="hot_issue", status="dispatched")
        CommentFactory(visit=visit)


@pytest.mark.parametrize("districts", [1, 3])
def test_the_page_costs_the_same_for_one_district_more_and_for_three(
    as_user, standing_committee, world, districts, django_assert_num_queries
):
    fill(world, districts)
    freshen()
    browser = as_user(standing_committee)
    with django_assert_num_queries(11):
        browser.get(reverse("dashboards:overview"))
    with django_assert_num_queries(11):
        browser.get(reverse("dashboards:place", args=[world.district.pk]))


def test_an_empty_province_has_a_page_too(as_user, standing_committee):
    answer = as_user(standing_committee).get(reverse("dashboards:overview"))
    assert [number.value for number in answer.context["numbers"]] == [0] * 6
    assert "None" not in answer.content.decode()

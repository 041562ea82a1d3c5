"""Tables of places and departments by month: each figure is that of the list behind it."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse

from nammanh.platform.dates import add_months, format_date, month_start, today
from reports.bulletins.models import Conveyance
from reports.dashboards.matrices import PLACE_MEASURES
from tests.dashboards.reading import rows_behind
from tests.factories.bulletins import bulletin_for
from tests.factories.reports import CarriedBackFactory, CommentFactory, PetitionFactory, ReferralFactory, VisitFactory
from tests.test_exports import exported

PLACES, BOTH, DEPARTMENTS = (
    reverse(f"dashboards:{name}") for name in ("places_by_month", "both_ways", "departments_by_month")
)
CELL = re.compile(r'<td class="nm-number nm-nowrap"><a href="([^"]+)" aria-label="([^"]+)">([^<]+)</a>')


def month(ago: int) -> datetime.date:
    return add_months(month_start(today()), -ago)


@pytest.fixture
def scene(world, officer, stranger):
    """Two visits to Sơn Phú and one to An Đức last month, one to Ấp 1 this month, with what they brought."""
    mine = {"officer": officer.officer, "tier": world.tiers[0]}
    last = month(1) + datetime.timedelta(days=9)
    first = VisitFactory(unit=world.commune, date=last, status="confirmed", **mine)
    VisitFactory(unit=world.commune, date=last, type="party_cell_meeting", **mine)
    VisitFactory(unit=world.hamlet, date=today(), **mine)
    VisitFactory(unit=world.far_commune, officer=stranger.officer, tier=world.tiers[0], date=last)
    VisitFactory(unit=world.commune, date=last, status="cancelled", **mine)
    CommentFactory(visit=first)
    PetitionFactory(visit=first)
    answered = PetitionFactory(visit=first, status="answered", due_on=last + datetime.timedelta(days=40))
    CarriedBackFactory(petition=answered)
    bulletin = bulletin_for(world.province, published_days_ago=90)
    fields = {"bulletin": bulletin, "officer": officer.officer, "entered_by": officer}
    Conveyance.objects.create(unit=world.commune, conveyed_on=last, form="party_cell", **fields)
    return first


def figures(browser, address, query=None) -> dict[str, tuple[str, str]]:
    """“12, Xã Sơn Phú, 10/26” → what is written, and where it leads."""
    answer = browser.get(address, query or {})
    assert answer.status_code == 200
    return {unescape(label): (text, unescape(url)) for url, label, text in CELL.findall(answer.content.decode())}


def column(ago: int) -> str:
    return f"{month(ago):%m/%y}"


def test_a_place_has_its_own_figures_and_those_of_what_lies_below(scene, standing_committee, as_user):
    found = figures(as_user(standing_committee), PLACES)
    written = {label for label, _cell in found.items()}
    assert {f"2, Xã Sơn Phú, {column(1)}", f"1, Xã Sơn Phú, {column(0)}", "3, Xã Sơn Phú, Cả kỳ"} <= written
    assert {f"1, Xã An Đức, {column(1)}", f"3, Tất cả, {column(1)}", "4, Tất cả, Cả kỳ"} <= written


@pytest.mark.parametrize("kind", PLACE_MEASURES)
def test_every_figure_is_the_number_of_rows_behind_it(scene, standing_committee, as_user, kind):
    browser = as_user(standing_committee)
    found = figures(browser, PLACES, {"xem": kind})
    assert found, kind
    for label, (text, url) in found.items():
        assert rows_behind(browser, url) == int(text.partition("/")[0]), (kind, label)


def test_both_ways_stand_side_by_side_and_lead_to_their_lists(scene, standing_committee, as_user):
    browser = as_user(standing_committee)
    found = figures(browser, BOTH)
    assert {"3, Xã Sơn Phú, Đi cơ sở", "1, Xã Sơn Phú, Truyền đạt", "1, Xã Sơn Phú, Góp ý"} <= set(found)
    assert "2, Xã Sơn Phú, Phản ánh" in found
    for label, (text, url) in found.items():
        assert rows_behind(browser, url) == int(text.partition("/")[0]), label


def test_everybody_has_their_own_places_only(scene, stranger, officer, commune_secretary, as_user):
    assert "Xã Sơn Phú" not in as_user(stranger).get(PLACES).content.decode()
    page = as_user(commune_secretary).get(PLACES).content.decode()
    assert "Ấp 1" in page, "a commune sees its hamlets"
    assert "An Đức" not in page
    browser = as_user(officer)
    for text, url in figures(browser, PLACES).values():
        assert rows_behind(browser, url) == int(text)


def test_a_district_can_be_chosen(scene, standing_committee, world, as_user):
    browser = as_user(standing_committee)
    found = figures(browser, PLACES, {"huyen": world.other_district.pk})
    assert {label for label in found if label.startswith("1, Tất cả")} == {
        f"1, Tất cả, {column(1)}",
        "1, Tất cả, Cả kỳ",
    }
    for text, url in found.values():
        assert rows_behind(browser, url) == int(text)


@pytest.fixture
def referrals(world, department_head):
    """Three were due last month: answered in time, answered late, still owed."""
    agency = department_head.officer.positions.get().agency
    due = month(1) + datetime.timedelta(days=14)
    at = datetime.datetime.combine(due, datetime.time(9), tzinfo=datetime.UTC)
    week = datetime.timedelta(days=7)
    answered = {"department": agency, "due_on": due, "status": "answered"}
    ReferralFactory(**answered, answered_at=at - week)
    ReferralFactory(**answered, answered_at=at + week)
    ReferralFactory(department=agency, due_on=due)
    return agency


def test_a_department_is_told_on_time_out_of_what_was_due(referrals, standing_committee, department_head, as_user):
    for person in (standing_committee, department_head):
        browser = as_user(person)
        found = figures(browser, DEPARTMENTS)
        label = f"1/3, {referrals.name}, {column(1)}"
        assert label in found, person
        assert rows_behind(browser, found[label][1]) == 1


def test_the_period_stands_in_the_address_and_a_wrong_one_is_told(scene, standing_committee, as_user):
    browser = as_user(standing_committee)
    answer = browser.get(PLACES, {"tu": f"{month(1):%Y-%m}", "den": f"{month(1):%Y-%m}"})
    assert answer.context["matrix"].columns == [column(1), "Cả kỳ"]
    assert len(browser.get(PLACES).context["matrix"].columns) == 13
    for wrong in ({"tu": "2020-01", "den": "2026-01"}, {"tu": "x"}, {"tu": "2026-13", "den": "\x00"}):
        answer = browser.get(PLACES, wrong)
        assert answer.status_code == 200
        assert "tu" in answer.context["form"].errors


def test_the_workbook_has_the_figures_of_the_page(scene, standing_committee, as_user):
    headings, rows, above = exported(as_user(standing_committee), PLACES)
    line = next(row for row in rows if row[0] == "Xã Sơn Phú")
    assert line[headings.index(column(1))] == 2
    assert line[1] == "Huyện Giồng Trôm"
    assert "Lượt đi cơ sở" in above


@pytest.mark.parametrize("count", [1, 3])
def test_a_table_takes_as_many_queries_for_one_visit_as_for_three(
    world, officer, standing_committee, as_user, count, django_assert_num_queries
):
    for _number in range(count):
        VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    browser = as_user(standing_committee)
    browser.get(PLACES)  # what the visits touched is counted by whoever reads first
    for address in (PLACES, BOTH):
        with django_assert_num_queries(10):
            browser.get(address)


def test_days_in_links_are_whole_months(scene, standing_committee, as_user):
    _text, url = figures(as_user(standing_committee), PLACES)[f"2, Xã Sơn Phú, {column(1)}"]
    assert format_date(month(1)).replace("/", "%2F") in url

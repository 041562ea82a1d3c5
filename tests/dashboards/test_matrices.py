"""Tables of places and departments by month: each figure is that of the list behind it."""

import datetime
import re
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.access import forget_access
from assignments.queries import former_of
from nammanh.platform.dates import add_months, format_date, month_start, today
from reports.bulletins.models import Conveyance
from reports.dashboards import scope
from reports.dashboards.matrices import PLACE_MEASURES, Entry, Line, Matrix, PlaceTables
from reports.dashboards.templatetags.matrices import matrix
from reports.facts.months import Months
from reports.facts.services import freshen
from tests.dashboards.reading import rows_behind
from tests.dashboards.story import KINDS, lies_in, merge, six, tell
from tests.factories import assignments as make
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


def test_whatever_stands_in_a_table_is_written_as_text():
    line = Line('Sở <b>"A"</b>', [Entry(1, '/?a=1&b="><script>', mark="<i>"), Entry(0, "/?c", mark="<u>")])
    written = matrix(Matrix("<em>", ["<k>", "<l>"], [line]))
    assert (
        '<td class="nm-number nm-nowrap"><a href="/?a=1&amp;b=&quot;&gt;&lt;script&gt;"'
        ' aria-label="1 &lt;i&gt;, Sở &lt;b&gt;&quot;A&quot;&lt;/b&gt;, &lt;k&gt;">1 &lt;i&gt;</a></td>'
        '<td class="nm-number nm-nowrap">0 &lt;u&gt;</td>'
    ) in written
    assert re.findall("<(?:em|b|k|l|i|u|script)>", written) == []


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
        with django_assert_num_queries(9):
            browser.get(address)


def test_days_in_links_are_whole_months(scene, standing_committee, as_user):
    _text, url = figures(as_user(standing_committee), PLACES)[f"2, Xã Sơn Phú, {column(1)}"]
    assert format_date(month(1)).replace("/", "%2F") in url


# --- narrower: a district, a commune hamlet by hamlet -----------------------------------------------------------------


def names(answer) -> list[str]:
    return [line.name for line in answer.context["matrix"].lines]


def test_from_district_to_commune_to_hamlet_in_one_table(scene, standing_committee, world, as_user):
    browser = as_user(standing_committee)
    answer = browser.get(PLACES, {"theo": "huyen", "xem": "truyen-dat"})
    assert names(answer) == ["Tất cả", "Huyện Ba Tri", "Huyện Giồng Trôm"]
    answer = browser.get(answer.context["matrix"].lines[2].url)
    assert names(answer) == ["Tất cả", "Xã Lương Phú", "Xã Sơn Phú"]
    answer = browser.get(answer.context["matrix"].lines[2].url)
    assert names(answer) == ["Tất cả", "Ấp 1", "Chung cả xã, ấp trước đây"]
    assert answer.context["kind_label"] == "Lượt truyền đạt thông tin chủ trương", "what was asked goes along"
    assert [name for name, _url in answer.context["chain"]] == ["Địa bàn theo tháng", "Huyện Giồng Trôm"]
    assert names(browser.get(answer.context["chain"][1][1])) == ["Tất cả", "Xã Lương Phú", "Xã Sơn Phú"]
    page = browser.get(reverse("dashboards:place", args=[world.commune.pk]))
    assert page.context["months_url"] == f"{PLACES}?xa={world.commune.pk}"
    assert page.context["months_url"] in page.content.decode()
    hamlet = answer.context["matrix"].lines[1].url
    assert hamlet.startswith(reverse("dashboards:place", args=[world.hamlet.pk]))
    assert browser.get(answer.context["page_url"]).status_code == 200


def test_of_hamlets_the_cell_meetings_come_first(scene, standing_committee, officer, world, as_user):
    VisitFactory(unit=world.hamlet, type="party_cell_meeting", officer=officer.officer, tier=world.tiers[0])
    browser = as_user(standing_committee)
    answer = browser.get(PLACES, {"xa": world.commune.pk})
    assert answer.context["kind_label"] == "Lượt dự sinh hoạt chi bộ"
    form = answer.context["form"]
    assert (form["huyen"].value(), form["den"].value()) == (str(world.district.pk), f"{today():%m/%Y}")
    line = next(line for line in answer.context["matrix"].lines if line.name == "Ấp 1")
    assert [entry.value for entry in line.entries[-2:]] == [1, 1]


@pytest.mark.parametrize(
    ("address", "place", "key"),
    [(PLACES, "commune", "xa"), (PLACES, "district", "huyen"), (BOTH, "commune", "xa")],
)
def test_every_figure_of_a_narrower_table_is_its_list(scene, standing_committee, world, as_user, address, place, key):
    browser = as_user(standing_committee)
    found = figures(browser, address, {key: getattr(world, place).pk, "xem": "chuyen-di"})
    assert found
    wrong = [(label, text) for label, (text, url) in found.items() if rows_behind(browser, url) != int(text[0])]
    assert wrong == []


def test_another_district_chosen_leaves_the_commune_behind(scene, standing_committee, world, as_user):
    browser = as_user(standing_committee)
    asked = {"xa": world.commune.pk, "huyen": world.other_district.pk}
    assert names(browser.get(PLACES, asked))[0:2] == ["Tất cả", "Ấp 3"]
    assert "Xã An Đức" in names(browser.get(PLACES, {"xa": world.commune.pk, "huyen": ""}))


def test_what_names_its_place_in_the_head_is_opened_anew_by_another_choice(scene, standing_committee, as_user):
    """The filter may renew the table alone only where nothing above it tells of what was chosen."""
    browser = as_user(standing_committee)
    for address, alone in ((PLACES, False), (BOTH, False), (DEPARTMENTS, True)):
        assert ('hx-target="#bang"' in browser.get(address).text) is alone


def test_a_place_that_is_not_one_s_own_does_not_exist(scene, world, standing_member, commune_secretary, as_user):
    browser = as_user(standing_member)
    for asked in (
        {"xa": world.far_commune.pk},
        {"huyen": world.other_district.pk},
        {"xa": world.hamlet.pk},
        {"xa": "x"},
    ):
        assert browser.get(PLACES, asked).status_code == 404, asked
    assert as_user(commune_secretary).get(PLACES, {"xa": world.neighbour.pk}).status_code == 404
    for asked in ({"xa": world.commune.pk}, {}):
        answer = as_user(commune_secretary).get(PLACES, asked)
        assert names(answer)[1] == "Ấp 1"
        assert answer.context["kind_label"] == "Lượt dự sinh hoạt chi bộ", asked


SIX = ("chuyen-di", "chi-bo", "gop-y", "phan-anh", "dung-han", "bao-lai")


def table(reader, part, measure, months) -> dict[str, list[int]]:
    forget_access(reader)
    found = PlaceTables(reader, part, months, lambda unit: "").by_month(PLACE_MEASURES[measure])
    return {line.name: [entry.value for entry in line.entries] for line in found.lines}


EVENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(["0", "1", "hamlet", "far"]), st.integers(1, 360)), max_size=10
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS)
def test_hamlets_equal_a_count_by_hand_for_every_reader_and_across_a_merger(
    world, officer, standing_committee, standing_member, events
):
    with transaction.atomic():
        merged = merge(world)
        other = make.HamletFactory(name="8", parent=merged.new, valid_from=merged.day)
        for kind, place, days in events:
            day = today() - datetime.timedelta(days=days)
            unit = world.far_commune if place == "far" else merged.at(place, day)
            if place == "1" and unit == merged.new:
                unit = other
            tell(world, officer.officer, unit, day, kind)
        freshen()
        months = Months.latest(today(), 12)
        spans = [*(Months.of(month) for month in months), months]
        lines = {
            "Tất cả": lies_in(merged.new, *merged.old),
            "Ấp 7": lies_in(merged.new_hamlet, merged.old_hamlet),
            "Ấp 8": lies_in(other),
        }
        expected = {name: [six(span, inside) for span in spans[-3:]] for name, inside in lines.items()}
        for reader in (standing_committee, standing_member):
            part = scope.of_unit(reader, merged.new, former_of([merged.new])[merged.new.pk])
            for number, measure in enumerate(SIX):
                found = table(reader, part, measure, months)
                for name in lines:
                    assert found[name][-3:] == [values[number] for values in expected[name]], (measure, name)
                rest = found.get("Chung cả xã, ấp trước đây", [0])
                assert found["Tất cả"][-1] == found["Ấp 7"][-1] + found["Ấp 8"][-1] + rest[-1]
        transaction.set_rollback(True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_narrower_table_costs_the_same_for_one_hamlet_and_for_three(
    world, officer, standing_committee, as_user, count, django_assert_num_queries
):
    for _number in range(count):
        hamlet = make.HamletFactory(parent=world.commune)
        VisitFactory(unit=hamlet, officer=officer.officer, tier=world.tiers[0])
    browser = as_user(standing_committee)
    browser.get(PLACES)
    with django_assert_num_queries(11):
        browser.get(PLACES, {"xa": world.commune.pk})
    with django_assert_num_queries(10):
        browser.get(PLACES, {"huyen": world.district.pk})

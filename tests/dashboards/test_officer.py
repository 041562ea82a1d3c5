"""Officer × duty: every figure counted again by hand and equal to its list; open to the officer and to who is above."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.access import forget_access
from nammanh.platform.dates import add_months, month_start, today
from reports.bulletins.models import Conveyance
from reports.dashboards.officer import OfficerDuties
from reports.dashboards.templatetags.matrices import told as told_of
from reports.facts.months import Months
from reports.feedback.models import CarriedBack, Petition
from reports.recommendations.models import Comment
from reports.resources.models import Pledge
from reports.visits.models import Visit
from tests.conftest import holder
from tests.dashboards.reading import rows_behind
from tests.dashboards.story import KINDS, lies_in, merge, tell
from tests.factories import assignments as make
from tests.factories.bulletins import bulletin_for
from tests.factories.reports import VisitFactory
from tests.factories.resources import PledgeFactory
from tests.test_exports import exported

YEAR = Months.latest(today(), 12)
SOME = -5
"""Which column is that of three months ago."""
OWN = reverse("dashboards:own_duties")
SUPERIORS = ["standing_member", "standing_committee"]


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def in_month(months_ago: int, day: int = 10) -> datetime.date:
    return add_months(month_start(today()), -months_ago).replace(day=day)


def page_of(person) -> str:
    return reverse("dashboards:officer", args=[person.officer.pk])


def table(reader, person, months=YEAR) -> dict[str, list[int]]:
    forget_access(reader)
    lines = OfficerDuties(reader, person.officer, months).matrix().lines
    return {line.name: [entry.value for entry in line.entries] for line in lines}


def by_hand(person, inside, months) -> dict[str, int]:
    """The same counted row by row; `inside` says of a unit whether its records count."""
    own = {"officer": person.officer}
    visits = [row for row in Visit.objects.filter(**own) if row.status in {"done", "confirmed"}]
    visits = [row for row in visits if row.date in months and inside(row.unit)]
    comments = [row for row in Comment.objects.filter(**own) if row.status not in {"draft", "withdrawn"}]
    told = [row for row in CarriedBack.objects.all() if row.answered_at == row.petition.answered_at]
    return {
        "Đi cơ sở": len(visits),
        "Dự sinh hoạt chi bộ": sum(row.type == "party_cell_meeting" for row in visits),
        "Góp ý gửi cấp ủy xã": sum(
            row.given_on in months and inside(row.unit) and row.visibility == "commune" for row in comments
        ),
        "Phản ánh, kiến nghị đưa lên": sum(
            row.reported_on in months and inside(row.unit) for row in Petition.objects.filter(**own)
        ),
        "Phản ánh đã báo lại cho dân": sum(
            row.visit.date in months and inside(row.petition.unit) and row.petition.officer == person.officer
            for row in told
        ),
        "Truyền đạt thông tin chủ trương": sum(
            row.conveyed_on in months and inside(row.unit) for row in Conveyance.objects.filter(**own)
        ),
        "Vận động nguồn lực": sum(row.found_on in months and inside(row.unit) for row in Pledge.objects.filter(**own)),
    }


@pytest.fixture
def merged(world, officer):
    """The officer held one of two communes until they became one, and holds what came of them."""
    found = merge(world)
    role = world.roles["province_officer_for_commune"]
    until = found.day - datetime.timedelta(days=1)
    make.AssignmentFactory(officer=officer.officer, unit=found.old[0], role=role, valid_to=until)
    make.AssignmentFactory(officer=officer.officer, unit=found.new, role=role, valid_from=found.day)
    return found


def more(world, person, unit, day: datetime.date) -> None:
    """A bulletin conveyed and a resource found there."""
    bulletin = bulletin_for(world.province, published_days_ago=500)
    fields = {"bulletin": bulletin, "officer": person.officer, "entered_by": person, "form": "party_cell"}
    Conveyance.objects.create(unit=unit, conveyed_on=day, **fields)
    PledgeFactory(unit=unit, officer=person.officer, found_on=day)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, "more"]),
        st.sampled_from(["0", "1", "hamlet", "far", "own"]),
        st.integers(1, 420),
        st.booleans(),
    ),
    max_size=10,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS)
def test_every_figure_equals_a_count_by_hand_for_every_reader_and_across_a_merger(
    world, officer, stranger, merged, standing_member, standing_committee, events
):
    everywhere, district = lies_in(world.province), lies_in(world.district)
    commune = lies_in(merged.new, *merged.old)
    with transaction.atomic():
        for kind, place, days, is_own in events:
            unit = {"far": world.far_commune, "own": world.commune}.get(place) or merged.at(place, ago(days))
            who = officer if is_own else stranger
            if kind == "more":
                more(world, who, unit, ago(days))
            else:
                tell(world, who.officer, unit, ago(days), kind)
        for reader, inside in ((officer, everywhere), (standing_committee, everywhere), (standing_member, district)):
            found, expected = table(reader, officer), by_hand(officer, inside, YEAR)
            assert {name: found[name][-1] for name in expected} == expected
            assert found["Xã Mới"][-1] == by_hand(officer, commune, YEAR)["Đi cơ sở"]
            assert [found[name][SOME] for name in expected] == list(
                by_hand(officer, inside, Months.of(in_month(3))).values()
            )
            parts = [found[name] for name in ("Xã Mới", "Xã Sơn Phú", "Nơi khác") if name in found]
            assert sum(values[-1] for values in parts) == found["Đi cơ sở"][-1]
            assert "Xã Cũ Một" not in found
        transaction.set_rollback(True)


@pytest.mark.parametrize("reader", ["officer", "standing_member"])
def test_every_figure_opens_its_list(as_user, request, world, officer, stranger, merged, reader):
    for index, kind in enumerate(KINDS):
        day = ago(20 + 30 * (index % 6))
        tell(world, officer.officer, merged.at("0", day), day, kind)
    tell(world, stranger.officer, world.commune, ago(20), "visit")
    more(world, officer, world.commune, ago(5))
    browser = as_user(request.getfixturevalue(reader))
    lines = browser.get(page_of(officer)).context["matrix"].lines
    found = [(line.name, entry.value, entry.url) for line in lines for entry in line.entries if entry.url]
    assert sum(value > 0 for _name, value, _url in found) > 10
    assert [row for row in found if row[1] and rows_behind(browser, row[2]) != row[1]] == []


def test_a_month_that_is_over_says_where_the_regime_was_not_kept(as_user, world, officer):
    mine = {"unit": world.hamlet, "officer": officer.officer, "tier": world.tiers[0]}
    VisitFactory(date=in_month(3), status="confirmed", **mine)
    VisitFactory(date=in_month(2), **mine)
    answer = as_user(officer).get(OWN, {"tu": f"{in_month(3):%Y-%m}", "den": f"{today():%Y-%m}"})
    line = next(line for line in answer.context["matrix"].lines if line.name == "Xã Sơn Phú")
    assert [(entry.value, entry.mark) for entry in line.entries] == [
        (1, ""),
        (1, "chờ xác nhận"),
        (0, "thiếu"),
        (0, ""),
        (2, ""),
    ]
    assert line.above == "ít nhất 1 lần mỗi tháng"


def test_a_regime_of_several_months_looks_back_and_asks_only_who_held_the_place_all_along(as_user, world, officer):
    cadence = world.tiers[0].cadences.get()
    cadence.months = 3
    cadence.save()
    held = officer.officer.assignments.get()
    mine = {"unit": world.commune, "officer": officer.officer, "tier": world.tiers[0], "status": "confirmed"}
    VisitFactory(date=in_month(5), **mine)
    asked = {"tu": f"{in_month(4):%Y-%m}", "den": f"{in_month(1):%Y-%m}"}

    def marks() -> list[str]:
        lines = as_user(officer).get(OWN, asked).context["matrix"].lines
        line = next(line for line in lines if line.name == "Xã Sơn Phú")
        assert line.above == "ít nhất 1 lần trong 3 tháng"
        return [entry.mark for entry in line.entries[:-1]]

    assert marks() == ["", "", "thiếu", "thiếu"]
    held.valid_from = in_month(4, 2)
    held.save()
    assert marks() == ["", "", "", "thiếu"]


def test_of_a_place_that_the_reader_may_not_read_nothing_is_told(as_user, world, officer, standing_member):
    role = world.roles["province_officer_for_commune"]
    commune = make.CommuneFactory(name="Tân Xuân", parent=world.other_district)
    make.AssignmentFactory(officer=officer.officer, unit=commune, role=role)
    VisitFactory(unit=commune, officer=officer.officer, tier=world.tiers[0], date=in_month(1))
    for reader, told in ((standing_member, {"–"}), (officer, {"0", "0 thiếu", "1", "1 chờ xác nhận"})):
        lines = as_user(reader).get(page_of(officer)).context["matrix"].lines
        line = next(line for line in lines if line.name == "Xã Tân Xuân")
        assert {told_of(entry) for entry in line.entries} == told
    _headings, rows, _above = exported(as_user(standing_member), page_of(officer))
    (row,) = [row for row in rows if row[0] == "Xã Tân Xuân"]
    assert set(row[1:]) == {None}


@pytest.mark.parametrize("reader", ["officer", *SUPERIORS])
def test_it_opens_to_the_officer_and_to_who_is_in_charge_above(as_user, request, officer, reader):
    assert as_user(request.getfixturevalue(reader)).get(page_of(officer)).status_code == 200


@pytest.mark.parametrize(
    "reader", ["stranger", "commune_secretary", "district_secretary", "hamlet_officer", "office", "organiser"]
)
def test_it_does_not_exist_for_anybody_else(as_user, request, officer, reader):
    browser = as_user(request.getfixturevalue(reader))
    assert browser.get(page_of(officer)).status_code == 404
    entry = browser.get(reverse("dashboards:officer_entry", args=[officer.officer.pk]))
    assert (entry.status_code, entry.content) == (200, b"")


def test_officers_of_a_level_answer_to_the_committee_of_that_level(
    as_user, hamlet_officer, household_officer, district_secretary, commune_secretary, district_commune_officer
):
    for reader in (district_secretary, district_commune_officer):
        assert as_user(reader).get(page_of(hamlet_officer)).status_code == 200
    assert as_user(hamlet_officer).get(page_of(district_commune_officer)).status_code == 404
    assert as_user(commune_secretary).get(page_of(household_officer)).status_code == 200
    assert as_user(commune_secretary).get(page_of(hamlet_officer)).status_code == 404


def test_the_head_of_a_delegation_opens_its_members_from_its_page_and_they_don_t_open_one_another(
    as_user, world, officer
):
    kept = make.DelegationFactory()
    role = world.roles["province_officer_for_commune"]
    head = holder(world, "province_officer_for_commune", world.neighbour, "Lê Thị Trưởng Đoàn")
    other = make.OfficerFactory()
    make.DelegationMemberFactory(delegation=kept, officer=head.officer, duty="head")
    for one in (officer.officer, other):
        make.DelegationMemberFactory(delegation=kept, officer=one)
    held = officer.officer.assignments.get()
    held.delegation = kept
    held.save()
    commune = make.CommuneFactory(parent=world.district)
    make.AssignmentFactory(officer=other, unit=commune, role=role, delegation=kept)
    board = reverse("dashboards:delegation", args=[kept.pk])
    assert page_of(officer) in as_user(head).get(board).content.decode()
    answer = as_user(head).get(page_of(officer))
    assert answer.status_code == 200
    assert "Chỉ tính những nơi đồng chí được xem." in answer.content.decode()
    page = as_user(officer).get(board).content.decode()
    assert page_of(officer) in page
    assert reverse("dashboards:officer", args=[other.pk]) not in page


def test_the_way_to_it_is_shown_to_those_whom_it_opens_to(as_user, officer, standing_member, nobody):
    entry = reverse("dashboards:officer_entry", args=[officer.officer.pk])
    assert page_of(officer) in as_user(standing_member).get(entry).content.decode()
    assert OWN in as_user(officer).get(reverse("dashboards:desk")).content.decode()
    assert OWN not in as_user(nobody).get(reverse("dashboards:desk")).content.decode()
    assert as_user(nobody).get(OWN).status_code == 403


def test_the_workbook_has_the_figures_of_the_page(as_user, world, officer, standing_member):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=in_month(1))
    headings, rows, above = exported(as_user(standing_member), page_of(officer))
    column = headings.index(f"{in_month(1):%m/%y}")
    told = {row[0]: (row[column], row[1], row[-1]) for row in rows}
    assert told["Đi cơ sở"] == (1, None, None)
    number, regime, marked = told["Xã Sơn Phú"]
    assert (number, regime) == (1, "ít nhất 1 lần mỗi tháng")
    assert marked.endswith(f"{in_month(2):%m/%y}: thiếu; {in_month(1):%m/%y}: chờ xác nhận")
    assert "Nguyễn Văn Tỉnh" in above


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_place_and_for_three(
    as_user, world, officer, standing_member, count, django_assert_num_queries
):
    for _number in range(count):
        unit = make.CommuneFactory(parent=world.district)
        make.AssignmentFactory(officer=officer.officer, unit=unit, role=world.roles["province_officer_for_commune"])
        VisitFactory(unit=unit, officer=officer.officer, tier=world.tiers[0], date=in_month(1))
        more(world, officer, unit, in_month(1))
    own, above = as_user(officer), as_user(standing_member)
    with django_assert_num_queries(9):
        own.get(OWN)
    with django_assert_num_queries(10):
        above.get(page_of(officer))

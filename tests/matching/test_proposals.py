"""Each consideration by hand, in the small province: who is proposed for which hamlet, and in which words."""

import datetime

import pytest

from assignments.models import Absence, Assignment, Officer, Succession, Unit
from nammanh.platform.dates import add_months, today
from reports.feedback.models import Petition
from reports.matching.models import WEIGHTS, MatchingWeights
from reports.matching.queries import propose, shipped_weights, weights_on
from reports.matching.wording import next_best, reason_for, why_left_out
from tests.factories import assignments as make
from tests.factories.profiles import FactFactory, KindFactory
from tests.factories.reports import PetitionFactory

NONE = {
    **dict.fromkeys(WEIGHTS, 0),
    "rotation_years": 5,
    "far_km": 20,
    "petition_months": 12,
    "absence_days": 30,
    "note": "giả định",
}


@pytest.fixture
def weigh(organiser):
    """`weigh(expertise=40)`: only these considerations count, from long ago on."""

    def write(**points):
        return MatchingWeights.objects.create(**NONE | points, valid_from=make.LONG_AGO, set_by=organiser)

    return write


@pytest.fixture
def role(world):
    return world.roles["district_officer_for_hamlet"]


@pytest.fixture
def agency(world):
    return make.AgencyFactory(unit=world.district, name="Phòng Nông nghiệp và Môi trường")


@pytest.fixture
def works(agency):
    """An officer of the district: `works("Trần Văn An", expertise=[field])`."""

    def create(name, expertise=(), **fields):
        officer = make.OfficerFactory(full_name=name, **fields)
        officer.expertise.set(expertise)
        make.PositionFactory(officer=officer, agency=agency, title="Công chức")
        return officer

    return create


def found_for(role, **asked):
    wanted = {
        "units": Unit.objects.all(),
        "officers": Officer.objects.all(),
        "petitions": Petition.objects.all(),
        "day": today(),
    }
    return propose(role=role, **wanted | asked)


def proposed(found) -> dict[str, str | None]:
    """Unit → officer, by name."""
    return {
        str(line.unit): line.proposed.candidate.officer.full_name if line.proposed else None for line in found.lines
    }


def line_of(found, unit):
    return next(line for line in found.lines if line.unit == unit)


# --- who and what ----------------------------------------------------------------------------------------------------


def test_units_without_a_lead_are_proposed_to_officers_of_their_own_district(world, role, works, hamlet_officer):
    """Ấp 1 is held; Ấp 2 is of the district; Ấp 3 is of another one, which has no officer."""
    works("Trần Văn An")
    found = found_for(role)
    assert proposed(found) == {"Ấp 2": "Trần Văn An", "Ấp 3": None}
    assert (found.placed, found.unplaced) == (1, 1)
    assert reason_for(line_of(found, world.far_hamlet), found).startswith("Chưa có đồng chí nào thuộc cấp, nơi")


def test_who_already_holds_in_the_district_is_a_candidate_without_a_post_there(world, role, hamlet_officer):
    assert proposed(found_for(role))["Ấp 2"] == "Lê Văn Huyện"


def test_a_unit_whose_next_holder_is_decided_is_not_proposed(world, role, works):
    works("Trần Văn An")
    coming = today() + datetime.timedelta(days=20)
    make.AssignmentFactory(unit=world.hamlet, role=role, valid_from=coming)
    assert "Ấp 1" not in proposed(found_for(role))


def test_only_the_groups_that_the_weights_name_are_considered(world, role, works, weigh):
    works("Trần Văn An", source_group="civil_servant")
    works("Lê Văn Bình", source_group="mass_organisation")
    weigh(load=30, source_groups=["mass_organisation"])
    assert set(proposed(found_for(role, units=Unit.objects.within(world.district))).values()) == {"Lê Văn Bình"}


def test_the_province_considers_officers_of_provincial_agencies(world, works):
    works("Cán Bộ Huyện")
    own = make.OfficerFactory(full_name="Cán Bộ Tỉnh")
    make.PositionFactory(officer=own, agency=make.AgencyFactory(unit=world.province))
    found = found_for(world.roles["province_officer_for_commune"])
    assert set(proposed(found).values()) == {"Cán Bộ Tỉnh"}


# --- each consideration ----------------------------------------------------------------------------------------------


@pytest.fixture
def near_or_skilled(world, works):
    """Ấp 2 has 2 open petitions on irrigation. Gần works 1 km away; Giỏi knows irrigation, 11,1 km away."""
    Unit.objects.filter(pk=world.neighbour.pk).update(latitude="10.20000", longitude="106.40000")
    near = make.CommuneFactory(parent=world.other_district, latitude="10.20900", longitude="106.40000")
    far = make.CommuneFactory(parent=world.other_district, latitude="10.30000", longitude="106.40000")
    irrigation = make.FieldFactory(name="Thủy lợi")
    for _petition in range(2):
        PetitionFactory(unit=world.neighbour_hamlet, field=irrigation)
    works("Gần", workplace=near)
    works("Giỏi", workplace=far, expertise=[irrigation])
    return Unit.objects.filter(pk=world.neighbour_hamlet.pk)


def test_expertise_wins_over_distance_when_it_weighs_more(world, role, near_or_skilled, weigh):
    weigh(expertise=40, distance=20, load=10)
    found = found_for(role, units=near_or_skilled)
    assert proposed(found) == {"Ấp 2": "Giỏi"}
    line = found.lines[0]
    assert reason_for(line, found) == (
        "Chuyên môn hợp với 2 phản ánh, kiến nghị đang mở (Thủy lợi); nơi công tác cách 11,1 km; "
        "giữ 1 địa bàn kể cả nơi này."
    )
    assert next_best(line, found) == (
        "Phương án kế tiếp: đồng chí Gần "
        "(chưa có chuyên môn về 2 phản ánh, kiến nghị đang mở (Thủy lợi); nơi công tác cách 1 km)."
    )


def test_distance_wins_over_expertise_when_it_weighs_more(world, role, near_or_skilled, weigh):
    weigh(expertise=5, distance=60)
    assert proposed(found_for(role, units=near_or_skilled)) == {"Ấp 2": "Gần"}


def test_answered_and_old_petitions_are_no_need(world, role, near_or_skilled, weigh):
    weigh(expertise=40, distance=20, petition_months=1)
    Petition.objects.update(reported_on=today() - datetime.timedelta(days=40))
    assert proposed(found_for(role, units=near_or_skilled)) == {"Ấp 2": "Gần"}


def test_an_unknown_distance_is_neither_near_nor_far_and_is_said(world, role, works, weigh):
    works("Chưa Rõ")
    weigh(distance=20)
    found = found_for(role, units=Unit.objects.filter(pk=world.hamlet.pk))
    assert reason_for(found.lines[0], found) == "Chưa tính được khoảng cách; giữ 1 địa bàn kể cả nơi này."
    assert found.average_km is None


def test_the_load_is_spread(world, role, works, weigh):
    """Đủ has two hamlets already, Ít none: both free hamlets go to Ít."""
    busy, _idle = works("Đủ"), works("Ít")
    for name in ("8", "9"):
        make.AssignmentFactory(unit=make.HamletFactory(parent=world.commune, name=name), officer=busy, role=role)
    weigh(load=30)
    found = found_for(role, units=Unit.objects.within(world.district))
    assert proposed(found) == {"Ấp 1": "Ít", "Ấp 2": "Ít"}
    assert (found.before.fewest, found.before.most) == (0, 2)
    assert (found.after.fewest, found.after.most, found.after.average) == (2, 2, 2.0)


def test_the_most_that_a_role_allows_is_never_passed(world, role, works, weigh):
    role.load_min, role.load_max = 1, 1
    role.save()
    works("Trần Văn An")
    weigh(load=30)
    found = found_for(role, units=Unit.objects.within(world.district))
    assert sorted(proposed(found).values(), key=str) == [None, "Trần Văn An"]
    placed = next(line for line in found.lines if line.proposed)
    left = next(line for line in found.lines if not line.proposed)
    assert "giữ 1 địa bàn kể cả nơi này (định mức 1–1)" in reason_for(placed, found)
    assert reason_for(left, found) == ("Cả 1 đồng chí có thể phụ trách đều đã đủ định mức (nhiều nhất 1 địa bàn).")
    assert next_best(placed, found) == "Không có phương án kế tiếp."


def test_who_held_the_unit_before_is_preferred_and_next_who_held_its_commune(world, role, works, weigh):
    held, commune, _new = works("Cũ"), works("Cùng Xã"), works("An")
    ended = today() - datetime.timedelta(days=400)
    began = ended - datetime.timedelta(days=100)
    make.AssignmentFactory(unit=world.hamlet, officer=held, role=role, valid_from=began, valid_to=ended)
    make.AssignmentFactory(
        unit=world.commune,
        officer=commune,
        role=world.roles["district_officer_for_commune"],
        valid_from=began,
        valid_to=ended,
    )
    weigh(continuity=15)
    found = found_for(role, units=Unit.objects.filter(pk=world.hamlet.pk))
    line = found.lines[0]
    assert (line.proposed.candidate.officer, line.runner_up.candidate.officer) == (held, commune)
    assert reason_for(line, found).startswith("Từng phụ trách nơi này từ ngày ")
    assert "đang hoặc từng phụ trách nơi khác trong cùng xã" in next_best(line, found)


def test_without_a_reason_nobody_is_moved(world, role, works, weigh):
    """An held Ấp 1 once, Bình holds it today: a whole round leaves it with Bình."""
    once, holder = works("An"), works("Bình")
    began = today() - datetime.timedelta(days=400)
    make.AssignmentFactory(
        unit=world.hamlet, officer=once, role=role, valid_from=began, valid_to=began + datetime.timedelta(days=99)
    )
    make.AssignmentFactory(
        unit=world.hamlet, officer=holder, role=role, valid_from=began + datetime.timedelta(days=100)
    )
    weigh(continuity=15)
    found = found_for(role, units=Unit.objects.filter(pk=world.hamlet.pk), unheld_only=False)
    assert found.lines[0].stays


def test_holding_the_predecessor_of_a_unit_counts_as_holding_it(world, role, works, weigh):
    held, _new = works("Cũ"), works("An")
    ended = today() - datetime.timedelta(days=400)
    former = make.HamletFactory(parent=world.commune, name="1A", valid_to=ended)
    make.AssignmentFactory(
        unit=former, officer=held, role=role, valid_from=ended - datetime.timedelta(days=9), valid_to=ended
    )
    Succession.objects.create(
        predecessor=former, successor=world.hamlet, kind="merged_into", document=make.DocumentFactory()
    )
    weigh(continuity=15)
    assert proposed(found_for(role, units=Unit.objects.filter(pk=world.hamlet.pk))) == {"Ấp 1": "Cũ"}


@pytest.mark.parametrize(("years", "stays"), [(4, True), (5, False)])
def test_after_so_many_years_another_is_proposed(world, role, works, weigh, years, stays):
    long, _new = works("Lâu Năm"), works("An")
    since = add_months(today(), -12 * years)
    make.AssignmentFactory(unit=world.hamlet, officer=long, role=role, valid_from=since)
    weigh(continuity=15, rotation=30)
    found = found_for(role, units=Unit.objects.filter(pk=world.hamlet.pk), unheld_only=False)
    line = found.lines[0]
    assert line.current.officer == long
    assert line.stays == stays
    assert ("đến hạn luân chuyển" in next_best(line, found)) == (not stays)


def test_a_whole_round_counts_what_is_given_out_anew_only_once(world, role, works, weigh):
    """An holds both hamlets of the district today; a new round gives one to each."""
    first, _second = works("An"), works("Bình")
    for unit in (world.hamlet, world.neighbour_hamlet):
        make.AssignmentFactory(unit=unit, officer=first, role=role)
    weigh(load=30)
    found = found_for(role, units=Unit.objects.within(world.district), unheld_only=False)
    assert set(proposed(found).values()) == {"An", "Bình"}
    assert (found.before.fewest, found.before.most) == (0, 2)
    assert (found.after.fewest, found.after.most) == (1, 1)


def test_long_absent_and_leaving_officers_are_left_out_with_the_reason(world, role, works, weigh):
    weigh(load=30, absence_days=30)
    away, short, leaving = works("Đi Học"), works("Nghỉ Phép"), works("Sắp Nghỉ")
    day = today()
    Absence.objects.create(officer=away, reason="study", valid_from=day, valid_to=day + datetime.timedelta(days=31))
    Absence.objects.create(officer=short, reason="leave", valid_from=day, valid_to=day + datetime.timedelta(days=30))
    Officer.objects.filter(pk=leaving.pk).update(valid_to=datetime.date(2099, 12, 31))
    found = found_for(role, units=Unit.objects.within(world.district))
    assert set(proposed(found).values()) == {"Nghỉ Phép"}
    reasons = {row.officer.full_name: why_left_out(row) for row in found.left_out}
    assert set(reasons) == {"Đi Học", "Sắp Nghỉ"}
    assert reasons["Sắp Nghỉ"] == "Công tác đến hết ngày 31/12/2099."


def test_who_has_no_account_comes_after_who_has_one(world, role, works, weigh):
    works("An", user=None)
    works("Bình")
    weigh(account=5)
    found = found_for(role, units=Unit.objects.filter(pk=world.hamlet.pk))
    assert proposed(found) == {"Ấp 1": "Bình"}


def test_who_helps_in_a_unit_is_not_proposed_to_lead_it(world, role, works):
    """The database refuses one officer twice on one unit and role."""
    make.AssignmentFactory(unit=world.hamlet, officer=works("Phụ Giúp"), role=role, is_lead=False)
    assert proposed(found_for(role))["Ấp 1"] is None


# --- the weights -----------------------------------------------------------------------------------------------------


def test_the_tiers_own_latest_version_counts_then_the_common_one_then_the_assumption(world, weigh):
    tier, day = world.tiers[1], today()
    assert weights_on(tier, day).pk is None
    assert weights_on(tier, day).expertise == shipped_weights(tier).expertise
    common = weigh(expertise=1)
    own = weigh(expertise=2, tier=tier)
    weigh(expertise=9, tier=world.tiers[0])
    assert weights_on(tier, day) == own
    assert weights_on(world.tiers[2], day) == common
    later = weigh(expertise=3, tier=tier)
    assert weights_on(tier, day) == later
    assert weights_on(tier, make.LONG_AGO - datetime.timedelta(days=1)).pk is None


def test_the_province_assumes_the_groups_of_the_regulation_and_no_standing_member(world):
    assert set(shipped_weights(world.tiers[0]).source_groups) == {
        "executive_committee",
        "department_leader",
        "fatherland_front",
        "mass_organisation",
        "inspection_member",
    }


# --- size ------------------------------------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow(world, role, works, django_assert_num_queries):
    role = type(role).objects.select_related("tier").get(pk=role.pk)
    for size in (1, 3):
        for number in range(size):
            hamlet = make.HamletFactory(parent=world.commune, name=f"{size}{number}")
            officer = works(f"Đồng chí {size}{number}", expertise=[make.FieldFactory()])
            PetitionFactory(unit=hamlet)
            make.AssignmentFactory(officer=officer, role=role, unit=make.HamletFactory(parent=world.neighbour))
        with django_assert_num_queries(11):
            found = found_for(role)
            for line in found.lines:
                reason_for(line, found)
                next_best(line, found)


def test_the_same_data_give_the_same_answer_and_nothing_is_written(world, role, works):
    for number in range(5):
        works(f"Đồng chí {number}")
        make.HamletFactory(parent=world.commune)
    before = Assignment.objects.count()
    assert proposed(found_for(role)) == proposed(found_for(role))
    assert Assignment.objects.count() == before


def test_expertise_answers_weak_figures_of_the_unit_beside_open_petitions(world, role, works, weigh):
    irrigation, school = make.FieldFactory(name="Thủy lợi"), make.FieldFactory(name="Giáo dục")
    percent = {"levels": ["hamlet"], "value_type": "percent", "decimals": 1, "measure": "%"}
    clean = KindFactory(code="clean", name="Hộ có nước sạch", field=irrigation, weak_below=65, **percent)
    PetitionFactory(unit=world.neighbour_hamlet, field=school)
    works("Thầy Giáo", expertise=[school])
    knows = works("Thủy Lợi", expertise=[irrigation])
    weigh(expertise=40)
    units = Unit.objects.filter(pk=world.neighbour_hamlet.pk)
    assert proposed(found_for(role, units=units)) == {"Ấp 2": "Thầy Giáo"}
    FactFactory(unit=world.neighbour_hamlet, kind=clean, number=50)
    FactFactory(unit=world.hamlet, kind=clean, number=10)
    drinking = KindFactory(code="well", name="Hộ dùng giếng khoan", field=irrigation, weak_above=20, **percent)
    FactFactory(unit=world.neighbour_hamlet, kind=drinking, number=30)
    found = found_for(role, units=units)
    assert found.lines[0].proposed.candidate.officer == knows
    assert reason_for(found.lines[0], found).startswith(
        "Chuyên môn hợp với điểm yếu hộ có nước sạch: 50% (số liệu đến 30/06/2026), "
        "hộ dùng giếng khoan: 30% (số liệu đến 30/06/2026); "
    )
    assert "(chưa có chuyên môn" not in next_best(found.lines[0], found)
    assert "chuyên môn hợp với 1 phản ánh, kiến nghị đang mở (Giáo dục)" in next_best(found.lines[0], found)

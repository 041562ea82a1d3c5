"""The list of units and the page of one: who answers for it on any day."""

import datetime

import pytest
from django.urls import reverse

from assignments import services
from assignments.models import Phase, Unit
from nammanh.platform.dates import today
from tests.factories import assignments as make

D = datetime.date
LIST = reverse("assignments:units")


def page(client, unit, ngay=""):
    return client.get(reverse("assignments:unit", args=[unit.pk]), {"ngay": ngay} if ngay else {})


def answers(response) -> dict[str, list[str]]:
    """Each tier printed on the page, with its holders."""
    return {
        str(answer.tier): [holder.assignment.officer.full_name for holder in answer.holders]
        for answer in response.context["tiers"]
    }


@pytest.fixture
def handed_over(world, officer, organiser, by):
    """Sơn Phú passes from `officer` to Lê Văn Sau on 01/03/2021."""
    return services.replace_holder(
        assignment=officer.officer.assignments.get(),
        officer=make.OfficerFactory(full_name="Lê Văn Sau"),
        document=make.DocumentFactory(number="99-QĐ/TU"),
        valid_from=D(2021, 3, 1),
        reason="Nghỉ hưu theo chế độ",
        by=by(organiser),
    )


def test_every_tier_is_printed_also_when_nobody_holds_it(world, officer, organiser, as_user):
    response = page(as_user(organiser), world.hamlet)
    assert answers(response) == {
        "Tỉnh nắm tới xã": ["Nguyễn Văn Tỉnh"],
        "Huyện nắm tới ấp, khu phố": [],
        "Xã nắm tới hộ gia đình": [],
    }
    assert response.content.decode().count("Chưa có đồng chí phụ trách") == 3  # two tiers, and the group below


def test_the_province_names_who_holds_each_district(world, organiser, as_user):
    """No tier reaches for a district, so its role isn't counted; whoever holds it is named all the same."""
    holder = make.OfficerFactory(full_name="Lê Phước Lành")
    make.AssignmentFactory(
        officer=holder, unit=world.district, role=world.roles["province_officer_for_district"], is_lead=True
    )
    children = page(as_user(organiser), world.province).context["children"]
    assert {child["unit"].name: [row.officer.full_name for row in child["leads"]] for child in children} == {
        "Giồng Trôm": ["Lê Phước Lành"],
        "Ba Tri": [],
    }


def test_the_day_before_and_the_day_of_a_change(world, handed_over, organiser, as_user):
    client = as_user(organiser)
    tier = "Tỉnh nắm tới xã"
    assert answers(page(client, world.commune, "28/02/2021"))[tier] == ["Nguyễn Văn Tỉnh"]
    assert answers(page(client, world.commune, "01/03/2021"))[tier] == ["Lê Văn Sau"]
    assert answers(page(client, world.commune))[tier] == ["Lê Văn Sau"]
    html = page(client, world.commune).content.decode()
    for expected in (
        "Đã thôi: đ/c Nguyễn Văn Tỉnh",
        "Nghỉ hưu theo chế độ",
        "99-QĐ/TU",
        "Đang phụ trách: đ/c Lê Văn Sau",
    ):
        assert expected in html


@pytest.mark.parametrize("typed", ["31/02/2020", "05/02/0205", "hôm qua", "9" * 10_000, "🙂"])
def test_a_day_that_does_not_exist_is_said_and_today_stays(world, officer, organiser, as_user, typed):
    response = page(as_user(organiser), world.commune, typed)
    assert response.status_code == 200
    assert response.context["day"] == today()
    assert response.context["asked"].errors["ngay"]
    assert answers(response)["Tỉnh nắm tới xã"] == ["Nguyễn Văn Tỉnh"]


def test_a_page_of_before_its_unit_leads_to_the_predecessor_of_that_day(world, organiser, by, as_user):
    document = make.DocumentFactory(number="855/NQ-UBTVQH14")
    first = services.change_unit(
        unit=world.commune, on=D(2020, 2, 1), name="Tân Phú", document=document, by=by(organiser)
    )
    last = services.change_unit(unit=first, on=D(2023, 4, 10), kind="township", document=document, by=by(organiser))
    client = as_user(organiser)
    asked = page(client, last, "01/01/2019")
    assert not asked.context["exists"]
    assert [unit for unit, _url in asked.context["counterparts"]] == [world.commune]
    assert "Đơn vị này chưa thành lập vào ngày đó" in asked.content.decode()
    gone = page(client, world.commune)
    assert [unit for unit, _url in gone.context["counterparts"]] == [last]
    html = gone.content.decode()
    assert "Đơn vị này không còn vào ngày đó" in html
    assert "855/NQ-UBTVQH14" in html


def test_units_outside_ones_scope_are_named_without_a_link(world, officer, as_user):
    html = page(as_user(officer), world.commune).content.decode()
    assert "Huyện Giồng Trôm" in html
    assert reverse("assignments:unit", args=[world.district.pk]) not in html


def test_whoever_sees_a_unit_learns_who_answers_for_it_at_every_tier(world, officer, hamlet_officer, as_user):
    assert answers(page(as_user(hamlet_officer), world.hamlet)) == {
        "Tỉnh nắm tới xã": ["Nguyễn Văn Tỉnh"],
        "Huyện nắm tới ấp, khu phố": ["Lê Văn Huyện"],
        "Xã nắm tới hộ gia đình": [],
    }


def test_buttons_are_for_those_who_may(world, officer, organiser, as_user):
    buttons = ("Thay cán bộ phụ trách", "Phân công cán bộ", "Đổi tên, loại, trực thuộc")
    allowed, other = page(as_user(organiser), world.commune), page(as_user(officer), world.commune)
    assert [words in allowed.content.decode() for words in buttons] == [True, True, True]
    assert [words in other.content.decode() for words in buttons] == [False, False, False]


@pytest.mark.parametrize("typed", ["sơn phú", "xã Sơn Phú", "SON PHU", "x. son phu"])
def test_a_unit_is_found_with_or_without_accents_and_kind(world, organiser, as_user, typed):
    assert as_user(organiser).get(LIST, {"q": typed}).context["rows"] == [world.commune]


def test_the_search_stays_in_ones_scope(world, officer, as_user):
    client = as_user(officer)
    assert client.get(LIST, {"q": "an đức"}).context["rows"] == []
    assert [branch["unit"] for branch in client.get(LIST).context["branches"]] == [world.commune]


def test_a_province_without_districts_works_with_the_same_pages(world, organiser, as_user):
    """From 01/07/2025: communes lie directly under the province, and a phase has two tiers."""
    Phase.objects.update(valid_to=D(2025, 6, 30))
    phase = make.PhaseFactory(policy=Phase.objects.get().policy, name="Từ 01/7/2025", valid_from=D(2025, 7, 1))
    first = make.TierFactory(phase=phase, order=1, name="Tỉnh nắm tới xã, phường")
    make.TierFactory(phase=phase, order=2, name="Xã nắm tới ấp", holder_level="commune", target="hamlet")
    Unit.objects.filter(level__in=["hamlet", "group"]).update(valid_to=D(2025, 6, 30))
    Unit.objects.filter(level="commune").update(valid_to=D(2025, 6, 30))
    Unit.objects.filter(level="district").update(valid_to=D(2025, 6, 30))
    ward = make.UnitFactory(kind="ward", name="An Hội", parent=world.province, valid_from=D(2025, 7, 1))
    hamlet = make.HamletFactory(parent=ward, valid_from=D(2025, 7, 1))
    role = make.RoleFactory(tier=first, code="ward", name="Cán bộ tỉnh phụ trách phường")
    held = make.AssignmentFactory(unit=ward, role=role, valid_from=D(2025, 7, 1))
    client = as_user(organiser)
    assert answers(page(client, hamlet)) == {
        "Tỉnh nắm tới xã, phường": [held.officer.full_name],
        "Xã nắm tới ấp": [],
    }
    (line,) = client.get(reverse("assignments:matrix")).context["lines"]
    assert [(str(cell.tier), cell.figure.held, cell.figure.total) for cell in line.cells] == [
        ("Tỉnh nắm tới xã, phường", 1, 1),
        ("Xã nắm tới ấp", 0, 1),
    ]
    assert client.get(LIST).context["branches"][0]["below"] == [ward]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_child_and_for_three(
    world, officer, organiser, as_user, count, django_assert_num_queries
):
    for _child in range(count - 1):
        hamlet = make.HamletFactory(parent=world.commune)
        make.AssignmentFactory(unit=hamlet, role=world.roles["district_officer_for_hamlet"])
        make.HouseholdFactory(unit=hamlet)
        make.AssignmentFactory(unit=world.commune, role=world.roles["province_officer_for_commune"], is_lead=False)
    client = as_user(organiser)
    with django_assert_num_queries(12):
        page(client, world.commune)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_unit_and_for_three(
    world, organiser, as_user, count, django_assert_num_queries
):
    for _unit in range(count - 1):
        make.CommuneFactory(parent=world.district, name="Sơn Phú Đông")
    client = as_user(organiser)
    with django_assert_num_queries(10):
        client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST, {"q": "sơn phú"})


@pytest.mark.parametrize(("kind", "name", "within"), [("commune", "Sơn Phú", "xã Sơn Phú"), ("ward", "7", "Phường 7")])
def test_a_common_noun_has_a_capital_within_a_sentence_only_before_a_number(kind, name, within):
    assert Unit(kind=kind, name=name).name_in_sentence == within

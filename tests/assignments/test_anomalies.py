"""What is irregular in who holds what: each kind finds its rows and no others, and offers what mends them."""

import datetime

import pytest
from django.urls import reverse

from assignments.models import Absence, Assignment
from nammanh.platform.dates import format_date, today
from tests.conftest import holder, in_post
from tests.factories import assignments as make

PAGE = reverse("assignments:anomalies")
UNHELD_COMMUNES = "chua-phan-cong-{0.pk}"


def day(distance: int) -> datetime.date:
    return today() + datetime.timedelta(days=distance)


def listed(client, kind, **query):
    """(unit, officer) of each row of a kind; the number on its card is the number of its rows."""
    response = client.get(PAGE, {"loai": kind, **query})
    found = {(str(line["told"].unit or ""), str(line["told"].officer or "")) for line in response.context["lines"]}
    assert response.context["chosen"].count == len(found)
    return found


def remedies(client, kind):
    return [url for line in client.get(PAGE, {"loai": kind}).context["lines"] for _label, url in line["remedies"]]


def test_units_that_a_tier_has_not_reached_are_listed_tier_by_tier(world, officer, hamlet_officer, organiser, as_user):
    client = as_user(organiser)
    first, second, third = (UNHELD_COMMUNES.format(tier) for tier in world.tiers)
    assert listed(client, first) == {("Xã Lương Phú", ""), ("Xã An Đức", "")}
    assert listed(client, second) == {("Ấp 2", ""), ("Ấp 3", "")}
    assert listed(client, third) == {("Ấp 1", "")}, "the hamlet in which a household is missed"
    assert set(remedies(client, first)) == {
        f"{reverse('assignments:assign')}?dia-ban={unit.pk}" for unit in (world.neighbour, world.far_commune)
    }


@pytest.fixture
def member_role(world):
    return make.RoleFactory(tier=world.tiers[0], code="delegation_member", name="Thành viên đoàn công tác")


def test_two_officers_in_charge_within_one_tier_are_listed(
    world, officer, hamlet_officer, member_role, organiser, as_user
):
    other = make.AssignmentFactory(officer__full_name="Lý Văn Đoàn", unit=world.commune, role=member_role)
    assistant = make.OfficerFactory(full_name="Không Phụ Trách Chính")
    make.AssignmentFactory(officer=assistant, unit=world.far_commune, role=member_role, is_lead=False)
    client = as_user(organiser)
    assert listed(client, "hai-dau-moi") == {("Xã Sơn Phú", "")}
    (line,) = client.get(PAGE, {"loai": "hai-dau-moi"}).context["lines"]
    assert "Nguyễn Văn Tỉnh" in line["told"].detail and "Lý Văn Đoàn" in line["told"].detail
    own = officer.officer.assignments.get()
    assert set(remedies(client, "hai-dau-moi")) == {reverse("assignments:end", args=[row.pk]) for row in (own, other)}


def test_one_officer_in_two_roles_and_officers_of_two_tiers_are_no_two_leads(
    world, officer, district_commune_officer, member_role, organiser, as_user
):
    make.AssignmentFactory(officer=officer.officer, unit=world.commune, role=member_role)
    assert listed(as_user(organiser), "hai-dau-moi") == set()


def test_officers_of_named_households_share_a_hamlet_rightly(world, organiser, as_user):
    for _officer in range(2):
        make.AssignmentFactory(unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"], whole_unit=False)
    assert listed(as_user(organiser), "hai-dau-moi") == set()


def test_officers_without_a_login_who_hold_something_are_listed(world, officer, stranger, organiser, as_user):
    make.OfficerFactory(full_name="Không Giữ Địa Bàn", user=None)
    make.AssignmentFactory(
        officer__user=None,
        officer__full_name="Chưa Có Tài Khoản",
        unit=world.neighbour,
        role=world.roles["province_officer_for_commune"],
    )
    stranger.is_active = False
    stranger.save()
    assert listed(as_user(organiser), "khong-dang-nhap") == {("", "Chưa Có Tài Khoản"), ("", "Phạm Văn Lạ")}


def test_the_administrator_makes_accounts_and_ban_to_chuc_links_them(world, administrator, organiser, as_user):
    row = make.AssignmentFactory(
        officer__user=None, unit=world.neighbour, role=world.roles["province_officer_for_commune"]
    )
    link = reverse("admin:assignments_officer_change", args=[row.officer_id])
    assert remedies(as_user(administrator), "khong-dang-nhap") == [reverse("admin:accounts_user_add"), link]
    assert remedies(as_user(organiser), "khong-dang-nhap") == [link]


def test_an_officer_whose_posts_have_all_ended_still_holds(world, officer, stranger, organiser, as_user):
    """Without any recorded post nothing has ended; with one that lasts neither."""
    third = holder(world, "province_officer_for_commune", world.neighbour, "Lê Thị Còn Chức").officer
    make.PositionFactory(officer=officer.officer, valid_to=day(-1))
    make.PositionFactory(officer=third, valid_to=day(-1))
    make.PositionFactory(officer=third)
    client = as_user(organiser)
    assert listed(client, "thoi-chuc") == {("Xã Sơn Phú", "Nguyễn Văn Tỉnh")}
    assert listed(client, "thoi-chuc", ngay=format_date(day(-1))) == set(), "the last day is still in office"
    row = officer.officer.assignments.get()
    assert remedies(client, "thoi-chuc") == [
        reverse("assignments:replace", args=[row.pk]),
        reverse("assignments:end", args=[row.pk]),
    ]


def test_assignments_past_the_term_of_their_decision_are_listed(world, officer, stranger, organiser, as_user):
    for person, last in ((officer, day(-1)), (stranger, day(0))):
        document = person.officer.assignments.get().document
        document.expires_on = last
        document.save()
    client = as_user(organiser)
    assert listed(client, "het-han") == {("Xã Sơn Phú", "Nguyễn Văn Tỉnh")}
    assert listed(client, "het-han", ngay=format_date(day(1))) == {
        ("Xã Sơn Phú", "Nguyễn Văn Tỉnh"),
        ("Xã An Đức", "Phạm Văn Lạ"),
    }


def test_holders_away_without_a_substitute_who_is_there_are_listed(
    world, officer, stranger, hamlet_officer, organiser, as_user
):
    away = {"reason": "leave", "valid_from": day(-1), "valid_to": day(0)}
    here, idle = make.OfficerFactory(full_name="Người Ở Nhà"), make.OfficerFactory(full_name="Không Giữ Gì")
    Absence.objects.create(officer=officer.officer, **away)
    Absence.objects.create(officer=stranger.officer, substitute=officer.officer, **away)
    Absence.objects.create(officer=hamlet_officer.officer, substitute=here, **away)
    Absence.objects.create(officer=idle, **away)
    client = as_user(organiser)
    assert listed(client, "vang-mat") == {("", "Nguyễn Văn Tỉnh"), ("", "Phạm Văn Lạ")}
    assert listed(client, "vang-mat", ngay=format_date(day(1))) == set()
    unattended = Absence.objects.filter(officer__in=[officer.officer, stranger.officer])
    assert set(remedies(client, "vang-mat")) == {
        reverse("assignments:absence_change", args=[absence.pk]) for absence in unattended
    }


def test_the_load_of_an_officer_is_measured_by_the_limits_of_the_role(world, officer, stranger, organiser, as_user):
    role = world.roles["province_officer_for_commune"]
    make.AssignmentFactory(officer=officer.officer, unit=world.neighbour, role=role)
    client = as_user(organiser)
    assert listed(client, "qua-tai") == listed(client, "duoi-tai") == set(), "no limits, no irregularity"
    role.load_min, role.load_max = 2, 2
    role.save()
    assert listed(client, "qua-tai") == set()
    assert listed(client, "duoi-tai") == {("", "Phạm Văn Lạ")}
    role.load_min, role.load_max = 1, 1
    role.save()
    assert listed(client, "qua-tai") == {("", "Nguyễn Văn Tỉnh")}
    (line,) = client.get(PAGE, {"loai": "qua-tai"}).context["lines"]
    assert line["told"].detail == "Cán bộ tỉnh phụ trách xã: 2 địa bàn (mức quy định: từ 1 đến 1)"


def test_what_has_ended_is_no_irregularity(world, officer, member_role, organiser, as_user):
    make.AssignmentFactory(unit=world.commune, role=member_role)
    make.PositionFactory(officer=officer.officer, valid_to=day(-9))
    Assignment.objects.update(valid_to=day(-1))
    client = as_user(organiser)
    assert [listed(client, kind) for kind in ("hai-dau-moi", "thoi-chuc", "khong-dang-nhap")] == [set()] * 3


def test_a_committee_sees_its_own_area_without_buttons_and_without_accounts(
    world, officer, stranger, district_secretary, as_user
):
    for person in (officer, stranger):
        make.PositionFactory(officer=person.officer, valid_to=day(-1))
    client = as_user(district_secretary)
    assert listed(client, "thoi-chuc") == {("Xã Sơn Phú", "Nguyễn Văn Tỉnh")}
    assert remedies(client, "thoi-chuc") == []
    assert "khong-dang-nhap" not in {choice.kind.code for choice in client.get(PAGE).context["choices"]}


def test_the_load_counts_units_outside_the_viewers_area_too(world, officer, as_user):
    """Else a committee would be told that somebody has too little who has enough elsewhere."""
    role = world.roles["province_officer_for_commune"]
    role.load_min = 2
    role.save()
    make.AssignmentFactory(officer=officer.officer, unit=world.far_commune, role=role)
    committee = in_post("commune_committee", world.commune, "Bí thư", "Đặng Văn Bí", "Đảng ủy Sơn Phú")
    assert listed(as_user(committee), "duoi-tai") == set()


def test_an_empty_list_says_so(world, organiser, as_user):
    page = as_user(organiser).get(PAGE, {"loai": "vang-mat"}).content.decode()
    assert "Không có đồng chí nào vắng mặt mà thiếu người làm thay." in page


def test_long_lists_are_read_page_by_page(world, organiser, as_user):
    for number in range(26):
        make.CommuneFactory(name=f"Xã Mới {number}", parent=world.district)
    client = as_user(organiser)
    kind = UNHELD_COMMUNES.format(world.tiers[0])
    first = client.get(PAGE, {"loai": kind})
    second = client.get(PAGE + first.context["next_url"])
    assert (len(first.context["lines"]), len(second.context["lines"])) == (25, 4)


KINDS = ["chua-phan-cong", "hai-dau-moi", "thoi-chuc", "het-han", "vang-mat", "khong-dang-nhap", "qua-tai", "duoi-tai"]


@pytest.mark.parametrize("count", [1, 3])
def test_each_list_costs_the_same_for_one_row_and_for_three(
    world, member_role, organiser, as_user, count, django_assert_num_queries
):
    role = world.roles["province_officer_for_commune"]
    role.load_max = 1
    role.save()
    expired = make.DocumentFactory(expires_on=day(-1))
    for number in range(count):
        unit, more = (make.CommuneFactory(name=f"Xã {number} {name}", parent=world.district) for name in "ab")
        make.CommuneFactory(name=f"Xã {number} c", parent=world.district)
        person = make.OfficerFactory(user=None)
        make.PositionFactory(officer=person, valid_to=day(-1))
        Absence.objects.create(officer=person, reason="leave", valid_from=day(0), valid_to=day(0))
        for place in (unit, more):
            make.AssignmentFactory(officer=person, unit=place, role=role, document=expired)
        make.AssignmentFactory(officer__user=None, unit=unit, role=member_role)
    client = as_user(organiser)
    kinds = [UNHELD_COMMUNES.format(world.tiers[0]), *KINDS[1:-1]]
    for kind in kinds:
        with django_assert_num_queries(18 if kind == "hai-dau-moi" else 17):
            assert client.get(PAGE, {"loai": kind}).context["lines"]
    with django_assert_num_queries(16):
        client.get(PAGE)

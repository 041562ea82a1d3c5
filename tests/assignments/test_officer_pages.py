"""The list of officers and the page of one."""

import pytest
from django.urls import reverse

from tests.factories import assignments as make

LIST = reverse("assignments:officers")


def names(client, **query) -> list[str]:
    return [officer.full_name for officer in client.get(LIST, query).context["rows"]]


def test_officers_come_in_order_of_their_given_names(world, organiser, as_user):
    for name in ("Trần Văn Út", "Lê Thị Ấm", "Phạm Văn An", "Bùi Đình Đức"):
        make.OfficerFactory(full_name=name)
    assert names(as_user(organiser)) == ["Phạm Văn An", "Lê Thị Ấm", "Cao Thị Tổ Chức", "Bùi Đình Đức", "Trần Văn Út"]


def test_the_list_is_narrowed_by_name_group_agency_and_place(world, officer, organiser, district_secretary, as_user):
    client = as_user(organiser)
    agency = district_secretary.officer.positions.get().agency
    assert names(client, q="van tinh") == ["Nguyễn Văn Tỉnh"]
    assert names(client, co_quan=agency.pk) == ["Hồ Văn Huyện Ủy"]
    assert names(client, huyen=world.district.pk) == ["Nguyễn Văn Tỉnh"]
    assert names(client, nhom="standing_board") == []
    assert names(client, tang=world.tiers[0].pk) == ["Nguyễn Văn Tỉnh"]
    assert names(client, q="!!!") == []


def test_one_sees_oneself_and_those_of_ones_area(world, officer, stranger, household_officer, as_user):
    assert names(as_user(stranger)) == ["Phạm Văn Lạ"]
    assert set(names(as_user(officer))) == {"Nguyễn Văn Tỉnh", "Trần Thị Xã"}


def test_the_account_is_shown_to_those_who_manage_only(world, officer, organiser, as_user):
    url = reverse("assignments:officer", args=[officer.officer.pk])
    assert officer.username in as_user(organiser).get(url).content.decode()
    assert officer.username not in as_user(officer).get(url).content.decode()


def test_units_before_and_now_are_told_apart(world, officer, organiser, as_user):
    role = world.roles["province_officer_for_commune"]
    make.AssignmentFactory(officer=officer.officer, unit=world.neighbour, role=role, valid_to=make.LONG_AGO)
    context = as_user(organiser).get(reverse("assignments:officer", args=[officer.officer.pk])).context
    assert [row.unit for row, _linked in context["current"]] == [world.commune]
    assert [row.unit for row, _linked in context["past"]] == [world.neighbour]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(
    world, officer, organiser, as_user, count, django_assert_num_queries
):
    for _officer in range(count - 1):
        other = make.PositionFactory().officer
        unit = make.CommuneFactory(parent=world.district)
        role = world.roles["province_officer_for_commune"]
        make.AssignmentFactory(officer=other, unit=unit, role=role)
        make.AssignmentFactory(officer=officer.officer, unit=unit, role=role, is_lead=False)
        make.PositionFactory(officer=officer.officer)
    client = as_user(organiser)
    with django_assert_num_queries(11):
        client.get(LIST)
    with django_assert_num_queries(11):
        client.get(reverse("assignments:officer", args=[officer.officer.pk]))

"""The coverage of each tier: the matrix, and the lists that its numbers count."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from assignments.models import Assignment
from nammanh.platform.dates import format_date, today
from tests.factories import assignments as make

MATRIX = reverse("assignments:matrix")
UNHELD = reverse("assignments:unheld")


def lines(client, **query):
    """Place → (held, total, officers) of each tier, and last all its officers."""
    return {
        line.name: [
            *((cell.figure.held, cell.figure.total, len(cell.figure.officers)) for cell in line.cells),
            line.officers,
        ]
        for line in client.get(MATRIX, query).context["lines"]
    }


def rows_behind(client, url):
    """How many rows (households, in a list of hamlets) the list has that a number leads to."""
    response = client.get(url)
    assert response.status_code == 200
    assert not response.context["next_url"], "the scene is too large for one page"
    return sum(line["count"] or 1 for line in response.context["lines"]), response.context["total"]


@pytest.fixture
def province(world, officer, stranger, hamlet_officer, household_officer):
    """3 communes, 2 held by 2 officers; 3 hamlets, 1 held; 3 households: 1 by its group, 1 by name, 1 by nobody."""
    free = make.HouseholdFactory(unit=world.neighbour_hamlet)
    named = make.HouseholdFactory(unit=world.far_hamlet)
    some = make.AssignmentFactory(
        unit=world.far_hamlet, role=world.roles["commune_officer_for_hamlet"], whole_unit=False
    )
    some.households.create(household=named)
    return free


def test_the_matrix_is_as_counted_by_hand(province, world, organiser, as_user):
    assert lines(as_user(organiser)) == {
        "Tất cả": [(2, 3, 2), (1, 3, 1), (2, 3, 2), 5],
        "Huyện Giồng Trôm": [(1, 2, 1), (1, 2, 1), (1, 2, 1), 3],
        "Huyện Ba Tri": [(1, 1, 1), (0, 1, 0), (1, 1, 1), 2],
    }


def test_the_figures_of_cho_lach_are_exact(world, organiser, as_user):
    """Huyện ủy Chợ Lách, 11/10/2018 (seed 002): 11 communes, 90 hamlets, 47 officers, 1,91 hamlets each."""
    district = make.DistrictFactory(name="Chợ Lách", parent=world.province)
    communes = [make.CommuneFactory(name=f"Xã {number}", parent=district) for number in range(11)]
    role, provincial = world.roles["district_officer_for_hamlet"], world.roles["province_officer_for_commune"]
    officers = [make.OfficerFactory(user=None) for _officer in range(47)]
    document = make.DocumentFactory()
    for number, commune in enumerate(communes):
        make.AssignmentFactory(unit=commune, officer=officers[number], role=provincial, document=document)
    for number in range(90):
        hamlet = make.HamletFactory(parent=communes[number % 11], name=str(number + 1))
        make.AssignmentFactory(unit=hamlet, officer=officers[number % 47], role=role, document=document)
    response = as_user(organiser).get(MATRIX)
    line = next(line for line in response.context["lines"] if line.name == "Huyện Chợ Lách")
    communes_cell, hamlets_cell, _households = line.cells
    assert (communes_cell.figure.held, communes_cell.figure.total, communes_cell.rate) == (11, 11, "100%")
    figure = hamlets_cell.figure
    assert (figure.held, figure.total, len(figure.officers), hamlets_cell.rate) == (90, 90, 47, "100%")
    assert round(figure.per_officer, 2) == Decimal("1.91")
    assert line.officers == 47
    assert "bình quân 1,91" in response.content.decode()


def test_each_number_is_the_length_of_its_list(province, organiser, as_user):
    client = as_user(organiser)
    for line in client.get(MATRIX).context["lines"]:
        for cell in line.cells:
            for name in ("held", "total", "unheld"):
                number = getattr(cell.figure, name)
                assert rows_behind(client, cell.urls[name]) == (number, number), (line.name, cell.tier, name)
            assert len(client.get(cell.urls["officers"]).context["rows"]) == len(cell.figure.officers)


def test_an_officer_of_two_districts_counts_once_in_the_whole(world, officer, organiser, as_user):
    make.AssignmentFactory(
        officer=officer.officer, unit=world.far_commune, role=world.roles["province_officer_for_commune"]
    )
    make.AssignmentFactory(officer=officer.officer, unit=world.hamlet, role=world.roles["district_officer_for_hamlet"])
    assert {name: line[-1] for name, line in lines(as_user(organiser)).items()} == {
        "Tất cả": 1,
        "Huyện Giồng Trôm": 1,
        "Huyện Ba Tri": 1,
    }


def test_an_officer_counts_in_the_list_of_the_district_where_the_count_is_made(world, officer, organiser, as_user):
    """Holding a commune of one district, and in another district something that doesn't count."""
    make.AssignmentFactory(
        officer=officer.officer, unit=world.other_district, role=world.roles["province_officer_for_district"]
    )
    url = reverse("assignments:officers")
    client = as_user(organiser)
    here = client.get(url, {"tang": world.tiers[0].pk, "huyen": world.district.pk})
    there = client.get(url, {"tang": world.tiers[0].pk, "huyen": world.other_district.pk})
    assert set(here.context["rows"]) == {officer.officer}
    assert set(there.context["rows"]) == set()


def test_another_day_is_answered_as_it_was(world, officer, organiser, as_user):
    Assignment.objects.update(valid_to=datetime.date(2020, 12, 31))
    client = as_user(organiser)
    assert lines(client)["Tất cả"][0] == (0, 3, 0)
    then = client.get(MATRIX, {"ngay": "31/12/2020"}).context["lines"][0].cells[0]
    assert (then.figure.held, then.figure.total, then.urls["officers"]) == (1, 3, "")
    assert rows_behind(client, then.urls["held"]) == (1, 1)
    assert "chưa có giai đoạn nào" in client.get(MATRIX, {"ngay": "31/12/2015"}).content.decode()


@pytest.fixture
def two_levels(world):
    """A province without districts: one cluster of two communes, one commune in none, 2 of 3 held."""
    province = make.ProvinceFactory(name="Vĩnh Long", gso_code="86")
    first, second, third = (make.CommuneFactory(name=name, parent=province) for name in ("An Bình", "Bình Ninh", "Cái"))
    hamlet = make.HamletFactory(parent=second, name="9")
    cluster = make.ClusterFactory(name="Cụm Ba Tri", kind="cluster", unit=province)
    for unit in (first, second):
        make.ClusterMemberFactory(cluster=cluster, unit=unit)
    for unit in (first, third):
        make.AssignmentFactory(unit=unit, role=world.roles["province_officer_for_commune"])
    return hamlet


def test_without_districts_the_lines_are_clusters_and_the_communes_in_none(two_levels, organiser, as_user):
    client = as_user(organiser)
    found = lines(client)
    assert found["Cụm Ba Tri"] == [(1, 2, 1), (0, 1, 0), (0, 0, 0), 1]
    assert found["Không thuộc huyện, cụm nào"] == [(1, 1, 1), (0, 0, 0), (0, 0, 0), 1]
    for line in client.get(MATRIX).context["lines"]:
        for cell in line.cells:
            for name in ("held", "total", "unheld"):
                number = getattr(cell.figure, name)
                assert rows_behind(client, cell.urls[name]) == (number, number), (line.name, cell.tier, name)


def test_a_cluster_is_that_of_the_day(two_levels, organiser, as_user):
    two_levels.commune.cluster_memberships.update(valid_to=today() - datetime.timedelta(days=1))
    client = as_user(organiser)
    assert lines(client)["Cụm Ba Tri"][0] == (1, 1, 1)
    yesterday = format_date(today() - datetime.timedelta(days=1))
    assert lines(client, ngay=yesterday)["Cụm Ba Tri"][0] == (1, 2, 1)


def test_the_matrix_stays_in_ones_scope(province, stranger, as_user):
    assert lines(as_user(stranger)) == {"Huyện Ba Tri": [(1, 1, 1), (0, 1, 0), (1, 1, 1), 2]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_costs_the_same_for_one_district_and_for_three(
    world, officer, organiser, as_user, count, django_assert_num_queries
):
    for number in range(count - 1):
        district = make.DistrictFactory(name=f"Mỏ Cày {number}", parent=world.province)
        unit = make.CommuneFactory(parent=district)
        make.AssignmentFactory(unit=unit, role=world.roles["province_officer_for_commune"])
    client = as_user(organiser)
    with django_assert_num_queries(12):
        client.get(MATRIX)
    with django_assert_num_queries(12):
        b"".join(client.get(MATRIX, {"xuat": "xlsx"}).streaming_content)


def test_the_list_of_unheld_households_tells_hamlets_and_numbers_only(province, world, organiser, as_user):
    response = as_user(organiser).get(UNHELD, {"tang": world.tiers[2].pk})
    assert [(line["unit"], line["count"]) for line in response.context["lines"]] == [(world.neighbour_hamlet, 1)]
    assert province.householder not in response.content.decode()
    assert province.code not in response.content.decode()


@pytest.mark.parametrize("query", [{"tang": "x"}, {"tang": "999999"}, {"tang": "1", "huyen": "x"}])
def test_the_list_of_an_unknown_tier_does_not_exist(world, organiser, as_user, query):
    assert as_user(organiser).get(UNHELD, query).status_code == 404


def test_a_day_without_a_phase_is_told_on_a_page_and_a_tier_that_is_none_is_not_found(world, organiser, as_user):
    client = as_user(organiser)
    page = client.get(UNHELD, {"ngay": "01/01/1990"})
    assert page.status_code == 200
    assert "Ngày này chưa có giai đoạn nào của phương châm" in page.content.decode()
    assert client.get(UNHELD, {"tang": "999999"}).status_code == 404

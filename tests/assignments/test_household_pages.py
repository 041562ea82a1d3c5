"""Households: names for the commune tier only, every reading on record."""

import pytest
from django.urls import reverse

from assignments import policies
from assignments.models import Household
from nammanh.accounts.models import AccessLog
from tests.factories import assignments as make

LIST = reverse("assignments:households")
ADD = reverse("assignments:household_add")


def rows(client, place, **query) -> str:
    return client.get(LIST, {"dia-ban": place.pk, **query}).content.decode()


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("commune_secretary", True),
        ("household_officer", True),
        ("officer", False),
        ("hamlet_officer", False),
        ("district_secretary", False),
        ("standing_committee", False),
    ],
)
def test_names_and_the_poverty_flag_are_for_the_commune_tier(world, request, as_user, who, reads):
    user = request.getfixturevalue(who)
    html = rows(as_user(user), world.group if who == "household_officer" else world.hamlet)
    assert world.household.code in html
    assert ("Trần Văn Hộ" in html) is reads
    assert ("•••" in html) is not reads
    assert policies.reads_household_details(user, world.household) is reads
    readable = Household.objects.filter(policies.households_read_in_detail(user))
    assert set(readable) == ({world.household} if reads else set())


@pytest.mark.parametrize("who", ["organiser", "administrator", "office", "inspector", "department_head", "nobody"])
def test_those_without_a_place_read_no_household(world, request, as_user, who):
    client = as_user(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 403
    assert client.get(LIST, {"dia-ban": world.hamlet.pk}).status_code == 403


def test_a_place_of_others_does_not_exist(world, stranger, as_user):
    assert as_user(stranger).get(LIST, {"dia-ban": world.hamlet.pk}).status_code == 404
    assert as_user(stranger).get(LIST, {"dia-ban": "x'"}).status_code == 404


def test_an_officer_of_named_households_reads_these_and_no_other(world, as_user):
    other = make.HouseholdFactory(unit=world.hamlet, householder="Lê Thị Khác")
    assignment = make.AssignmentFactory(
        unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"], whole_unit=False
    )
    assignment.households.create(household=world.household)
    html = rows(as_user(assignment.officer.user), world.hamlet)
    assert "Trần Văn Hộ" in html
    assert other.code not in html


def test_a_search_tells_nothing_that_the_page_hides(world, commune_secretary, officer, as_user):
    assert world.household.code in rows(as_user(commune_secretary), world.hamlet, q="tran van")
    assert world.household.code not in rows(as_user(officer), world.hamlet, q="tran van")
    assert world.household.code in rows(as_user(officer), world.hamlet, q=world.household.code)


def test_each_reading_is_on_record_once(world, commune_secretary, as_user):
    client = as_user(commune_secretary)
    client.get(LIST)
    assert AccessLog.objects.count() == 0
    client.get(LIST, {"dia-ban": world.hamlet.pk})
    entry = AccessLog.objects.get()
    assert (entry.kind, entry.user, entry.path) == ("read", commune_secretary, LIST)


def test_the_committee_adds_and_corrects(world, commune_secretary, as_user):
    client = as_user(commune_secretary)
    data = {"unit": world.hamlet.pk, "code": "H-9", "householder": "Võ Thị Chín", "size_band": "3-4"}
    assert client.post(ADD, data).status_code == 302
    household = Household.objects.get(code="H-9")
    edit = reverse("assignments:household_edit", args=[household.pk])
    assert client.post(edit, {**data, "size_band": "7+", "officially_poor": "on"}).status_code == 302
    household.refresh_from_db()
    assert (household.size_band, household.officially_poor, household.commune) == ("7+", True, world.commune)


@pytest.mark.parametrize(
    "change",
    [
        {"code": ""},
        {"householder": "Võ Thị Chín 0912345678"},
        {"householder": "hộ theo đạo"},
        {"householder": "x" * 10_000},
        {"size_band": "12"},
        {"unit": "far"},
        {"code": "taken"},
    ],
)
def test_what_must_not_be_kept_is_refused(world, commune_secretary, as_user, change):
    taken = make.HouseholdFactory(unit=world.hamlet)
    values = {"far": world.far_hamlet.pk, "taken": taken.code}
    change = {name: values.get(value, value) for name, value in change.items()}
    before = Household.objects.count()
    data = {"unit": world.hamlet.pk, "code": "H-9", "householder": "", "size_band": ""}
    assert as_user(commune_secretary).post(ADD, {**data, **change}).status_code == 422
    assert Household.objects.count() == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_household_and_for_three(
    world, commune_secretary, as_user, count, django_assert_num_queries
):
    for _household in range(count - 1):
        make.HouseholdFactory(unit=world.hamlet)
    client = as_user(commune_secretary)
    with django_assert_num_queries(8):
        client.get(LIST, {"dia-ban": world.hamlet.pk})

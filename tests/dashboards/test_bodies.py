"""The pages of a department and of a delegation: each number equals its list, nobody else's is read."""

import datetime

import pytest
from django.urls import reverse

from nammanh.platform.dates import today
from reports.facts.months import Months
from reports.facts.services import freshen
from tests.dashboards.reading import rows_behind
from tests.factories import assignments as make
from tests.factories.reports import CarriedBackFactory, CommentFactory, PetitionFactory, ReferralFactory, VisitFactory

YEAR = Months.latest(today(), 12).query


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


@pytest.fixture
def agency(department_head):
    return department_head.officer.positions.get().agency


@pytest.fixture
def asked(world, officer, agency):
    """Owed in time, owed late, answered; one of the answers was told to the people; another department's beside."""
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=ago(90))
    for due in (ago(-10), ago(5)):
        owed = ReferralFactory(department=agency, due_on=due)
        PetitionFactory(visit=visit, status="dispatched", department=agency, referral=owed)
    answered = PetitionFactory(visit=visit, status="answered", department=agency, due_on=ago(1))
    CarriedBackFactory(petition=answered, visit=visit, reaction="disagreed")
    PetitionFactory(visit=visit, status="dispatched", department=make.AgencyFactory(kind="department"))
    freshen()


@pytest.mark.parametrize("reader", ["department_head", "standing_committee"])
def test_every_number_of_a_department_is_that_of_its_list(as_user, request, agency, asked, reader):
    browser = as_user(request.getfixturevalue(reader))
    answer = browser.get(reverse("dashboards:department", args=[agency.pk]), YEAR)
    figures = [*answer.context["waiting"], *answer.context["punctuality"], *answer.context["reactions"]]
    found = [(row.label, row.value, row.url) for row in figures]
    for row in answer.context["by_month"].rows:
        found += [(row.name, cell.value + cell.change, cell.url) for cell in row.cells]
    assert [row for row in found if rows_behind(browser, row[2]) != row[1]] == []
    values = {row.label: row.value for row in figures}
    assert (values["Còn phải trả lời"], values["Quá hạn ban đầu"], values["Chưa đồng tình"]) == (2, 1, 1)


def test_another_departments_page_does_not_exist(as_user, department_head, asked):
    other = make.AgencyFactory(kind="department")
    assert as_user(department_head).get(reverse("dashboards:department", args=[other.pk])).status_code == 404


@pytest.fixture
def delegation(world, officer, hamlet_officer):
    """Two officers with a place each, and one without."""
    kept = make.DelegationFactory()
    for person in (officer, hamlet_officer):
        make.DelegationMemberFactory(delegation=kept, officer=person.officer)
        held = person.officer.assignments.get()
        held.delegation = kept
        held.save(update_fields=["delegation"])
    make.DelegationMemberFactory(delegation=kept)
    return kept


def test_the_home_of_who_heads_a_delegation_leads_to_it(as_user, world, officer, delegation):
    home = reverse("dashboards:overview")
    make.AssignmentFactory(officer=officer.officer, unit=make.CommuneFactory(parent=world.district),
                           role=world.roles["province_officer_for_commune"])  # fmt: skip
    page = as_user(officer).get(home)
    assert page.context["delegations"] == [(delegation, reverse("dashboards:delegation", args=[delegation.pk]))]
    assert delegation.name in page.content.decode()
    assert as_user(officer).get(page.context["delegations"][0][1]).status_code == 200
    officer.officer.assignments.update(delegation=None)
    assert as_user(officer).get(home).context["delegations"] == []


def test_a_delegation_is_told_place_by_place_with_what_each_did_there(
    as_user, world, officer, hamlet_officer, delegation
):
    made = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=today())
    VisitFactory(unit=world.hamlet, officer=officer.officer, tier=world.tiers[0], date=ago(400))
    VisitFactory(unit=world.hamlet, officer=hamlet_officer.officer, tier=world.tiers[1], date=ago(40))
    CommentFactory(visit=made)
    browser = as_user(officer)
    answer = browser.get(reverse("dashboards:delegation", args=[delegation.pk]))
    lines = [(line.place, line.officer, line.done.last_on, line.done.visits) for line in answer.context["lines"]]
    assert lines[:2] == [
        ("Ấp 1", "Lê Văn Huyện", ago(40), 0),
        ("Xã Sơn Phú", "Nguyễn Văn Tỉnh", today(), 1),
    ]
    assert [line[0] for line in lines] == ["Ấp 1", "Xã Sơn Phú", ""]
    numbers = {number.label: number for number in answer.context["numbers"]}
    assert numbers["Lượt đi cơ sở"].value == 1
    assert [row.url for row in numbers.values() if rows_behind(browser, row.url) != row.value] == []
    report = browser.get(reverse("dashboards:responsibility", args=[delegation.pk]), YEAR)
    assert [(row.place, row.done.visits, row.done.comments) for row in report.context["lines"]] == [
        ("Ấp 1", 1, 0),
        ("Xã Sơn Phú", 1, 1),
        ("", 0, 0),
    ]


@pytest.mark.parametrize("members", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(
    as_user, world, standing_committee, agency, members, django_assert_num_queries
):
    kept = make.DelegationFactory()
    for _ in range(members):
        unit = make.CommuneFactory(parent=world.district)
        member = make.DelegationMemberFactory(delegation=kept)
        role = world.roles["province_officer_for_commune"]
        make.AssignmentFactory(officer=member.officer, unit=unit, role=role, delegation=kept)
        visit = VisitFactory(unit=unit, officer=member.officer, tier=world.tiers[0])
        PetitionFactory(visit=visit, status="dispatched", department=agency)
    freshen()
    browser = as_user(standing_committee)
    with django_assert_num_queries(11):
        browser.get(reverse("dashboards:delegation", args=[kept.pk]))
    with django_assert_num_queries(11):
        browser.get(reverse("dashboards:department", args=[agency.pk]))

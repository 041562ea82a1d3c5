"""The commune's Party committee assigns its own officers to hamlets, groups and single households."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assignments import services
from assignments.access import forget_access
from assignments.models import Assignment, Household, LegalDocument
from nammanh.accounts.models import AccessLog
from nammanh.platform.dates import format_date, today
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.test_exports import exported

LIST = reverse("assignments:household_holdings")
EVE = datetime.timedelta(days=1)


@pytest.fixture
def own(world):
    """An officer of the commune's own office."""
    return in_post("none", world.commune, "Công chức xã", "Ngô Thị Công Chức", "UBND xã Sơn Phú").officer


@pytest.fixture
def mandate(db):
    return make.MandateFactory()


def add(unit):
    return reverse("assignments:household_holding_add", args=[unit.pk])


def data(world, own, mandate, role="commune_officer_for_group", **changes):
    return {
        "officer": own.pk,
        "role": world.roles[role].pk,
        "mandate": mandate.pk,
        "scope": "ca",
        "valid_from": format_date(today()),
        "document_type": "decision",
        "document_number": "31-QĐ/ĐU",
        "document_issued_on": format_date(today()),
        "document_issuer": "Đảng ủy xã Sơn Phú",
        "document_abstract": "Phân công cán bộ xã phụ trách ấp, tổ, hộ gia đình",
        **changes,
    }


def test_a_whole_group(world, own, mandate, commune_secretary, as_user):
    client = as_user(commune_secretary)
    page = client.get(add(world.group)).content.decode()
    assert "Ngô Thị Công Chức – Công chức xã" in page
    assert "Đảng ủy xã Sơn Phú" in page
    assert client.post(add(world.group), data(world, own, mandate))["Location"] == f"{LIST}#noi-{world.group.pk}"
    held = Assignment.objects.get(unit=world.group)
    assert (held.officer, held.whole_unit, held.document.number) == (own, True, "31-QĐ/ĐU")
    assert set(Household.objects.visible_to(own.user)) == {world.household}


def test_single_households(world, own, mandate, commune_secretary, as_user):
    other = make.HouseholdFactory(unit=world.group)
    client = as_user(commune_secretary)
    named = data(
        world, own, mandate, role="commune_officer_for_hamlet", scope="ho", households=[str(world.household.pk)]
    )
    assert client.post(add(world.hamlet), named).status_code == 302
    held = Assignment.objects.get(unit=world.hamlet)
    assert (held.whole_unit, [row.household for row in held.households.all()]) == (False, [world.household])
    assert set(Household.objects.visible_to(own.user)) == {world.household}
    assert other not in Household.objects.visible_to(own.user)
    (hamlet, group) = client.get(LIST).context["rows"]
    assert [(row.officer, row.named) for row in hamlet.assignments] == [(own, 1)]
    assert (hamlet.households, group.households, group.assignments) == (2, 2, [])
    headings, rows, _above = exported(client, LIST)
    assert dict(zip(headings, rows[0], strict=True))["Số hộ được giao"] == 1


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "ho"},
        {"households": "own"},
        {"scope": "ho", "households": "far"},
        {"officer": "stranger"},
        {"role": "province_officer_for_commune"},
        {"role": "commune_officer_for_hamlet"},
        {"document_number": ""},
        {"valid_from": "31/02/2026"},
    ],
)
def test_what_does_not_fit_is_refused_with_every_word(
    world, own, mandate, commune_secretary, stranger, as_user, change
):
    far = make.HouseholdFactory(unit=world.far_hamlet)
    values = {
        "own": str(world.household.pk),
        "far": str(far.pk),
        "stranger": stranger.officer.pk,
    }
    body = data(world, own, mandate, **{name: values.get(value, value) for name, value in change.items()})
    before = Assignment.objects.count()
    answer = as_user(commune_secretary).post(add(world.group), body)
    assert answer.status_code == 422
    assert body["document_abstract"] in answer.content.decode()
    assert (Assignment.objects.count(), LegalDocument.objects.filter(number="31-QĐ/ĐU").exists()) == (before, False)


def test_replacing_takes_the_households_along(world, own, mandate, commune_secretary, as_user):
    held = make.AssignmentFactory(unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"], whole_unit=False)
    held.households.create(household=world.household)
    url = reverse("assignments:household_holding_replace", args=[held.pk])
    body = data(world, own, mandate, end_reason="Điều động")
    assert as_user(commune_secretary).post(url, body).status_code == 302
    held.refresh_from_db()
    after = Assignment.objects.get(taken_over_from=held)
    assert (held.valid_to, after.officer, after.valid_from) == (today() - EVE, own, today())
    assert [row.household for row in after.households.all()] == [world.household]


def test_ending_leaves_the_place_open(world, commune_secretary, household_officer, as_user):
    held = household_officer.officer.assignments.get()
    url = reverse("assignments:household_holding_end", args=[held.pk])
    body = {"valid_to": format_date(today() - EVE), "end_reason": "Nghỉ hưu theo chế độ"}
    assert as_user(commune_secretary).post(url, body).status_code == 302
    held.refresh_from_db()
    assert (held.valid_to, held.left_vacant) == (today() - EVE, True)
    forget_access(household_officer)
    assert set(Household.objects.visible_to(household_officer)) == set()


def test_a_committee_keeps_to_its_own_commune_and_tier(world, own, officer, hamlet_officer, commune_secretary, as_user):
    client = as_user(commune_secretary)
    assert client.get(add(world.far_hamlet)).status_code == 404
    assert client.get(add(world.commune)).status_code == 404
    for user in (officer, hamlet_officer):  # held for the province and the district
        held = user.officer.assignments.get()
        for name in ("replace", "end"):
            assert client.get(reverse(f"assignments:household_holding_{name}", args=[held.pk])).status_code == 403


@pytest.mark.parametrize("role", ["commune_officer_for_hamlet", "district_officer_for_hamlet"])
def test_the_service_asks_for_commune_and_tier(world, own, mandate, commune_secretary, by, role):
    fields = {
        "officer": own,
        "role": world.roles[role],
        "mandate": mandate,
        "document": make.DocumentFactory(),
        "valid_from": today(),
        "by": by(commune_secretary),
    }
    with pytest.raises(PermissionDenied):
        services.assign(unit=world.far_hamlet, **fields)
    if role == "district_officer_for_hamlet":
        with pytest.raises(PermissionDenied):
            services.assign(unit=world.hamlet, **fields)
    else:
        assert services.assign(unit=world.hamlet, **fields).officer == own


def test_a_committee_adds_no_file_or_signer_to_a_decision_of_others(world, officer, commune_secretary, by):
    document = officer.officer.assignments.get().document
    elsewhere = make.AssignmentFactory(unit=world.far_hamlet, role=world.roles["commune_officer_for_hamlet"])
    with pytest.raises(PermissionDenied):
        services.complete_document(document=elsewhere.document, signer="Nguyễn Văn Ký", by=by(commune_secretary))
    assert services.complete_document(document=document, by=by(commune_secretary)) == document


def test_the_page_with_households_is_on_record(world, commune_secretary, as_user):
    client = as_user(commune_secretary)
    client.get(LIST)
    assert AccessLog.objects.count() == 0
    answer = client.get(add(world.group))
    assert answer["Cache-Control"] == "private, no-store"
    assert AccessLog.objects.get().path == add(world.group)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_group_and_for_three(
    world, household_officer, commune_secretary, as_user, count, django_assert_num_queries
):
    for _nth in range(count - 1):
        make.AssignmentFactory(
            unit=make.GroupFactory(parent=world.hamlet), role=world.roles["commune_officer_for_group"]
        )
    client = as_user(commune_secretary)
    with django_assert_num_queries(9):
        client.get(LIST)

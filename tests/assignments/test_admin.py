"""The administration: who enters, what is there, and refusals as sentences."""

import pytest
from django.contrib import admin
from django.urls import reverse

from assignments.models import Assignment, Duty, Household, Officer, Succession, Unit
from nammanh.accounts.models import SecretaryMandate, User
from nammanh.accounts.services import ACTING_FOR
from reports.feedback.models import Petition
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import ReplyTermFactory

ACCOUNT_MODELS = {"user", "secretarymandate"}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OUTSIDERS = ("officer", "commune_secretary", "standing_committee", "office", "inspector", "department_head", "nobody")


REVISED_ELSEWHERE = {Duty}
"""Read only here: a new version has a page of its own."""


def addresses(model) -> dict[str, str]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = {"list": reverse(f"{name}_changelist")}
    if model not in REVISED_ELSEWHERE:
        found["add"] = reverse(f"{name}_add")
    row = model._default_manager.order_by("pk").first()
    return found | ({"change": reverse(f"{name}_change", args=[row.pk])} if row else {})


@pytest.fixture
def full_world(world, officer, organiser):
    """At least one row of every administered table."""
    ReplyTermFactory()
    make.FieldFactory()
    document = make.DocumentFactory()
    role = world.roles["province_officer_for_commune"]
    Duty.objects.create(role=role, kind="power", text="Được dự họp", document=document, valid_from=make.LONG_AGO)
    Succession.objects.create(predecessor=world.commune, successor=world.neighbour, kind="moved", document=document)
    SecretaryMandate.objects.create(leader=officer, secretary=organiser, valid_from=make.LONG_AGO)
    return world


def test_every_page_opens_to_the_administrator(full_world, administrator, as_user):
    client = as_user(administrator)
    assert client.get(reverse("admin:index")).status_code == 200
    for model in MODELS:
        for kind, url in addresses(model).items():
            assert client.get(url).status_code == 200, (model, kind)


def test_ban_to_chuc_has_all_but_the_accounts(full_world, organiser, as_user):
    client = as_user(organiser)
    assert client.get(reverse("admin:index")).status_code == 200
    for model in MODELS:
        expected = 403 if model._meta.model_name in ACCOUNT_MODELS else 200
        for kind, url in addresses(model).items():
            assert client.get(url).status_code == expected, (model, kind)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_enters(full_world, request, as_user, who):
    client = as_user(request.getfixturevalue(who))
    for url in [reverse("admin:index"), *addresses(Unit).values(), *addresses(User).values()]:
        assert client.get(url, follow=True).status_code == 403, url


def test_anonymous_is_sent_to_the_portals_own_login(full_world, client):
    answer = client.get(addresses(Unit)["change"], follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("login"))


def test_a_secretary_acting_for_the_administrator_does_not_enter(full_world, administrator, officer, as_user):
    SecretaryMandate.objects.create(leader=administrator, secretary=officer, valid_from=make.LONG_AGO)
    client = as_user(officer)
    session = client.session
    session[ACTING_FOR] = administrator.pk
    session.save()
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_content_is_not_administered():
    assert not {Household, Visit, Petition} & set(admin.site._registry)


def test_only_admin_pages_relax_the_content_security_policy(full_world, administrator, as_user):
    client = as_user(administrator)
    assert "unsafe-eval" in client.get(reverse("admin:index"))["Content-Security-Policy"]
    assert "unsafe" not in client.get(reverse("assignments:units"))["Content-Security-Policy"]


def assignment_data(world, officer: Officer, **changes):
    return {
        "officer": officer.pk,
        "unit": world.commune.pk,
        "role": world.roles["province_officer_for_commune"].pk,
        "mandate": make.MandateFactory().pk,
        "is_lead": "on",
        "valid_from": "01/02/2020",
        "valid_to": "",
        "document": make.DocumentFactory().pk,
        **changes,
    }


def test_an_assignment_is_given_through_the_service(world, organiser, as_user):
    officer = make.OfficerFactory()
    url = reverse("admin:assignments_assignment_add")
    assert as_user(organiser).post(url, assignment_data(world, officer)).status_code == 302
    assert Assignment.objects.get(officer=officer).unit == world.commune


def test_a_refused_assignment_comes_back_as_a_sentence(world, officer, organiser, as_user):
    url = reverse("admin:assignments_assignment_add")
    answer = as_user(organiser).post(url, assignment_data(world, make.OfficerFactory()))
    assert answer.status_code == 200
    assert "Địa bàn đã có đồng chí phụ trách chính" in answer.content.decode()


def test_a_unit_with_live_assignments_is_not_closed(world, officer, organiser, as_user):
    url = reverse("admin:assignments_unit_change", args=[world.commune.pk])
    data = {"valid_from": "01/01/2016", "valid_to": "31/12/2024", "latitude": "", "longitude": "", "note": ""}
    answer = as_user(organiser).post(url, data)
    assert answer.status_code == 200
    assert "Hãy" in answer.content.decode()
    assert "kéo dài quá ngày này" in answer.content.decode()
    assert Unit.objects.get(pk=world.commune.pk).valid_to is None


def test_a_new_account_has_a_hashed_password_and_a_lower_case_name(world, administrator, as_user):
    url = reverse("admin:accounts_user_add")
    secret = "duong-dai-song-rong-2026"
    data = {"username": "BiThu.SonPhu", "full_name": "Lê Bí Thư", "password1": secret, "password2": secret}
    assert as_user(administrator).post(url, data).status_code == 302
    user = User.objects.get(username="bithu.sonphu")
    assert user.check_password(secret)


def test_nobody_locks_their_own_account(world, administrator, as_user):
    url = reverse("admin:accounts_user_change", args=[administrator.pk])
    data = {"username": administrator.username, "full_name": administrator.full_name, "email": ""}
    answer = as_user(administrator).post(url, data)
    assert answer.status_code == 200
    assert "không thể tự khóa" in answer.content.decode()

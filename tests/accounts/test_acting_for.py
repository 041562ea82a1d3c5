"""A secretary enters records for a leader (thư ký nhập thay)."""

import datetime

import pytest
from django.urls import reverse

from nammanh.accounts.models import SecretaryMandate
from nammanh.accounts.services import ACTING_FOR
from nammanh.platform.dates import today
from tests.factories.assignments import LONG_AGO, UserFactory


@pytest.fixture
def secretary(officer):
    """Enters records for `officer`."""
    person = UserFactory(full_name="Trần Thị Thư Ký")
    SecretaryMandate.objects.create(leader=officer, secretary=person, valid_from=LONG_AGO)
    return person


def start(client, leader):
    return client.post(reverse("acting_for"), {"leader": leader.pk})


def test_the_secretary_sees_the_leaders_desk_under_a_banner_with_both_names(as_user, secretary, officer):
    browser = as_user(secretary)
    assert "Sơn Phú" not in browser.get(reverse("dashboards:desk")).content.decode()
    assert start(browser, officer)["Location"] == reverse("home")
    page = browser.get(reverse("dashboards:desk")).content.decode()
    assert "Sơn Phú" in page
    assert "Đang nhập thay đồng chí" in page
    assert "Nguyễn Văn Tỉnh" in page
    assert "Trần Thị Thư Ký" in page


def test_a_secretary_without_work_of_the_own_is_led_to_the_choice_of_a_leader(as_user, secretary):
    page = as_user(secretary).get(reverse("dashboards:desk")).content.decode()
    assert "Chọn lãnh đạo" in page
    assert "Chưa có việc nào được giao" not in page


def test_stopping_goes_back_to_ones_own_name(as_user, secretary, officer):
    browser = as_user(secretary)
    start(browser, officer)
    browser.post(reverse("acting_for"), {"stop": "1"})
    assert ACTING_FOR not in browser.session
    assert "Sơn Phú" not in browser.get(reverse("dashboards:desk")).content.decode()


@pytest.mark.parametrize("typed", ["", "abc", "999999999999999999999", "-1", "🙂"])
def test_somebody_who_does_not_exist_is_not_found(as_user, secretary, typed):
    assert as_user(secretary).post(reverse("acting_for"), {"leader": typed}).status_code == 404


def test_a_leader_who_gave_no_mandate_is_not_found(as_user, secretary, stranger, officer):
    browser = as_user(secretary)
    assert start(browser, stranger).status_code == 404
    assert start(as_user(stranger), officer).status_code == 404
    assert ACTING_FOR not in browser.session


def test_a_mandate_that_ends_ends_the_session_of_that_name_too(as_user, secretary, officer):
    browser = as_user(secretary)
    start(browser, officer)
    SecretaryMandate.objects.update(valid_to=today() - datetime.timedelta(days=1))
    assert "Sơn Phú" not in browser.get(reverse("dashboards:desk")).content.decode()
    assert ACTING_FOR not in browser.session


def test_a_mandate_of_the_future_opens_nothing_yet(as_user, officer):
    person = UserFactory()
    tomorrow = today() + datetime.timedelta(days=1)
    SecretaryMandate.objects.create(leader=officer, secretary=person, valid_from=tomorrow)
    assert start(as_user(person), officer).status_code == 404


def test_the_menu_offers_it_to_secretaries_only(as_user, secretary, officer):
    address = reverse("acting_for")
    assert f'href="{address}"' in as_user(secretary).get(reverse("dashboards:desk")).content.decode()
    assert f'href="{address}"' not in as_user(officer).get(reverse("dashboards:desk")).content.decode()


def test_the_password_page_stays_the_secretarys_own(as_user, secretary, officer):
    browser = as_user(secretary)
    start(browser, officer)
    assert browser.get(reverse("password_change")).context["form"].user == secretary


@pytest.mark.parametrize("leaders", [1, 3])
def test_the_page_costs_the_same_for_one_leader_and_for_three(as_user, secretary, leaders, django_assert_num_queries):
    for _ in range(leaders - 1):
        SecretaryMandate.objects.create(leader=UserFactory(), secretary=secretary, valid_from=LONG_AGO)
    browser = as_user(secretary)
    with django_assert_num_queries(5):
        page = browser.get(reverse("acting_for"))
    assert len(page.context["mandates"]) == leaders

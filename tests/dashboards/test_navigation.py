"""The menu shows what a person may open, and all that it shows opens."""

import pytest
from django.test import Client
from django.urls import reverse

from nammanh.accounts.models import SecretaryMandate
from nammanh.page_context import page
from tests.factories.assignments import LONG_AGO, UserFactory

FIELD = {"Đi cơ sở", "Phản ánh, kiến nghị", "Góp ý", "Thông tin"}
REPORTS = {"Báo cáo"}
PLACES = {"Địa bàn", "Phân công", "Cán bộ"}
EVERY_MENU = {
    "nobody": {"Bàn làm việc"},
    "officer": {"Bàn làm việc", *FIELD, *REPORTS, *PLACES, "Hộ gia đình"},
    "commune_secretary": {"Tổng quan", "Bàn làm việc", *FIELD, *REPORTS, *PLACES, "Hộ gia đình"},
    "standing_member": {"Bàn làm việc", "Tổng quan", *FIELD, *REPORTS, *PLACES, "Hộ gia đình"},
    "district_secretary": {"Bàn làm việc", "Tổng quan", *FIELD, *REPORTS, *PLACES, "Hộ gia đình"},
    "standing_committee": {"Bàn làm việc", "Tổng quan", *FIELD, *REPORTS, *PLACES, "Hộ gia đình"},
    "office": {"Bàn làm việc", "Tổng quan", *FIELD, *REPORTS, *PLACES},
    "propaganda": {"Bàn làm việc", "Thông tin", *PLACES},
    "organiser": {"Bàn làm việc", "Tổng quan", *FIELD, *REPORTS, *PLACES, "Quản trị"},
    "inspector": {"Bàn làm việc", "Tổng quan", *FIELD, *REPORTS, *PLACES, "Nhật ký truy cập"},
    "administrator": {"Bàn làm việc", *PLACES, "Quản trị"},
    "department_head": {"Tổng quan", "Bàn làm việc", "Phản ánh, kiến nghị"},
}


def menu(browser):
    return browser.get(reverse("dashboards:desk")).context["navigation"]


@pytest.mark.parametrize("person", EVERY_MENU)
def test_the_menu_of_each_role(as_user, request, person):
    entries = menu(as_user(request.getfixturevalue(person)))
    assert {str(entry.label) for entry in entries} == EVERY_MENU[person]


@pytest.mark.parametrize("person", EVERY_MENU)
def test_everything_in_the_menu_opens(as_user, request, person):
    browser = as_user(request.getfixturevalue(person))
    for entry in menu(browser):
        assert browser.get(entry.url, follow=True).status_code == 200, entry.url


def test_one_entry_is_marked_as_the_page_that_is_open(as_user, standing_committee, world):
    browser = as_user(standing_committee)
    for name, args, label in (
        ("dashboards:desk", [], "Bàn làm việc"),
        ("dashboards:silent", [world.tiers[0].pk], "Tổng quan"),
        ("assignments:unit", [world.commune.pk], "Địa bàn"),
    ):
        entries = browser.get(reverse(name, args=args)).context["navigation"]
        assert [str(entry.label) for entry in entries if entry.active] == [label]


@pytest.mark.parametrize(
    ("person", "target"),
    [
        ("standing_committee", "overview"),
        ("office", "overview"),
        ("organiser", "overview"),
        ("inspector", "overview"),
        ("officer", "desk"),
        ("standing_member", "desk"),
        ("commune_secretary", "desk"),
        ("department_head", "desk"),
        ("administrator", "desk"),
        ("nobody", "desk"),
    ],
)
def test_leaders_start_with_the_whole_and_others_with_their_own_work(as_user, request, person, target):
    answer = as_user(request.getfixturevalue(person)).get(reverse("home"))
    assert answer["Location"] == reverse(f"dashboards:{target}")


def test_anonymous_visitors_cost_no_query_and_learn_nothing(db, world, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(reverse("login"))
    assert "navigation" not in answer.context
    assert "Tỉnh nắm tới xã" not in answer.content.decode()


def test_the_slogan_in_force_stands_on_every_page(as_user, officer, world):
    slogan = "Tỉnh nắm tới xã; huyện nắm tới ấp, khu phố; xã nắm tới hộ gia đình"
    assert slogan in as_user(officer).get(reverse("dashboards:desk")).content.decode()
    phase = world.tiers[0].phase
    phase.slogan = "Tỉnh nắm tới xã; xã nắm tới ấp, khóm và hộ gia đình"
    phase.save()
    assert phase.slogan in as_user(officer).get(reverse("dashboards:desk")).content.decode()


def test_a_page_that_prints_no_frame_pays_for_none(rf, officer, by, django_assert_num_queries):
    request = rf.get("/")
    request.user, request.actor = officer, by(officer)
    with django_assert_num_queries(0):
        page(request)


def test_the_menu_and_the_slogan_cost_one_query_together(rf, officer, by, django_assert_num_queries):
    SecretaryMandate.objects.create(leader=officer, secretary=UserFactory(), valid_from=LONG_AGO)
    request = rf.get("/")
    request.user, request.actor = officer, by(officer)
    context = page(request)
    with django_assert_num_queries(2 + 1):  # the rights of the person, and the frame
        assert str(context["slogan"])
        assert list(context["navigation"])

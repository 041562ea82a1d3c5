"""Logging in, being kept out, changing the password."""

import pytest
from django.test import Client
from django.urls import reverse

from nammanh.accounts.models import User
from tests.factories.assignments import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory(username="phutrach", full_name="Nguyễn Văn Phụ Trách")


def log_in(client: Client, username: str, password: str = PASSWORD, **extra):
    return client.post(reverse("login"), {"username": username, "password": password}, **extra)


def test_a_person_logs_in_and_comes_to_the_page_that_was_asked_for(client, person):
    asked = client.get(reverse("dashboards:desk"))
    assert asked["Location"] == "/dang-nhap/?next=/ban-lam-viec/"
    answer = client.post(asked["Location"], {"username": "phutrach", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/ban-lam-viec/")


def test_capital_letters_and_blanks_around_the_name_do_no_harm(client, person):
    assert log_in(client, " PhuTrach ").status_code == 302


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("phutrach", "sai-mat-khau"),
        ("khong-co-ai", PASSWORD),
        ("phutrach", "x" * 10_000),
        ("x" * 10_000, "y"),
        ("🙂", "é"),
    ],
)
def test_a_wrong_name_or_password_gives_the_form_back(client, person, username, password):
    answer = log_in(client, username, password)
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_refusal_does_not_say_which_of_the_two_was_wrong(client, person):
    wrong_password = log_in(client, "phutrach", "sai").content.decode()
    wrong_name = log_in(client, "khong-co-ai", "sai").content.decode()
    sentence = "Tên đăng nhập hoặc mật khẩu không đúng"
    assert sentence in wrong_password
    assert sentence in wrong_name


def test_no_one_is_led_to_a_foreign_site_after_logging_in(client, person):
    answer = client.post("/dang-nhap/?next=https://xau.example/", {"username": "phutrach", "password": PASSWORD})
    assert answer["Location"] == reverse("home")


def test_whoever_is_in_already_is_not_asked_again(client, person):
    client.force_login(person, backend="nammanh.accounts.backends.PortalBackend")
    assert client.get(reverse("login"))["Location"] == reverse("home")


def test_a_closed_account_does_not_open_and_an_open_session_ends(client, person):
    log_in(client, "phutrach")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("dashboards:desk")).status_code == 302
    assert log_in(Client(), "phutrach").status_code == 422


def test_many_failures_lock_the_name_whatever_its_capitals(client, person, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    codes = [log_in(client, name, "sai").status_code for name in ("phutrach", "PhuTrach", "PHUTRACH")]
    assert codes == [422, 422, 429]
    locked = log_in(client, "phutrach")
    assert locked.status_code == 429
    assert "Tài khoản tạm khóa" in locked.content.decode()


def test_a_demo_account_opens_in_demo_and_never_in_production(client, settings):
    UserFactory(username="minhhoa", is_demo=True)
    assert log_in(Client(), "minhhoa").status_code == 302
    settings.DEMO, settings.MODE = False, "production"
    assert log_in(client, "minhhoa").status_code == 422


def test_a_demo_session_does_not_live_on_in_production(client, settings):
    log_in(client, UserFactory(username="minhhoa", is_demo=True).username)
    settings.DEMO, settings.MODE = False, "production"
    assert client.get(reverse("dashboards:desk"))["Location"].startswith(reverse("login"))


def test_logging_out_takes_a_post_and_clears_everything(client, person):
    log_in(client, "phutrach")
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == reverse("login")
    assert list(client.session.keys()) == []


def change_password(client: Client, new: str, old: str = PASSWORD, again: str | None = None):
    words = {"old_password": old, "new_password1": new, "new_password2": again if again is not None else new}
    return client.post(reverse("password_change"), words)


def test_the_password_is_changed_and_this_session_stays(client, person):
    log_in(client, "phutrach")
    answer = change_password(client, "mat-khau-moi-cua-toi-9")
    assert answer["Location"] == reverse("password_change_done")
    assert client.get(answer["Location"]).status_code == 200
    assert log_in(Client(), "phutrach", "mat-khau-moi-cua-toi-9").status_code == 302


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"new": "nam-manh-2026"}, "mật khẩu minh họa"),
        ({"new": "ngan"}, "Cần ít nhất 10 ký tự"),
        ({"new": "mat-khau-moi-9", "again": "khac"}, "không giống nhau"),
        ({"new": "mat-khau-moi-9", "old": "sai"}, "Mật khẩu hiện tại không đúng"),
    ],
)
def test_a_refused_new_password_says_what_to_do(client, person, words, sentence):
    log_in(client, "phutrach")
    answer = change_password(client, **words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()

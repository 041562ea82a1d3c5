"""Error pages and the address for monitors."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from nammanh import errors, health
from nammanh.accounts.models import AccessLog

pytestmark = pytest.mark.django_db


def test_a_monitor_gets_an_answer_without_logging_in(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok"}
    assert client.post("/healthz").status_code == 405


def test_a_pending_migration_is_unhealthy(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one", "two"])
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "2 pending"


def test_a_database_that_does_not_answer_is_unhealthy(client, monkeypatch):
    def fail(connection):
        raise OperationalError("no server")

    monkeypatch.setattr(health, "MigrationExecutor", fail)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
    assert "no server" not in answer.content.decode()


def test_health_is_checked_against_the_real_database():
    assert health.connection is connection


def test_an_unknown_address_says_so_in_vietnamese(as_user, officer):
    answer = as_user(officer).get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


def test_a_refused_page_says_so_and_leaves_a_line_in_the_access_log(as_user, officer):
    answer = as_user(officer).get(reverse("dashboards:access_log"))
    assert answer.status_code == 403
    assert "Không có quyền thực hiện" in answer.content.decode()
    line = AccessLog.objects.get()
    assert (line.kind, line.user, line.path) == ("refused", officer, "/nhat-ky-truy-cap/")


def test_a_form_without_its_token_says_how_to_send_it_again(as_user, officer):
    browser = as_user(officer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    answer = strict.post(reverse("acting_for"), {"stop": "1"})
    assert answer.status_code == 403
    assert "Trang đã mở quá lâu" in answer.content.decode()


def test_a_mangled_request_says_so_in_vietnamese(rf):
    answer = errors.bad_request(rf.get("/"))
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()


def test_a_failure_has_a_page_that_needs_nothing_that_may_have_failed(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Lỗi ở phía hệ thống" in answer.content.decode()


def test_a_request_for_another_host_is_refused(client):
    answer = client.get("/", headers={"host": "xau.example"})
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()

"""The access log, for Ủy ban Kiểm tra."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from nammanh.accounts.models import AccessLog
from nammanh.platform.dates import format_date, today


def line(user, days_ago: int = 0, **fields) -> AccessLog:
    at = timezone.now() - datetime.timedelta(days=days_ago)
    return AccessLog.objects.create(**{"kind": "read", "path": "/ho-gia-dinh/", "user": user, "at": at, **fields})


def shown(browser, **query) -> list[int]:
    answer = browser.get(reverse("dashboards:access_log"), query)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["rows"]]


def test_the_newest_stands_first_and_both_names_are_shown(as_user, inspector, officer, stranger):
    old, new = line(officer, 3), line(stranger, for_user=officer)
    browser = as_user(inspector)
    assert shown(browser) == [new.pk, old.pk]
    page = browser.get(reverse("dashboards:access_log")).content.decode()
    assert "Đ/c Nguyễn Văn Tỉnh (đ/c Phạm Văn Lạ nhập thay)" in page


def test_it_is_narrowed_by_person_kind_and_days(as_user, inspector, officer, stranger):
    old, new = line(officer, 3, kind="refused"), line(stranger)
    browser = as_user(inspector)
    assert shown(browser, nguoi="nguyen van tinh") == [old.pk]
    assert shown(browser, nguoi=stranger.username) == [new.pk]
    assert shown(browser, loai="refused") == [old.pk]
    assert shown(browser, tu=format_date(today())) == [new.pk]
    assert shown(browser, den=format_date(today() - datetime.timedelta(days=1))) == [old.pk]


def test_a_day_is_a_day_in_vietnam(as_user, inspector, officer):
    late = datetime.datetime.combine(today() - datetime.timedelta(days=1), datetime.time(17, 30), datetime.UTC)
    row = line(officer, at=late)  # half past midnight of today in Vietnam
    assert shown(as_user(inspector), tu=format_date(today())) == [row.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"tu": "31/02/2026"},
        {"tu": "01/01/0205"},
        {"loai": "khong-co"},
        {"nguoi": "x" * 10_000},
        {"nguoi": "🙂"},
        {"sau": "~~~"},
        {"sau": "abc~1"},
        {"sau": "2026-01-01 00:00:00+00:00~abc"},
    ],
)
def test_mangled_filters_never_fail(as_user, inspector, officer, query):
    line(officer)
    shown(as_user(inspector), **query)


def test_the_pages_hang_together(as_user, inspector, officer):
    rows = [line(officer, days) for days in range(30)]
    browser = as_user(inspector)
    first = browser.get(reverse("dashboards:access_log"))
    second = browser.get(reverse("dashboards:access_log") + first.context["next_url"])
    assert [row.pk for row in [*first.context["rows"], *second.context["rows"]]] == [row.pk for row in rows]


def test_reading_the_log_writes_no_line_of_its_own(as_user, inspector, officer):
    line(officer)
    shown(as_user(inspector))
    assert AccessLog.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_costs_the_same_for_one_line_and_for_three(
    as_user, inspector, officer, rows, django_assert_num_queries
):
    for _ in range(rows):
        line(officer)
    browser = as_user(inspector)
    with django_assert_num_queries(6):
        assert len(shown(browser)) == rows

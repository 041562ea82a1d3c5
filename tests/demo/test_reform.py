"""The reform of 148 communes into 48 on the illustration: its main pages work on that day, too."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments import queries
from assignments.models import Assignment, Unit
from assignments.reforms.models import UnitOperation
from nammanh.accounts.models import User
from nammanh.demo.accounts import ROLES
from tests.demo.conftest import STORY_DAY
from tests.demo.crawl import crawl

DAY = STORY_DAY + datetime.timedelta(days=1)
PAGES = 20
"""Opened for each of the accounts: what their desk and menu lead to, and some of what lies behind."""
PEOPLE = ("tochuc", "thuongtruc", "canbotinh")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reformed")]


def apply(*args):
    call_command("apply_reform", *args, stdout=StringIO())


@pytest.fixture(scope="module")
def reformed(story_day, django_db_blocker):
    """The illustration, and the shipped reform carried out on the day after its story."""
    with django_db_blocker.unblock():
        with pytest.raises(CommandError) as refusal:
            apply()
        assert not UnitOperation.objects.exists()
        apply("--on", DAY.strftime("%d/%m/%Y"))
        yield str(refusal.value)


@pytest.fixture
def on_the_day(monkeypatch):
    """The clock stands at nine in the morning of the reform's first day."""
    nine = datetime.datetime.combine(DAY, datetime.time(2), tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: nine)


def client_of(username):
    client = Client()
    client.force_login(User.objects.get(username=username), backend="nammanh.accounts.backends.PortalBackend")
    return client


def test_on_its_own_day_it_was_refused_with_the_list_of_what_was_written_since(reformed):
    assert "Chuyến đi cơ sở ghi từ ngày 01/07/2025 trở đi tại đơn vị sẽ kết thúc" in reformed
    assert "Phân công bắt đầu từ ngày này trở đi" in reformed


def test_43_communes_and_5_wards_and_no_district():
    now = Unit.objects.on(DAY)
    kinds = now.filter(level="commune").values_list("kind").order_by("kind").annotate(n=Count("pk"))
    assert dict(kinds) == {"commune": 43, "ward": 5}
    assert not now.filter(level="district").exists()
    assert Unit.objects.filter(level="commune", valid_to=STORY_DAY).count() == 148


def test_each_of_the_148_leads_to_exactly_one_new_unit_and_no_hamlet_is_lost():
    before = Unit.objects.on(STORY_DAY).filter(level="commune")
    leads_to = [queries.counterparts_on(unit, DAY) for unit in before]
    assert [len(units) for units in leads_to] == [1] * 148
    assert len({units[0].pk for units in leads_to}) == 48
    for level in ("hamlet", "group"):
        assert (
            Unit.objects.on(DAY).filter(level=level).count()
            == Unit.objects.on(STORY_DAY).filter(level=level).count()
            > 0
        )


def test_every_assignment_lies_within_its_unit_and_phase():
    rows = Assignment.objects.on(DAY).select_related("unit", "role__tier__phase")
    assert rows.filter(taken_over_from__isnull=False, valid_from=DAY).exists()
    for row in rows:
        assert row.unit.covers(row) and row.role.tier.phase.covers(row), row


@pytest.mark.walk
@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize("username", ROLES)
def test_whoever_opens_the_portal_that_morning_finds_every_page_they_are_led_to(username):
    answers = crawl(client_of(username), walker=username, most=PAGES)
    assert {page: answer for page, answer in answers.items() if answer[0] not in {200, 302}} == {}


@pytest.mark.walk
@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize("username", PEOPLE)
def test_old_and_new_units_lists_matrix_and_desk_answer(username):
    client = client_of(username)
    own = Assignment.objects.on(DAY).filter(officer__user__username="canbotinh", taken_over_from__isnull=False)
    carried = own.order_by("pk").first()
    old, new = carried.taken_over_from.unit, carried.unit
    assert old != new
    pages = [reverse("assignments:unit", args=[unit.pk]) for unit in (old, new)]
    pages += [f"{page}?ngay=15/08/2020" for page in pages]
    pages += [reverse(f"assignments:{name}") for name in ("units", "assignments", "matrix")]
    pages += [reverse("assignments:matrix") + f"?ngay={STORY_DAY:%d/%m/%Y}"]
    answers = {page: client.get(page, follow=True).status_code for page in ["/", *pages]}
    assert {page: status for page, status in answers.items() if status != 200} == {}

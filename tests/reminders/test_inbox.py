"""The inbox and the bell: one's own, counted once, opened by a button."""

import pytest
from django.urls import reverse
from django.utils import timezone

from nammanh.accounts.models import SecretaryMandate
from nammanh.accounts.services import ACTING_FOR
from reports.reminders.models import Message
from tests.factories import assignments as make
from tests.factories.reminders import MessageFactory, RungFactory, RungStepFactory

INBOX = "/thong-bao/"


@pytest.fixture
def rung(db):
    return RungFactory()


def message(recipient, rung, **fields):
    return MessageFactory(step=RungStepFactory(rung=rung, recipient=recipient), **fields)


def bell(client):
    return client.get(reverse("reminders:mail")).context["message_count"]()


def test_the_bell_counts_what_is_unread_and_still_waits(officer, office, rung, as_user):
    message(officer, rung)
    message(officer, rung)
    message(officer, rung, read_at=timezone.now())
    message(officer, rung, settled_at=timezone.now())
    message(office, rung)
    assert bell(as_user(officer)) == 2
    page = as_user(officer).get(INBOX)
    assert '<span class="nm-bell-count">2</span>' in page.content.decode()
    assert len(page.context["rows"]) == 4


def test_a_page_kept_on_a_device_shows_no_number(officer, rung, as_user):
    message(officer, rung)
    page = as_user(officer).get(INBOX, headers={"X-Nam-Manh-Keep": "1"}).content.decode()
    assert "nm-bell" in page
    assert "nm-bell-count" not in page


def test_opening_one_notes_it_and_leads_to_the_record(officer, rung, as_user):
    row = message(officer, rung)
    client = as_user(officer)
    for _click in range(2):
        answer = client.post(reverse("reminders:open", args=[row.uuid]))
        assert (answer.status_code, answer["Location"]) == (302, row.url)
    assert bell(client) == 0
    assert client.get(reverse("reminders:open", args=[row.uuid])).status_code == 405  # looking writes nothing


def test_somebody_elses_does_not_exist(officer, office, rung, as_user):
    row = message(officer, rung)
    assert as_user(office).post(reverse("reminders:open", args=[row.uuid])).status_code == 404
    as_user(office).post(reverse("reminders:read_all"))
    row.refresh_from_db()
    assert row.read_at is None


def test_all_are_seen_at_once(officer, rung, as_user):
    for _nth in range(3):
        message(officer, rung)
    client = as_user(officer)
    client.post(reverse("reminders:read_all"))
    assert not Message.objects.filter(recipient=officer, read_at=None).exists()
    assert "Đã xem hết" not in client.get(INBOX, {"chua_xem": "1"}).content.decode()


def test_a_secretary_sees_the_leaders_bell(officer, nobody, rung, as_user):
    message(officer, rung)
    SecretaryMandate.objects.create(leader=officer, secretary=nobody, valid_from=make.LONG_AGO)
    client = as_user(nobody)
    assert bell(client) == 0
    session = client.session
    session[ACTING_FOR] = officer.pk
    session.save()
    assert bell(client) == 1


def test_what_may_be_copied_into_zalo_is_the_line_and_the_address(officer, rung, as_user):
    row = message(officer, rung)
    page = as_user(officer).get(INBOX).content.decode()
    assert f"{row.text} http://127.0.0.1:8000{row.url}</textarea>" in page
    assert f'data-copy="zalo-{row.pk}"' in page


def test_choices_of_letters_are_kept(officer, as_user):
    client = as_user(officer)
    page = client.get(reverse("reminders:mail"))
    assert page.content.decode().count("checked") == 8
    client.post(reverse("reminders:mail"), {"kinds": ["hot", "urge"]})
    assert client.get(reverse("reminders:mail")).content.decode().count("checked") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_for_one_message_and_for_three(
    officer, rung, as_user, count, django_assert_num_queries
):
    for _nth in range(count):
        message(officer, rung)
    client = as_user(officer)
    with django_assert_num_queries(7):
        client.get(INBOX)

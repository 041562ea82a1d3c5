"""Contacts that are no visits: two fields, put right or taken back on the same day, outside the visiting regime."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from nammanh.platform.dates import format_date, today
from reports.contacts import services
from reports.contacts.models import Contact
from reports.contacts.services import ContactContent
from reports.visits.queries import with_last_contact
from tests.factories.reports import ContactFactory

RECORD = "/lien-he/ghi/"
YESTERDAY = timezone.now() - datetime.timedelta(days=1)


def typed(world, **changes):
    words = {"text": "Trao đổi lịch nạo vét kênh.", "channel": "phone", "date": format_date(today())}
    return {"uuid": str(uuid.uuid4()), "unit": world.commune.pk} | words | changes


@pytest.fixture
def contact(world, officer):
    return ContactFactory(officer=officer.officer, unit=world.commune)


def test_place_and_one_sentence_are_all_that_must_be_typed(world, officer, as_user):
    browser = as_user(officer)
    form = browser.get(RECORD).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"unit": world.hamlet.pk, "text": "Gọi hỏi tiến độ.", "date": format_date(data["date"])}
    assert browser.post(RECORD, data).status_code == 302
    row = Contact.objects.get()
    assert (row.unit, row.commune, row.channel, row.date) == (world.hamlet, world.commune, "phone", today())
    assert (row.officer, row.entered_by) == (officer.officer, officer)


def test_the_channel_chosen_last_is_offered_next(world, officer, as_user):
    browser = as_user(officer)
    browser.post(RECORD, typed(world, channel="online"))
    assert browser.get(RECORD).context["form"]["channel"].value() == "online"


def test_the_same_contact_sent_twice_is_one_and_other_words_ask(world, officer, as_user):
    browser, data = as_user(officer), typed(world)
    for _again in range(2):
        assert browser.post(RECORD, data).status_code == 302
    other = browser.post(RECORD, data | {"text": "Lời khác."})
    assert other.status_code == 409
    for words in ("Lời khác.", data["text"]):
        assert words in other.text
    assert Contact.objects.get().text == data["text"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": " "}, "Ghi một câu"),
        ({"text": "a" * 501}, "Dài quá 1 ký tự"),
        ({"unit": ""}, "Chọn địa bàn."),
        ({"channel": "fax"}, "Không có lựa chọn này"),
        ({"date": "31/02/2026"}, "Ngày không hợp lệ"),
        ({"date": format_date(today() + datetime.timedelta(days=1))}, "ở tương lai"),
    ],
)
def test_bad_input_comes_back_with_what_to_do(world, officer, as_user, changes, words):
    answer = as_user(officer).post(RECORD, typed(world, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert not Contact.objects.exists()


def test_private_things_are_asked_about_once(world, officer, as_user):
    browser, data = as_user(officer), typed(world, text="Hỏi thăm hộ ông A theo đạo Tin Lành")
    assert browser.post(RECORD, data).status_code == 422
    assert browser.post(RECORD, data | {"van_gui": "1"}).status_code == 302


def test_only_places_of_ones_own_on_that_day(world, officer, by):
    for unit in (world.far_commune, world.neighbour):
        content = ContactContent(unit, today(), "phone", "Gọi")
        with pytest.raises(ValidationError, match="không phụ trách"):
            services.record_contact(uuid=uuid.uuid4(), content=content, by=by(officer))


def test_an_identity_taken_by_somebody_else_tells_nothing(world, contact, hamlet_officer, by):
    content = ContactContent(world.hamlet, today(), "phone", "Gọi")
    with pytest.raises(ValidationError, match="không dùng được"):
        services.record_contact(uuid=contact.uuid, content=content, by=by(hamlet_officer))


class TestOnItsOwnDay:
    def test_its_author_changes_and_takes_it_back_and_the_history_stays(self, world, contact, officer, as_user):
        browser = as_user(officer)
        change, back = (reverse(f"contacts:{name}", args=[contact.uuid]) for name in ("change", "take_back"))
        assert "Sửa" in browser.get("/lien-he/").text
        assert browser.post(change, typed(world, text="Đã sửa.")).status_code == 302
        for _twice in range(2):
            assert browser.post(back, {}).status_code == 302
        contact.refresh_from_db()
        assert contact.text == "Đã sửa."
        assert contact.taken_back_at is not None
        assert browser.get("/lien-he/").context["total"] == 0
        assert [event.text for event in contact.events.order_by("pgh_id")] == [
            "Trao đổi với Văn phòng Đảng ủy xã về lịch nạo vét kênh.", "Đã sửa.", "Đã sửa.",
        ]  # fmt: skip

    def test_nobody_else_may(self, world, contact, hamlet_officer, commune_secretary, stranger, by):
        content = ContactContent(world.commune, today(), "phone", "Khác")
        for person in (hamlet_officer, commune_secretary, stranger):
            with pytest.raises(PermissionDenied):
                services.change_contact(contact=contact, content=content, by=by(person))
            with pytest.raises(PermissionDenied):
                services.take_back_contact(contact=contact, by=by(person))

    def test_what_was_taken_back_stays_so(self, world, contact, officer, by):
        services.take_back_contact(contact=contact, by=by(officer))
        content = ContactContent(world.commune, today(), "phone", "Khác")
        with pytest.raises(ValidationError, match="rút lại"):
            services.change_contact(contact=contact, content=content, by=by(officer))
        with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(taken_back_at=None)


class TestLater:
    @pytest.fixture
    def contact(self, world, officer):
        return ContactFactory(officer=officer.officer, unit=world.commune, created_at=YESTERDAY)

    def test_it_stands(self, world, contact, officer, as_user, by):
        content = ContactContent(world.commune, today(), "phone", "Khác")
        with pytest.raises(ValidationError, match="trong ngày ghi"):
            services.change_contact(contact=contact, content=content, by=by(officer))
        with pytest.raises(ValidationError, match="trong ngày ghi"):
            services.take_back_contact(contact=contact, by=by(officer))
        browser = as_user(officer)
        for name in ("change", "take_back"):
            assert browser.get(reverse(f"contacts:{name}", args=[contact.uuid])).status_code == 302
        assert "Rút lại" not in browser.get("/lien-he/").text

    @pytest.mark.parametrize("changes", [{"text": "Khác"}, {"taken_back_at": timezone.now()}, {"channel": "online"}])
    def test_sql_cannot_change_it(self, contact, changes):
        with pytest.raises(DatabaseError, match="on the day it was entered"), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(**changes)
        with pytest.raises(DatabaseError), transaction.atomic():
            contact.delete()


def test_a_contact_does_not_count_as_a_visit(world, contact):
    place = with_last_contact(world.tiers[0], today(), type(world.commune).objects.filter(pk=world.commune.pk)).get()
    assert (place.last_on, place.waiting_on) == (None, None)


def test_the_units_page_shows_the_latest_one_and_says_that_it_is_no_visit(world, contact, officer, as_user):
    browser = as_user(officer)
    assert reverse("contacts:of_unit", args=[world.commune.pk]) in browser.get(f"/dia-ban/{world.commune.pk}/").text
    text = browser.get(reverse("contacts:of_unit", args=[world.commune.pk])).text
    assert "Liên hệ gần nhất" in text
    assert "không tính vào chế độ đi cơ sở" in text


def test_filters_narrow_the_list(world, officer, stranger, standing_committee, as_user):
    ContactFactory(officer=officer.officer, unit=world.commune)
    old = today() - datetime.timedelta(days=9)
    ContactFactory(officer=stranger.officer, unit=world.far_commune, channel="online", date=old)
    browser = as_user(standing_committee)
    for query, count in [
        ({}, 2),
        ({"loai": "online"}, 1),
        ({"huyen": world.district.pk}, 1),
        ({"can_bo": "pham van la"}, 1),
        ({"den": format_date(old)}, 1),
        ({"loai": "fax"}, 0),
    ]:
        assert browser.get("/lien-he/", query).context["total"] == count, query
    assert as_user(officer).get("/lien-he/").context["total"] == 1


def test_the_pages_cost_the_same_for_one_row_and_for_three(world, officer, as_user, django_assert_num_queries):
    browser, fragment = as_user(officer), reverse("contacts:of_unit", args=[world.commune.pk])
    for number in (1, 3):
        while Contact.objects.count() < number:
            ContactFactory(officer=officer.officer, unit=world.commune)
        for address, queries in (("/lien-he/", 8), (RECORD, 8), (fragment, 6)):
            with django_assert_num_queries(queries):
                browser.get(address)

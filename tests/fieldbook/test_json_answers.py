"""A device that sends an entry by script is told the outcome in words, on the same addresses."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.contacts.models import Contact
from reports.fieldbook.merging import Version
from reports.visits.models import Visit
from tests.factories.reports import ContactFactory
from tests.fieldbook.entry_data import a_comment, entry_data
from tests.fieldbook.scenes import officers_visit

TOMORROW = format_date(today() + datetime.timedelta(days=1))


@pytest.fixture
def send(officer, as_user):
    browser = as_user(officer)
    return lambda address, data: browser.post(address, data, headers={"accept": "application/json"})


def plan_data(world, **changes):
    entry = entry_data(world.commune, date=TOMORROW)
    return {name: entry[name] for name in ("uuid", "unit", "date", "type", "origin")} | {"purpose": "Dự họp"} | changes


def contact_data(world, **changes):
    entry = entry_data(world.commune)
    words = {"text": "Trao đổi lịch nạo vét kênh.", "channel": "phone"}
    return {name: entry[name] for name in ("uuid", "unit", "date")} | words | changes


PAGES = {
    "/ghi-nhan/": (lambda world, **changes: entry_data(world.commune, **changes), "highlights"),
    "/ke-hoach/them/": (plan_data, "purpose"),
    "/lien-he/ghi/": (contact_data, "text"),
}


@pytest.mark.parametrize("address", PAGES)
def test_a_new_entry_is_stored_once_and_other_words_conflict(world, send, address):
    data_of, words = PAGES[address]
    data = data_of(world)
    first = send(address, data)
    assert first.status_code == 201
    body = first.json()
    assert {**body, "received_at": None, "url": None} == {
        "state": "stored",
        "uuid": data["uuid"],
        "url": None,
        "received_at": None,
        "created": True,
        "hints": [],
    }
    assert datetime.datetime.fromisoformat(body["received_at"]).tzinfo
    assert body["url"].startswith("/")
    again = send(address, data)
    assert (again.status_code, again.json()["created"]) == (200, False)
    other = send(address, data | {words: "Lời khác hẳn."})
    assert other.status_code == 409
    assert other.json()["state"] == "conflict"
    assert data[words] in {value for _label, value in other.json()["stored"]}
    assert other.json()["edit_url"].endswith("/sua/")
    assert Visit.objects.count() + Contact.objects.count() == 1


@pytest.mark.parametrize("address", PAGES)
def test_what_is_wrong_is_told_in_sentences_with_their_labels(world, send, address):
    data = PAGES[address][0](world)
    answer = send(address, data | {"date": "31/02/2026", "unit": world.far_commune.pk})
    assert answer.status_code == 422
    assert answer.json()["state"] == "refused"
    errors = answer.json()["errors"]
    assert any(error.startswith("Địa bàn: Không có lựa chọn này") for error in errors)
    assert any("Ngày không hợp lệ" in error for error in errors)


def test_errors_of_a_part_and_of_a_service_are_told_too(world, send):
    data = entry_data(world.commune, comments=[a_comment(proposal="")])
    assert send("/ghi-nhan/", data).json()["errors"] == ["Đề xuất: Ghi đề xuất cụ thể cho việc này."]
    late = send("/ghi-nhan/", entry_data(world.commune, date=TOMORROW)).json()["errors"]
    assert len(late) == 1
    assert format_date(today()) in late[0]


@pytest.mark.parametrize("address", PAGES)
def test_the_privacy_guard_asks_and_the_same_entry_can_be_sent_anyway(world, send, address):
    data_of, words = PAGES[address]
    data = data_of(world, **{words: "Giúp hộ ông A theo đạo Tin Lành"})
    asked = send(address, data)
    assert (asked.status_code, asked.json()["state"]) == (422, "ask")
    assert "theo đạo" in asked.json()["warnings"][0]
    assert send(address, data | {"van_gui": "1"}).status_code == 201


def test_an_edit_is_stored_without_being_created_and_a_conflict_names_both(world, send, request):
    visit = officers_visit(world, request)
    address = reverse("fieldbook:edit", args=[visit.uuid])
    data = entry_data(world.commune, base=str(Version.of(visit)))
    answer = send(address, data | {"highlights": "Bản của điện thoại."})
    assert (answer.status_code, answer.json()["created"]) == (200, False)
    clash = send(address, data | {"highlights": "Bản của máy tính."})
    assert clash.status_code == 409
    assert clash.json()["edit_url"] == address
    assert ["Tình hình nổi bật", "Bản của điện thoại."] in clash.json()["stored"]


def test_a_confirmed_visit_gives_no_address_to_edit(world, send, request):
    visit = officers_visit(world, request, status="confirmed")
    answer = send("/ghi-nhan/", entry_data(world.commune, uuid=str(visit.uuid)))
    assert (answer.status_code, answer.json()["edit_url"]) == (409, "")


def test_an_edited_contact_is_stored_without_being_created(world, officer, send):
    contact = ContactFactory(officer=officer.officer, unit=world.commune)
    answer = send(reverse("contacts:change", args=[contact.uuid]), contact_data(world, text="Nội dung đã sửa."))
    assert (answer.status_code, answer.json()["created"]) == (200, False)


def test_no_right_and_no_such_visit_are_told_in_words(world, commune_secretary, officer, as_user, request):
    visit, json = officers_visit(world, request), {"accept": "application/json"}
    edit = reverse("fieldbook:edit", args=[visit.uuid])
    forbidden = as_user(commune_secretary).post(edit, entry_data(world.commune), headers=json)
    assert (forbidden.status_code, forbidden.json()["state"]) == (403, "refused")
    missing = as_user(officer).post(edit.replace(str(visit.uuid)[:4], "0000"), entry_data(world.commune), headers=json)
    assert (missing.status_code, missing.json()["state"]) == (404, "refused")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer, backend="nammanh.accounts.backends.PortalBackend")
    old = strict.post("/ghi-nhan/", entry_data(world.commune), headers=json)
    assert (old.status_code, old.json()["state"]) == (403, "refused")


def test_the_stored_hint_comes_along(world, send):
    answer = send("/ghi-nhan/", entry_data(world.commune, comments=[a_comment(responsible="")]))
    assert answer.json()["hints"] == ["Góp ý chưa nêu ai làm, bao giờ xong; cơ sở khó thực hiện."]

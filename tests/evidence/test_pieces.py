"""A file over a weak signal: pieces, each acknowledged, whatever happens in between."""

import os
import threading
import time
import uuid
from urllib.parse import urlencode

import pytest
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from reports.evidence import files, partials, services
from reports.evidence.models import Evidence
from reports.visits.models import Visit
from tests.evidence import samples

MEGABYTE = 1024 * 1024
PAPER = samples.PDF + os.urandom(2 * MEGABYTE)


class Phone:
    """A script that sends one file."""

    def __init__(self, browser, visit, content=PAPER, name="Biên bản.pdf"):
        self.browser, self.content, self.name = browser, content, name
        self.uuid = uuid.uuid4()
        self.place = reverse("evidence:piece", args=[visit.uuid, self.uuid])

    def put(self, start, end, **changes):
        said = {"offset": start, "size": len(self.content), "name": self.name, "sha256": samples.sha256(self.content)}
        return self.browser.put(
            f"{self.place}?{urlencode(said | changes)}", self.content[start:end], "application/octet-stream"
        )

    def held(self):
        return self.browser.get(self.place).json()


@pytest.fixture
def phone(visit, officer, as_user):
    return Phone(as_user(officer), visit)


def test_the_pieces_of_a_file_become_evidence(phone, visit):
    assert phone.held() == {"state": "partial", "received": 0}
    assert phone.put(0, MEGABYTE).json() == {"state": "partial", "received": MEGABYTE}
    assert phone.put(MEGABYTE, 2 * MEGABYTE).json()["received"] == 2 * MEGABYTE
    assert phone.held() == {"state": "partial", "received": 2 * MEGABYTE}
    done = phone.put(2 * MEGABYTE, len(PAPER))
    assert (done.status_code, done.json()["state"], done.json()["uuid"]) == (201, "stored", str(phone.uuid))
    assert files.path_of(visit.evidence.get().key).read_bytes() == PAPER
    assert phone.held()["state"] == "stored"
    again = phone.put(2 * MEGABYTE, len(PAPER))
    assert (again.status_code, again.json()["created"]) == (200, False)
    assert not list(partials.root().glob("*/*"))


def test_the_pieces_of_a_picture_of_a_home_are_refused_before_a_byte_is_kept(visit, officer, as_user):
    Visit.objects.filter(pk=visit.pk).update(type="household_visit")
    phone = Phone(as_user(officer), visit)
    answer = phone.put(0, MEGABYTE)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "không kèm ảnh, tệp" in answer.json()["errors"][0]
    assert not list(partials.root().glob("*/*"))


def test_a_piece_that_does_not_fit_is_told_where_to_go_on(phone):
    phone.put(0, MEGABYTE)
    for start in (0, 5, 2 * MEGABYTE):
        answer = phone.put(start, start + 10)
        assert (answer.status_code, answer.json()) == (409, {"state": "partial", "received": MEGABYTE})
    assert phone.held()["received"] == MEGABYTE


def test_a_process_killed_in_the_middle_of_a_piece_has_kept_exactly_what_is_told(phone, visit, officer):
    phone.put(0, MEGABYTE)
    place = partials.place_of(officer.pk, visit.uuid, phone.uuid)
    child = os.fork()
    if child == 0:  # writes part of the next piece and dies holding the lock, as kill -9 would leave it
        handle = partials._locked(place)
        os.write(handle, PAPER[MEGABYTE : MEGABYTE + 1000])
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert phone.held() == {"state": "partial", "received": MEGABYTE + 1000}
    assert phone.put(MEGABYTE + 1000, 2 * MEGABYTE).status_code == 200
    assert phone.put(2 * MEGABYTE, len(PAPER)).status_code == 201
    assert files.path_of(visit.evidence.get().key).read_bytes() == PAPER


def test_all_bytes_there_and_no_answer_an_empty_piece_finishes(phone, visit, officer):
    phone.put(0, MEGABYTE)
    phone.put(MEGABYTE, 2 * MEGABYTE)
    with partials.claimed(partials.place_of(officer.pk, visit.uuid, phone.uuid)) as arriving:
        arriving.append(PAPER[2 * MEGABYTE :])
    assert phone.put(len(PAPER), len(PAPER)).status_code == 201


def test_a_file_damaged_on_the_way_is_refused_and_starts_again(phone):
    phone.put(0, MEGABYTE)
    phone.put(MEGABYTE, 2 * MEGABYTE)
    answer = phone.put(2 * MEGABYTE, len(PAPER), sha256="0" * 64)
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        ["Tệp đến nơi không nguyên vẹn. Đồng chí gửi lại từ đầu."],
    )
    assert phone.held()["received"] == 0


def test_a_refused_file_is_forgotten(visit, officer, as_user):
    phone = Phone(as_user(officer), visit, b"<html>" * 100, "a.jpg")
    answer = phone.put(0, 600)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert phone.held()["received"] == 0
    assert not list(partials.root().glob("*/*"))


@pytest.mark.parametrize(
    "changes",
    [
        {"offset": "-1"},
        {"offset": "x"},
        {"offset": "9" * 40},
        {"size": "0"},
        {"size": "9" * 30},
        {"size": str(21 * MEGABYTE)},
        {"size": "5"},
        {"sha256": "x"},
        {"sha256": "\x00"},
        {"name": "a.exe"},
        {"name": "\x00.pdf"},
        {"lat": "x", "lng": "y"},
        {"caption": "x" * 300},
    ],
)
def test_nonsense_in_the_address_is_refused_before_a_byte_is_kept(changes, phone):
    answer = phone.put(0, 100, **changes)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert answer.json()["errors"]
    assert phone.held()["received"] == 0


def test_a_piece_is_never_longer_than_a_megabyte(phone):
    assert phone.put(0, MEGABYTE + 1).status_code == 422
    assert phone.held()["received"] == 0


def test_the_guard_asks_about_the_caption_of_an_arriving_file(phone):
    answer = phone.put(0, 100, caption="CCCD 079123456789")
    assert (answer.status_code, answer.json()["state"]) == (422, "ask")
    assert phone.put(0, 100, caption="CCCD 079123456789", van_gui="1").status_code == 200


def test_another_person_can_neither_see_nor_continue_an_arriving_file(phone, commune_secretary, as_user):
    phone.put(0, MEGABYTE)
    phone.browser = as_user(commune_secretary)
    assert phone.held()["received"] == 0
    assert phone.put(MEGABYTE, 2 * MEGABYTE).json() == {"state": "partial", "received": 0}


def test_one_person_has_only_so_much_under_way(visit, officer, as_user, settings):
    settings.EVIDENCE_PARTIALS_PER_PERSON, settings.EVIDENCE_PARTIAL_MEGABYTES = 2, 2
    phones = [Phone(as_user(officer), visit) for _number in range(3)]
    assert [phone.put(0, 100).status_code for phone in phones] == [200, 200, 422]
    assert phones[0].put(100, MEGABYTE).status_code == 200
    assert phones[1].put(100, MEGABYTE + 100).status_code == 422
    assert phones[1].held()["received"] == 100


def test_what_stopped_arriving_expires_after_a_week(phone, visit, officer, as_user):
    late = Phone(as_user(officer), visit)
    phone.put(0, 100)
    late.put(0, 100)
    week = time.time() - 7 * 24 * 3600 - 60
    os.utime(partials.place_of(officer.pk, visit.uuid, late.uuid), (week, week))
    assert services.expire_partials() == 1
    assert (phone.held()["received"], late.held()["received"]) == (100, 0)


def test_the_sweep_leaves_a_file_that_is_arriving_just_now(phone, visit, officer):
    phone.put(0, 100)
    place = partials.place_of(officer.pk, visit.uuid, phone.uuid)
    os.utime(place, (0, 0))
    with partials.claimed(place):
        assert services.expire_partials() == 0
    assert services.expire_partials() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_pieces_from_two_windows_at_once_make_one_whole_file(visit, officer, as_user):
    """Six threads send the same file, each as fast as it can; whoever is behind is told so and goes on from there."""
    first = Phone(as_user(officer), visit)
    outcomes = []

    def send():
        phone = Phone(Client(), visit)
        phone.browser.force_login(officer, backend="nammanh.accounts.backends.PortalBackend")
        phone.uuid, phone.place = first.uuid, first.place
        offset = 0
        while True:
            answer = phone.put(offset, min(offset + 256 * 1024, len(PAPER)))
            if answer.json()["state"] != "partial":
                outcomes.append(answer.status_code)
                break
            offset = answer.json()["received"]
        close_old_connections()

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [200, 200, 200, 200, 200, 201]
    assert files.path_of(Evidence.objects.get().key).read_bytes() == PAPER


def test_a_piece_without_the_token_is_refused(visit, officer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer, backend="nammanh.accounts.backends.PortalBackend")
    assert Phone(browser, visit).put(0, 100).status_code == 403

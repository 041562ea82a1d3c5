"""Ending with a successor or an explicit “để trống”; the signed file of a decision and who may read it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assignments.models import Assignment, LegalDocument
from tests.assignments.test_holding_pages import ASSIGN, NEW_DECISION, form_data
from tests.factories import assignments as make

D = datetime.date
PDF = b"%PDF-1.7 quyet dinh"
END = {"valid_to": "31/12/2026", "end_reason": "Điều động"}


@pytest.fixture
def newcomer(world):
    return make.OfficerFactory(full_name="Trần Thị Mới")


@pytest.fixture
def held(world, officer):
    return Assignment.objects.get(unit=world.commune)


def end(browser, held, **data):
    return browser.post(reverse("assignments:end", args=[held.pk]), {**END, **data})


def signed(content=PDF, name="Quyết định.pdf"):
    return SimpleUploadedFile(name, content)


# --- ending ----------------------------------------------------------------------------------------------------------


def test_an_end_asks_for_a_successor_or_an_explicit_vacancy(held, organiser, as_user):
    answer = end(as_user(organiser), held)
    assert answer.status_code == 422
    assert "Chọn người kế tiếp, hoặc đánh dấu “Để trống”" in answer.content.decode()
    held.refresh_from_db()
    assert held.valid_to is None


def test_an_explicit_vacancy_is_kept(held, organiser, as_user):
    assert end(as_user(organiser), held, vacant="on").status_code == 302
    held.refresh_from_db()
    assert (held.valid_to, held.end_reason, held.left_vacant) == (D(2026, 12, 31), "Điều động", True)


def test_a_successor_takes_over_the_day_after_by_a_decision(held, newcomer, organiser, as_user):
    browser = as_user(organiser)
    assert end(browser, held, officer_text="Trần Thị Mới").status_code == 422  # no decision yet
    assert end(browser, held, officer_text="Trần Thị Mới", **NEW_DECISION).status_code == 302
    held.refresh_from_db()
    after = newcomer.assignments.get()
    assert (held.valid_to, held.left_vacant) == (D(2026, 12, 31), False)
    assert (after.valid_from, after.taken_over_from, after.document.number) == (D(2027, 1, 1), held, "1234-QĐ/TU")


def test_a_successor_and_a_vacancy_together_are_refused(held, newcomer, organiser, as_user):
    answer = end(as_user(organiser), held, officer_text="Trần Thị Mới", vacant="on", **NEW_DECISION)
    assert "Bỏ một trong hai" in answer.content.decode()
    held.refresh_from_db()
    assert held.valid_to is None


def test_a_successor_takes_over_the_same_households(world, newcomer, organiser, as_user):
    some = make.AssignmentFactory(
        unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"], whole_unit=False, is_lead=False
    )
    chosen = make.HouseholdFactory(unit=world.hamlet)
    some.households.create(household=chosen)
    assert end(as_user(organiser), some, officer_text="Trần Thị Mới", **NEW_DECISION).status_code == 302
    after = newcomer.assignments.get()
    assert (after.whole_unit, [row.household for row in after.households.all()]) == (False, [chosen])


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def filed(world, newcomer, organiser, as_user) -> LegalDocument:
    data = form_data(world, document_file=signed(), document_secret="no", document_signer="Mai Văn Thường Trực")
    assert as_user(organiser).post(ASSIGN, data).status_code == 302
    return LegalDocument.objects.get(number="1234-QĐ/TU")


def test_the_signed_file_and_its_signer_are_kept_with_the_decision(filed):
    assert (filed.signer, filed.file.read()) == ("Mai Văn Thường Trực", PDF)
    filed.file.close()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document_secret": "yes"}, "Không đưa văn bản mật lên hệ thống này"),
        ({"document_secret": ""}, "Trả lời “Văn bản có độ mật?”"),
        ({"document_file": signed(b"MZ")}, "không đúng với đuôi .pdf"),
        ({"document_file": signed(name="a.exe")}, "Chỉ nhận tệp"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_and_nothing_is_written(
    world, newcomer, organiser, as_user, changes, words
):
    data = form_data(world, **{"document_file": signed(), "document_secret": "no", **changes})
    answer = as_user(organiser).post(ASSIGN, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Chọn lại tệp trước khi gửi lại" in answer.content.decode()
    assert not LegalDocument.objects.filter(number="1234-QĐ/TU").exists()


def test_a_second_file_for_one_decision_is_refused(filed, world, organiser, as_user):
    data = form_data(world, unit_text="An Đức", document=filed.pk, document_file=signed(), document_secret="no")
    answer = as_user(organiser).post(ASSIGN, data)
    assert "đã có tệp trong hệ thống" in answer.content.decode()


def test_the_file_goes_to_those_who_see_the_unit_and_to_nobody_else(
    filed, stranger, organiser, district_secretary, as_user
):
    url = reverse("assignments:document_file", args=[filed.pk])
    for person in (organiser, district_secretary):
        answer = as_user(person).get(url)
        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer["Content-Disposition"].startswith('attachment; filename="quyet-dinh-1234-qd-tu.pdf"')
    assert as_user(stranger).get(url).status_code == 404


def test_the_commune_reads_the_decision_of_the_district_above_it(world, commune_secretary, as_user):
    above = make.AssignmentFactory(unit=world.district, role=world.roles["province_officer_for_district"])
    far = make.AssignmentFactory(unit=world.other_district, role=world.roles["province_officer_for_district"])
    for row in (above, far):
        row.document.file = signed()
        row.document.save()
    browser = as_user(commune_secretary)
    answers = [browser.get(reverse("assignments:document_file", args=[row.document_id])) for row in (above, far)]
    assert [answer.status_code for answer in answers] == [200, 404]


def test_a_document_without_a_file_or_whose_file_is_gone_is_not_found(filed, held, organiser, as_user):
    browser = as_user(organiser)
    assert browser.get(reverse("assignments:document_file", args=[held.document_id])).status_code == 404
    filed.file.storage.delete(filed.file.name)
    assert browser.get(reverse("assignments:document_file", args=[filed.pk])).status_code == 404


def test_a_request_larger_than_any_form_is_turned_away(organiser, as_user, settings):
    settings.UPLOAD_REQUEST_LIMIT = 1000
    answer = as_user(organiser).post(ASSIGN, {"document_file": signed(b"%PDF-" + b"x" * 2000)})
    assert answer.status_code == 400

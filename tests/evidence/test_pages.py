"""Evidence as people meet it: on the visit's page, in the form, as a file that the browser opens."""

import uuid

import pytest
from django.urls import reverse

from reports.evidence.models import Evidence
from reports.visits.models import Visit
from reports.visits.services import confirm_visit
from tests.evidence import samples
from tests.factories.evidence import EvidenceFactory
from tests.factories.reports import VisitFactory
from tests.fieldbook.scenes import officers_visit

JSON = {"Accept": "application/json"}


def address(name, record):
    return reverse(f"evidence:{name}", args=[record.uuid])


@pytest.fixture
def photograph(visit, officer, by) -> Evidence:
    return samples.add(visit, samples.picture_bytes(), by(officer), caption="Cầu ấp 3").evidence


def test_several_files_are_sent_in_one_form_and_a_bad_one_keeps_nothing_back(visit, officer, as_user):
    files = [
        samples.upload(samples.picture_bytes()),
        samples.upload(b"<script>", "b.jpg"),
        samples.upload(samples.PDF, "c.pdf"),
    ]
    data = {"uuid": uuid.uuid4(), "file": files, "caption": "Họp chi bộ ấp 1"}
    page = as_user(officer).post(address("add", visit), data, follow=True)
    assert page.redirect_chain == [(address("of_visit", visit), 302)]
    assert [row.kind for row in visit.evidence.order_by("pk")] == ["jpeg", "pdf"]
    assert {row.caption for row in visit.evidence.all()} == {"Họp chi bộ ấp 1"}
    assert "Chưa lưu b.jpg: Nội dung tệp" in page.text


def test_the_form_pressed_twice_stores_each_file_once(visit, officer, as_user):
    number, browser = uuid.uuid4(), as_user(officer)
    for _turn in range(2):
        files = [samples.upload(samples.PDF, "a.pdf"), samples.upload(samples.PDF + b"\n", "b.pdf")]
        browser.post(address("add", visit), {"uuid": number, "file": files})
    assert visit.evidence.count() == 2


def test_a_form_without_a_single_good_file_comes_back_with_the_reasons(visit, officer, as_user):
    browser = as_user(officer)
    empty = browser.post(address("add", visit), {"caption": "x"})
    assert (empty.status_code, "Chọn ít nhất một ảnh hoặc tệp." in empty.text) == (422, True)
    bad = browser.post(address("add", visit), {"file": samples.upload(b"MZ", "a.exe")})
    assert (bad.status_code, "a.exe: Chỉ nhận ảnh" in bad.text) == (422, True)


def test_the_guard_asks_before_a_caption_names_somebody(visit, officer, as_user):
    browser, caption = as_user(officer), "Nhà ông A, CCCD 079123456789"
    data = {"caption": caption, "uuid": str(uuid.uuid4())}
    page = browser.post(address("add", visit), data | {"file": samples.upload(samples.PDF, "a.pdf")})
    assert (page.status_code, "Vẫn gửi" in page.text, visit.evidence.count()) == (422, True, 0)
    asked = browser.post(address("add", visit), data | {"file": samples.upload(samples.PDF, "a.pdf")}, headers=JSON)
    assert (asked.status_code, asked.json()["state"]) == (422, "ask")
    assert "079123456789" in asked.json()["warnings"][0]
    sent = {**data, "file": samples.upload(samples.PDF, "a.pdf"), "van_gui": "1"}
    assert browser.post(address("add", visit), sent).status_code == 302
    assert visit.evidence.get().caption == caption


def test_a_script_is_answered_in_json(visit, officer, as_user):
    browser, number = as_user(officer), str(uuid.uuid4())

    def send(content, name="a.pdf", number=number):
        data = {"uuid": number, "file": samples.upload(content, name)}
        return browser.post(address("add", visit), data, headers=JSON)

    first, again, other, bad = send(samples.PDF), send(samples.PDF), send(samples.PDF + b"\n"), send(b"MZ", "a.exe", "")
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 409]
    assert (first.json()["state"], first.json()["uuid"], first.json()["created"]) == ("stored", number, True)
    assert first.json()["url"] == f"/minh-chung/{number}/"
    assert again.json()["created"] is False
    assert (other.json()["state"], ["tên tệp", "a.pdf"] in other.json()["stored"]) == ("conflict", True)
    assert other.json()["edit_url"] == address("of_visit", visit)
    assert (bad.status_code, bad.json()["state"]) == (422, "refused")
    assert browser.post(address("add", visit), {}, headers=JSON).json()["errors"] == ["Chọn ít nhất một ảnh hoặc tệp."]


def test_a_position_comes_only_with_the_button(visit, officer, as_user):
    browser = as_user(officer)
    data = {"file": samples.upload(samples.PDF, "a.pdf"), "lat": "10.16231234", "lng": "106,4571"}
    assert browser.post(address("add", visit), data).status_code == 302
    assert str(visit.evidence.get().latitude) == "10.1623"
    page = browser.get(address("of_visit", visit)).text
    assert "10,1623; 106,4571" in page
    assert "Thêm vị trí của tôi" in page
    for wrong in ({"lat": "x", "lng": "1"}, {"lat": "NaN", "lng": "1"}, {"lat": "10", "lng": ""}, {"lat": "1e999"}):
        answer = browser.post(address("add", visit), {"file": samples.upload(samples.PDF, "a.pdf"), **wrong})
        assert (answer.status_code, "Vị trí không đọc được" in answer.text) == (422, True), wrong


def test_nothing_that_is_served_can_run(photograph, visit, officer, by, as_user):
    paper = samples.add(visit, samples.PDF, by(officer), "Biên bản Ấp 1.pdf").evidence
    browser = as_user(officer)
    seen = browser.get(address("file", photograph))
    small = browser.get(address("thumbnail", photograph))
    given = browser.get(address("file", paper))
    for answer, kind in ((seen, "image/jpeg"), (small, "image/jpeg"), (given, "application/pdf")):
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert "private" in answer["Cache-Control"]
    assert seen["Content-Disposition"].startswith("inline;")
    assert given["Content-Disposition"].startswith('attachment; filename="bien-ban-ap-1.pdf"')
    assert given.content == samples.PDF
    assert browser.get(address("thumbnail", paper)).status_code == 404


def test_a_phone_that_has_the_picture_does_not_load_it_again(photograph, officer, stranger, as_user):
    browser = as_user(officer)
    tag = browser.get(address("file", photograph))["ETag"]
    again = browser.get(address("file", photograph), headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert browser.get(address("thumbnail", photograph))["ETag"] != tag
    outside = as_user(stranger).get(address("file", photograph), headers={"If-None-Match": tag})
    assert outside.status_code == 404


def test_a_file_that_was_lost_is_not_found_instead_of_an_error(visit, officer, as_user):
    assert as_user(officer).get(address("file", EvidenceFactory(visit=visit))).status_code == 404


def test_taking_back_leaves_a_mark_with_who_and_why(photograph, visit, officer, as_user):
    browser = as_user(officer)
    assert "Gỡ minh chứng" in browser.get(address("take_back", photograph)).text
    assert browser.post(address("take_back", photograph), {"reason": ""}).status_code == 422
    page = browser.post(address("take_back", photograph), {"reason": "Chụp nhầm"}, follow=True)
    assert "Đã gỡ: Đ/c Nguyễn Văn Tỉnh" in page.text
    assert "Chụp nhầm" in page.text
    assert browser.get(address("file", photograph)).status_code == 404


def test_a_confirmed_visit_keeps_what_was_confirmed_and_shows_what_came_late(
    photograph, visit, officer, commune_secretary, by, as_user
):
    confirm_visit(visit=visit, by=by(commune_secretary))
    samples.add(visit, samples.PDF, by(officer), "a.pdf")
    browser = as_user(officer)
    page = browser.get(address("of_visit", visit)).text
    assert page.count("Bổ sung sau xác nhận") == 1
    assert "/go/" not in page
    told = browser.get(address("take_back", photograph), follow=True)
    assert "không gỡ được nữa" in told.text
    refused = browser.post(address("take_back", photograph), {"reason": "Đổi ý"})
    assert (refused.status_code, "Xã đã xác nhận" in refused.text) == (422, True)


def test_who_only_reads_sees_the_pictures_and_no_form(photograph, visit, district_commune_officer, as_user):
    page = as_user(district_commune_officer).get(address("of_visit", visit)).text
    assert "Cầu ấp 3" in page
    assert "evidence-form" not in page


def test_a_visit_to_households_has_no_page_of_evidence_and_shows_none_to_anybody(
    world, household_officer, commune_secretary, office, as_user
):
    visit = VisitFactory(officer=household_officer.officer, unit=world.group, tier=world.tiers[2])
    EvidenceFactory(visit=visit, caption="Vườn nhà")
    assert Evidence.objects.visible_to(household_officer).exists()
    Visit.objects.filter(pk=visit.pk).update(type="household_visit")
    for person in (household_officer, commune_secretary, office):
        browser = as_user(person)
        assert not Evidence.objects.visible_to(person).exists()
        page = browser.get(reverse("visits:detail", args=[visit.uuid]))
        assert (page.status_code, "Minh chứng" in page.text) == (200, False)
        told = browser.get(address("of_visit", visit))
        assert (told.status_code, "không kèm ảnh, tệp" in told.text) == (403, True)


def test_a_script_that_sends_a_picture_of_a_home_is_told_why_it_is_refused(world, household_officer, as_user):
    visit = VisitFactory(
        officer=household_officer.officer, unit=world.group, tier=world.tiers[2], type="household_visit"
    )
    data = {"uuid": str(uuid.uuid4()), "file": samples.upload(samples.picture_bytes())}
    answer = as_user(household_officer).post(address("add", visit), data, headers=JSON)
    assert (answer.status_code, answer.json()["state"]) == (403, "refused")
    assert "không kèm ảnh, tệp" in answer.json()["errors"][0]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_many_pieces_asks_as_often_as_one_of_few(
    rows, world, request, officer, as_user, django_assert_num_queries
):
    visit = officers_visit(world, request)
    for status in ("kept", "taken_back", "waiting")[:rows]:
        EvidenceFactory(visit=visit, status=status)
    browser = as_user(officer)
    with django_assert_num_queries(8):
        browser.get(address("of_visit", visit))

"""A commune sends one itself, the office takes one down at a meeting; a department reads what is due first."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.feedback import services
from reports.feedback.models import Petition, PetitionFile
from reports.feedback.services import Asked
from tests.conftest import in_post
from tests.factories.reports import PetitionFactory, ReplyTermFactory, VisitFactory
from tests.fieldbook.scenes import department, petition_in

SEND, DESK = "/phan-anh/gui/", "/phan-anh/nganh/"


@pytest.fixture(autouse=True)
def term(db):
    ReplyTermFactory()


def typed(sender, place, **more):
    data = {"uuid": str(uuid.uuid4()), "sender": sender.pk, "place": place.pk, "reported_on": format_date(today())}
    return data | {"category": "obstacle", "content": "Cầu ấp 3 xuống cấp."} | more


def agency_of(user):
    return user.officer.positions.get().agency


def test_a_commune_sends_with_one_choice_and_follows_it(world, commune_secretary, as_user):
    browser = as_user(commune_secretary)
    data = typed(agency_of(commune_secretary), world.hamlet)
    for _each in range(2):  # a double click
        assert browser.post(SEND, data).status_code == 302
    petition = Petition.objects.get()
    assert (petition.source, petition.unit, petition.officer, petition.field) == ("commune", world.hamlet, None, None)
    page = browser.get(reverse("feedback:detail", args=[petition.uuid]))
    assert "Đảng ủy xã Sơn Phú" in page.text and "Văn phòng Tỉnh ủy chưa xem" in page.text
    assert petition in browser.get(reverse("feedback:list")).context["rows"]


def test_other_words_in_an_entry_sent_before_are_not_lost(world, commune_secretary, as_user):
    """The page of an earlier sending, reached by "back": its words are changed and sent again."""
    browser, data = as_user(commune_secretary), typed(agency_of(commune_secretary), world.hamlet)
    browser.post(SEND, data)
    asked = browser.post(SEND, data | {"content": "Trạm bơm hỏng."})
    assert asked.status_code == 422 and "bấm gửi lần nữa" in asked.text and "Trạm bơm hỏng." in asked.text
    again = data | {"content": "Trạm bơm hỏng.", "uuid": asked.context["form"]["uuid"].value()}
    assert browser.post(SEND, again).status_code == 302
    assert set(Petition.objects.values_list("content", flat=True)) == {"Cầu ấp 3 xuống cấp.", "Trạm bơm hỏng."}


def test_all_that_may_be_added_is_kept_and_counted(world, commune_secretary, as_user):
    paper = SimpleUploadedFile("Tờ trình.pdf", b"%PDF-1.7 to trinh", "application/pdf")
    more = {"whose": "people", "since": "03/2024", "co_units": [world.neighbour.pk], "files": paper}
    data = typed(agency_of(commune_secretary), world.commune, **more)
    refused = as_user(commune_secretary).post(SEND, data)
    assert refused.status_code == 422 and "văn bản mật" in refused.text and "Cầu ấp 3 xuống cấp." in refused.text
    data["files"] = SimpleUploadedFile("Tờ trình.pdf", b"%PDF-1.7 to trinh", "application/pdf")
    assert as_user(commune_secretary).post(SEND, data | {"not_secret": "on"}).status_code == 302
    petition = Petition.objects.with_voices().get()
    assert (petition.whose, str(petition.since), petition.voices) == ("people", "2024-03-01", 2)
    assert PetitionFile.objects.get().name == "Tờ trình.pdf"


def test_a_commune_sends_for_no_other_place_and_the_office_names_its_meeting(world, commune_secretary, office, as_user):
    elsewhere = typed(agency_of(commune_secretary), world.far_commune)
    assert as_user(commune_secretary).post(SEND, elsewhere).status_code == 422
    data = typed(agency_of(office), world.far_commune)
    assert "Ghi tên cuộc họp" in as_user(office).post(SEND, data).text
    assert as_user(office).post(SEND, data | {"meeting": "Hội nghị giao ban"}).status_code == 302
    assert Petition.objects.get().source == "meeting"


def test_without_a_field_it_is_sent_on_only_when_one_is_chosen(world, commune_secretary, office, request, as_user):
    as_user(commune_secretary).post(SEND, typed(agency_of(commune_secretary), world.commune))
    address = reverse("feedback:dispatch", args=[Petition.objects.get().uuid])
    data = {"department": department(request).pk, "note": "Giữ lời này"}
    refused = as_user(office).post(address, data)
    assert refused.status_code == 422 and "Chọn lĩnh vực" in refused.text and "Giữ lời này" in refused.text
    field = petition_in(world, request).field
    assert as_user(office).post(address, data | {"field": field.pk}).status_code == 302
    assert Petition.objects.get(source="commune").field == field


def test_the_desk_shows_what_is_due_first_and_the_communes_word(
    world, request, office, department_head, commune_secretary, stranger, by, as_user, django_assert_num_queries
):
    agency = department(request)
    for number in (1, 3):
        while Petition.objects.filter(status="answered").count() < number:
            petition = petition_in(world, request)
            services.dispatch(petition=petition, department=agency, note="", by=by(office))
            services.answer(petition=petition, text="Sẽ xem xét.", by=by(department_head))
            services.approve(petition=petition, note="Đúng việc, cụ thể.", by=by(commune_secretary))
        browser = as_user(department_head)
        with django_assert_num_queries(11):
            page = browser.get(DESK, {"trang_thai": ""})
        assert len(page.context["rows"]) == number
    assert not browser.get(DESK).context["rows"], "what is answered waits for nobody here"
    assert "Đúng việc, cụ thể." in page.text
    assert not as_user(stranger).get(DESK).context["rows"]


def test_a_commune_reads_no_other_communes_word_on_the_desk(
    world, request, office, commune_secretary, department_head, by, as_user
):
    own = petition_in(world, request)
    other = PetitionFactory(visit=VisitFactory(unit=world.far_commune, tier=world.tiers[0]))
    asked = Asked("Sửa cầu", own.field, department(request))
    services.refer(petitions=[own, other], asked=asked, by=by(office))
    services.answer(petition=own, text="Sẽ xem xét.", by=by(department_head))
    far = in_post("commune_committee", world.far_commune, "Bí thư Đảng ủy", "Lý Văn Xa", "Đảng ủy xã An Đức")
    services.approve(petition=other, note="Lời của xã khác.", by=by(far))
    for person, reads in ((commune_secretary, False), (far, True), (department_head, True)):
        page = as_user(person).get(DESK, {"trang_thai": ""})
        assert len(page.context["rows"]) == 1
        assert ("Lời của xã khác." in page.text) == reads, person


def test_a_supporting_department_reads_what_it_supports_and_does_not_answer(world, request, office, by, as_user):
    helper = in_post("department", world.province, "Giám đốc Sở", "Lý Văn Hỗ", "Sở Tài chính")
    petition = petition_in(world, request)
    services.dispatch(
        petition=petition, department=department(request), note="", by=by(office),
        supporting=((agency_of(helper), "Cho ý kiến về vốn"),),
    )  # fmt: skip
    assert "Cho ý kiến về vốn" in as_user(helper).get(reverse("feedback:detail", args=[petition.uuid])).text
    assert as_user(helper).get(reverse("feedback:answer", args=[petition.uuid])).status_code == 403
    assert len(as_user(helper).get(DESK, {"vai": "phoi-hop"}).context["rows"]) == 1

"""A petition on its way: to a department, back with an answer, to its end."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.feedback import services
from reports.feedback.models import Petition, PetitionFile
from tests.factories import assignments as make
from tests.factories.reports import CarriedBackFactory, PetitionFactory, ReplyTermFactory, VisitFactory
from tests.fieldbook.scenes import department, petition_in


@pytest.fixture
def petition(world, request):
    return petition_in(world, request)


def address(name, petition):
    return reverse(f"feedback:{name}", args=[petition.uuid])


def test_a_petition_goes_all_its_way_on_the_pages(
    world, request, petition, officer, office, department_head, standing_committee, as_user
):
    agency = department(request)
    ReplyTermFactory()
    sent = as_user(office).post(address("dispatch", petition), {"department": agency.pk, "note": "Đề nghị trả lời"})
    assert sent.status_code == 302
    as_user(office).post(address("dispatch", petition), {"department": agency.pk, "note": "Đề nghị trả lời"})
    as_user(standing_committee).post(address("direct", petition), {"text": "Làm ngay trước mùa mưa."})
    as_user(standing_committee).post(address("direct", petition), {"text": "Làm ngay trước mùa mưa."})
    as_user(department_head).post(address("answer", petition), {"text": "Sẽ xem xét."})
    as_user(officer).post(address("reopen", petition), {"reason": "Chưa nói bao giờ xong."})
    as_user(department_head).post(address("answer", petition), {"text": "Khởi công 05/01/2027."})
    refused = as_user(office).post(address("close", petition), {"note": ""})
    assert "chưa được báo lại" in refused.text
    petition.refresh_from_db()
    CarriedBackFactory(petition=petition)
    page = as_user(office).post(address("close", petition), {"note": ""}, follow=True)
    petition.refresh_from_db()
    assert petition.status == "closed"
    actions = [step.action for step in petition.steps.all()]
    assert actions == ["dispatch", "direct", "answer", "reopen", "answer", "close"]
    for words in ("Sẽ xem xét.", "Khởi công 05/01/2027.", "Chưa nói bao giờ xong.", "Làm ngay trước mùa mưa."):
        assert words in page.text


def test_departments_of_the_field_are_suggested_first_and_closed_ones_not_at_all(world, petition, office, as_user):
    wanted = make.AgencyFactory(unit=world.province, name="Sở Xây dựng", kind="department")
    wanted.fields.add(petition.field)
    make.AgencyFactory(unit=world.province, name="Sở Cũ", kind="department", valid_to=datetime.date(2020, 1, 1))
    elsewhere = make.AgencyFactory(unit=world.far_commune, name="Phòng xã khác", kind="department")
    page = as_user(office).get(address("dispatch", petition))
    groups = page.context["form"].fields["department"].choices[1:]
    assert groups[0] == ("Phụ trách lĩnh vực này", [(str(wanted.pk), "Sở Xây dựng")])
    assert "Sở Cũ" not in page.text
    refused = as_user(office).post(address("dispatch", petition), {"department": elsewhere.pk, "note": "Giữ lời này"})
    assert refused.status_code == 422
    assert "Giữ lời này" in refused.text
    petition.refresh_from_db()
    assert petition.status == "submitted"


@pytest.mark.parametrize(
    ("name", "status", "person", "data"),
    [
        ("answer", "dispatched", "department_head", {"text": "  "}),
        ("answer", "dispatched", "department_head", {"text": "a" * 10_000}),
        ("reopen", "answered", "officer", {"reason": ""}),
        ("direct", "submitted", "standing_committee", {}),
        ("dispatch", "submitted", "office", {"department": "x"}),
        ("close", "dispatched", "office", {"note": ""}),
        ("answer", "closed", "department_head", {"text": "Muộn"}),
    ],
)
def test_what_does_not_fit_comes_back_and_moves_nothing(world, request, as_user, name, status, person, data):
    petition = petition_in(world, request, status)
    answer = as_user(request.getfixturevalue(person)).post(address(name, petition), data)
    assert answer.status_code == 422
    petition.refresh_from_db()
    assert petition.status == status


def test_a_department_sees_only_what_was_sent_to_it(world, request, petition, department_head, as_user):
    theirs = petition_in(world, request, "dispatched")
    page = as_user(department_head).get("/phan-anh/")
    assert [row.pk for row in page.context["rows"]] == [theirs.pk]
    assert as_user(department_head).get(address("detail", petition)).status_code == 404
    assert as_user(department_head).post(address("answer", petition), {"text": "Hỏi"}).status_code == 404
    detail = as_user(department_head).get(address("detail", theirs))
    assert detail.status_code == 200
    assert detail.context["visit"] is None


def test_how_late_it_is_stands_in_words(world, office, as_user):
    visit = VisitFactory(unit=world.commune, date=today() - datetime.timedelta(days=40))
    for days, words in [(-12, "Quá hạn 12 ngày"), (0, "Đến hạn hôm nay"), (5, "Còn 5 ngày")]:
        petition = PetitionFactory(visit=visit, due_on=today() + datetime.timedelta(days=days))
        assert words in as_user(office).get(address("detail", petition)).text


def test_filters_narrow_the_list_and_the_total_agrees(world, request, office, as_user):
    waiting = petition_in(world, request)
    dispatched = petition_in(world, request, "dispatched")
    petition_in(world, request, "closed")
    late_visit = VisitFactory(unit=world.far_commune, date=today() - datetime.timedelta(days=40))
    PetitionFactory(visit=late_visit)
    day = format_date(late_visit.date)
    browser = as_user(office)
    for query, count in [
        ({}, 4),
        ({"dang_mo": "1"}, 3),
        ({"qua_han": "1"}, 1),
        ({"qua_han": "0"}, 4),
        ({"trang_thai": "closed"}, 1),
        ({"linh_vuc": waiting.field_id}, 1),
        ({"nganh": dispatched.department_id}, 2),
        ({"huyen": world.other_district.pk}, 1),
        ({"tu": day, "den": day}, 1),
    ]:
        page = browser.get("/phan-anh/", query)
        assert page.context["total"] == count == len(page.context["rows"]), query
        assert f"Có {count} phản ánh" in page.text


def test_overdue_ones_are_read_page_by_page_from_the_latest(world, office, as_user):
    visit = VisitFactory(unit=world.commune, date=today() - datetime.timedelta(days=60))
    for days in range(30):
        PetitionFactory(visit=visit, due_on=today() - datetime.timedelta(days=1 + days % 3))
    browser = as_user(office)
    first = browser.get("/phan-anh/", {"qua_han": "1"})
    second = browser.get("/phan-anh/" + first.context["next_url"])
    seen = [row.pk for row in (*first.context["rows"], *second.context["rows"])]
    assert len(seen) == len(set(seen)) == 30
    due = [row.due_on for row in (*first.context["rows"], *second.context["rows"])]
    assert due == sorted(due)


@pytest.mark.parametrize(
    "query",
    [
        {"linh_vuc": "x"},
        {"nganh": "9" * 30},
        {"trang_thai": "\x00"},
        {"tu": "32/01/2026"},
        {"sau": "x~y"},
        {"qua_han": "x"},
    ],
)
def test_mangled_filters_are_answered_with_a_page(petition, office, as_user, query):
    assert as_user(office).get("/phan-anh/", query).status_code == 200


def test_list_and_page_cost_the_same_with_one_row_and_with_three(
    world, request, office, as_user, django_assert_num_queries
):
    browser = as_user(office)
    for number in (1, 3):
        while Petition.objects.count() < number:
            petition = petition_in(world, request, "dispatched")
            for _each in range(number):
                petition.steps.create(action="direct", status="dispatched", by=office, note="Làm ngay")
        with django_assert_num_queries(11):
            browser.get("/phan-anh/")
        with django_assert_num_queries(9):
            browser.get(address("detail", petition))


def test_the_page_offers_what_the_state_allows_each_with_its_meaning(world, request, office, as_user):
    """A petition sent to the wrong department is taken back and sent elsewhere; nobody sends it twice."""
    petition = petition_in(world, request)

    def offered():
        page = as_user(office).get(address("detail", petition))
        for act in page.context["acts"]:
            assert str(act["meaning"]) in page.text
        return {str(act["label"]) for act in page.context["acts"]}

    assert {"Tiếp nhận", "Chuyển ngành trả lời", "Trả lại bổ sung", "Ghi trùng"} <= offered()
    sent = petition_in(world, request, "dispatched")
    petition = sent
    assert offered() == {"Rút lại để chuyển nơi khác"}
    as_user(office).post(address("recall", sent), {"reason": "Chuyển nhầm ngành"})
    assert "Chuyển ngành trả lời" in offered()


@pytest.mark.parametrize(
    ("name", "field", "entered"), [("escalate", "reason", "received"), ("give_up", "reason", "unresolvable")]
)
def test_a_step_that_takes_the_right_along_is_answered_when_it_is_sent_twice(
    world, request, commune_secretary, as_user, name, field, entered
):
    petition, browser = petition_in(world, request, "handled_locally"), as_user(commune_secretary)
    for _each in range(2):
        assert browser.post(address(name, petition), {field: "Ngoài khả năng của xã."}).status_code == 302
    assert browser.post(address(name, petition), {field: "Lời khác."}).status_code == 422
    petition.refresh_from_db()
    assert (petition.status, petition.steps.count()) == (entered, 1)


def test_a_department_that_hands_back_goes_on_at_its_desk(world, request, department_head, stranger, as_user):
    petition, browser = petition_in(world, request, "dispatched"), as_user(department_head)
    for _each in range(2):
        page = browser.post(address("hand_back", petition), {"reason": "Không thuộc thẩm quyền."}, follow=True)
        assert (page.status_code, page.redirect_chain[-1][0]) == (200, "/phan-anh/nganh/")
    assert petition.steps.count() == 1
    assert browser.get(address("detail", petition)).status_code == 404
    again = as_user(stranger).post(address("hand_back", petition), {"reason": "Không thuộc thẩm quyền."})
    assert again.status_code == 404


def test_papers_of_a_reply_are_read_wherever_the_reply_is(
    world, request, commune_secretary, department_head, stranger, by, as_user
):
    ReplyTermFactory(working_days=60)
    petition = petition_in(world, request, "dispatched")
    petition.refresh_from_db()
    paper = SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.7 bien ban", "application/pdf")
    later = petition.deadline_on + datetime.timedelta(days=3)
    services.interim(petition=petition, reason="Chờ", committed_on=later, by=by(department_head), files=[paper])
    services.hand_back(petition=petition, reason="Không thuộc thẩm quyền", by=by(department_head))
    browser, file = as_user(commune_secretary), reverse("feedback:file", args=[PetitionFile.objects.get().uuid])
    assert file in browser.get(address("detail", petition)).text
    assert browser.get(file).status_code == 200
    assert as_user(department_head).get(file).status_code == 200, "its own words"
    assert as_user(stranger).get(file).status_code == 404


def test_what_is_judged_is_offered_to_nobody_for_another_verdict(
    world, request, officer, commune_secretary, office, department_head, by, as_user
):
    ReplyTermFactory()
    petition = petition_in(world, request)
    services.dispatch(petition=petition, department=department(request), note="", by=by(office))

    def offered():
        page = as_user(commune_secretary).get(address("detail", petition))
        return {str(act["label"]) for act in page.context["acts"]}

    for text in ("Sẽ xem xét.", "Khởi công 05/01."):
        services.answer(petition=petition, text=text, by=by(department_head))
        assert {"Đánh giá đạt", "Yêu cầu trả lời lại"} <= offered()
        if text == "Sẽ xem xét.":
            services.reopen(petition=petition, reason="Chưa rõ", by=by(officer))
    services.approve(petition=petition, by=by(officer))
    assert offered() == {"Ghi đã giải quyết xong"}

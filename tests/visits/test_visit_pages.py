"""A visit from plan to confirmation, as people do it on its pages."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.visits.models import Amendment, Visit
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, PetitionFactory, VisitFactory

TOMORROW = today() + datetime.timedelta(days=1)


@pytest.fixture
def visit_of(world, officer):
    def write(status="done", **fields):
        return VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], status=status, **fields)

    return write


def address(name, visit):
    return reverse(f"visits:{name}", args=[visit.uuid])


def test_a_plan_is_stored_once_and_opens_its_page(world, officer, as_user):
    data = {
        "uuid": str(uuid.uuid4()),
        "unit": world.commune.pk,
        "date": format_date(TOMORROW),
        "type": "party_cell_meeting",
        "origin": "planned",
        "purpose": "Dự sinh hoạt chi bộ",
    }
    browser = as_user(officer)
    first = browser.post("/ke-hoach/them/", data)
    again = browser.post("/ke-hoach/them/", data, follow=True)
    assert first.status_code == 302
    assert "đã được tiếp nhận trước đó" in again.text
    assert Visit.objects.get().status == "planned"
    other = browser.post("/ke-hoach/them/", data | {"purpose": "Việc khác"})
    assert other.status_code == 409
    assert "Dự sinh hoạt chi bộ" in other.text
    assert "Việc khác" in other.text


def test_a_plan_for_a_day_gone_by_is_refused(world, officer, as_user):
    data = {"unit": world.commune.pk, "date": "01/01/2024", "type": "dialogue", "origin": "planned", "purpose": ""}
    answer = as_user(officer).post("/ke-hoach/them/", data)
    assert answer.status_code == 422
    assert "Ngày dự kiến đã qua" in answer.text
    assert not Visit.objects.exists()


def test_a_plan_is_changed_postponed_and_cancelled(visit_of, world, officer, as_user):
    visit = visit_of("planned", date=TOMORROW)
    browser = as_user(officer)
    page = browser.get(reverse("fieldbook:edit", args=[visit.uuid]))
    data = {name: page.context["form"][name].value() for name in ("uuid", "base", "unit", "type", "origin")}
    changed = data | {"date": format_date(TOMORROW), "purpose": "Khảo sát đê"}
    assert browser.post(reverse("fieldbook:edit", args=[visit.uuid]), changed).status_code == 302
    later = TOMORROW + datetime.timedelta(days=5)
    moved = {"date": format_date(later), "reason": "Trùng họp giao ban"}
    assert browser.post(address("postpone", visit), moved).status_code == 302
    assert browser.post(address("postpone", visit), moved).status_code == 302  # a double click
    assert browser.post(address("cancel", visit), {"reason": "Bão"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.date, visit.purpose) == ("cancelled", later, "Khảo sát đê")
    assert [step.action for step in visit.steps.all()] == ["edit", "postpone", "cancel"]


@pytest.mark.parametrize("changes", [{"reason": " "}, {"date": "31/02/2027"}, {"date": "01/01/2024"}, {"date": ""}])
def test_a_bad_postponement_says_what_to_do(visit_of, officer, as_user, changes):
    visit = visit_of("planned", date=TOMORROW)
    data = {"date": format_date(TOMORROW + datetime.timedelta(days=3)), "reason": "Bận họp"} | changes
    assert as_user(officer).post(address("postpone", visit), data).status_code == 422
    visit.refresh_from_db()
    assert visit.status == "planned"


def test_the_commune_confirms_on_one_page_and_judges_each_comment(visit_of, commune_secretary, as_user):
    visit = visit_of()
    clear, vague = CommentFactory(visit=visit, matter="Việc rõ"), CommentFactory(visit=visit, matter="Việc chung")
    browser = as_user(commune_secretary)
    page = browser.get(address("confirm", visit))
    assert "Việc rõ" in page.text
    data = {
        "seen": visit.content_hash,
        f"verdict-{clear.uuid}": "specific",
        f"verdict-{vague.uuid}": "vague",
        "note": "Đồng chí làm việc rất sát.",
    }
    answer = browser.post(address("confirm", visit), data, follow=True)
    assert "Đã xác nhận chuyến đi." in answer.text
    visit.refresh_from_db()
    assert (visit.status, visit.confirmed_by) == ("confirmed", commune_secretary)
    assert {comment.matter: comment.specificity for comment in visit.comments.all()} == {
        "Việc rõ": "specific",
        "Việc chung": "vague",
    }
    assert browser.post(address("confirm", visit), data).status_code == 302
    assert visit.steps.filter(action="confirm").count() == 1


def test_a_visit_changed_since_it_was_read_is_read_again_before_it_is_confirmed(visit_of, commune_secretary, as_user):
    visit = visit_of()
    answer = as_user(commune_secretary).post(address("confirm", visit), {"seen": "f" * 64})
    assert answer.status_code == 409
    assert "vừa sửa nội dung" in answer.text
    visit.refresh_from_db()
    assert visit.status == "done"


def test_a_wrong_verdict_confirms_nothing(visit_of, commune_secretary, as_user):
    visit = visit_of()
    comment = CommentFactory(visit=visit)
    data = {"seen": visit.content_hash, f"verdict-{comment.uuid}": "tuyet-voi"}
    assert as_user(commune_secretary).post(address("confirm", visit), data).status_code == 422
    visit.refresh_from_db()
    assert visit.status == "done"


def test_a_confirmed_visit_cannot_be_edited_by_page_or_by_sql(visit_of, world, officer, as_user):
    visit = visit_of("confirmed")
    browser = as_user(officer)
    assert browser.get(reverse("fieldbook:edit", args=[visit.uuid])).status_code == 302
    data = {"base": visit.content_hash, "unit": world.commune.pk, "date": format_date(visit.date)}
    data |= {"type": "dialogue", "origin": "adhoc", "highlights": "Khác", "has_petitions": "khong"}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    answer = browser.post(reverse("fieldbook:edit", args=[visit.uuid]), data)
    assert answer.status_code == 422
    assert "Không thể sửa nội dung" in answer.text
    with pytest.raises(DatabaseError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(highlights="Khác")
    visit.refresh_from_db()
    assert visit.highlights.startswith("Xã tập trung")


def test_an_amendment_stands_beside_the_first_words_and_is_kept_once(visit_of, officer, as_user):
    visit = visit_of("confirmed")
    data = {
        "uuid": str(uuid.uuid4()),
        "part": "highlights",
        "text": "Số liệu đúng là 12 km kênh.",
        "reason": "Nhầm số",
    }
    browser = as_user(officer)
    browser.post(address("amend", visit), data)
    page = browser.post(address("amend", visit), data, follow=True)
    assert "Xã tập trung nạo vét" in page.text
    assert "Số liệu đúng là 12 km kênh." in page.text
    assert Amendment.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.update(text="Khác")


def test_an_edit_changes_adds_and_takes_back_comments(visit_of, world, officer, as_user):
    visit = visit_of()
    kept, gone = CommentFactory(visit=visit, matter="Giữ"), CommentFactory(visit=visit, matter="Bỏ")
    browser = as_user(officer)
    page = browser.get(reverse("fieldbook:edit", args=[visit.uuid]))
    assert [row.initial["matter"] for row in page.context["typed"].part("comments").rows.forms[:2]] == ["Giữ", "Bỏ"]
    data = {
        "base": visit.content_hash,
        "unit": world.commune.pk,
        "date": format_date(visit.date),
        "type": "dialogue",
        "origin": "adhoc",
        "highlights": "Đã sửa",
        "has_petitions": "khong",
        "comments-TOTAL_FORMS": 3,
        "comments-INITIAL_FORMS": 0,
        "comments-0-uuid": str(kept.uuid),
        "comments-0-matter": "Giữ và sửa",
        "comments-0-proposal": "Làm ngay",
        "comments-0-addressee": "committee",
        "comments-2-uuid": str(uuid.uuid4()),
        "comments-2-matter": "Thêm",
        "comments-2-proposal": "Làm sau",
        "comments-2-addressee": "key_officials",
    }
    edit = reverse("fieldbook:edit", args=[visit.uuid])
    assert browser.post(edit, data).status_code == 302
    assert browser.post(edit, data).status_code == 302  # the same words sent twice
    assert {comment.matter for comment in visit.comments.sent()} == {"Giữ và sửa", "Thêm"}
    stale = browser.post(edit, data | {"highlights": "Từ máy khác"})
    assert stale.status_code == 409
    assert "Từ máy khác" in stale.text
    visit.refresh_from_db()
    assert visit.highlights == "Đã sửa"
    gone.refresh_from_db()
    assert gone.status == "withdrawn"


def test_a_petition_that_was_sent_up_cannot_be_taken_back(visit_of, world, officer, as_user):
    visit = visit_of()
    petition = PetitionFactory(visit=visit)
    browser = as_user(officer)
    edit = reverse("fieldbook:edit", args=[visit.uuid])
    assert browser.get(edit).context["typed"].part("petitions").rows.forms[0].initial["content"] == petition.content
    data = {
        "base": visit.content_hash,
        "unit": world.commune.pk,
        "date": format_date(visit.date),
        "type": "dialogue",
        "origin": "adhoc",
        "highlights": "Đã sửa",
        "has_petitions": "co",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "petitions-TOTAL_FORMS": 0,
        "petitions-INITIAL_FORMS": 0,
    }
    answer = browser.post(edit, data)
    assert answer.status_code == 422
    assert "Phản ánh đã gửi thì không xóa được" in answer.text
    assert visit.petitions.count() == 1


def test_reading_a_page_writes_nothing(visit_of, officer, commune_secretary, as_user):
    done, planned, confirmed = visit_of(), visit_of("planned"), visit_of("confirmed")
    for person in (officer, commune_secretary):
        for visit in (done, planned, confirmed):
            for name in ("detail", "postpone", "cancel", "confirm", "amend", "ask", "reply"):
                as_user(person).get(address(name, visit))
    assert {visit.status for visit in Visit.objects.all()} == {"done", "planned", "confirmed"}
    assert sum(visit.steps.count() for visit in Visit.objects.all()) == 0


def test_the_buttons_are_those_that_state_and_right_allow(
    visit_of, officer, commune_secretary, hamlet_officer, as_user
):
    expected = {
        ("planned", officer): {"Ghi nhận chuyến đi", "Mang theo", "Sửa nội dung", "Hoãn", "Hủy chuyến đi"},
        ("done", officer): {"Sửa nội dung"},
        ("confirmed", officer): {"Bổ sung, đính chính"},
        ("cancelled", officer): set(),
        ("done", commune_secretary): {"Xác nhận chuyến đi", "Đề nghị sửa"},
        ("planned", commune_secretary): set(),
        ("confirmed", commune_secretary): set(),
    }
    for (status, person), labels in expected.items():
        page = as_user(person).get(address("detail", visit_of(status)))
        assert {str(button["label"]) for button in page.context["buttons"]} == labels, (status, person)


def test_an_unknown_visit_does_not_exist(world, officer, as_user):
    browser = as_user(officer)
    for name in ("detail", "postpone", "cancel", "confirm", "amend", "ask", "reply"):
        assert browser.get(reverse(f"visits:{name}", args=[uuid.uuid4()])).status_code == 404
    assert browser.get("/di-co-so/khong-phai-ma/").status_code == 404
    assert browser.get("/di-co-so/cua-dia-ban/999999999999999999999/").status_code == 404


def test_a_page_costs_the_same_with_one_part_and_with_three(visit_of, officer, as_user, django_assert_num_queries):
    browser = as_user(officer)
    for number in (1, 3):
        visit = visit_of()
        for _each in range(number):
            CommentFactory(visit=visit)
            PetitionFactory(visit=visit, field=make.FieldFactory())
        with django_assert_num_queries(10):
            browser.get(address("detail", visit))


def test_the_list_shows_its_rows_and_its_total_at_one_cost(visit_of, officer, as_user, django_assert_num_queries):
    browser = as_user(officer)
    visit_of()
    for number in (1, 3):
        while Visit.objects.count() < number:
            visit_of()
        with django_assert_num_queries(10):
            page = browser.get("/di-co-so/")
        assert f"Có {number} chuyến đi" in page.text
        assert len(page.context["rows"]) == number


def test_filters_narrow_the_list_and_the_total_agrees(visit_of, world, officer, standing_committee, as_user):
    for status in ("done", "confirmed", "planned", "cancelled"):
        visit_of(status, date=today() - datetime.timedelta(days=3))
    VisitFactory(unit=world.far_commune, tier=world.tiers[1], type="dialogue", officer__full_name="Trần Thị Bưởi")
    browser = as_user(standing_committee)
    day = format_date(today() - datetime.timedelta(days=3))
    for query, count in [
        ({}, 5),
        ({"trang_thai": "da-di"}, 3),
        ({"trang_thai": "sap-toi"}, 1),
        ({"trang_thai": "confirmed"}, 1),
        ({"huyen": world.district.pk}, 4),
        ({"xa": world.far_commune.pk}, 1),
        ({"dia_ban": world.hamlet.pk}, 0),
        ({"can_bo": "tran thi buoi"}, 1),
        ({"loai": "dialogue"}, 1),
        ({"tang": world.tiers[1].pk}, 1),
        ({"tu": day, "den": day}, 4),
    ]:
        page = browser.get("/di-co-so/", query)
        assert page.context["total"] == count == len(page.context["rows"]), query
        assert f"Có {count} chuyến đi" in page.text


@pytest.mark.parametrize(
    "query",
    [
        {"huyen": "x"},
        {"huyen": "9" * 40},
        {"xa": "1;DROP"},
        {"tang": "0"},
        {"tu": "31/02/2026"},
        {"den": "05/02/0205"},
        {"loai": "x"},
        {"trang_thai": "\x00"},
        {"can_bo": "\x00%_"},
        {"sau": "2026-13-99~x"},
        {"sau": "~~~"},
        {"sau": "2026-01-01~99999999999999999999999"},
    ],
)
def test_mangled_filters_are_answered_with_a_page(visit_of, officer, as_user, query):
    visit_of()
    assert as_user(officer).get("/di-co-so/", query).status_code == 200


def test_a_stranger_sees_nothing_of_it_in_list_or_fragment(visit_of, world, officer, stranger, as_user):
    visit_of()
    assert as_user(stranger).get("/di-co-so/").context["total"] == 0
    assert as_user(stranger).get("/di-co-so/", {"xa": world.commune.pk}).context["total"] == 0
    fragment = as_user(officer).get(f"/di-co-so/cua-dia-ban/{world.commune.pk}/")
    assert "Xã Sơn Phú" in fragment.text
    assert "<html" not in fragment.text

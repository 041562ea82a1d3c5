"""The list of comments and the commune's verdict."""

import pytest
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.recommendations.models import Comment
from tests.factories.reports import CommentFactory
from tests.fieldbook.scenes import officers_visit


@pytest.fixture
def comment(world, request):
    return CommentFactory(visit=officers_visit(world, request))


def judge(comment):
    return reverse("recommendations:judge", args=[comment.uuid])


def own_page(comment):
    return reverse("recommendations:detail", args=[comment.uuid])


def test_the_commune_judges_with_one_click_and_may_change_its_mind(comment, commune_secretary, as_user):
    browser = as_user(commune_secretary)
    assert "Đánh giá: Chung chung" in browser.get(own_page(comment)).text
    for verdict in ("vague", "hard", "specific"):
        answer = browser.post(judge(comment), {"specificity": verdict, "back": "/gop-y/?xa="})
        assert answer["Location"] == "/gop-y/?xa="
        comment.refresh_from_db()
        assert (comment.specificity, comment.judged_by) == (verdict, commune_secretary)


def test_a_wrong_verdict_says_what_to_choose_and_a_foreign_way_back_is_not_taken(comment, commune_secretary, as_user):
    answer = as_user(commune_secretary).post(
        judge(comment), {"specificity": "x", "back": "https://example.com/"}, follow=True
    )
    assert answer.redirect_chain == [(reverse("recommendations:detail", args=[comment.uuid]), 302)]
    assert "Chọn “Cụ thể”, “Chung chung” hoặc “Khó thực hiện”." in answer.text
    comment.refresh_from_db()
    assert comment.specificity == ""


def test_nobody_else_is_offered_or_allowed_a_verdict(comment, officer, district_secretary, stranger, as_user):
    for person in (officer, district_secretary):
        assert "Đánh giá: Cụ thể" not in as_user(person).get(own_page(comment)).text
        assert as_user(person).post(judge(comment), {"specificity": "vague"}).status_code == 403
    assert as_user(stranger).post(judge(comment), {"specificity": "vague"}).status_code == 404
    assert as_user(stranger).get("/gop-y/").context["total"] == 0
    assert as_user(officer).get(judge(comment)).status_code == 405


def test_filters_narrow_the_list_and_the_total_agrees(world, request, standing_committee, as_user):
    visit = officers_visit(world, request)
    CommentFactory(visit=visit)
    CommentFactory(visit=visit, responsible="Chủ tịch UBND xã", due_on=today())
    browser = as_user(standing_committee)
    for query, count in [
        ({}, 2),
        ({"cu_the": "cu-the"}, 1),
        ({"cu_the": "chung-chung"}, 1),
        ({"cu_the": "chua-danh-gia"}, 2),
        ({"cu_the": "kho-thuc-hien"}, 0),
        ({"trang_thai": "da-gui"}, 2),
        ({"trang_thai": "read"}, 0),
        ({"qua_han": "1"}, 0),
        ({"huyen": world.district.pk}, 2),
        ({"xa": world.far_commune.pk}, 0),
        ({"tu": "01/01/2010", "den": "31/12/2010"}, 0),
    ]:
        page = browser.get("/gop-y/", query)
        assert page.context["total"] == count == len(page.context["rows"]), query
        assert f"Có {count} góp ý" in page.text


@pytest.mark.parametrize(
    "query",
    [{"cu_the": "x"}, {"trang_thai": "x"}, {"qua_han": "x"}, {"tu": "31/02/2026"}, {"xa": "\x00"}, {"sau": "1~2~3"}],
)
def test_mangled_filters_are_answered_with_a_page(comment, officer, as_user, query):
    assert as_user(officer).get("/gop-y/", query).status_code == 200


def test_the_list_costs_the_same_with_one_row_and_with_three(
    world, request, officer, as_user, django_assert_num_queries
):
    browser = as_user(officer)
    for number in (1, 3):
        while Comment.objects.count() < number:
            CommentFactory(visit=officers_visit(world, request))
        with django_assert_num_queries(8):
            browser.get("/gop-y/")


# --- the comment's own page ------------------------------------------------------------------------------------------


def page(comment, name="detail"):
    return reverse(f"recommendations:{name}", args=[comment.uuid])


def test_who_opens_the_page_as_its_recipient_has_read_it_and_lists_write_nothing(
    comment, officer, commune_secretary, standing_committee, as_user
):
    for person in (officer, standing_committee):
        assert "Đã gửi, chờ đọc" in as_user(person).get(page(comment)).text
    browser = as_user(commune_secretary)
    browser.get("/gop-y/")
    browser.get(reverse("visits:detail", args=[comment.visit.uuid]))
    assert not comment.steps.exists()
    for _time in range(2):
        assert "Đã đọc, chờ trả lời" in browser.get(page(comment)).text
    assert [step.action for step in comment.steps.all()] == ["read"]
    assert "Rút lại" not in as_user(officer).get(page(comment)).text
    refused = as_user(officer).post(page(comment, "withdraw"), follow=True)
    assert "Góp ý đã được đọc nên không rút lại được." in refused.text


def test_from_answer_to_done_by_the_pages(comment, officer, commune_secretary, as_user):
    commune, author = as_user(commune_secretary), as_user(officer)
    assert commune.post(page(comment, "answer"), {"answer": "accepted", "text": ""}).status_code == 422
    said = {"answer": "accepted", "text": "Xã nạo vét xong trong tháng.", "specificity": "specific"}
    for _click in range(2):
        assert "Xã nạo vét xong trong tháng." in commune.post(page(comment, "answer"), said, follow=True).text
    shown = author.get(page(comment)).text
    assert "Trả lời: Tiếp thu" in shown
    assert "Ghi kết quả theo dõi" in shown
    looked = {"progress": "under_way", "day": format_date(today()), "text": "Còn một đoạn"}
    assert "Đang thực hiện" in author.post(page(comment, "follow_up"), looked, follow=True).text
    done = author.post(page(comment, "follow_up"), {"progress": "done", "day": format_date(today())}, follow=True)
    assert "Đã thực hiện" in done.text
    comment.refresh_from_db()
    assert (comment.status, comment.specificity) == ("done", "specific")
    assert [step.action for step in comment.steps.all()] == ["read", "judge", "answer", "follow_up", "finish"]
    late = author.get(page(comment, "follow_up"), follow=True)
    assert "không làm được việc này nữa" in late.text


def test_an_answer_about_a_person_is_asked_again_once(comment, commune_secretary, as_user):
    said = {"answer": "explained", "text": "Hộ ông A theo đạo Tin Lành chưa đồng tình"}
    browser = as_user(commune_secretary)
    asked = browser.post(page(comment, "answer"), said)
    assert asked.status_code == 422
    assert "Vẫn gửi" in asked.text
    assert browser.post(page(comment, "answer"), said | {"van_gui": "1"}).status_code == 302


def test_a_comment_is_added_to_a_confirmed_visit_kept_as_a_draft_changed_and_sent(world, request, officer, as_user):
    visit = officers_visit(world, request, status="confirmed")
    browser = as_user(officer)
    add = reverse("recommendations:add", args=[visit.uuid])
    assert browser.get(add).status_code == 200
    words = {"matter": "Cống ấp 3 hỏng nắp", "proposal": "Đổ lại tấm đan", "addressee": "committee", "as_draft": "on"}
    stored = browser.post(add, words, follow=True)
    assert "Đã lưu bản nháp. Chỉ đồng chí thấy." in stored.text
    draft = visit.comments.get()
    assert (draft.status, draft.number) == ("draft", None)
    words = words | {"matter": "Cống ấp 3 mất nắp", "as_draft": ""}
    sent = browser.post(page(draft, "edit"), words, follow=True)
    assert "Đã gửi góp ý." in sent.text
    assert f"Góp ý số 1/{today().year} của xã Sơn Phú" in sent.text
    withdrawn = browser.post(page(draft, "withdraw"), follow=True)
    assert "Đã rút lại" in withdrawn.text
    browser.post(page(draft, "send"))
    draft.refresh_from_db()
    assert (draft.status, draft.number, draft.matter) == ("sent", 1, "Cống ấp 3 mất nắp")


def test_the_hint_names_what_is_missing_and_stores_nothing(world, officer, as_user):
    typed = {"comments-0-matter": "Công tác tuyên truyền.", "comments-0-proposal": "Cần quan tâm hơn nữa."}
    typed |= {"comments-1-matter": "Cống ấp 3 hỏng nắp từ tháng 9", "comments-1-proposal": "Đổ lại tấm đan"}
    answer = as_user(officer).post(reverse("recommendations:hint"), typed)
    assert "Góp ý 1: Góp ý còn chung" in " ".join(answer.text.split())
    assert "Góp ý 2: Chưa nêu ai làm" in " ".join(answer.text.split())
    assert "Ví dụ" in answer.text
    typed = {
        "matter": "Kênh ấp 5 nạo vét chậm, còn 2 km",
        "proposal": "Huy động máy của hợp tác xã",
        "responsible": "UBND xã",
        "due_on": "31/12/2026",
    }
    answer = as_user(officer).post(reverse("recommendations:hint"), typed)
    assert answer.text.strip() == ""
    assert not Comment.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_with_one_step_and_with_three(
    comment, commune_secretary, officer, as_user, rows, django_assert_num_queries
):
    for number in range(rows):
        comment.steps.create(action="edit", status="sent", by=officer, note=str(number))
    browser = as_user(officer)
    with django_assert_num_queries(8):
        browser.get(page(comment))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_fragment_of_a_unit_costs_the_same_for_one_row_and_for_three(
    world, request, officer, as_user, rows, django_assert_num_queries
):
    for _nth in range(rows):
        CommentFactory(visit=officers_visit(world, request))
    browser = as_user(officer)
    with django_assert_num_queries(6):
        answer = browser.get(reverse("recommendations:of_unit", args=[world.commune.pk]))
    assert len(answer.context["rows"]) == rows

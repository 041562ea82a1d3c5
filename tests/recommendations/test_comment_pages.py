"""The list of comments and the commune's verdict."""

import pytest
from django.urls import reverse

from nammanh.platform.dates import today
from reports.recommendations.models import Comment
from tests.factories.reports import CommentFactory
from tests.fieldbook.scenes import officers_visit


@pytest.fixture
def comment(world, request):
    return CommentFactory(visit=officers_visit(world, request))


def judge(comment):
    return reverse("recommendations:judge", args=[comment.uuid])


def test_the_commune_judges_with_one_click_and_may_change_its_mind(comment, commune_secretary, as_user):
    browser = as_user(commune_secretary)
    assert "Đánh giá: Chung chung" in browser.get("/gop-y/").text
    for verdict in ("vague", "specific"):
        answer = browser.post(judge(comment), {"specificity": verdict, "back": "/gop-y/?xa="})
        assert answer["Location"] == "/gop-y/?xa="
        comment.refresh_from_db()
        assert (comment.specificity, comment.judged_by) == (verdict, commune_secretary)


def test_a_wrong_verdict_says_what_to_choose_and_a_foreign_way_back_is_not_taken(comment, commune_secretary, as_user):
    answer = as_user(commune_secretary).post(
        judge(comment), {"specificity": "x", "back": "https://example.com/"}, follow=True
    )
    assert answer.redirect_chain == [(reverse("visits:detail", args=[comment.visit.uuid]), 302)]
    assert "Chọn “Cụ thể” hoặc “Chung chung”." in answer.text
    comment.refresh_from_db()
    assert comment.specificity == ""


def test_nobody_else_is_offered_or_allowed_a_verdict(comment, officer, district_secretary, stranger, as_user):
    for person in (officer, district_secretary):
        assert "Đánh giá: Cụ thể" not in as_user(person).get("/gop-y/").text
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
        ({"huyen": world.district.pk}, 2),
        ({"xa": world.far_commune.pk}, 0),
        ({"tu": "01/01/2010", "den": "31/12/2010"}, 0),
    ]:
        page = browser.get("/gop-y/", query)
        assert page.context["total"] == count == len(page.context["rows"]), query
        assert f"Có {count} góp ý" in page.text


@pytest.mark.parametrize("query", [{"cu_the": "x"}, {"tu": "31/02/2026"}, {"xa": "\x00"}, {"sau": "1~2~3"}])
def test_mangled_filters_are_answered_with_a_page(comment, officer, as_user, query):
    assert as_user(officer).get("/gop-y/", query).status_code == 200


def test_the_list_costs_the_same_with_one_row_and_with_three(
    world, request, officer, as_user, django_assert_num_queries
):
    browser = as_user(officer)
    for number in (1, 3):
        while Comment.objects.count() < number:
            CommentFactory(visit=officers_visit(world, request))
        with django_assert_num_queries(12):
            browser.get("/gop-y/")

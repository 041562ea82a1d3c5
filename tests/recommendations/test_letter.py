"""The letter of a visit's comments: who is addressed, what it holds, and that it is a whole Word file."""

import io

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from nammanh.papers.kinds import KINDS
from nammanh.papers.loading import write_layouts
from nammanh.papers.rendering import current_template, fill, rules_on
from nammanh.platform.dates import format_date, today
from reports.recommendations.letter import COMMENT_LETTER
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, DraftFactory
from tests.fieldbook.scenes import officers_visit


@pytest.fixture
def visit(world, request):
    write_layouts()
    return officers_visit(world, request)


def paper_of(answer):
    assert answer.status_code == 200
    assert "wordprocessingml.document" in answer["Content-Type"]
    return Document(io.BytesIO(answer.content))


def words(paper) -> str:
    return "".join(node.text or "" for node in paper.element.body.iter(qn("w:t")))


def test_a_visits_letter_holds_what_was_sent_to_the_commune_and_nothing_else(visit, officer, as_user):
    make.PositionFactory(officer=officer.officer, title="Phó Giám đốc Sở Xây dựng")
    due = {"responsible": "UBND xã", "due_on": today()}
    CommentFactory(visit=visit, matter="Việc một & hai <b>", proposal="Làm ngay", number=12, **due)
    CommentFactory(visit=visit, matter="Việc ba", addressee="standing_board", number=13, status="read")
    CommentFactory(visit=visit, matter="Chuyện riêng", visibility="superior")
    CommentFactory(visit=visit, matter="Trao đổi miệng", type="informal", number=None)
    CommentFactory(visit=visit, matter="Đã rút", status="withdrawn")
    DraftFactory(visit=visit, matter="Bản nháp")
    text = words(paper_of(as_user(officer).get(reverse("recommendations:visit_letter", args=[visit.uuid]))))
    for part in (
        *("TỈNH ỦY BẾN TRE", "CV/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Nguyễn Văn Tỉnh", "Phó Giám đốc Sở Xây dựng"),
        *("Kính gửi: Ban Chấp hành Đảng bộ xã Sơn Phú", "Kính gửi: Ban Thường vụ Đảng ủy xã Sơn Phú"),
        *("1. Việc một & hai <b>", f"(số 12/{today().year})", "UBND xã; " + format_date(today()), "2. Việc ba"),
        *("địa phương phân công; địa phương báo lại", "2 việc"),
    ):
        assert part in text, part
    for part in ("Chuyện riêng", "Trao đổi miệng", "Đã rút", "Bản nháp", "{{", "{%", "cán bộ chủ chốt"):
        assert part not in text, part


def test_a_comments_letter_holds_that_one_and_leaves_the_papers_number_blank(visit, commune_secretary, as_user):
    comment = CommentFactory(visit=visit, matter="Việc một")
    CommentFactory(visit=visit, matter="Việc hai")
    paper = paper_of(as_user(commune_secretary).get(reverse("recommendations:letter", args=[comment.uuid])))
    assert "Việc một" in words(paper)
    assert "Việc hai" not in words(paper)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert any("Số         -CV/TU" in text for text in cells), cells
    size = paper.sections[0]
    assert (round(size.page_width.mm), round(size.page_height.mm)) == (210, 297)


@pytest.mark.parametrize("fields", [{"visibility": "superior"}, {"type": "informal", "number": None}])
def test_what_goes_to_the_superior_or_by_mouth_has_no_letter(visit, officer, as_user, fields):
    comment = CommentFactory(visit=visit, **fields)
    assert as_user(officer).get(reverse("recommendations:letter", args=[comment.uuid])).status_code == 404
    assert as_user(officer).get(reverse("recommendations:visit_letter", args=[visit.uuid])).status_code == 404
    assert "Văn bản Word" not in as_user(officer).get(reverse("recommendations:detail", args=[comment.uuid])).text


def test_without_a_layout_the_page_says_what_to_do(world, request, officer, as_user):
    comment = CommentFactory(visit=officers_visit(world, request))
    answer = as_user(officer).get(reverse("recommendations:letter", args=[comment.uuid]), follow=True)
    assert "Chưa có thể thức văn bản cho ngày này" in answer.text


def test_the_shipped_template_takes_its_sample(visit):
    kind = KINDS[COMMENT_LETTER]
    content = fill(current_template(COMMENT_LETTER, today()), kind.sample, rules_on(kind.system, today()))
    assert "{{" not in words(Document(io.BytesIO(content)))

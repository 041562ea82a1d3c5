"""Word papers: layouts in force by date, the shipped template measured in its XML, templates of the office."""

import datetime
import io
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from nammanh.accounts.actor import Actor
from nammanh.papers import services
from nammanh.papers.kinds import ASSIGNMENT_DECISION, ASSIGNMENT_DECISION_SAMPLE, KINDS
from nammanh.papers.loading import write_layouts
from nammanh.papers.models import LayoutRules, PaperTemplate
from nammanh.papers.rendering import current_template, render, rules_on
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from tests.factories import assignments as make

D = datetime.date
DAY = D(2026, 12, 20)


@pytest.fixture
def layouts(db):
    write_layouts()


def made(day=DAY, **changes):
    content = render(ASSIGNMENT_DECISION, {**ASSIGNMENT_DECISION_SAMPLE, **changes}, on=day)
    return Document(io.BytesIO(content))


def words(paper) -> str:
    return "".join(node.text or "" for node in paper.element.body.iter(qn("w:t")))


def template(*lines, change=lambda paper: None) -> SimpleUploadedFile:
    paper, content = Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    change(paper)
    paper.save(content)
    return SimpleUploadedFile("Mẫu của cơ quan.docx", content.getvalue())


# --- layouts ---------------------------------------------------------------------------------------------------------


def test_the_layouts_are_loaded_once(db):
    assert (write_layouts(), write_layouts()) == (3, 0)


@pytest.mark.parametrize(
    ("day", "code"),
    [(D(2026, 5, 26), "party_hd36_2018"), (D(2026, 5, 27), "party_hd05_2026"), (D(2030, 1, 1), "party_hd05_2026")],
)
def test_the_layout_is_that_of_the_day(layouts, day, code):
    assert rules_on("party", day).code == code


def test_a_day_before_every_layout_is_said_so(layouts):
    with pytest.raises(ValidationError, match="Chưa có thể thức"):
        rules_on("party", D(2010, 1, 1))


def test_two_layouts_of_one_system_never_overlap(layouts):
    other = LayoutRules.objects.get(code="party_hd05_2026")
    other.pk, other.code, other._state.adding = None, "khac", True
    with pytest.raises(ValidationError, match="Đã có thể thức khác"), explained():
        other.save()


# --- the shipped decision --------------------------------------------------------------------------------------------


def test_margins_font_and_sizes_are_those_of_the_party(layouts):
    """HD 05-HD/VPTW: 20, 20, 30, 15 mm; title 15, body 14 exactly 20 pt, post not bold."""
    paper = made()
    page = paper.sections[0]
    assert [round(side.mm) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [
        *(20, 20, 30, 15)
    ]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    styles = paper.styles
    assert styles["Normal"].font.name == "Times New Roman"
    fonts = styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    sizes = {name: styles[f"NM {name}"].font.size for name in ("Tiêu đề", "Số ký hiệu", "Nội dung", "Danh sách nhận")}
    assert sizes == {"Tiêu đề": Pt(15), "Số ký hiệu": Pt(14), "Nội dung": Pt(14), "Danh sách nhận": Pt(12)}
    assert styles["NM Nội dung"].paragraph_format.line_spacing == Pt(20)
    assert styles["NM Chức vụ"].font.bold is False
    assert styles["NM Nơi nhận"].font.underline is True


def test_until_may_2026_the_post_is_bold(layouts):
    assert made(D(2025, 1, 1)).styles["NM Chức vụ"].font.bold is True


def test_the_page_number_stands_in_the_head_of_every_page_but_the_first(layouts):
    first = made().sections[0]
    assert first.different_first_page_header_footer
    assert round(first.header_distance.mm) == 10
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml


def test_the_list_stands_upright_or_on_its_side_by_need(layouts):
    assert made().sections[1].orientation == WD_ORIENT.LANDSCAPE
    [row] = ASSIGNMENT_DECISION_SAMPLE["rows"]
    short = made(rows=[{**row, "title": "Chủ tịch"}])
    assert short.sections[1].orientation == WD_ORIENT.PORTRAIT
    assert round(short.sections[1].page_width.mm) == 210


def test_a_number_is_printed_when_known_and_left_blank_when_not(layouts):
    assert "Số         -QĐ/TU" in words(made())
    assert "Số 12-QĐ/TU" in words(made(number="12"))


def test_every_row_is_in_the_table_whose_head_repeats(layouts):
    [row] = ASSIGNMENT_DECISION_SAMPLE["rows"]
    paper = made(rows=[{**row, "order": number} for number in range(1, 61)])
    given = paper.tables[2]
    assert len(given.rows) == 61
    assert given.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_without_ends_there_is_no_second_list(layouts):
    paper = made(ended=[])
    assert "Thôi phân công" not in words(paper)
    assert len([table for table in paper.tables if len(table.rows) > 1]) == 1


def test_what_is_written_is_escaped_and_in_one_form(layouts):
    text = words(made(abstract="hỗ trợ <xã> & {{ 7*7 }}, Ủy ban Hòa Lợi"))
    assert "hỗ trợ <xã> & {{ 7*7 }}, Ủy ban Hòa Lợi" in text
    assert text == unicodedata.normalize("NFC", text)


# --- templates of the office -----------------------------------------------------------------------------------------


@pytest.fixture
def person(db):
    return Actor(make.UserFactory())


def put(file, person):
    return services.replace_template(kind=ASSIGNMENT_DECISION, file=file, note="", by=person)


def test_the_office_edits_the_shipped_template_and_puts_it_back(layouts, person):
    paper = Document(io.BytesIO(current_template(ASSIGNMENT_DECISION, today())))
    paper.add_paragraph("Bổ sung của Văn phòng: {{ mandate }}")
    content = io.BytesIO()
    paper.save(content)
    put(SimpleUploadedFile("mau.docx", content.getvalue()), person)
    assert "Bổ sung của Văn phòng: theo dõi, hỗ trợ" in words(made(today()))
    assert "Bổ sung của Văn phòng" not in words(made(DAY.replace(year=2026, month=6, day=1)))


def test_the_shipped_template_comes_back_and_history_stays(layouts, person):
    put(template("{{ abstract }}"), person)
    services.reset_template(kind=ASSIGNMENT_DECISION, by=person)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in words(made(today()))
    assert PaperTemplate.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperTemplate.objects.update(note="Sửa lịch sử")


@pytest.mark.parametrize(
    ("file", "words_of_refusal"),
    [
        (template("{{ khong_co }}"), "không có"),
        (template("{{ abstract"), "không điền được"),
        (template("{% for x in rows %}"), "không điền được"),
        (template("{{ abstract.__class__.__mro__ }}"), "không"),
        (template("{{ ''.__class__ }}"), "không"),
        (template(change=lambda paper: paper.part.relate_to("http://x/", "http://x/image", True)), "liên kết ra ngoài"),
        (SimpleUploadedFile("mau.docx", b"PK\x03\x04"), "không phải văn bản Word"),
        (SimpleUploadedFile("mau.pdf", b"%PDF-"), "Chỉ nhận tệp .docx"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_and_the_present_one_stays(layouts, person, file, words_of_refusal):
    with pytest.raises(ValidationError, match=words_of_refusal):
        put(file, person)
    assert not PaperTemplate.objects.exists()


def test_every_kind_renders_its_sample_from_the_shipped_template(layouts):
    for code, kind in KINDS.items():
        assert render(code, kind.sample, on=DAY)


def test_the_pages_of_templates(layouts, office, as_user):
    browser = as_user(office)
    replace = reverse("assignments:paper_template_replace", args=[ASSIGNMENT_DECISION])
    refused = browser.post(replace, {"file": template("{{ khong_co }}"), "note": "Mẫu mới"})
    assert refused.status_code == 422
    assert "Mẫu mới" in refused.content.decode()
    assert browser.post(replace, {"file": template("{{ abstract }}"), "note": "Mẫu mới"}).status_code == 302
    listed = reverse("assignments:paper_templates")
    assert "Mẫu mới" in browser.get(listed).content.decode()
    file = browser.get(reverse("assignments:paper_template_file", args=[ASSIGNMENT_DECISION]))
    assert words(Document(io.BytesIO(file.content))) == "{{ abstract }}"
    browser.post(reverse("assignments:paper_template_reset", args=[ASSIGNMENT_DECISION]))
    assert "Mẫu mặc định" in browser.get(listed).content.decode()

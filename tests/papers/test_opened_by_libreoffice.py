"""Papers as LibreOffice shows them, measured against HD 05-HD/VPTW of 2026: what a reader holds, not what the XML says.

Skipped on a machine without LibreOffice; under CI its absence is a failure.
"""

import datetime
import io
import os
import zipfile
from collections import Counter
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from nammanh.papers.loading import write_layouts
from nammanh.papers.rendering import render
from nammanh.platform.dates import add_months, month_start, today
from reports.consolidation import queries, services
from reports.consolidation.letter import FORWARDING_LETTER, letter_context
from reports.consolidation.views.dressing import dressed_lines
from reports.reporting.models import Section, Sentence, Sphere
from reports.reporting.queries.figures import annex_of
from reports.reporting.review_paper import REVIEW_REPORT, review_context
from reports.reporting.situation_paper import SITUATION_REPORT, situation_context
from tests.consolidation.scenes import approved, field_of, opened, petition
from tests.factories import assignments as make
from tests.factories.reporting import report_on, review_by
from tests.factories.reports import ReplyTermFactory
from tests.papers import pdf

UNDER_CI = bool(os.environ.get("CI"))
pytestmark = pytest.mark.skipif(
    bool(pdf.missing_tools()) and not UNDER_CI, reason=f"no LibreOffice (Debian: apt install {pdf.DEBIAN_PACKAGES})"
)

DAY = datetime.date(2026, 6, 1)
LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20
LEFT_COLUMN, RIGHT_COLUMN = 30 + 77 / 2, 30 + 77 + 88 / 2
"""Where the two columns of header and signature have their middle."""
POINT = 25.4 / 72
NEAR = 0.5
"""Millimetres by which a measure may be off: a third of a point is pdftohtml's grain, and glyphs have side bearings."""


def near(expected: float, within: float = NEAR):
    return pytest.approx(expected, abs=within)


@pytest.fixture(scope="module")
def kept():
    """Papers that were opened already: LibreOffice takes seconds for each."""
    return {}


@pytest.fixture
def letter(world, office, department_head, request, by, kept, tmp_path_factory):
    """A month's letter of 30 long lines, dispatched with number, day and signer; and the PDF of it."""
    if "letter" not in kept:
        write_layouts()
        ReplyTermFactory()
        field = field_of(request)
        batch = opened(by, office)
        for number in range(1, 31):
            content = (
                f"Cống số {number} hư nắp, nước mặn tràn vào ruộng của bà con; đề nghị cơ quan quản lý sửa xong trước"
                " mùa khô và báo lịch vận hành cho Nhân dân biết."
            )
            services.place(batch=batch, petitions=[petition(world, field, content)], by=by(office))
        approved(batch, by, office)
        batch = services.dispatch(
            batch=batch, by=by(office), number="07-CV/VPTU", signed_on=DAY, signer="Ngô Văn Phòng"
        )
        context = {
            **letter_context(batch, dressed_lines(queries.lines_of(batch, office))),
            "signer_post": "CHÁNH VĂN PHÒNG",
        }
        kept["letter"] = _opened(render(FORWARDING_LETTER, context, on=DAY), tmp_path_factory)
    return kept["letter"]


def _opened(content, folders):
    assert pdf.missing_tools() == [], f"CI must have LibreOffice and poppler (apt install {pdf.DEBIAN_PACKAGES})"
    return content, pdf.opened(content, folders.mktemp("paper"))


# --- what every paper must be ----------------------------------------------------------------------------------------


def assert_page_and_fonts(content, shown):
    """A4; Times New Roman by name, its stand-in embedded, no letter taken from another font."""
    for sheet in shown.sheets:
        assert sorted((sheet.width, sheet.height)) == near([210, 297])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        styles = parts.read("word/styles.xml").decode()
    assert 'w:ascii="Times New Roman"' in styles
    named = {run.font.name for paragraph in Document(io.BytesIO(content)).paragraphs for run in paragraph.runs}
    assert named <= {None, "Times New Roman"}
    families = ("LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic")
    assert shown.fonts() <= {(family, True) for family in families}


def assert_nothing_cut(content, shown):
    """Every word of the paper is on its pages, as often as it was written; no line leaves the margins."""
    paper = Document(io.BytesIO(content))
    written = Counter()
    for paragraph in paper.element.body.iter(qn("w:p")):
        written.update("".join(node.text or "" for node in paragraph.iter(qn("w:t"))).split())
    found = Counter(shown.words)
    assert written - found == Counter()
    for sheet in shown.sheets:
        upright = sheet.height > sheet.width
        left, right = (LEFT, RIGHT) if upright else (20, 297 - 20)
        bottom = BOTTOM if upright else 210 - 20
        for line in sheet.lines:
            assert line.left >= left - 1, line
            assert line.right <= right + 1, line
            assert line.bottom <= bottom + 1, line


def assert_page_numbers(shown):
    """Arabic, centred, 14 points, 10 mm below the edge, on every page but the first."""
    assert len(shown.sheets) > 1
    for sheet in shown.sheets:
        above = [line for line in sheet.lines if line.top < TOP - 2]
        if sheet.number == 1:
            assert above == []
            continue
        [number] = above
        assert (number.text, number.size, number.bold) == (str(sheet.number), 14, False)
        upright = sheet.height > sheet.width
        assert number.centre == near((LEFT + RIGHT) / 2 if upright else 297 / 2)
        assert number.top == near(10, 1)


def assert_body(lines):
    """Justified between the margins, first line 10 mm in, lines 20 points apart, 6 points more between paragraphs."""
    assert {(line.size, line.bold, line.italic) for line in lines} == {(14, False, False)}
    firsts = [line for line in lines if line.left == near(LEFT + 10)]
    others = [line for line in lines if line.left == near(LEFT)]
    assert len(firsts) + len(others) == len(lines)
    for line, following in pairwise(lines):
        if line.page != following.page:
            continue
        begins = following in firsts
        assert following.top - line.top == near((26 if begins else 20) * POINT, 0.3)
        if not begins:
            assert line.right == near(RIGHT)


def assert_head(shown, *, superior, issuer, number, place):
    """Issuer, star and number on the left; the title with its rule, place and day on the right."""
    first = shown.sheets[0]
    motto, day = first.line("ĐẢNG CỘNG SẢN VIỆT NAM"), first.line(place)
    assert (motto.size, motto.bold) == (15, True)
    assert motto.top == near(TOP, 1)
    assert shown.rule_below(motto) == near((motto.left, motto.right))
    assert (day.size, day.italic, day.bold) == (14, True, False)
    assert motto.bottom <= day.top + NEAR
    left = [(superior, False), (issuer, True), ("*", False), (number, False)]
    lines = [first.line(text) for text, _bold in left if text]
    assert [(line.size, line.bold) for line in lines] == [(14, bold) for text, bold in left if text]
    assert [line.top for line in lines] == sorted(line.top for line in lines)
    assert lines[0].top == near(TOP, 1)
    for line in lines:
        assert line.centre == near(LEFT_COLUMN)
        assert line.right <= 30 + 77
    for line in (motto, day):
        assert line.centre == near(RIGHT_COLUMN)


def assert_signature(shown, *, post, signer, bold_post):
    """Post and name on the right with room for the signature between, Nơi nhận beside them on the same page."""
    [sheet] = [sheet for sheet in shown.sheets if any(line.text == signer for line in sheet.lines)]
    signed, named, copies = sheet.line(post), sheet.line(signer), sheet.line("Nơi nhận:")
    assert (signed.size, signed.bold, named.size, named.bold) == (14, bold_post, 14, True)
    assert signed.centre == named.centre == near(RIGHT_COLUMN)
    assert named.top - signed.bottom >= 20
    assert copies.size == 14
    assert shown.rule_below(copies) == near((copies.left, copies.right))
    listed = [line for line in sheet.lines if line.top > copies.top and line.text.startswith("- ")]
    assert {line.size for line in listed} == {12}
    assert listed[-1].text.startswith("- Lưu")
    assert listed[-1].text.endswith(".")
    assert max(line.right for line in listed) <= 30 + 77


# --- the month's forwarding letter -----------------------------------------------------------------------------------


def test_the_letter_is_a4_in_one_font_and_whole(letter):
    assert_page_and_fonts(*letter)
    assert_nothing_cut(*letter)
    assert_page_numbers(letter[1])


def test_the_letter_has_its_head_and_its_signature_where_the_party_puts_them(letter):
    _content, shown = letter
    place = "Bến Tre, ngày 01 tháng 6 năm 2026"
    assert_head(shown, superior="TỈNH ỦY BẾN TRE", issuer="VĂN PHÒNG", number="Số 07-CV/VPTU", place=place)
    subject = shown.sheets[0].line("chuyển ý kiến phản ánh")
    assert (subject.size, subject.italic, subject.centre) == (12, True, near(LEFT_COLUMN))
    assert_signature(shown, post="CHÁNH VĂN PHÒNG", signer="Ngô Văn Phòng", bold_post=True)


def test_the_letters_words_stand_in_justified_paragraphs(letter):
    first = letter[1].sheets[0]
    start, end = first.line("Kính gửi:"), first.line("Nơi nhận:")
    assert_body([line for line in first.lines if start.top <= line.top < end.top and line.left < 100])


def test_the_annex_lies_on_its_side_with_its_head_on_each_page_and_no_row_in_two(letter):
    _content, shown = letter
    pages = shown.sheets[1:]
    assert len(pages) > 1
    title = pages[0].line("PHỤ LỤC")
    assert (title.bold, title.centre) == (True, near(297 / 2))
    heads = ["TT", "Nội dung", "Địa phương", "Ngày phản ánh", "Ngành trả lời", "Thời hạn"]
    for sheet in pages:
        assert sheet.width > sheet.height
        named = [sheet.line(head) for head in heads]
        assert {(line.size, line.bold) for line in named} == {(12, True)}
        middles = [line.centre for line in named]
        assert middles == near([297 / 2 - 125 + at for at in (5.5, 53.5, 118, 156, 198.5, 237.5)], 1)
    rows = [sum(1 for line in sheet.lines if line.text.startswith("Cống số")) for sheet in pages]
    ends = [sum(line.text.split().count("biết.") for line in sheet.lines) for sheet in pages]
    assert rows == ends
    assert sum(rows) == 30


# --- an officer's report ---------------------------------------------------------------------------------------------

LONG = (
    "Nước mặn vào sớm hơn mọi năm, độ mặn đo tại cống số {} là 2,1‰; bà con đã trữ nước ngọt, đắp đập tạm, xã huy động"
    " lực lượng nạo vét kênh nội đồng và vận động các hộ chia nhau nguồn nước sinh hoạt trong những ngày cao điểm."
)


@pytest.fixture
def situation(world, officer, standing_member, kept, tmp_path_factory):
    """An officer's report of forty long sentences in all eight blocks; and the PDF of it."""
    if "situation" not in kept:
        write_layouts()
        report = report_on(world.commune, officer=officer, addressee=standing_member)
        make.PositionFactory(officer=officer.officer, title="Phó Giám đốc Sở Nông nghiệp")
        blocks = [(section, sphere) for section in Section for sphere in Sphere]
        Sentence.objects.bulk_create(
            Sentence(report=report, section=blocks[number % 8][0], sphere=blocks[number % 8][1], order=number + 2,
                     text=LONG.format(number))
            for number in range(40)
        )  # fmt: skip
        kept["situation"] = _opened(render(SITUATION_REPORT, situation_context(report), on=DAY), tmp_path_factory)
    return kept["situation"]


def test_an_officers_report_is_whole_and_laid_out_as_the_party_asks(situation):
    content, shown = situation
    assert_page_and_fonts(content, shown)
    assert_nothing_cut(content, shown)
    assert_page_numbers(shown)
    place = "Bến Tre, ngày"
    assert_head(shown, superior="", issuer="TỈNH ỦY BẾN TRE", number="Số         -BC/TU", place=place)
    assert_title(shown)
    assert_signature(shown, post="Phó Giám đốc Sở Nông nghiệp", signer="Nguyễn Văn Tỉnh", bold_post=True)


def test_no_heading_of_a_report_stands_alone_at_the_foot_of_a_page(situation):
    for sheet in situation[1].sheets:
        body = [line for line in sheet.lines if line.top >= TOP and line.left < 100]
        assert not body[-1].bold, body[-1]


def test_the_paragraphs_of_a_report_are_justified_with_their_line_spacing(situation):
    lines = [
        line
        for sheet in situation[1].sheets
        for line in sheet.lines
        if line.size == 14 and not line.bold and not line.italic and line.top > TOP and line.right - line.left > 40
    ]
    start = next(index for index, line in enumerate(lines) if line.text.startswith("Kính gửi"))
    end = next(
        index for index, line in enumerate(lines) if line.text.startswith("Phó Giám đốc Sở") or index == len(lines) - 1
    )
    body = lines[start:end]
    assert len(body) > 100
    assert {line.left == near(LEFT) or line.left == near(LEFT + 10) for line in body} == {True}
    full = [line for line, following in pairwise(body) if following.left == near(LEFT) and line.page == following.page]
    assert {line.right == near(RIGHT) for line in full} == {True}
    gaps = {
        round((following.top - line.top) / POINT)
        for line, following in pairwise(body)
        if line.page == following.page and following.left == near(LEFT)
    }
    assert gaps == {20}


def assert_title(shown):
    """Name of the kind 15 or 16, abstract 14 or 15, both bold and centred, five hyphens below."""
    first = shown.sheets[0]
    kind = first.line("BÁO CÁO")
    below = [line for line in first.lines if line.top > kind.top]
    abstract, hyphens = below[0], first.line("-----")
    assert kind.size in {15, 16}
    assert abstract.size in {14, 15}
    for line in (kind, abstract, hyphens):
        assert (line.bold, line.centre) == (True, near((LEFT + RIGHT) / 2))
    assert kind.top < abstract.top < hyphens.top


# --- a final review with its tables ----------------------------------------------------------------------------------


@pytest.fixture
def review(world, organiser, by, kept, tmp_path_factory):
    """A tổng kết over two years with targets; and the PDF of it."""
    if "review" not in kept:
        write_layouts()
        row = review_by(organiser, world.province, kind="final", abstract="tổng kết việc nắm địa bàn giai đoạn vừa qua",
                        first=add_months(month_start(today()), -24))  # fmt: skip
        for order, section in enumerate(row.outline * 5, start=2):
            row.sentences.create(section=section, order=order, text=LONG.format(order))
        row.targets.create(order=1, name="Xã đạt chuẩn nông thôn mới", measure_unit="xã", target=40, actual=47)
        row.targets.create(order=2, name="Vốn huy động", measure_unit="tỷ đồng", actual="431.381")
        context = {**review_context(row, annex_of(row)), "signer_post": "PHÓ BÍ THƯ", "signer": "Mai Văn Thường Trực"}
        kept["review"] = _opened(render(REVIEW_REPORT, context, on=DAY), tmp_path_factory)
    return kept["review"]


def test_a_final_review_is_whole_and_laid_out_as_the_party_asks(review):
    content, shown = review
    assert_page_and_fonts(content, shown)
    assert_nothing_cut(content, shown)
    assert_page_numbers(shown)
    assert_head(shown, superior="", issuer="TỈNH ỦY BẾN TRE", number="Số         -BC/TU", place="Bến Tre, ngày")
    assert_title(shown)
    assert_signature(shown, post="PHÓ BÍ THƯ", signer="Mai Văn Thường Trực", bold_post=False)
    [signing] = [sheet for sheet in shown.sheets if any(line.text == "PHÓ BÍ THƯ" for line in sheet.lines)]
    behalf = signing.line("T/M BAN THƯỜNG VỤ")
    assert (behalf.bold, behalf.centre, behalf.top < signing.line("PHÓ BÍ THƯ").top) == (True, near(RIGHT_COLUMN), True)


def test_the_tables_of_a_review_lie_on_their_side_with_rates_and_money_as_they_are(review):
    lying = [sheet for sheet in review[1].sheets if sheet.width > sheet.height]
    words = [line.text for sheet in lying for line in sheet.lines]
    for expected in ("117,5%", "431,381", "Số liệu theo địa bàn", "Số liệu theo tháng"):
        assert expected in words
    assert sum(word == "Cộng" for word in words) == 2
    assert lying[0].line("PHỤ LỤC").centre == near(297 / 2)

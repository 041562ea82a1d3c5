"""Drawing a Word paper from layout rules: styles, page, header block, signature block, tables.

Every text is a paragraph with a named style, so that the office changes a size in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.table import Table, _Cell

    from nammanh.papers.models import LayoutRules

A4 = Mm(210), Mm(297)
LETTER_SUBJECT_SIZE = 12
"""The same in every set of rules for letters (domain: 5.1, 5.2)."""
CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def new_paper(rules: LayoutRules) -> WordDocument:
    """An empty A4 paper with the margins, the page number and the styles of `rules`."""
    paper = Document()
    for paragraph in list(paper.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = rules.font, Pt(rules.body_size)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), rules.font)
    normal.paragraph_format.space_after = Pt(0)
    _styles(paper, rules)
    set_page(paper.sections[0], rules)
    _page_number(paper.sections[0])
    return paper


def _styles(paper: WordDocument, rules: LayoutRules) -> None:
    underlined = rules.recipients_underlined
    made: dict[str, tuple[int, dict[str, Any], WD_ALIGN_PARAGRAPH]] = {
        "NM Tiêu đề": (rules.motto_size, {"bold": True}, CENTRE),
        "NM Tiêu ngữ": (rules.submotto_size, {"bold": True}, CENTRE),
        "NM Cơ quan cấp trên": (rules.issuer_size, {}, CENTRE),
        "NM Cơ quan ban hành": (rules.issuer_size, {"bold": True}, CENTRE),
        "NM Số ký hiệu": (rules.number_size, {}, CENTRE),
        "NM Địa danh ngày": (rules.place_size, {"italic": True}, CENTRE),
        "NM Tên loại": (rules.type_size, {"bold": True}, CENTRE),
        "NM Trích yếu": (rules.abstract_size, {"bold": True}, CENTRE),
        "NM Trích yếu công văn": (LETTER_SUBJECT_SIZE, {"italic": True}, CENTRE),
        "NM Quyền hạn": (rules.authority_size, {"bold": True}, CENTRE),
        "NM Chức vụ": (rules.authority_size, {"bold": rules.post_bold}, CENTRE),
        "NM Người ký": (rules.signer_size, {"bold": True}, CENTRE),
        "NM Nơi nhận": (
            rules.recipients_heading_size,
            {"underline": True} if underlined else {"bold": True, "italic": True},
            LEFT,
        ),
        "NM Danh sách nhận": (rules.recipients_size, {}, LEFT),
        "NM Bảng": (max(rules.body_size - 2, 11), {}, LEFT),
        "NM Số trang": (rules.page_number_size, {}, CENTRE),
        "NM Nội dung": (rules.body_size, {}, JUSTIFY),
    }
    for name, (size, look, alignment) in made.items():
        style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = paper.styles["Normal"]
        style.font.size = Pt(size)
        for key, value in look.items():
            setattr(style.font, key, value)
        style.paragraph_format.alignment = alignment
    body = paper.styles["NM Nội dung"].paragraph_format
    body.first_line_indent, body.space_before = Mm(rules.first_line), Pt(rules.paragraph_gap)
    body.line_spacing_rule, body.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(rules.line_spacing)


def set_page(section: Section, rules: LayoutRules, *, landscape: bool = False) -> None:
    """A4 with the margins of `rules`; landscape keeps the binding edge where it was: the left becomes the top."""
    width, height = A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.top_margin, section.bottom_margin = Mm(rules.margin_top), Mm(rules.margin_bottom)
    section.left_margin, section.right_margin = Mm(rules.margin_left), Mm(rules.margin_right)
    section.header_distance = Mm(rules.page_number_from_top)
    if landscape:
        section.left_margin, section.right_margin = Mm(rules.margin_bottom), Mm(rules.margin_bottom)
        section.top_margin = Mm(max(rules.margin_left, rules.margin_top))


def add_annex(paper: WordDocument, rules: LayoutRules, *, landscape: bool) -> None:
    """A new page for the list; its number goes on from the decision's."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    set_page(section, rules, landscape=landscape)
    section.different_first_page_header_footer = False


def _page_number(section: Section) -> None:
    """Centred in the header, not on the first page."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = "NM Số trang"
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def columns(paper: WordDocument, *widths: int) -> list[_Cell]:
    """A borderless row of cells, as header and signature blocks are laid out; widths in millimetres."""
    table = paper.add_table(rows=1, cols=len(widths))
    _set_widths(table, widths)
    return list(table.rows[0].cells)


def _set_widths(table: Table, widths: Iterable[int]) -> None:
    """In the grid and in each cell: Word goes by the cells, LibreOffice by the grid."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def fill(cell: _Cell, *lines: tuple[str, str]) -> None:
    """Write (style, text) lines into a cell, which comes with one empty paragraph."""
    first = cell.paragraphs[0]
    for number, (style, text) in enumerate(lines):
        paragraph = first if number == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


def underline(cell: _Cell, position: int) -> None:
    """The solid line under a heading, exactly as long as its text."""
    for run in cell.paragraphs[position].runs:
        run.font.underline = True


def header_block(paper: WordDocument, rules: LayoutRules, *, letter: bool = False) -> None:
    """Issuing body and number on the left, motto and place with date on the right.

    A letter (công văn) has its subject below the number.
    """
    left, right = columns(paper, 77, 88)
    star = [("NM Số ký hiệu", "*")] if rules.issuer_star else []
    fill(
        left,
        ("NM Cơ quan cấp trên", "{%p if superior %}"),
        ("NM Cơ quan cấp trên", "{{ superior }}"),
        ("NM Cơ quan cấp trên", "{%p endif %}"),
        ("NM Cơ quan ban hành", "{{ issuer }}"),
        *star,
        ("NM Số ký hiệu", "{{ number_line }}"),
        *([("NM Trích yếu công văn", "{{ subject }}")] if letter else []),
    )
    second = [("NM Tiêu ngữ", rules.submotto)] if rules.submotto else []
    fill(right, ("NM Tiêu đề", rules.motto), *second, ("NM Địa danh ngày", "{{ place }}, {{ date }}"))
    underline(right, len(second))
    paper.add_paragraph()


def signature_block(paper: WordDocument, *, on_behalf: bool = True) -> None:
    """Nơi nhận on the left; authority, post, room for the signature and the name on the right.

    Who signs for the own office, on behalf of nobody, signs with the post alone.
    """
    paper.add_paragraph()
    left, right = columns(paper, 77, 88)
    fill(
        left,
        ("NM Nơi nhận", "Nơi nhận:"),
        ("NM Danh sách nhận", "{%p for recipient in recipients %}"),
        ("NM Danh sách nhận", "- {{ recipient }},"),
        ("NM Danh sách nhận", "{%p endfor %}"),
        ("NM Danh sách nhận", "- Lưu {{ archive }}."),
    )
    blank = [("NM Người ký", "")] * 4
    fill(
        right,
        *([("NM Quyền hạn", "{{ authority_line }}")] if on_behalf else []),
        ("NM Chức vụ" if on_behalf else "NM Quyền hạn", "{{ signer_post }}"),
        *blank,
        ("NM Người ký", "{{ signer }}"),
    )


def list_table(paper: WordDocument, heads: list[tuple[str, int]], loop: str, cells: list[str]) -> Table:
    """A ruled table whose head is repeated on each page and whose rows come from the data.

    `heads`: (text, width in millimetres); `loop`: docxtpl's “for” clause; `cells`: what stands in each row.
    """
    table = paper.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    _set_widths(table, [width for _text, width in heads])
    for index, (text, _width) in enumerate(heads):
        fill(table.rows[0].cells[index], ("NM Bảng", text))
        table.rows[0].cells[index].paragraphs[0].runs[0].font.bold = True
        table.rows[0].cells[index].paragraphs[0].alignment = CENTRE
        fill(table.rows[2].cells[index], ("NM Bảng", cells[index]))
    fill(table.rows[1].cells[0], ("NM Bảng", f"{{%tr for {loop} %}}"))
    fill(table.rows[3].cells[0], ("NM Bảng", "{%tr endfor %}"))
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return table

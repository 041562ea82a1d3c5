"""The shipped template of a decision of assignment with its list (domain: 5.3, paper 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nammanh.papers.drawing import add_annex, header_block, list_table, new_paper, signature_block
from nammanh.papers.kinds import (
    ASSIGNMENT_DECISION,
    ASSIGNMENT_DECISION_LABEL,
    ASSIGNMENT_DECISION_SAMPLE,
    PaperKind,
    register,
)

if TYPE_CHECKING:
    from docx.document import Document

    from nammanh.papers.models import LayoutRules

WIDE_FROM = 60
"""From this many signs of name and title on, the six columns want a page on its side."""


def build(rules: LayoutRules, context: dict[str, Any]) -> Document:
    """The decision on one page, its list as an annex: upright, or on its side when titles are long."""
    paper = new_paper(rules)
    header_block(paper, rules)
    paper.add_paragraph("QUYẾT ĐỊNH", "NM Tên loại")
    paper.add_paragraph("{{ abstract }}", "NM Trích yếu")
    if rules.abstract_rule:
        paper.add_paragraph(rules.abstract_rule, "NM Trích yếu")
    for line in ("{%p for basis in bases %}", "- {{ basis }};", "{%p endfor %}"):
        paper.add_paragraph(line, "NM Nội dung")
    heading = paper.add_paragraph("{{ deciding_body }} QUYẾT ĐỊNH", "NM Trích yếu")
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = paper.styles[
        "NM Nội dung"
    ].paragraph_format.space_before
    _articles(paper)
    signature_block(paper)
    _annex(paper, rules, landscape=_is_wide(context))
    return paper


def _articles(paper: Document) -> None:
    _article(
        paper,
        "Điều 1.",
        " Phân công {{ officers_count }} đồng chí {{ mandate }} {{ units_count }} {{ target }} từ {{ effective }}"
        "{% if until %} đến hết {{ until }}{% endif %} (có danh sách kèm theo).",
    )
    paper.add_paragraph("{%p if ended %}", "NM Nội dung")
    paper.add_paragraph("Các đồng chí có tên tại mục II của danh sách thôi phụ trách địa bàn tương ứng.", "NM Nội dung")
    paper.add_paragraph("{%p endif %}", "NM Nội dung")
    _article(
        paper,
        "Điều 2.",
        " Các đồng chí được phân công thực hiện trách nhiệm, quyền hạn theo quy định hiện hành. Phân công không nêu tại"
        " danh sách này tiếp tục thực hiện theo quyết định đã ban hành.",
    )
    _article(
        paper,
        "Điều 3.",
        " Các cơ quan, đơn vị liên quan và các đồng chí có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
    )


def _article(paper: Document, number: str, text: str) -> None:
    paragraph = paper.add_paragraph("", "NM Nội dung")
    paragraph.add_run(number).bold = True
    paragraph.add_run(text)


def _is_wide(context: dict[str, Any]) -> bool:
    return any(len(str(row["name"])) + len(str(row["title"])) > WIDE_FROM for row in context["rows"])


def _annex(paper: Document, rules: LayoutRules, *, landscape: bool) -> None:
    add_annex(paper, rules, landscape=landscape)
    paper.add_paragraph("DANH SÁCH", "NM Tên loại")
    paper.add_paragraph("{{ abstract }}", "NM Trích yếu")
    paper.add_paragraph("(kèm theo Quyết định {{ number_words }}, {{ date }})", "NM Địa danh ngày")
    paper.add_paragraph("I- Phân công", "NM Nội dung").runs[0].bold = True
    widths = (12, 58, 45, 62, 50, 26) if landscape else (11, 36, 32, 38, 26, 22)
    heads = list(zip(("TT", "Địa bàn", "Đồng chí", "Chức vụ", "Vai trò", "Từ ngày"), widths, strict=True))
    cells = [
        "{{ row.order }}",
        "{{ row.unit }}",
        "{{ row.name }}",
        "{{ row.title }}",
        "{{ row.role }}",
        "{{ row.since }}",
    ]
    list_table(paper, heads, "row in rows", cells)
    paper.add_paragraph("{%p if ended %}", "NM Nội dung")
    paper.add_paragraph("II- Thôi phân công", "NM Nội dung").runs[0].bold = True
    narrow = (12, 78, 62, 65, 36) if landscape else (11, 48, 42, 36, 28)
    heads = list(zip(("TT", "Địa bàn", "Đồng chí", "Vai trò", "Đến hết ngày"), narrow, strict=True))
    list_table(
        paper,
        heads,
        "row in ended",
        ["{{ row.order }}", "{{ row.unit }}", "{{ row.name }}", "{{ row.role }}", "{{ row.until }}"],
    )
    paper.add_paragraph("{%p endif %}", "NM Nội dung")


register(
    PaperKind(
        code=ASSIGNMENT_DECISION,
        label=ASSIGNMENT_DECISION_LABEL,
        system="party",
        build=build,
        sample=ASSIGNMENT_DECISION_SAMPLE,
    )
)

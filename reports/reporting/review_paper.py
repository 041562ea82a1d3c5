"""A synthesis or review as a Word file (domain: 5.3, papers 2 and 4): text, and the tables as an annex on its side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.rounds.queries.paper import issuer_of
from nammanh.papers.drawing import CENTRE, add_annex, header_block, list_table, new_paper, signature_block
from nammanh.papers.kinds import PaperKind, register
from nammanh.platform.dates import today
from reports.reporting.models import Review
from reports.reporting.queries.figures import MEASURES

if TYPE_CHECKING:
    from docx.document import Document

    from nammanh.papers.models import LayoutRules

REVIEW_REPORT = "review_report"
ROMAN = ("I", "II", "III", "IV", "V")

SAMPLE: dict[str, Any] = {
    "superior": "",
    "issuer": "TỈNH ỦY BẾN TRE",
    "number": "",
    "symbol": "BC/TU",
    "place": "Bến Tre",
    "date": "ngày      tháng      năm 2026",
    "abstract": "sơ kết việc nắm địa bàn 6 tháng đầu năm 2026, tỉnh Bến Tre",
    "period": "6 tháng đầu năm 2026",
    "parts": [{"number": "I", "label": "Kết quả", "paragraphs": ["Cán bộ đã đi cơ sở 1.234 lượt."]}],
    "targets": [
        {
            "order": 1, "name": "Vốn huy động", "unit": "tỷ đồng", "target": "40", "actual": "431,381",
            "rate": "117,5%",
        }
    ],
    "by_place": [["Huyện Giồng Trôm", *["1"] * 12]],
    "by_month": [["Tháng 01/2026", *["1"] * 12]],
    "authority": "BAN THƯỜNG VỤ",
    "signer_post": "",
    "signer": "",
    "recipients": ["Thường trực Tỉnh ủy"],
    "archive": "Văn phòng Tỉnh ủy",
}  # fmt: skip


def build(rules: LayoutRules, context: dict[str, Any]) -> Document:
    """The head, the sections, the signature on behalf of the standing board, the annex with its tables."""
    paper = new_paper(rules)
    header_block(paper, rules)
    paper.add_paragraph("BÁO CÁO", "NM Tên loại")
    paper.add_paragraph("{{ abstract }}", "NM Trích yếu")
    if rules.abstract_rule:
        paper.add_paragraph(rules.abstract_rule, "NM Trích yếu")
    for line, bold in (
        ("{%p for part in parts %}", False),
        ("{{ part.number }}- {{ part.label }}", True),
        ("{%p for paragraph in part.paragraphs %}", False),
        ("{{ paragraph }}", False),
        ("{%p endfor %}", False),
        ("{%p endfor %}", False),
    ):
        paragraph = paper.add_paragraph(line, "NM Nội dung")
        paragraph.runs[0].bold = bold or None
        paragraph.paragraph_format.keep_with_next = bold or None
    signature_block(paper)
    _annex(paper, rules)
    return paper


def _annex(paper: Document, rules: LayoutRules) -> None:
    add_annex(paper, rules, landscape=True)
    paper.add_paragraph("PHỤ LỤC", "NM Tên loại")
    paper.add_paragraph("số liệu {{ period }}", "NM Trích yếu")
    paper.add_paragraph("(kèm theo Báo cáo {{ number_words }}, {{ date }})", "NM Địa danh ngày")
    paper.add_paragraph("{%p if targets %}", "NM Nội dung")
    _heading(paper, "Kết quả thực hiện chỉ tiêu")
    heads = [
        ("TT", 12),
        ("Chỉ tiêu", 98),
        ("Đơn vị tính", 35),
        ("Chỉ tiêu giao", 35),
        ("Thực hiện", 35),
        ("Tỷ lệ đạt", 35),
    ]
    names = ("order", "name", "unit", "target", "actual", "rate")
    list_table(paper, heads, "row in targets", [f"{{{{ row.{name} }}}}" for name in names])
    paper.add_paragraph("{%p endif %}", "NM Nội dung")
    for title, loop, first in (
        ("Số liệu theo địa bàn", "by_place", "Địa bàn"),
        ("Số liệu theo tháng", "by_month", "Tháng"),
    ):
        _heading(paper, title)
        heads = [(first, 46), *((str(label), 17) for label in MEASURES.values())]
        table = list_table(paper, heads, f"row in {loop}", [f"{{{{ row[{at}] }}}}" for at in range(len(heads))])
        for cell in table.rows[2].cells[1:]:
            cell.paragraphs[0].alignment = CENTRE


def _heading(paper: Document, title: str) -> None:
    paragraph = paper.add_paragraph(title, "NM Nội dung")
    paragraph.runs[0].bold = True
    paragraph.paragraph_format.keep_with_next = True


register(
    PaperKind(
        code=REVIEW_REPORT,
        label=gettext_lazy("Báo cáo tổng hợp tháng, sơ kết, tổng kết"),
        system="party",
        build=build,
        sample=SAMPLE,
    )
)


def review_context(review: Review, annex: dict[str, Any]) -> dict[str, Any]:
    """What the paper says; `annex` as it is kept, or for a draft as it is counted now. Number and day stay blank."""
    issuer = issuer_of(review.unit)
    found: dict[str, list[str]] = {}
    for row in review.sentences.all():
        found.setdefault(row.section, []).append(" ".join(row.text.split()))
    return {
        "superior": issuer.superior.upper(),
        "issuer": issuer.name.upper(),
        "number": "",
        "symbol": issuer.symbol.replace("QĐ/", "BC/"),
        "place": issuer.place,
        "date": _("ngày      tháng      năm %(year)s") % {"year": today().year},
        "abstract": review.abstract,
        "period": review.period,
        "parts": [
            {"number": ROMAN[order], "label": str(section.label), "paragraphs": found.get(section, [])}
            for order, section in enumerate(review.outline)
        ],
        "targets": [{"order": order, **row} for order, row in enumerate(annex["targets"], start=1)],
        "by_place": annex["by_place"]["rows"],
        "by_month": annex["by_month"]["rows"],
        "authority": "BAN THƯỜNG VỤ",
        "signer_post": "",
        "signer": "",
        "recipients": [_("Thường trực %(committee)s") % {"committee": issuer.committee}],
        "archive": _("Văn phòng %(committee)s") % {"committee": issuer.committee},
    }

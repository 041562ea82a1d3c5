"""An officer's report as a Word file (domain: 5.3, paper 3): the shipped template, and what a report puts into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Unit
from assignments.queries import titles_on
from assignments.rounds.queries.paper import issuer_of
from nammanh.papers.drawing import header_block, new_paper, signature_block
from nammanh.papers.kinds import PaperKind, register
from nammanh.platform.dates import today
from reports.reporting.models import Section, SituationReport, Sphere
from reports.reporting.standing import ROMAN

if TYPE_CHECKING:
    from docx.document import Document

    from nammanh.papers.models import LayoutRules

SITUATION_REPORT = "situation_report"

SAMPLE: dict[str, Any] = {
    "superior": "",
    "issuer": "TỈNH ỦY BẾN TRE",
    "number": "",
    "symbol": "BC/TU",
    "place": "Bến Tre",
    "date": "ngày      tháng      năm 2026",
    "abstract": "tình hình địa phương tháng 11/2026",
    "addressee": "Võ Thị Thường Vụ",
    "places": "Xã Sơn Phú",
    "period": "tháng 11/2026",
    "parts": [
        {
            "number": "I",
            "label": "Tình hình nổi bật",
            "blocks": [
                {
                    "number": 1,
                    "label": "Trong đảng bộ",
                    "sentences": ["Xã Sơn Phú (12/11/2026): chi bộ ấp 1 sinh hoạt đúng kỳ."],
                },
                {"number": 2, "label": "Trong nhân dân", "sentences": []},
            ],
        }
    ],
    "authority": "",
    "signer_post": "Phó Giám đốc Sở Nông nghiệp và Phát triển nông thôn",
    "signer": "Nguyễn Văn Tỉnh",
    "recipients": ["Đồng chí Võ Thị Thường Vụ", "Thường trực Tỉnh ủy (để báo cáo)"],
    "archive": "Văn phòng Tỉnh ủy",
}
NOTHING = "Không có nội dung nổi bật trong kỳ."


def build(rules: LayoutRules, context: dict[str, Any]) -> Document:
    """The head, the four sections with their two blocks, the officer's own signature."""
    paper = new_paper(rules)
    header_block(paper, rules)
    paper.add_paragraph("BÁO CÁO", "NM Tên loại")
    paper.add_paragraph("{{ abstract }}", "NM Trích yếu")
    if rules.abstract_rule:
        paper.add_paragraph(rules.abstract_rule, "NM Trích yếu")
    paper.add_paragraph("Kính gửi: Đồng chí {{ addressee }}.", "NM Nội dung")
    paper.add_paragraph("Địa bàn phụ trách: {{ places }}.", "NM Nội dung")
    for line, bold in (
        ("{%p for part in parts %}", False),
        ("{{ part.number }}- {{ part.label }}", True),
        ("{%p for block in part.blocks %}", False),
        ("{{ block.number }}- {{ block.label }}", True),
        ("{%p for sentence in block.sentences %}", False),
        ("- {{ sentence }}", False),
        ("{%p endfor %}", False),
        ("{%p if not block.sentences %}", False),
        (NOTHING, False),
        ("{%p endif %}", False),
        ("{%p endfor %}", False),
        ("{%p endfor %}", False),
    ):
        paragraph = paper.add_paragraph(line, "NM Nội dung")
        paragraph.runs[0].bold = bold or None
        paragraph.paragraph_format.keep_with_next = bold or None
    signature_block(paper, on_behalf=False)
    return paper


register(
    PaperKind(
        code=SITUATION_REPORT,
        label=gettext_lazy("Báo cáo tình hình địa phương của cán bộ"),
        system="party",
        build=build,
        sample=SAMPLE,
    )
)


def situation_context(report: SituationReport) -> dict[str, Any]:
    """What the paper of `report` says; its number and its day are left to văn thư. Five queries."""
    units = [row.unit for row in report.places.select_related("unit__province", "unit__district", "unit__commune")]
    issuer = issuer_of(_committees_unit(report, units[0]))
    return {
        "superior": issuer.superior.upper(),
        "issuer": issuer.name.upper(),
        "number": "",
        "symbol": issuer.symbol.replace("QĐ/", "BC/"),
        "place": issuer.place,
        "date": _("ngày      tháng      năm %(year)s") % {"year": today().year},
        "abstract": _("tình hình địa phương %(period)s") % {"period": report.period},
        "addressee": report.addressee.full_name,
        "places": ", ".join(str(unit) for unit in sorted(units, key=lambda unit: (unit.name_key, unit.pk))),
        "period": report.period,
        "parts": _parts(report),
        "authority": "",
        "signer_post": titles_on([report.officer_id], report.end).get(report.officer_id, ""),
        "signer": report.officer.full_name,
        "recipients": [
            _("Đồng chí %(name)s") % {"name": report.addressee.full_name},
            _("Thường trực %(committee)s (để báo cáo)") % {"committee": issuer.committee},
        ],
        "archive": _("Văn phòng %(committee)s") % {"committee": issuer.committee},
    }


def _committees_unit(report: SituationReport, unit: Unit) -> Unit:
    """The unit whose committee the officer works for."""
    above = {"province": unit.province, "district": unit.district, "commune": unit.commune}
    return above.get(report.holder_level) or unit


def _parts(report: SituationReport) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in report.sentences.all():
        found.setdefault((row.section, row.sphere), []).append(" ".join(row.text.split()))
    return [
        {
            "number": ROMAN[order],
            "label": str(section.label),
            "blocks": [
                {"number": number, "label": str(sphere.label), "sentences": found.get((section, sphere), [])}
                for number, sphere in enumerate(Sphere, start=1)
            ],
        }
        for order, section in enumerate(Section)
    ]

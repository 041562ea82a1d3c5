"""The forwarding letter with its annex (domain: 5.3, paper 1): the shipped template, and what a batch puts into it.

Nothing that a person must decide is made up: number, day, post and signer stay blank until they were typed.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.rounds.queries.paper import issuer_of
from nammanh.papers.drawing import LEFT, add_annex, header_block, list_table, new_paper, signature_block
from nammanh.papers.kinds import PaperKind, register
from nammanh.platform.dates import format_date, format_date_long, today
from nammanh.platform.numbers import format_number
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.queries import places
from reports.feedback.clocks import after_term
from reports.feedback.models import TermKind

if TYPE_CHECKING:
    from docx.document import Document

    from nammanh.papers.models import LayoutRules

FORWARDING_LETTER = "forwarding_letter"
COMMITTEES = ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy")

SAMPLE: dict[str, Any] = {
    "superior": "TỈNH ỦY BẾN TRE",
    "issuer": "VĂN PHÒNG",
    "number": "",
    "symbol": "CV/VPTU",
    "place": "Bến Tre",
    "date": "ngày      tháng      năm 2026",
    "subject": "chuyển ý kiến phản ánh từ địa phương tháng 11 năm 2026",
    "addressees": ["Sở Giao thông vận tải", "Sở Y tế"],
    "month": "tháng 11 năm 2026",
    "closes": "ngày 25 tháng 11 năm 2026",
    "lines_count": "12",
    "petitions_count": "40",
    "rows": [
        {
            "order": 1,
            "wording": "Cầu ấp 3 xuống cấp, xe cứu thương không qua được.",
            "places": "Xã Sơn Phú",
            "reported": "02/11/2026",
            "department": "Sở Giao thông vận tải",
            "supporting": "Sở Tài chính",
            "due": "18/12/2026",
        }
    ],
    "signer_post": "",
    "signer": "",
    "recipients": ["Như trên", "Thường trực Tỉnh ủy (để báo cáo)"],
    "archive": "Văn phòng Tỉnh ủy",
}


def build(rules: LayoutRules, context: dict[str, Any]) -> Document:
    """The letter on one page, the lines as an annex on its side."""
    paper = new_paper(rules)
    header_block(paper, rules, letter=True)
    paper.add_paragraph("Kính gửi:", "NM Nội dung")
    for line in (
        "{%p for addressee in addressees %}",
        "- {{ addressee }}{{ '.' if loop.last else ',' }}",
        "{%p endfor %}",
    ):
        paper.add_paragraph(line, "NM Nội dung")
    for line in (
        "Thực hiện chủ trương nắm tình hình cơ sở, đến hết {{ closes }}, {{ archive }} đã tập hợp {{ petitions_count }}"
        " ý kiến phản ánh, kiến nghị của địa phương trong {{ month }} thành {{ lines_count }} việc (có phụ lục kèm"
        " theo).",
        "Đề nghị các cơ quan được nêu tại phụ lục xem xét, trả lời cụ thể từng việc: đã làm gì, căn cứ nào, sẽ làm gì,"
        " ai làm, bao giờ xong, trong thời hạn ghi tại phụ lục. Việc không thuộc thẩm quyền, đề nghị chuyển lại ngay để"
        " gửi đúng cơ quan.",
    ):
        paper.add_paragraph(line, "NM Nội dung")
    signature_block(paper, on_behalf=False)
    _annex(paper, rules)
    return paper


def _annex(paper: Document, rules: LayoutRules) -> None:
    add_annex(paper, rules, landscape=True)
    paper.add_paragraph("PHỤ LỤC", "NM Tên loại")
    paper.add_paragraph("ý kiến phản ánh, kiến nghị của địa phương {{ month }}", "NM Trích yếu")
    paper.add_paragraph("(kèm theo Công văn {{ number_words }}, {{ date }})", "NM Địa danh ngày")
    paper.add_paragraph("", "NM Bảng").alignment = LEFT
    heads = [
        ("TT", 11),
        ("Nội dung", 85),
        ("Địa phương", 44),
        ("Ngày phản ánh", 32),
        ("Ngành trả lời", 53),
        ("Thời hạn", 25),
    ]
    cells = [
        "{{ row.order }}",
        "{{ row.wording }}",
        "{{ row.places }}",
        "{{ row.reported }}",
        "{{ row.department }}{% if row.supporting %} (phối hợp: {{ row.supporting }}){% endif %}",
        "{{ row.due }}",
    ]
    list_table(paper, heads, "row in rows", cells)


register(
    PaperKind(
        code=FORWARDING_LETTER,
        label=gettext_lazy("Công văn chuyển ý kiến phản ánh và phụ lục"),
        system="party",
        build=build,
        sample=SAMPLE,
    )
)


def letter_context(batch: Batch, lines: Collection[BatchLine]) -> dict[str, Any]:
    """What the letter of `batch` says; `lines` carry their sources (`held`)."""
    committee = issuer_of(batch.agency.unit)
    number, _dash, symbol = batch.number.partition("-")
    own = batch.agency.name
    for words in COMMITTEES:
        own = own.removesuffix(words).strip()
    month = _("tháng %(month)s năm %(year)s") % {"month": batch.month.month, "year": batch.month.year}
    blank = _("ngày      tháng      năm %(year)s") % {"year": today().year}
    return {
        "superior": committee.name.upper() if own != batch.agency.name else "",
        "issuer": own.upper(),
        "number": number,
        "symbol": symbol or f"CV/{batch.agency.short_name}",
        "place": committee.place,
        "date": format_date_long(batch.signed_on) if batch.signed_on else blank,
        "subject": _("chuyển ý kiến phản ánh từ địa phương %(month)s") % {"month": month},
        "addressees": list(dict.fromkeys(line.lead.name for line in lines if line.lead)),
        "month": month,
        "closes": format_date_long(batch.closes_on),
        "lines_count": format_number(len(lines)),
        "petitions_count": format_number(sum(len(line.held) for line in lines)),
        "rows": annex_rows(lines),
        "signer_post": "",
        "signer": batch.signer,
        "recipients": [_("Như trên"), _("Thường trực %(committee)s (để báo cáo)") % {"committee": committee.committee}],
        "archive": batch.agency.name,
    }


def annex_rows(lines: Collection[BatchLine]) -> list[dict[str, Any]]:
    """The table of lines; before they are sent, the due day is what sending today would give."""
    due = due_days(lines)
    return [
        {
            "order": order,
            "wording": line.wording,
            "places": places(line),
            "reported": format_date(min(row.petition.reported_on for row in line.held)),
            "department": line.lead.name if line.lead else "",
            "supporting": ", ".join(row.agency.name for row in line.supports.all()),
            "due": format_date(due[line.pk]),
        }
        for order, line in enumerate(lines, start=1)
    ]


def due_days(lines: Collection[BatchLine]) -> dict[int, datetime.date]:
    """By when each line must be answered: its referral's day, else the day that sending it today would give."""
    day = today()
    ordinary, hot = after_term(TermKind.DEPARTMENT, day), after_term(TermKind.HOT, day)
    found = {}
    for line in lines:
        petitions = [row.petition for row in line.held]
        least = hot if any(petition.is_hot for petition in petitions) else ordinary
        first = min(petition.due_on for petition in petitions)
        found[line.pk] = line.referral.due_on if line.referral else max(first, least)
    return found

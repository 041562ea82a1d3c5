"""The letter that takes formal comments to a commune (công văn góp ý), in the Party's layout, made as a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.queries import titles_on
from assignments.rounds.queries.paper import issuer_of
from nammanh.papers.drawing import columns, fill, header_block, new_paper
from nammanh.papers.kinds import PaperKind, register
from nammanh.platform.dates import format_date, today
from nammanh.platform.numbers import format_number
from reports.recommendations.models import Addressee, Comment, CommentType, Visibility
from reports.visits.models import Visit

if TYPE_CHECKING:
    from docx.document import Document

    from nammanh.papers.models import LayoutRules

COMMENT_LETTER = "comment_letter"

SAMPLE: dict[str, Any] = {
    "superior": "",
    "issuer": "TỈNH ỦY BẾN TRE",
    "number": "",
    "symbol": "CV/TU",
    "place": "Bến Tre",
    "date": "ngày      tháng      năm 2026",
    "abstract": "góp ý sau chuyến đi cơ sở ngày 12/11/2026",
    "addressees": ["Ban Chấp hành Đảng bộ xã Sơn Phú", "Ban Thường vụ Đảng ủy xã Sơn Phú"],
    "visit_place": "Xã Sơn Phú",
    "visit_date": "12/11/2026",
    "visit_type": "dự họp cấp ủy, ban thường vụ đảng ủy",
    "officer": "Nguyễn Văn Tỉnh",
    "officer_title": "Phó Giám đốc Sở Nông nghiệp & Phát triển nông thôn",
    "role": "Cán bộ phụ trách xã Sơn Phú",
    "comments_count": "1",
    "comments": [
        {
            "order": 1,
            "number": "12/2026",
            "type": "Góp ý chính thức",
            "addressee": "Cấp ủy",
            "matter": "Kênh nội đồng ấp 5 nạo vét chậm",
            "proposal": "Huy động máy của hợp tác xã, làm dứt điểm từng đoạn",
            "responsible": "Ủy ban nhân dân xã",
            "due": "12/12/2026",
        }
    ],
    "recipients": ["Như trên", "Thường trực Tỉnh ủy (để báo cáo)"],
    "archive": "Văn phòng Tỉnh ủy",
}


def build(rules: LayoutRules, context: dict[str, Any]) -> Document:
    """Số, trích yếu under it, Kính gửi, each comment with its four parts, the officer's signature."""
    paper = new_paper(rules)
    header_block(paper, rules)
    paper.add_paragraph("{{ abstract }}", "NM Trích yếu")
    if rules.abstract_rule:
        paper.add_paragraph(rules.abstract_rule, "NM Trích yếu")
    for line in ("{%p for addressee in addressees %}", "Kính gửi: {{ addressee }}", "{%p endfor %}"):
        paper.add_paragraph(line, "NM Địa danh ngày")
    paper.add_paragraph(
        "Qua chuyến đi cơ sở tại {{ visit_place }} ngày {{ visit_date }} ({{ visit_type }}), tôi góp ý với các đồng chí"
        " "
        "{{ comments_count }} việc như sau:",
        "NM Nội dung",
    )
    paper.add_paragraph("{%p for comment in comments %}", "NM Nội dung")
    _head(
        paper,
        "{{ comment.order }}. {{ comment.matter }}",
        "{% if comment.number %} (số {{ comment.number }}){% endif %}",
    )
    _head(paper, "Đề xuất:", " {{ comment.proposal }}")
    _head(paper, "Ai làm, bao giờ xong:", " {{ comment.responsible }}; {{ comment.due }}")
    paper.add_paragraph("{%p endfor %}", "NM Nội dung")
    paper.add_paragraph(
        "Đề nghị các đồng chí xem xét, trả lời trên cổng thông tin và thực hiện. Trân trọng.", "NM Nội dung"
    )
    _signature(paper)
    return paper


def _head(paper: Document, bold: str, rest: str) -> None:
    paragraph = paper.add_paragraph("", "NM Nội dung")
    paragraph.add_run(bold).bold = True
    paragraph.add_run(rest)


def _signature(paper: Document) -> None:
    """The officer signs for himself: no authority line."""
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
        ("NM Quyền hạn", "{{ role }}"),
        ("NM Chức vụ", "{{ officer_title }}"),
        *blank,
        ("NM Người ký", "{{ officer }}"),
    )


register(
    PaperKind(
        code=COMMENT_LETTER,
        label=gettext_lazy("Văn bản góp ý với cơ sở"),
        system="party",
        build=build,
        sample=SAMPLE,
    )
)


def goes_by_letter(comment: Comment) -> bool:
    """What was sent to the commune, in writing: neither a talk, nor a draft, nor what goes to the superior."""
    return comment.visibility == Visibility.COMMUNE and not comment.is_unsent and comment.type != CommentType.INFORMAL


def with_places(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With all that `context_of` prints of the place."""
    return comments.select_related(
        "commune__parent", "unit__province", "unit__district__parent", "unit__commune__parent__parent", "visit__tier"
    )


def context_of(visit: Visit, comments: list[Comment]) -> dict[str, Any]:
    """The data of the letter; `comments` as `with_places` loads them, all of one visit. One query more for the title.

    Its number is left to văn thư; the numbers of the comments are the portal's own.
    """
    first, day = comments[0], today()
    unit, officer = first.unit, first.officer
    above = {"province": unit.province, "district": unit.district, "commune": unit.commune}
    issuer = issuer_of(above.get(first.visit.tier.holder_level) or unit.province)
    commune = unit.commune.full_name[:1].lower() + unit.commune.full_name[1:]
    return {
        "superior": issuer.superior.upper(),
        "issuer": issuer.name.upper(),
        "number": "",
        "symbol": issuer.symbol.replace("QĐ/", "CV/"),
        "place": issuer.place,
        "date": _("ngày      tháng      năm %(year)s") % {"year": day.year},
        "abstract": _("Góp ý sau chuyến đi cơ sở ngày %(day)s") % {"day": format_date(visit.date)},
        "addressees": addressees(comments, commune),
        "visit_place": unit.full_name,
        "visit_date": format_date(visit.date),
        "visit_type": visit.get_type_display().lower(),
        "officer": officer.full_name,
        "officer_title": titles_on([officer.pk], visit.date).get(officer.pk, ""),
        "role": _("Cán bộ phụ trách %(commune)s") % {"commune": commune},
        "comments_count": format_number(len(comments)),
        "comments": [_row(order, comment) for order, comment in enumerate(comments, start=1)],
        "recipients": [_("Như trên"), _("Thường trực %(committee)s (để báo cáo)") % {"committee": issuer.committee}],
        "archive": _("Văn phòng %(committee)s") % {"committee": issuer.committee},
    }


def addressees(comments: list[Comment], commune: str) -> list[str]:
    """Whom the letter is for, each once, in the order of their rank."""
    names = {
        Addressee.COMMITTEE: _("Ban Chấp hành Đảng bộ %(commune)s"),
        Addressee.STANDING_BOARD: _("Ban Thường vụ Đảng ủy %(commune)s"),
        Addressee.KEY_OFFICIALS: _("Các đồng chí cán bộ chủ chốt %(commune)s"),
    }
    wanted = {comment.addressee for comment in comments}
    return [name % {"commune": commune} for addressee, name in names.items() if addressee in wanted]


def _row(order: int, comment: Comment) -> dict[str, Any]:
    return {
        "order": order,
        "number": f"{comment.number}/{comment.number_year}" if comment.number else "",
        "type": comment.get_type_display(),
        "addressee": comment.get_addressee_display(),
        "matter": comment.matter,
        "proposal": comment.proposal,
        "responsible": comment.responsible or _("địa phương phân công"),
        "due": format_date(comment.due_on) if comment.due_on else _("địa phương báo lại"),
    }


def file_name(visit: Visit, comments: list[Comment]) -> str:
    names = {"unit": comments[0].unit.commune.full_name, "day": format_date(visit.date).replace("/", "-")}
    return _("Góp ý – %(unit)s, %(day)s.docx") % names

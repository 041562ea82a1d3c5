"""The kinds of papers that the portal writes, with sample data; a slice may add kinds of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from docx.document import Document

    from nammanh.papers.models import LayoutRules


@dataclass(frozen=True)
class PaperKind:
    """What a kind of paper is called, whose layout it has, and what its template may name.

    `build(rules, context)` draws the shipped template; `sample` holds every name that a template may use;
    an office's own template is tried with it.
    """

    code: str
    label: Any
    system: str
    build: Callable[[LayoutRules, dict[str, Any]], Document]
    sample: dict[str, Any] = field(repr=False)


KINDS: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> PaperKind:
    KINDS[kind.code] = kind
    return kind


ASSIGNMENT_DECISION = "assignment_decision"

ASSIGNMENT_DECISION_LABEL = _("Quyết định phân công và danh sách")

ASSIGNMENT_DECISION_SAMPLE: dict[str, Any] = {
    "superior": "",
    "issuer": "TỈNH ỦY BẾN TRE",
    "number": "",
    "symbol": "QĐ/TU",
    "place": "Bến Tre",
    "date": "ngày      tháng      năm 2026",
    "abstract": "phân công cán bộ tỉnh phụ trách xã, phường, thị trấn",
    "bases": ["Căn cứ Kế hoạch số 23-KH/TU của Ban Thường vụ Tỉnh ủy"],
    "deciding_body": "BAN THƯỜNG VỤ TỈNH ỦY",
    "mandate": "theo dõi, hỗ trợ",
    "target": "xã, phường, thị trấn",
    "effective": "ngày 01 tháng 01 năm 2027",
    "until": "",
    "officers_count": "1",
    "units_count": "1",
    "kept_count": "2",
    "rows": [
        {
            "order": 1,
            "unit": "Xã Sơn Phú, Huyện Giồng Trôm",
            "name": "Nguyễn Văn Tỉnh",
            "title": "Phó Giám đốc Sở Nông nghiệp & Phát triển nông thôn",
            "role": "Cán bộ tỉnh phụ trách xã",
            "since": "01/01/2027",
        }
    ],
    "ended": [
        {
            "order": 1,
            "unit": "Xã Lương Phú",
            "name": "Lê Thị Thôi",
            "role": "Cán bộ tỉnh phụ trách xã",
            "until": "31/12/2026",
        }
    ],
    "authority": "BAN THƯỜNG VỤ",
    "signer_post": "",
    "signer": "",
    "recipients": ["Thường trực Tỉnh ủy", "Như Điều 3"],
    "archive": "Văn phòng Tỉnh ủy",
}

"""The decision of a line: on record, or given with enough facts to record it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.kinds.cells import Column, date, text
from assignments.imports.kinds.lines import Context, Line, choose
from assignments.imports.states import Fault
from assignments.models import LegalDocument
from assignments.models.policy import DocumentType
from nammanh.platform.dates import format_date

COLUMNS = (
    Column("number", gettext_lazy("Số quyết định"),
           ("so quyet dinh", "quyet dinh so", "quyet dinh", "so qd", "qd so", "so van ban", "so ky hieu", "qd"),
           text(60), required=True, sample="182-QĐ/TU"),
    Column("issued_on", gettext_lazy("Ngày quyết định"),
           ("ngay quyet dinh", "ngay qd", "ngay ban hanh", "quyet dinh ngay", "ngay ky", "ngay van ban"), date,
           sample="30/06/2025"),
    Column("issuer", gettext_lazy("Cơ quan ban hành"), ("co quan ban hanh", "noi ban hanh", "don vi ban hanh"),
           text(160), sample="Ban Thường vụ Tỉnh ủy"),  # vi-data: an example
    Column("abstract", gettext_lazy("Trích yếu"), ("trich yeu", "trich yeu noi dung", "ve viec"), text(400)),
)  # fmt: skip
_TYPES = {  # vi-data: the letters of a document's number that tell its kind
    "KH": DocumentType.PLAN,
    "QC": DocumentType.REGULATION,
    "NQ": DocumentType.RESOLUTION,
    "CT": DocumentType.DIRECTIVE,
    "KL": DocumentType.CONCLUSION,
    "TB": DocumentType.NOTICE,
    "CV": DocumentType.LETTER,
}


class Documents:
    """The documents that the lines cite, read at once."""

    def __init__(self, lines: list[Line]) -> None:
        numbers = {line.values["number"].upper() for line in lines if line.values.get("number")}
        self._by_number: dict[str, list[LegalDocument]] = {}
        rows = LegalDocument.objects.extra(where=["UPPER(number) = ANY(%s)"], params=[sorted(numbers)])
        for row in rows if numbers else ():
            self._by_number.setdefault(row.number.upper(), []).append(row)

    def cited(self, line: Line, context: Context) -> int | dict[str, str] | None:
        """The id of the document, or the facts to record it by; None with a fault or a question."""
        number, day, issuer = (line.values.get(name, "") for name in ("number", "issued_on", "issuer"))
        rows = [
            row
            for row in self._by_number.get(number.upper(), [])
            if (not day or (row.issued_on and row.issued_on.isoformat() == day))
            and (not issuer or row.issuer.casefold() == issuer.casefold())
        ]
        if rows:
            chosen = choose(
                line, context, column="number", text=number, found=(rows, True), label=_label, scope=f"{day}/{issuer}"
            )
            return chosen.pk if chosen is not None else None
        if not (day and issuer):
            line.wrong(
                Fault.UNKNOWN, "number",
                _("Văn bản %(number)s chưa có trên hệ thống. Ghi thêm ngày và cơ quan ban hành.") % {"number": number},
            )  # fmt: skip
            return None
        abstract = line.values.get("abstract") or _("Phân công cán bộ (ghi từ tệp nhập)")
        return {"number": number, "issued_on": day, "issuer": issuer, "abstract": abstract}


def _label(document: LegalDocument) -> str:
    day = format_date(document.issued_on) if document.issued_on else _("chưa rõ ngày")
    return f"{document} ({day}), {document.issuer}"


def as_fields(facts: dict[str, str]) -> dict[str, Any]:
    """The arguments of `cite_document` for facts from a sheet; its kind is told by its number."""
    letters = facts["number"].upper().replace("/", "-").split("-")
    kind = next((_TYPES[part] for part in letters if part in _TYPES), DocumentType.DECISION)
    return {
        "kind": kind,
        "number": facts["number"],
        "issued_on": datetime.date.fromisoformat(facts["issued_on"]),
        "issuer": facts["issuer"],
        "abstract": facts["abstract"],
    }

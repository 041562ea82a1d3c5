"""What the decision of a round says, in the words of its template. Nothing that a person must decide is made up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.models import AssignmentRole, LegalDocument, Level, Officer, Unit, UnitKind
from assignments.queries import titles_on
from assignments.rounds.models import Round
from assignments.rounds.queries.comparison import Comparison
from nammanh.platform.dates import format_date, format_date_long, today
from nammanh.platform.numbers import format_number


@dataclass(frozen=True)
class Issuer:
    """The committee that decides for a unit, as the head of its papers writes it (domain: 2.2, 5.1)."""

    superior: str
    committee: str
    unit_words: str
    symbol: str
    place: str

    @property
    def name(self) -> str:
        return f"{self.committee} {self.unit_words}"


DISTRICT_COMMITTEES = {
    UnitKind.PROVINCIAL_CITY: "Thành ủy",
    UnitKind.TOWN: "Thị ủy",
    UnitKind.URBAN_DISTRICT: "Quận ủy",
}


def issuer_of(unit: Unit) -> Issuer:
    """Tỉnh ủy for a province; Huyện ủy, Thành ủy or Thị ủy for a district; Đảng ủy for a commune."""
    if unit.level == Level.PROVINCE:
        committee = "Thành ủy" if unit.kind == UnitKind.MUNICIPALITY else "Tỉnh ủy"
        return Issuer("", committee, unit.name, "QĐ/TU", unit.name)
    superior = issuer_of(unit.parent).name if unit.parent else ""
    if unit.level == Level.DISTRICT:
        committee = DISTRICT_COMMITTEES.get(UnitKind(unit.kind), "Huyện ủy")
        symbol = "QĐ/HU" if unit.kind == UnitKind.DISTRICT else "QĐ/"  # others are for văn thư to write
        return Issuer(superior, committee, unit.name, symbol, unit.name)
    words = unit.full_name[:1].lower() + unit.full_name[1:]
    return Issuer(superior, "Đảng ủy", words, "QĐ/ĐU", unit.name)


def deciding_unit(turn: Round) -> Unit:
    """Whose committee decides: that of the tier's upper end, around the round's scope."""
    scope = Unit.objects.select_related("province", "district", "commune", "parent__parent").get(pk=turn.unit_id)
    above = {Level.PROVINCE: scope.province, Level.DISTRICT: scope.district, Level.COMMUNE: scope.commune}
    return above.get(Level(turn.tier.holder_level)) or scope


def decision_context(turn: Round, comparison: Comparison) -> dict[str, Any]:
    """The data of the decision and its list: only what begins and who stops, since the rest runs on as it is."""
    issuer, document = issuer_of(deciding_unit(turn)), turn.document
    day = (document.issued_on if document else None) or today()
    number, _dash, symbol = (document.number if document else "").partition("-")
    names = _Names(comparison, day)
    return {
        "superior": issuer.superior.upper(),
        "issuer": issuer.name.upper(),
        "number": number,
        "symbol": symbol or issuer.symbol,
        "place": issuer.place,
        "date": format_date_long(day) if document else _("ngày      tháng      năm %(year)s") % {"year": today().year},
        "abstract": document.abstract if document else names.abstract(turn),
        "bases": [_citation(row) for row in _bases(turn)],
        "deciding_body": f"BAN THƯỜNG VỤ {issuer.committee}".upper(),
        "mandate": turn.mandate.name,
        "target": names.target,
        "effective": format_date_long(turn.starts_on),
        "until": format_date_long(turn.ends_on) if turn.ends_on else "",
        "officers_count": format_number(names.officers_given),
        "units_count": format_number(names.units_given),
        "kept_count": format_number(sum(len(row.kept) for row in comparison.units.values())),
        "rows": names.given(turn),
        "ended": names.leaving(turn),
        "authority": "BAN THƯỜNG VỤ",
        "signer_post": "",
        "signer": document.signer if document else "",
        "recipients": [f"Thường trực {issuer.committee}", "Như Điều 3"],
        "archive": f"Văn phòng {issuer.committee}",
    }


class _Names:
    """The rows of the list, with the names and titles of the decision's day: four queries."""

    def __init__(self, comparison: Comparison, day: datetime.date) -> None:
        rows = comparison.units.values()
        self._given = [line for row in rows for line in row.given]
        self._leaving = [held for row in rows for held in row.leaving]
        every = [*self._given, *self._leaving]
        self.officers = Officer.objects.in_bulk({row.officer_id for row in every if row.officer_id})
        self.units = Unit.objects.select_related("parent").in_bulk({row.unit_id for row in every})
        self.roles = AssignmentRole.objects.in_bulk({row.role_id for row in every})
        self.titles = titles_on(self.officers, day)
        for rows_to_sort in (self._given, self._leaving):
            rows_to_sort.sort(key=self._order)
        levels = {self.units[line.unit_id].get_level_display().lower() for line in self._given}
        words = {"cấp xã": "xã, phường, thị trấn", "cấp huyện": "huyện, thành phố", "cấp tỉnh": "tỉnh"}
        self.target = ", ".join(sorted(words.get(str(level), str(level)) for level in levels)) or "địa bàn"

    def _order(self, row: Any) -> tuple[str, str, int]:
        unit = self.units[row.unit_id]
        return (unit.parent.name_key if unit.parent else "", unit.name_key, row.unit_id)

    @property
    def officers_given(self) -> int:
        return len({line.officer_id for line in self._given})

    @property
    def units_given(self) -> int:
        return len({line.unit_id for line in self._given})

    def abstract(self, turn: Round) -> str:
        return f"phân công cán bộ phụ trách {self.target}"

    def given(self, turn: Round) -> list[dict[str, Any]]:
        return [
            self._row(number, line) | {"since": format_date(turn.starts_on)}
            for number, line in enumerate(self._given, start=1)
        ]

    def leaving(self, turn: Round) -> list[dict[str, Any]]:
        return [
            self._row(number, held) | {"until": format_date(turn.eve)}
            for number, held in enumerate(self._leaving, start=1)
        ]

    def _row(self, number: int, row: Any) -> dict[str, Any]:
        unit = self.units[row.unit_id]
        role = self.roles[row.role_id].name
        return {
            "order": number,
            "unit": f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else unit.full_name,
            "name": self.officers[row.officer_id].full_name,
            "title": self.titles.get(row.officer_id, ""),
            "role": role if row.is_lead else f"{role} (phối hợp)",
        }


def _bases(turn: Round) -> QuerySet[LegalDocument]:
    """What the decision rests on: the documents of its tier, else those of the policy."""
    own = turn.tier.documents.all()
    rows = own if own.exists() else turn.tier.phase.policy.documents.all()
    return rows.order_by("issued_on", "number")


def _citation(document: LegalDocument) -> str:
    day = f", {format_date_long(document.issued_on)}" if document.issued_on else ""
    kind = str(document.get_type_display())
    return f"Căn cứ {kind} {document.number}{day} của {document.issuer} {document.abstract}"

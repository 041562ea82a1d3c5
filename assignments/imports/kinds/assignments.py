"""Assignments: who holds which unit, in which role, from when to when, by which decision."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import services
from assignments.imports.kinds import citing
from assignments.imports.kinds.cells import Column, date, text, yes_no
from assignments.imports.kinds.holding import Wanted, settle_holding
from assignments.imports.kinds.lines import Context, Line, Names, Table, choose
from assignments.imports.kinds.officers import AGENCY, NAME, PHONE, named_alike, officer_label
from assignments.imports.kinds.places import COMMUNE, COMMUNE_CODE, DISTRICT, GROUP, HAMLET, settle_places
from assignments.imports.states import Fault, Kind, Outcome
from assignments.models import Assignment, AssignmentRole, Mandate, Officer, Unit
from assignments.queries import all_mandates

COLUMNS = (
    DISTRICT,
    COMMUNE,
    COMMUNE_CODE,
    HAMLET,
    GROUP,
    NAME,
    PHONE,
    AGENCY,
    Column("role", gettext_lazy("Vai trò"), ("vai tro", "vai tro phan cong", "nhiem vu vai tro"), text(160),
           required=True, sample="Cán bộ tỉnh phụ trách xã"),  # vi-data: an example
    Column("mandate", gettext_lazy("Nhiệm vụ giao"), ("nhiem vu", "nhiem vu giao", "nhiem vu duoc giao"), text(120)),
    Column("lead", gettext_lazy("Phụ trách chính"), ("phu trach chinh", "chinh"), yes_no,
           hint=gettext_lazy("Không có cột này: mọi dòng là phụ trách chính.")),
    Column("valid_from", gettext_lazy("Từ ngày"), ("tu ngay", "ngay bat dau", "phu trach tu", "thoi gian tu", "tu"),
           date, required=True, sample="01/07/2025"),
    Column("valid_to", gettext_lazy("Đến hết ngày"), ("den het ngay", "den ngay", "ngay ket thuc", "thoi gian den",
           "den", "thoi phan cong ngay"), date),
    Column("end_reason", gettext_lazy("Lý do thôi"), ("ly do thoi", "ly do", "ly do thoi phan cong"), text(300)),
    *citing.COLUMNS,
)  # fmt: skip


def settle(lines: list[Line], context: Context) -> None:
    for line in lines:
        if line.is_open and (end := line.values.get("valid_to")) and end < line.values["valid_from"]:
            line.wrong(Fault.DATES_ORDER, "valid_to", _("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."))
    units = settle_places(lines, context, _day)
    names = named_alike({line.values.get("name", "") for line in lines})
    documents = citing.Documents(lines)
    wanted = {}
    for line in lines:
        if line.is_open and line.number in units:
            officer = _officer(line, context, names)
            role = _role(line, context, units[line.number]) if line.is_open else None
            if line.is_open:
                mandate, document = _mandate(line, context), documents.cited(line, context)
            if line.is_open:
                wanted[line.number] = Wanted(units[line.number], officer, role, mandate, document)
    settle_holding(lines, wanted, context)


def _day(line: Line) -> datetime.date:
    return datetime.date.fromisoformat(line.values["valid_from"])


def _officer(line: Line, context: Context, names: Names) -> Officer | None:
    """The officer of this name, the phone or the agency telling namesakes apart."""
    number, agency = line.values.get("phone", ""), line.values.get("agency", "")
    found = names.find(line.values["name"])
    narrower = [
        officer
        for officer in found[0]
        if (number and officer.phone == number) or (agency and _serves_in(officer, agency))
    ]
    found = (narrower or found[0], found[1])
    return choose(
        line, context, column="name", text=line.values["name"], found=found, label=officer_label, scope=number or agency
    )


def _serves_in(officer: Officer, agency: str) -> bool:
    places = [position.agency for position in officer.positions.all()]
    return bool(Names(places, lambda place: [place.name, place.short_name]).find(agency)[0])


def _role(line: Line, context: Context, unit: Unit) -> AssignmentRole | None:
    """The role of that name for the unit's level, in the phase of the first day."""
    rows = AssignmentRole.objects.select_related("tier__phase")
    names = context.once("roles", lambda: Names(rows, lambda role: [role.name, role.code]))
    written, day = line.values["role"], _day(line)
    found = names.find(written, lambda role: role.unit_level == unit.level and role.tier.phase.in_force_on(day))
    if not found[0] and names.find(written)[0]:
        line.wrong(
            Fault.CONFLICT, "role",
            _("Vai trò này không dành cho %(unit)s vào ngày đó.") % {"unit": unit.full_name},
        )  # fmt: skip
        return None
    return choose(line, context, column="role", text=written, found=found, label=str, scope=unit.level)


def _mandate(line: Line, context: Context) -> Mandate | None:
    names = context.once("mandates", lambda: Names(all_mandates(), lambda mandate: [mandate.name]))
    if written := line.values.get("mandate"):
        return choose(line, context, column="mandate", text=written, found=names.find(written), label=str)
    first = context.once("first mandate", lambda: all_mandates().first())
    if first is None:
        line.wrong(Fault.UNKNOWN, "mandate", _("Hệ thống chưa có nhiệm vụ giao nào. Thêm ở trang Quản trị."))
    return first


def clash(earlier: dict[str, Any], later: dict[str, Any]) -> bool:
    """Two lines of one unit and role exclude each other when their times overlap or both replace the same officer."""
    if earlier.get("replaces") and earlier.get("replaces") == later.get("replaces"):
        return True
    if not ("valid_from" in earlier and "valid_from" in later):
        return True
    return earlier["valid_from"] <= (later["valid_to"] or "9999") and later["valid_from"] <= (
        earlier["valid_to"] or "9999"
    )


def write(lines: list[Line], context: Context) -> None:
    """End first, then open: the database allows one lead at a time."""
    for line in lines:
        row = line.resolved or {}
        pk = row.get("pk") if line.outcome == Outcome.ENDED else row.get("replaces")
        if line.outcome in (Outcome.ENDED, Outcome.CHANGED) and pk:
            held = Assignment.objects.get(pk=pk)
            held.valid_to, held.end_reason = datetime.date.fromisoformat(row["end"]), row["end_reason"]
            held.save(update_fields=["valid_to", "end_reason"])
    cited = context.kept.setdefault("cited", {})
    opened = []
    for line in lines:
        row = line.resolved or {}
        if line.outcome not in (Outcome.CREATED, Outcome.CHANGED):
            continue
        document = row["document"]
        if isinstance(document, dict):
            known = (document["number"], document["issued_on"], document["issuer"])
            if known not in cited:
                cited[known] = services.cite_document(by=context.by, **citing.as_fields(document)).pk
            document = cited[known]
        opened.append(
            Assignment(
                unit_id=row["unit"], officer_id=row["officer"], role_id=row["role"], mandate_id=row["mandate"],
                document_id=document, is_lead=row["is_lead"], valid_from=row["valid_from"],
                valid_to=row["valid_to"] or None, end_reason=row["end_reason"] if row["valid_to"] else "",
                taken_over_from_id=row.get("replaces"),
            )
        )  # fmt: skip
    Assignment.objects.bulk_create(opened, batch_size=500)


ASSIGNMENTS = Table(
    Kind.ASSIGNMENTS,
    COLUMNS,
    settle,
    write,
    notes=(
        gettext_lazy("Địa bàn ghi bằng mã xã hoặc tên xã kèm huyện; thêm ấp, tổ khi phân công tới ấp, tổ."),
        gettext_lazy(
            "Địa bàn đang có đồng chí phụ trách chính: đồng chí cũ thôi từ ngày liền trước, hiện ở bước xem trước."
        ),
        gettext_lazy("Văn bản chưa có trên hệ thống: ghi đủ số, ngày và cơ quan ban hành."),
    ),
    clash=clash,
)

"""What a line about an assignment means beside those on record: new, a hand-over, an end, nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignments.imports.kinds.lines import Context, Line
from assignments.imports.states import Fault, Outcome
from assignments.models import Assignment, AssignmentRole, Mandate, Officer, Unit
from nammanh.platform.dates import format_date

FOREVER = "9999-12-31"


@dataclass(frozen=True)
class Wanted:
    """A line as rows of the portal. `document` is an id, or the facts of one to record."""

    unit: Unit
    officer: Officer
    role: AssignmentRole
    mandate: Mandate
    document: int | dict[str, str]


def settle_holding(lines: list[Line], wanted: dict[int, Wanted], context: Context) -> None:
    """Compare with the assignments of the same units and roles, read at once."""
    units = {want.unit.pk for want in wanted.values()}
    roles = {want.role.pk for want in wanted.values()}
    rows = Assignment.objects.filter(unit__in=units, role__in=roles).select_related("officer").order_by("pk")
    if context.lock:
        rows = rows.select_for_update(of=("self",))
    held: dict[tuple[int, int], list[Assignment]] = {}
    for row in rows:
        held.setdefault((row.unit_id, row.role_id), []).append(row)
    for line in lines:
        if want := wanted.get(line.number):
            _settle_one(line, want, held.get((want.unit.pk, want.role.pk), []))


def _settle_one(line: Line, want: Wanted, held: list[Assignment]) -> None:
    start, end = line.values["valid_from"], line.values.get("valid_to", "")
    over = [row for row in held if _overlap(row, start, end)]
    own = next((row for row in over if row.officer_id == want.officer.pk), None)
    is_lead = line.values.get("lead", True)
    key = f"{want.unit.pk}|{want.role.pk}|{'' if is_lead else want.officer.pk}"
    if own is not None:
        _settle_own(line, own, key)
        return
    if not _inside(line, want, start, end):
        return
    resolved = {
        "unit": want.unit.pk, "officer": want.officer.pk, "role": want.role.pk, "mandate": want.mandate.pk,
        "document": want.document, "is_lead": is_lead, "valid_from": start, "valid_to": end,
        "end_reason": line.values.get("end_reason", ""),
    }  # fmt: skip
    leads = [row for row in over if row.is_lead and row.whole_unit] if is_lead else []
    if not leads:
        line.becomes(Outcome.CREATED, resolved, key)
        return
    lead = leads[0]
    if len(leads) > 1 or lead.valid_to is not None or lead.valid_from.isoformat() >= start:
        line.wrong(
            Fault.LEAD_TAKEN, "name",
            _("Đồng chí %(name)s đang phụ trách chính từ %(date)s. Thôi phân công trước, hoặc sửa “Từ ngày”.")
            % {"name": lead.officer.full_name, "date": format_date(lead.valid_from)},
        )  # fmt: skip
        return
    eve = datetime.date.fromisoformat(start) - datetime.timedelta(days=1)
    reason = line.values.get("end_reason") or _("Thay đồng chí phụ trách theo tệp nhập")
    resolved |= {"replaces": lead.pk, "end": eve.isoformat(), "end_reason": reason}
    line.becomes(Outcome.CHANGED, resolved, key)


def _overlap(row: Assignment, start: str, end: str) -> bool:
    last = row.valid_to.isoformat() if row.valid_to else FOREVER
    return row.valid_from.isoformat() <= (end or FOREVER) and start <= last


def _settle_own(line: Line, own: Assignment, key: str) -> None:
    """The officer holds the unit already: the same again, or its end."""
    start, end = line.values["valid_from"], line.values.get("valid_to", "")
    last = own.valid_to.isoformat() if own.valid_to else ""
    times = {"valid_from": start, "valid_to": end}
    if own.valid_from.isoformat() != start or (last and end != last):
        line.wrong(
            Fault.CONFLICT, "valid_from",
            _("Đồng chí đã phụ trách địa bàn này từ %(start)s. Ghi đúng ngày đó, hoặc bỏ dòng này.")
            % {"start": format_date(own.valid_from)},
        )  # fmt: skip
    elif last == end:
        line.becomes(Outcome.SKIPPED, {"pk": own.pk, **times}, key)
    else:
        reason = line.values.get("end_reason") or _("Thôi phân công theo tệp nhập")
        line.becomes(Outcome.ENDED, {"unit": own.unit_id, "pk": own.pk, "end": end, "end_reason": reason, **times}, key)


def _inside(line: Line, want: Wanted, start: str, end: str) -> bool:
    """The triggers' rules again, with the column to mend."""
    for outer, why in (
        (want.unit, _("Địa bàn không tồn tại suốt thời gian phân công.")),
        (want.officer, _("Thời gian phân công nằm ngoài thời gian công tác của cán bộ.")),
        (want.role.tier.phase, _("Thời gian phân công nằm ngoài giai đoạn của vai trò.")),
    ):
        if not _covers(outer, start, end):
            line.wrong(Fault.OUTSIDE_LIFE, "valid_from", why)
            return False
    return True


def _covers(outer: Any, start: str, end: str) -> bool:
    last = outer.valid_to.isoformat() if outer.valid_to else FOREVER
    return outer.valid_from.isoformat() <= start and (end or FOREVER) <= last

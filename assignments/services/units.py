"""A change of name, kind, parent or code: the row ends, its successor opens, and what hangs on it follows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import (
    Agency,
    AssignedHousehold,
    Assignment,
    Household,
    LegalDocument,
    Officer,
    Succession,
    Unit,
    UnitKind,
)
from assignments.models.units import SuccessionKind
from assignments.services.holding import lock_unit
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


@dataclass(frozen=True)
class _Change:
    """The day of a change and what it rests on."""

    on: datetime.date
    document: LegalDocument
    clause: str

    @property
    def eve(self) -> datetime.date:
        return self.on - datetime.timedelta(days=1)


def change_unit(
    *,
    unit: Unit,
    on: datetime.date,
    document: LegalDocument,
    by: Actor,
    name: str | None = None,
    kind: str | None = None,
    parent: Unit | None = None,
    gso_code: str | None = None,
    clause: str = "",
) -> Unit:
    """Close `unit` on the eve of `on` and open its successor; units below, households and assignments follow it.

    Returns the successor. Raises ValidationError when nothing would change or the dates don't fit.
    """
    require(policies.may_manage_units(by.user))
    with explained():
        unit = lock_unit(unit)
        if not unit.in_force_on(on) or unit.valid_from >= on:
            raise ValidationError({"on": _("Đơn vị không tồn tại vào ngày này, hoặc mới thành lập cùng ngày.")})
        wanted = {
            "name": name or unit.name,
            "kind": kind or unit.kind,
            "parent_id": parent.pk if parent else unit.parent_id,
            "gso_code": unit.gso_code if gso_code is None else gso_code,
        }
        if all(getattr(unit, field) == value for field, value in wanted.items()):
            raise ValidationError(_("Chưa có gì thay đổi. Nhập tên, loại, mã hoặc đơn vị trực thuộc mới."))
        return _succeed(unit, wanted, _kind_of_change(unit, wanted), _Change(on, document, clause))


def _kind_of_change(unit: Unit, wanted: dict) -> str:
    if wanted["parent_id"] != unit.parent_id:
        return SuccessionKind.MOVED
    return SuccessionKind.RETYPED if wanted["kind"] != unit.kind else SuccessionKind.RENAMED


def _succeed(unit: Unit, wanted: dict, kind: str, change: _Change) -> Unit:
    """Close one row, open the next, and carry over all that hangs on it, the units below one by one."""
    below = list(unit.children.on(change.on).in_order())
    held = list(Assignment.objects.on(change.on).of_unit(unit).select_for_update(of=("self",)))
    old_end = unit.valid_to
    for assignment in held:
        assignment.old_end, assignment.valid_to = assignment.valid_to, change.eve
        if assignment.valid_from >= change.on:
            raise ValidationError(_("Có phân công bắt đầu đúng hoặc sau ngày thay đổi; hãy xử lý trước."))
        assignment.end_reason = str(_("Đơn vị đổi tên, loại hoặc trực thuộc"))
        assignment.save(update_fields=["valid_to", "end_reason"])
    unit.valid_to = change.eve
    unit.save(update_fields=["valid_to"])
    successor = Unit(
        **wanted,
        level=UnitKind(wanted["kind"]).level,
        valid_from=change.on,
        valid_to=old_end,
        latitude=unit.latitude,
        longitude=unit.longitude,
        opened_by=change.document,
    )
    if successor.level != unit.level:
        raise ValidationError({"kind": _("Loại mới phải cùng cấp với loại cũ.")})
    successor.full_clean(exclude=["life"])
    successor.save()
    Succession.objects.create(
        predecessor=unit, successor=successor, kind=kind, document=change.document, clause=change.clause
    )
    for child in below:
        same = {"name": child.name, "kind": child.kind, "parent_id": successor.pk, "gso_code": child.gso_code}
        _succeed(child, same, SuccessionKind.MOVED, change)
    Household.objects.filter(unit=unit).update(unit=successor)
    Agency.objects.on(change.on).filter(unit=unit).update(unit=successor)
    Officer.objects.on(change.on).filter(workplace=unit).update(workplace=successor)
    for old in held:
        renewed = Assignment.objects.create(
            officer_id=old.officer_id,
            unit=successor,
            role_id=old.role_id,
            mandate_id=old.mandate_id,
            document=change.document,
            is_lead=old.is_lead,
            whole_unit=old.whole_unit,
            valid_from=change.on,
            valid_to=old.old_end,
        )
        AssignedHousehold.objects.bulk_create(
            AssignedHousehold(assignment=renewed, household_id=pk)
            for pk in old.households.values_list("household", flat=True)
        )
    return successor

"""A change of name, kind, parent or code: the row ends, its successor opens, and what hangs on it follows."""

from __future__ import annotations

import datetime

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import LegalDocument, Unit, UnitKind
from assignments.models.units import SuccessionKind
from assignments.services.holding import lock_unit
from assignments.services.reshaping import Decision, Edge, NewUnit, Shape, carry_out
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


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
        opening = NewUnit(
            key="new",
            name=name or unit.name,
            kind=kind or unit.kind,
            parent_id=parent.pk if parent else unit.parent_id,
            gso_code=unit.gso_code if gso_code is None else gso_code,
            latitude=unit.latitude,
            longitude=unit.longitude,
            valid_to=unit.valid_to,
        )
        if all(getattr(unit, field) == getattr(opening, field) for field in ("name", "kind", "parent_id", "gso_code")):
            raise ValidationError(_("Chưa có gì thay đổi. Nhập tên, loại, mã hoặc đơn vị trực thuộc mới."))
        if UnitKind(opening.kind).level != unit.level:
            raise ValidationError({"kind": _("Loại mới phải cùng cấp với loại cũ.")})
        edge = Edge(unit.pk, "new", kind_of_change(unit, opening))
        return carry_out(Shape(Decision(on, document, clause), (opening,), (edge,))).opened["new"]


def kind_of_change(unit: Unit, opening: NewUnit) -> str:
    """The word for what happens to a unit with one successor of its own."""
    if opening.parent_id != unit.parent_id:
        return SuccessionKind.MOVED
    return SuccessionKind.RETYPED if opening.kind != unit.kind else SuccessionKind.RENAMED


def correct_unit(*, unit: Unit, name: str, gso_code: str, reason: str, by: Actor) -> Unit:
    """Mend a slip of typing in a unit's name or code, in place and for all its life; the reason stays on record.

    A change by a decision is no correction: it opens a successor (`change_unit`). So a unit that a decision has
    touched since keeps the name under which it was then cited. Raises ValidationError when nothing would change.
    """
    require(policies.may_manage_units(by.user))
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do đính chính.")})
    with explained(), pghistory.context(correction=reason.strip(), user=by.user.pk):
        current = lock_unit(unit)
        if (name, gso_code) == (current.name, current.gso_code):
            raise ValidationError(_("Chưa có gì thay đổi. Nhập tên hoặc mã đúng."))
        current.name, current.gso_code = name, gso_code
        current.full_clean(exclude=["life"])
        with pgtrigger.ignore("assignments.Unit:identity"), transaction.atomic():
            current.save(update_fields=["name", "name_key", "search", "gso_code"])
    return current

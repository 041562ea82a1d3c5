"""Preparing an operation: a draft that several people may go on with; nothing of it counts before it is run."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments import policies
from assignments.models import LegalDocument, Unit
from assignments.reforms.models import OperationLine, PlannedUnit, UnitOperation
from assignments.reforms.states import Status
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require


def open_draft(
    *, kind: str, on: datetime.date, document: LegalDocument, by: Actor, clause: str = "", **settings: Any
) -> UnitOperation:
    """Begin an operation: its kind, its day, the decision it rests on."""
    require(policies.may_manage_units(by.user))
    draft = UnitOperation(kind=kind, on=on, document=document, clause=clause, created_by=by.user, **settings)
    with explained():
        draft.full_clean()
        draft.save()
    return draft


def set_basis(
    *, operation: UnitOperation, kind: str, on: datetime.date, document: LegalDocument, clause: str, by: Actor
) -> UnitOperation:
    """Correct the kind, the day or the decision of a draft; units and choices stay."""
    require(policies.may_manage_units(by.user))
    with explained():
        draft = _draft(operation)
        draft.kind, draft.on, draft.document, draft.clause = kind, on, document, clause
        draft.full_clean()
        draft.save(update_fields=["kind", "on", "document", "clause"])
    return draft


def set_units(
    *, operation: UnitOperation, predecessors: Iterable[Unit], planned: Iterable[PlannedUnit], by: Actor
) -> UnitOperation:
    """Say which units end and which open, each predecessor going into every new unit (one, unless it is a split).

    Choices that named units no longer there are forgotten.
    """
    require(policies.may_manage_units(by.user))
    with explained():
        draft = _draft(operation)
        units = list(predecessors)
        draft.lines.all().delete()
        keep = []
        for row in planned:
            row.operation = draft
            row.full_clean(exclude=["operation", "unit"])
            row.save()
            keep.append(row)
        draft.planned.exclude(pk__in=[row.pk for row in keep]).delete()
        OperationLine.objects.bulk_create(
            OperationLine(operation=draft, predecessor=unit, successor=row) for unit in units for row in keep or [None]
        )
        draft.choices = _still_valid(draft.choices, {str(row.pk) for row in keep})
        draft.save(update_fields=["choices"])
    return draft


def _still_valid(choices: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name in ("allotment", "households"):
        kept[name] = {pk: key for pk, key in choices.get(name, {}).items() if str(key) in keys}
    kept["fates"] = {
        pk: fate for pk, fate in choices.get("fates", {}).items() if str(fate.get("successor", "")) in keys | {""}
    }
    return kept


def set_choices(*, operation: UnitOperation, by: Actor, committees: str | None = None, **chosen: Any) -> UnitOperation:
    """Keep what a person chose: `allotment`, `households`, `fates` (see UnitOperation), and for committees."""
    require(policies.may_manage_units(by.user))
    with explained():
        draft = _draft(operation)
        draft.choices = {**draft.choices, **chosen}
        draft.committees = committees or draft.committees
        draft.full_clean()
        draft.save(update_fields=["choices", "committees"])
    return draft


def discard_draft(*, operation: UnitOperation, by: Actor) -> None:
    """Throw a draft away; what was run stays on record."""
    require(policies.may_manage_units(by.user))
    with explained():
        _draft(operation).delete()


def _draft(operation: UnitOperation) -> UnitOperation:
    current = UnitOperation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if current.status != Status.DRAFT:
        raise ValidationError(_("Việc sắp xếp này đã được thực hiện, không sửa được nữa."))
    return current

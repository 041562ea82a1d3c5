"""What changes the facts of a unit."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import LegalDocument, Unit
from assignments.profiles import policies
from assignments.profiles.models import FactKind, UnitFact
from assignments.profiles.values import Value, shown, value_of
from assignments.services.holding import lock_unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import one_line


@dataclass(frozen=True)
class FactEntry:
    """One typed line. `seen` is the version of the latest value that the person had before them, empty for none."""

    kind: FactKind
    value: Value
    as_of: datetime.date
    source: str
    seen: str = ""
    document: LegalDocument | None = None


class ChangedMeanwhileError(ValidationError):
    """Somebody else entered other values since the person opened the page; messages by code of the kind."""


def record_facts(*, unit: Unit, entries: Sequence[FactEntry], by: Actor) -> int:
    """Write typed values of one unit, all of them or none; return how many rows were written.

    A value of a day that has one corrects it. What is stored already, word for word, is left alone, so the same form
    sent twice counts once. Raises ValidationError by code of the kind, ChangedMeanwhileError when the latest value is
    not the one that was seen.
    """
    require(policies.may_enter_facts(by.user, unit))
    with explained():
        unit = lock_unit(unit)
        kinds = [entry.kind for entry in entries]
        rows = list(UnitFact.objects.filter(unit=unit, kind__in=kinds).select_related("entered_by").order_by("as_of"))
        stored = {(row.kind_id, row.as_of): row for row in rows}
        wanted = [entry for entry in entries if not _is_stored(entry, stored.get((entry.kind.pk, entry.as_of)))]
        latest = {row.kind_id: row for row in rows}
        _refuse_unseen(wanted, latest)
        for entry in wanted:
            _write(unit, entry, stored.get((entry.kind.pk, entry.as_of)), by)
    return len(wanted)


def _is_stored(entry: FactEntry, row: UnitFact | None) -> bool:
    return row is not None and (value_of(row), row.source, row.document_id) == (
        entry.value,
        one_line(entry.source),
        entry.document.pk if entry.document else None,
    )


def _refuse_unseen(entries: Sequence[FactEntry], latest: dict[int, UnitFact]) -> None:
    changed = {}
    for entry in entries:
        now = latest.get(entry.kind.pk)
        if (now.version if now else "") == entry.seen:
            continue
        if now is None:
            changed[entry.kind.code] = _("Giá trị đã thấy không còn. Kiểm tra rồi lưu lại.")
            continue
        texts = {"person": now.entered_by, "value": shown(entry.kind, value_of(now)), "date": format_date(now.as_of)}
        changed[entry.kind.code] = (
            _("%(person)s vừa ghi %(value)s, số liệu đến %(date)s. Nếu vẫn giữ giá trị của đồng chí, lưu lại.") % texts
        )
    if changed:
        raise ChangedMeanwhileError(changed)


def _write(unit: Unit, entry: FactEntry, row: UnitFact | None, by: Actor) -> None:
    if entry.as_of > today():
        raise ValidationError({entry.kind.code: _("Ngày số liệu không được sau hôm nay.")})
    fact = row or UnitFact(unit=unit, kind=entry.kind, as_of=entry.as_of, revision=0)
    fact.number, fact.text = (None, entry.value) if isinstance(entry.value, str) else (entry.value, "")
    fact.source, fact.document = entry.source, entry.document
    fact.entered_by, fact.secretary, fact.recorded_at = by.user, by.secretary, timezone.now()
    fact.revision += 1
    try:
        with explained():
            fact.full_clean(exclude=_KNOWN)
            if row is None:
                fact.save()
            else:
                fact.save(update_fields=_CONTENT)
    except ValidationError as refusal:
        raise ValidationError({entry.kind.code: refusal.messages}) from refusal


_KNOWN = ("unit", "kind", "document", "entered_by", "secretary")
"""Rows that were just read: no need to ask for them once more."""
_CONTENT = ("number", "text", "source", "document", "entered_by", "secretary", "recorded_at", "revision")

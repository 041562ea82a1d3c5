"""One submit, one transaction: a visit with all its parts is written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import uuid as uuids
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained
from reports.fieldbook.parts import PARTS
from reports.recommendations.models import Comment
from reports.recommendations.services import judge_comment, read_comments_of
from reports.visits import services as visits
from reports.visits.models import Visit
from reports.visits.services import Conflict, Stored, VisitContent
from reports.visits.states import Status

FIRST_PARTS = ("comments", "petitions")
"""Parts that are in every hash, empty too: entries were hashed so before there were others."""


@dataclass(frozen=True)
class Entry:
    """What one filled-in visit form holds. `uuid` is made by the device when the form is opened.

    `parts` holds the contents of each part by its name; one that is missing was not on the page that sent it.
    """

    uuid: uuids.UUID
    visit: VisitContent
    parts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """The same words give the same hash on every machine, whichever parts were empty or not yet there."""
        filled = dict.fromkeys(FIRST_PARTS, ()) | {name: rows for name, rows in self.parts.items() if rows}
        content = {"uuid": self.uuid, "visit": _plain(self.visit)} | {
            name: _plain(rows) for name, rows in filled.items()
        }
        text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def log_entry(*, entry: Entry, by: Actor) -> Stored:
    """Record a visit that was made, with what was said and asked there.

    The same entry again gives the stored visit back (created=False). Raises ValidationError, or Conflict when the
    same uuid holds other words.
    """
    with explained():
        stored = visits.log_visit(uuid=entry.uuid, content=entry.visit, content_hash=entry.content_hash, by=by)
        if stored.created:
            _write_parts(stored.visit, entry, by)
    return stored


def edit_entry(*, visit: Visit, entry: Entry, base_hash: str, by: Actor) -> Visit:
    """Change an unconfirmed visit and the parts that were sent. Raises Conflict when it changed since `base_hash`."""
    with explained():
        entry = _completed(entry, visits.lock(visit))
        changed = visits.edit_visit(
            visit=visit, content=entry.visit, base_hash=base_hash, content_hash=entry.content_hash, by=by
        )
        if changed.happened:
            _write_parts(changed, entry, by)
    return changed


def confirm_entry(*, visit: Visit, seen_hash: str, verdicts: Mapping[Comment, str], note: str, by: Actor) -> Visit:
    """The commune confirms a visit, has read its comments and judges them, whole or not at all.

    `seen_hash` is the version that the commune read. Raises Conflict when the officer has changed it since.
    """
    with explained():
        current = visits.lock(visit)
        if current.content_hash != seen_hash and current.status == Status.DONE:
            raise Conflict(current, _("Đồng chí cán bộ vừa sửa nội dung chuyến đi. Hãy xem lại rồi xác nhận."))
        confirmed = visits.confirm_visit(visit=current, by=by, note=note)
        read_comments_of(visit=confirmed, by=by)
        for comment, specificity in verdicts.items():
            judge_comment(comment=comment, specificity=specificity, by=by)
    return confirmed


def _completed(entry: Entry, visit: Visit) -> Entry:
    """The entry with what is stored in the parts that were not on the page: those stay as they are."""
    stored = {part.name: part.stored(visit) for part in PARTS if part.name not in entry.parts}
    return replace(entry, parts=stored | dict(entry.parts))


def _write_parts(visit: Visit, entry: Entry, by: Actor) -> None:
    for part in PARTS:
        if part.name in entry.parts:
            part.write(visit, entry.parts[part.name], by)


def _is_unsaid(row: Field, value: object) -> bool:
    """Whether a field that came later (`metadata={"later": True}`) says only the usual: then it is left out, so that
    what was stored before it existed keeps its hash.
    """
    return bool(row.metadata.get("later")) and getattr(value, row.name) == row.default


def _plain(value: object) -> object:
    """Records become their keys, so that the hash depends on what was chosen, not on how it is loaded."""
    if isinstance(value, models.Model):
        return value.pk
    if is_dataclass(value):
        return {row.name: _plain(getattr(value, row.name)) for row in fields(value) if not _is_unsaid(row, value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value

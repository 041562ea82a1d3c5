"""What one filled-in visit form holds, and the hash that tells two wordings apart."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid as uuids
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from reports.visits.services import VisitContent

FIRST_PARTS = ("comments", "petitions")
"""Parts that are in every hash, empty too: entries were hashed so before there were others."""


@dataclass(frozen=True)
class Entry:
    """What one filled-in visit form holds. `uuid` is made by the device when the form is opened.

    `parts` holds the contents of each part by its name; one that is missing was not on the page that sent it.
    `typed_at` is the device's own time: it says nothing about the visit, so it is not in the hash.
    """

    uuid: uuids.UUID
    visit: VisitContent
    parts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    typed_at: datetime.datetime | None = None

    @property
    def content_hash(self) -> str:
        """The same words give the same hash on every machine, whichever parts were empty or not yet there."""
        filled = dict.fromkeys(FIRST_PARTS, ()) | {name: rows for name, rows in self.parts.items() if rows}
        content = {"uuid": self.uuid, "visit": plain(self.visit)} | {name: plain(rows) for name, rows in filled.items()}
        text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _is_unsaid(row: Field, value: object) -> bool:
    """Whether a field that came later (`metadata={"later": True}`) says only the usual: then it is left out, so that
    what was stored before it existed keeps its hash.
    """
    return bool(row.metadata.get("later")) and getattr(value, row.name) == row.default


def plain(value: object) -> object:
    """Records become their keys, so that the hash depends on what was chosen, not on how it is loaded."""
    if isinstance(value, models.Model):
        return value.pk
    if is_dataclass(value):
        return {row.name: plain(getattr(value, row.name)) for row in fields(value) if not _is_unsaid(row, value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value

"""One submit, one transaction: a visit with its comments and petitions is written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import uuid as uuids
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained
from reports.feedback.services import PetitionContent, write_petitions
from reports.recommendations.services import CommentContent, write_comments
from reports.visits import services as visits
from reports.visits.models import Visit
from reports.visits.services import Stored, VisitContent


@dataclass(frozen=True)
class Entry:
    """What one filled-in visit form holds. `uuid` is made by the device when the form is opened."""

    uuid: uuids.UUID
    visit: VisitContent
    comments: tuple[CommentContent, ...] = ()
    petitions: tuple[PetitionContent, ...] = ()

    @property
    def content_hash(self) -> str:
        """The same words give the same hash on every machine."""
        text = json.dumps(_plain(self), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
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
    """Change an unconfirmed visit and its parts. Raises Conflict when it was changed since `base_hash`."""
    with explained():
        changed = visits.edit_visit(
            visit=visit, content=entry.visit, base_hash=base_hash, content_hash=entry.content_hash, by=by
        )
        if changed.happened:
            _write_parts(changed, entry, by)
    return changed


def _write_parts(visit: Visit, entry: Entry, by: Actor) -> None:
    write_comments(visit=visit, contents=list(entry.comments), by=by)
    write_petitions(visit=visit, contents=list(entry.petitions), by=by)


def _plain(value: object) -> object:
    """Records become their keys, so that the hash depends on what was chosen, not on how it is loaded."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Entry | VisitContent | CommentContent | PetitionContent):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value

"""One submit, one transaction: a visit with its comments and petitions is written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained
from reports.feedback.services import PetitionContent, write_petitions
from reports.recommendations.models import Comment
from reports.recommendations.services import CommentContent, judge_comment, write_comments
from reports.visits import services as visits
from reports.visits.models import Visit
from reports.visits.services import Conflict, Stored, VisitContent
from reports.visits.states import Status


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


def confirm_entry(*, visit: Visit, seen_hash: str, verdicts: Mapping[Comment, str], note: str, by: Actor) -> Visit:
    """The commune confirms a visit and judges its comments, whole or not at all.

    `seen_hash` is the version that the commune read. Raises Conflict when the officer has changed it since.
    """
    with explained():
        current = visits.lock(visit)
        if current.content_hash != seen_hash and current.status == Status.DONE:
            raise Conflict(current, _("Đồng chí cán bộ vừa sửa nội dung chuyến đi. Hãy xem lại rồi xác nhận."))
        confirmed = visits.confirm_visit(visit=current, by=by, note=note)
        for comment, specificity in verdicts.items():
            judge_comment(comment=comment, specificity=specificity, by=by)
    return confirmed


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

"""Files of a form become evidence, each stored or refused by itself."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from nammanh.accounts.actor import Actor
from nammanh.platform.text import one_line
from reports.evidence.positions import Position
from reports.evidence.services.adding import Conflict, EvidenceContent, Stored, add_evidence, staged
from reports.visits.models import Visit


@dataclass(frozen=True)
class Uploaded:
    """What came of a form's files: those that are stored, and a sentence for each that isn't."""

    stored: list[Stored]
    refusals: list[str]


def add_upload(
    *,
    visit: Visit,
    upload: UploadedFile,
    uuid: uuids.UUID,
    by: Actor,
    caption: str = "",
    position: Position | None = None,
) -> Stored:
    """One file of a form becomes evidence; see add_evidence."""
    with staged(upload.chunks()) as (place, sha256):
        content = EvidenceContent(uuid, place, sha256, upload.name or "", caption, position)
        return add_evidence(visit=visit, content=content, by=by)


def add_uploads(
    *,
    visit: Visit,
    uploads: Sequence[UploadedFile],
    uuid: uuids.UUID,
    by: Actor,
    caption: str = "",
    position: Position | None = None,
) -> Uploaded:
    """All files of one form, which has one number: the first file bears it, the others one derived from it, so that a
    form pressed twice stores each file once. A refused file keeps none of the others back.
    """
    done = Uploaded([], [])
    for order, upload in enumerate(uploads):
        own = uuids.uuid5(uuid, str(order)) if order else uuid
        try:
            done.stored.append(
                add_upload(visit=visit, upload=upload, uuid=own, by=by, caption=caption, position=position)
            )
        except (ValidationError, Conflict) as refusal:
            sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            done.refusals.extend(f"{one_line(upload.name or '')[:60]}: {sentence}" for sentence in sentences)
    return done

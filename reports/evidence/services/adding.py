"""A file becomes evidence of a visit: looked at, drawn anew, scanned, kept, and only then written down."""

from __future__ import annotations

import hashlib
import uuid as uuids
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.accounts.actor import Actor
from nammanh.platform.numbers import format_number
from nammanh.platform.refusals import explained, require
from reports.evidence import files, policies, scanning
from reports.evidence.examining import Cleaned, check_size, examine
from reports.evidence.models import Evidence
from reports.evidence.positions import Position, check_position
from reports.evidence.services.steps import NOT_AT_HOME, move
from reports.evidence.states import Action
from reports.visits.models import Visit
from reports.visits.services import lock, queue_for
from reports.visits.states import Status

if TYPE_CHECKING:
    from collections.abc import Iterator


class Conflict(Exception):  # noqa: N818  the page calls it by this name
    """The same number arrived with another file. Nothing was written."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(_("Mã này đã được dùng cho một tệp khác. Đồng chí chọn lại tệp rồi gửi lại."))
        self.evidence = evidence


@dataclass(frozen=True)
class EvidenceContent:
    """A file that was sent, lying on disk, and what was said about it."""

    uuid: uuids.UUID
    file: Path
    sha256: str
    name: str = ""
    caption: str = ""
    position: Position | None = None


@dataclass(frozen=True)
class Stored:
    """The evidence, and whether this call wrote it (False: it was there already)."""

    evidence: Evidence
    created: bool = field(default=True)


@contextmanager
def staged(pieces: Iterable[bytes]) -> Iterator[tuple[Path, str]]:
    """Put what arrives on disk; yields the file and its SHA-256. It is gone afterwards."""
    with files.workroom() as room:
        place, digest, size = room / "sent", hashlib.sha256(), 0
        with place.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                check_size(size)
                digest.update(piece)
                file.write(piece)
        yield place, digest.hexdigest()


def add_evidence(*, visit: Visit, content: EvidenceContent, by: Actor) -> Stored:
    """Add a file to a visit that was made. The same file again gives the stored one back; another one conflicts.

    Not for the inside of a transaction: the decoder and the scanner take their time, and no row is held meanwhile.
    """
    require(policies.giver_for(by.user, visit) is not None)
    if stored := stored_before(visit, content.uuid, content.sha256, by):
        return stored
    _check(visit, content)
    with files.workroom() as room:
        cleaned = examine(content.file, content.name, room)
        action = _verdict(cleaned)
        key = files.new_key(timezone.now())
        size = cleaned.size
        try:
            files.keep(key, cleaned.file, cleaned.thumbnail)
            outcome = _write(visit, content, cleaned, Evidence(key=key, size=size), action, by)
        except BaseException:
            files.remove(key)
            raise
    if not outcome.created:
        files.remove(key)
    return outcome


def stored_before(visit: Visit, uuid: uuids.UUID, sha256: str, by: Actor) -> Stored | None:
    """What is stored under this number, if it is this very file; a stranger's number says nothing about it."""
    evidence = Evidence.objects.filter(uuid=uuid).first()
    if evidence is None:
        return None
    if evidence.visit_id != visit.pk or not policies.gave(by.user, evidence):
        raise ValidationError(_("Mã của tệp này không dùng được. Hãy chọn lại tệp rồi gửi lại."))
    if evidence.sent_sha256 != sha256:
        raise Conflict(evidence)
    return Stored(evidence, created=False)


def _write(
    visit: Visit, content: EvidenceContent, cleaned: Cleaned, evidence: Evidence, action: str, by: Actor
) -> Stored:
    with explained():
        queue_for(content.uuid)
        visit = lock(visit)
        if stored := stored_before(visit, content.uuid, content.sha256, by):
            return stored
        _check(visit, content)
        giver = policies.giver_for(by.user, visit)
        require(giver is not None)
        evidence.visit, evidence.uuid, evidence.giver = visit, content.uuid, str(giver)
        evidence.kind, evidence.name, evidence.caption = cleaned.kind, cleaned.name, content.caption
        evidence.width, evidence.height = cleaned.width, cleaned.height
        evidence.sent_sha256, evidence.late = content.sha256, visit.status == Status.CONFIRMED
        if content.position:
            evidence.latitude, evidence.longitude = content.position.latitude, content.position.longitude
        evidence.by, evidence.secretary = by.user, by.secretary
        return Stored(move(evidence, action, by))


def check_takes_evidence(visit: Visit) -> None:
    """Refuse what belongs to a visit that was not made, or to one to households."""
    if not policies.takes_evidence(visit):
        raise ValidationError(NOT_AT_HOME)
    if not visit.happened:
        raise ValidationError(_("Chuyến đi chưa được ghi nhận nên chưa gửi được minh chứng."))


def _check(visit: Visit, content: EvidenceContent) -> None:
    """Asked before the work begins, and again when the visit is held."""
    check_takes_evidence(visit)
    if content.position:
        check_position(content.position, visit)
    if visit.evidence.with_file().count() >= settings.EVIDENCE_PER_VISIT:
        raise ValidationError(
            _("Chuyến đi đã có đủ %(limit)s minh chứng. Gỡ bớt rồi gửi lại.")
            % {"limit": format_number(settings.EVIDENCE_PER_VISIT)}
        )


def _verdict(cleaned: Cleaned) -> Action:
    """How the file enters: passed, or held until the scanner answers. Raises ValidationError on malware."""
    try:
        malware = scanning.found_in(cleaned.file)
    except scanning.Unreachable:
        return Action.HOLD
    if malware:
        raise ValidationError(_("Phần mềm quét phát hiện mã độc trong tệp. Tệp không được lưu; quét lại máy đã gửi."))
    return Action.ADD

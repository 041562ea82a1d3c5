"""A file that arrives in pieces over a weak signal: each piece is acknowledged, and the whole is checked at the end."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import require
from nammanh.platform.uploads import MEGABYTE
from reports.evidence import partials, policies
from reports.evidence.examining import check_name, check_size
from reports.evidence.models import Evidence
from reports.evidence.positions import Position
from reports.evidence.services.adding import (
    EvidenceContent,
    Stored,
    add_evidence,
    check_takes_evidence,
    stored_before,
)
from reports.visits.models import Visit

LONGEST_PIECE = MEGABYTE


class OutOfStep(Exception):  # noqa: N818  an answer, not a fault
    """The piece does not begin where the stored part ends. Nothing was written."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@dataclass(frozen=True)
class Piece:
    """Part of a file, and what is said of the whole. An empty piece at the end asks to finish what has arrived."""

    uuid: uuids.UUID
    offset: int
    size: int
    sha256: str
    content: bytes
    name: str = ""
    caption: str = ""
    position: Position | None = None


@dataclass(frozen=True)
class Arriving:
    """How many bytes of a file are held."""

    received: int


def held_of(*, visit: Visit, uuid: uuids.UUID, by: Actor) -> Arriving | Stored:
    """How far a file of this person has come."""
    evidence = Evidence.objects.filter(uuid=uuid, visit=visit).first()
    if evidence and policies.gave(by.user, evidence):
        return Stored(evidence, created=False)
    return Arriving(partials.held(partials.place_of(by.at_keyboard.pk, visit.uuid, uuid)))


def receive(*, visit: Visit, piece: Piece, by: Actor) -> Arriving | Stored:
    """Take a piece. When the last one is there the file becomes evidence, or is refused and forgotten."""
    require(policies.giver_for(by.user, visit) is not None)
    if stored := stored_before(visit, piece.uuid, piece.sha256, by):
        return stored
    _check(visit, piece)
    place = partials.place_of(by.at_keyboard.pk, visit.uuid, piece.uuid)
    with partials.claimed(place) as arriving:
        if stored := stored_before(visit, piece.uuid, piece.sha256, by):
            return stored  # the same last piece twice: the other request has finished
        if piece.offset != arriving.size:
            raise OutOfStep(arriving.size)
        partials.check_quota(place, len(piece.content))
        arriving.append(piece.content)
        if arriving.size < piece.size:
            return Arriving(arriving.size)
        return _finish(visit, piece, arriving, by)


def _finish(visit: Visit, piece: Piece, arriving: partials.Partial, by: Actor) -> Stored:
    try:
        if arriving.sha256() != piece.sha256:
            raise ValidationError(_("Tệp đến nơi không nguyên vẹn. Đồng chí gửi lại từ đầu."), code="checksum")
        content = EvidenceContent(piece.uuid, arriving.place, piece.sha256, piece.name, piece.caption, piece.position)
        stored = add_evidence(visit=visit, content=content, by=by)
    except ValidationError as refusal:
        if getattr(refusal, "code", "") != "busy":  # all bytes are here: asking again is enough
            arriving.discard()
        raise
    arriving.discard()
    return stored


def _check(visit: Visit, piece: Piece) -> None:
    """What can be refused before a byte is kept."""
    check_takes_evidence(visit)
    check_size(piece.size)
    check_name(piece.name)
    if len(piece.content) > LONGEST_PIECE or piece.offset + len(piece.content) > piece.size:
        raise ValidationError(_("Phần gửi lên dài hơn mức cho phép. Hãy tải lại trang rồi gửi lại."))
    if not piece.content and piece.offset != piece.size:
        raise ValidationError(_("Phần gửi lên rỗng. Hãy tải lại trang rồi gửi lại."))


def expire_partials() -> int:
    """Forget files that stopped arriving; returns how many."""
    return sum(partials.drop(place) for place in partials.expired())

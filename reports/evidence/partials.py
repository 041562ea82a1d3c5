"""Files on their way, piece by piece.

The file on disk is the only record of how far one has come, so it can't be wrong, whatever was killed in the middle.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
import uuid as uuids
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nammanh.platform.uploads import MEGABYTE

DAY = 24 * 3600


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "partial"


def place_of(person: int, visit: uuids.UUID, evidence: uuids.UUID) -> Path:
    """Where this person's file for this visit is collected. Another person's number can't reach it."""
    return root() / str(person) / f"{visit.hex}-{evidence.hex}"


def held(place: Path) -> int:
    """How many bytes have arrived."""
    try:
        return place.stat().st_size
    except FileNotFoundError:
        return 0


@dataclass
class Partial:
    """An arriving file, held by this request alone."""

    place: Path
    handle: int

    @property
    def size(self) -> int:
        return os.fstat(self.handle).st_size

    def append(self, piece: bytes) -> None:
        """Write a piece at the end; it is on the disk when this returns."""
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(self.handle, rest) :]
        os.fsync(self.handle)

    def sha256(self) -> str:
        with self.place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def discard(self) -> None:
        self.place.unlink(missing_ok=True)


@contextlib.contextmanager
def claimed(place: Path) -> Iterator[Partial]:
    """Hold an arriving file; a second request for it waits. Left empty, it is removed."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = _locked(place)
    partial = Partial(place, handle)
    try:
        yield partial
    finally:
        if os.fstat(handle).st_nlink and not partial.size:
            partial.discard()
        os.close(handle)


def _locked(place: Path) -> int:
    """The file, opened and locked; opened again if another request finished and removed it meanwhile."""
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)


def check_quota(place: Path, growth: int) -> None:
    """Refuse another file on its way, or more of one, when this person has too many already."""
    others = [file.stat().st_size for file in place.parent.glob("*") if file != place]
    bytes_held = sum(others) + held(place) + growth
    if len(others) >= settings.EVIDENCE_PARTIALS_PER_PERSON or (
        bytes_held > settings.EVIDENCE_PARTIAL_MEGABYTES * MEGABYTE
    ):
        raise ValidationError(_("Đang có quá nhiều tệp gửi dở. Chờ các tệp trước gửi xong rồi gửi tiếp."), code="quota")


def expired() -> Iterator[Path]:
    """Files that nothing was added to for too long."""
    limit = time.time() - settings.EVIDENCE_PARTIAL_DAYS * DAY
    for place in root().glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            if place.stat().st_mtime < limit:
                yield place


def drop(place: Path) -> bool:
    """Remove an arriving file unless a request holds it just now."""
    with contextlib.suppress(FileNotFoundError, BlockingIOError):
        handle = os.open(place, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            place.unlink()
            return True
        finally:
            os.close(handle)
    return False

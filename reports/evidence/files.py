"""Where the files of evidence lie: apart from all that is served, under names that say nothing, for the portal alone.

A file is durably there before its row is written; a row that fails leaves a file that nobody knows, and the sweep
finds it. So the two never disagree in the direction that hurts: a row whose file was lost.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from nammanh.platform.dates import local_date

KEY = re.compile(r"\d{4}/\d{2}/[0-9a-f]{32}")
SMALL = ".nho"
"""Ending of a thumbnail; the file itself has none, so that no server guesses a type for it."""


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "evidence"


def new_key(at: datetime.datetime) -> str:
    """A name for files to come: their month, and 128 random bits."""
    return f"{local_date(at):%Y/%m}/{uuid.uuid4().hex}"


def path_of(key: str, *, small: bool = False) -> Path:
    """Where the file, or its thumbnail, lies. Keys are ours; anything else is a fault."""
    if not KEY.fullmatch(key):
        raise ValueError(key)
    return root() / (key + SMALL if small else key)


@contextlib.contextmanager
def workroom() -> Iterator[Path]:
    """A folder of one's own on the same disk, gone afterwards."""
    place = root() / "dang-xu-ly"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def keep(key: str, file: Path, thumbnail: Path | None) -> None:
    """Move finished files to their place; when this returns they survive a power cut."""
    target = path_of(key)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if thumbnail:
        _move(thumbnail, path_of(key, small=True))
    _move(file, target)
    _sync(target.parent)
    _sync(target.parent.parent)


def remove(key: str) -> None:
    """Delete what there is under this name; nothing there is as good."""
    for small in (False, True):
        path_of(key, small=small).unlink(missing_ok=True)


def kept_keys(older_than: datetime.timedelta) -> Iterator[str]:
    """The names of all files that were written longer ago than that."""
    limit = time.time() - older_than.total_seconds()
    for file in root().glob("[0-9]*/[0-9]*/*"):
        key = file.relative_to(root()).as_posix().removesuffix(SMALL)
        with contextlib.suppress(FileNotFoundError):
            if KEY.fullmatch(key) and file.stat().st_mtime < limit:
                yield key


def clear_workrooms(older_than: datetime.timedelta) -> int:
    """Remove what killed processes left behind; returns how many folders."""
    limit, removed = time.time() - older_than.total_seconds(), 0
    for folder in (root() / "dang-xu-ly").glob("*"):
        with contextlib.suppress(FileNotFoundError):
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder)
                removed += 1
    return removed


def _move(source: Path, target: Path) -> None:
    source.chmod(0o600)
    _sync(source)
    os.utime(source)  # what the sweep goes by: when it came to its place
    source.replace(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

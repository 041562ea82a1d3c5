"""Runs `recoding` as a process of its own, two at a time, and tells its refusals in sentences."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.evidence import files

PROGRAM = Path(__file__).with_name("recoding.py")
PATIENCE = 30
"""Seconds after which a decoder is stopped; the program itself stops after 20 seconds of computing."""
AT_ONCE = 2
QUEUE_SECONDS = 40

SENTENCES = {
    "broken": _("Ảnh hỏng hoặc gửi chưa trọn nên không mở được. Đồng chí chọn lại ảnh từ máy rồi gửi lại."),
    "too_many_pixels": _(
        "Ảnh lớn hơn %(limit)s triệu điểm ảnh. Đồng chí chụp lại ở cỡ nhỏ hơn (12 triệu điểm ảnh là đủ rõ) "
        "hoặc lưu ảnh thành JPG rồi gửi lại."
    ),
    "busy": _("Máy chủ đang xử lý nhiều ảnh. Đồng chí gửi lại sau một phút."),
}


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew, with its thumbnail."""

    kind: str
    file: Path
    thumbnail: Path
    width: int
    height: int


def draw_anew(source: Path, room: Path) -> Picture:
    """The picture as it will be kept, written into `room`. Raises ValidationError with a sentence."""
    photo, thumbnail = room / "photo", room / "thumbnail"
    with _turn():
        answer = _run(source, photo, thumbnail)
    if "refused" in answer:
        code, limit = answer["refused"], answer.get("limit", 0)
        raise ValidationError(SENTENCES[code], code=code, params={"limit": limit})
    return Picture(answer["format"], photo, thumbnail, answer["width"], answer["height"])


def _run(*paths: Path) -> dict:
    command = [sys.executable, "-I", str(PROGRAM), *map(str, paths)]
    with contextlib.suppress(subprocess.TimeoutExpired, json.JSONDecodeError):
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
            env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        )
        if done.returncode == 0:
            return json.loads(done.stdout)
    return {"refused": "broken"}


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One of the places at the table, for all processes of the portal on this machine; killed ones give theirs back."""
    folder = files.root()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handles = [os.open(folder / f"luot-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600) for number in range(AT_ONCE)]
    try:
        deadline = time.monotonic() + QUEUE_SECONDS
        while not any(_taken(handle) for handle in handles):
            if time.monotonic() > deadline:
                raise ValidationError(SENTENCES["busy"], code="busy")
            time.sleep(0.05)
        yield
    finally:
        for handle in handles:
            os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""The hook for a virus scanner. None is set by default; the province names its own, or the address of a ClamAV.

`EVIDENCE_SCANNER`: dotted path of a callable that takes the path of a file and answers "" or the name of what it found;
it raises Unreachable (or OSError) when it can't tell. `EVIDENCE_CLAMD`: `unix:/run/clamav/clamd.ctl` or
`tcp:127.0.0.1:3310`, for the scanner `reports.evidence.scanning.clamd`.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

Scanner = Callable[[Path], str]
PIECE = 64 * 1024
PATIENCE = 20
"""Seconds to wait for clamd at each step."""


class Unreachable(Exception):  # noqa: N818  a state, not a fault
    """The scanner gave no verdict."""


def scanner() -> Scanner | None:
    """The scanner in use, or none."""
    if settings.EVIDENCE_SCANNER:
        return import_string(settings.EVIDENCE_SCANNER)
    return clamd if settings.EVIDENCE_CLAMD else None


def found_in(file: Path) -> str:
    """The name of the malware in a file, or "". Raises Unreachable; without a scanner nothing is looked for."""
    scan = scanner()
    if scan is None:
        return ""
    try:
        return scan(file)
    except OSError as problem:
        raise Unreachable(str(problem)) from problem


def clamd(file: Path) -> str:
    """ClamAV's verdict over its INSTREAM command: the bytes go over the socket, so clamd needs no right to the file."""
    try:
        with _connected(settings.EVIDENCE_CLAMD) as wire, file.open("rb") as content:
            wire.sendall(b"zINSTREAM\0")
            while piece := content.read(PIECE):
                wire.sendall(struct.pack("!L", len(piece)) + piece)
            wire.sendall(struct.pack("!L", 0))
            answer = _answer(wire)
    except OSError as problem:
        raise Unreachable(str(problem)) from problem
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise Unreachable(answer)


def _connected(address: str) -> socket.socket:
    kind, _colon, place = address.partition(":")
    if kind == "unix":
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(PATIENCE)
        wire.connect(place)
        return wire
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _answer(wire: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and (piece := wire.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")

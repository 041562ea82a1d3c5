"""Files handed out: always as an attachment, under a name that every system can keep."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from nammanh.platform.text import one_line, slug


def disposition(name: str) -> str:
    """The header for a file called `name`, accents and all (RFC 5987), with an ASCII name for older systems."""
    stem, dot, kind = one_line(name).rpartition(".")
    plain = f"{slug(stem)}.{slug(kind)}" if dot else slug(name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(one_line(name), safe='')}"


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download that no browser opens by itself and nobody in between keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

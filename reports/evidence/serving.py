"""Handing a file out: by our own table of types, as something that never runs, to those whose row it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _

from nammanh.platform.dates import local_date
from nammanh.platform.downloads import disposition
from nammanh.platform.uploads import CONTENT_TYPES
from reports.evidence import files
from reports.evidence.models import Evidence, Kind

NOTHING_RUNS = "sandbox; default-src 'none'"
AROUND_A_PICTURE = f"{NOTHING_RUNS}; style-src 'unsafe-inline'"
"""The same: only the browser's own style of the page that it makes around a picture is let be."""


def name_of(evidence: Evidence) -> str:
    """The name of a download; a photograph is called by its day."""
    if evidence.name:
        return evidence.name
    ending = ".png" if evidence.kind == Kind.PNG else ".jpg"
    return _("anh-minh-chung-%(day)s") % {"day": f"{local_date(evidence.at):%Y-%m-%d}"} + ending


def hand_out(request: HttpRequest, evidence: Evidence, *, small: bool = False) -> HttpResponse:
    """The file, or 304 when the device has it. What lies under a key never changes, so the key is its tag."""
    tag = f'"{evidence.key[-32:]}{"-nho" if small else ""}"'
    response: HttpResponse
    if tag in [known.strip().removeprefix("W/") for known in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponseNotModified()
    else:
        response = _file(evidence, small=small)
    response["ETag"] = tag
    # asked again each time, for rights end; a small answer when the picture is still there
    response["Cache-Control"] = "private, max-age=600" if small else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = AROUND_A_PICTURE if evidence.is_picture else NOTHING_RUNS
    return response


def _file(evidence: Evidence, *, small: bool) -> HttpResponse:
    try:
        content = files.path_of(evidence.key, small=small).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    kind = ".jpg" if small else f".{evidence.kind}"
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    name = name_of(evidence)
    response["Content-Disposition"] = (
        disposition(name).replace("attachment", "inline", 1) if evidence.is_picture else disposition(name)
    )
    return response

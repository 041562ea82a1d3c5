"""The installable app's own files: what the service worker keeps for everybody, its script, the manifest."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

FILES = ("app.css", "app.js", "boot.js", "icons.svg", "logo.svg", "favicon.svg")
"""What every page needs; charts and maps are not kept, their figures stand in tables."""


def shell_page() -> str:
    """The page shown for an address that is not on the device. The same for everybody: it names no one."""
    return render_to_string("offline/shell.html", {"demo": settings.DEMO})


def worker_script() -> str:
    """The built worker behind the list of files that it keeps; any change of them makes it a new worker."""
    return _worker_script() if not settings.DEBUG else _worker_script.__wrapped__()


@lru_cache(maxsize=1)
def _worker_script() -> str:
    kept = [{"url": static(name), "revision": _digest(_source(name).read_bytes())} for name in FILES]
    page = {"url": reverse("offline:shell"), "revision": _digest(shell_page().encode())}
    told = {
        "files": [page, *kept],
        "shell": page["url"],
        "session": reverse("offline:session"),
        "days": settings.OFFLINE_DAYS,
    }
    return f"self.__NAM_MANH = {json.dumps(told)};\n{_source('sw.js').read_text()}"


def release() -> str:
    """Changes with each release of the front end: pages kept before are fetched anew."""
    return _digest(worker_script().encode())


def _source(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"static/dist/{name}: the front end has not been built (npm run build)")
    return Path(found)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def manifest() -> dict[str, Any]:
    """What a phone needs to put the portal on its first screen."""
    return {
        "id": "/",
        "name": _("Nắm Mạnh"),
        "short_name": _("Nắm Mạnh"),
        "description": _("Nắm địa bàn, đi cơ sở, góp ý, phản ánh và kiến nghị; dùng được khi mất mạng."),
        "lang": "vi",
        "dir": "ltr",
        "start_url": reverse("dashboards:desk"),
        "scope": "/",
        "display": "standalone",
        "orientation": "any",
        "background_color": "#ffffff",
        "theme_color": "#8f1118",
        "icons": [
            {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": static("icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("Ghi nhận chuyến đi"), "url": reverse("fieldbook:log")},
            {"name": _("Hộp chờ gửi"), "url": reverse("offline:page")},
        ],
    }

"""Compiled translations, made with Babel so that nobody needs the gettext programs."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_catalogues(locale_folders: Iterable[Path] | None = None) -> list[Path]:
    """Write the .mo beside every .po that is newer than it; return the files written.

    Looks in the settings' LOCALE_PATHS unless told otherwise.
    """
    written = []
    for folder in settings.LOCALE_PATHS if locale_folders is None else locale_folders:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                _compile(source, target)
                written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    """Whole or not at all: another process may be reading the old file."""
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, suffix=".new")
    with os.fdopen(handle, "wb") as binary:
        write_mo(binary, catalogue)
    Path(unfinished).chmod(0o644)
    Path(unfinished).replace(target)

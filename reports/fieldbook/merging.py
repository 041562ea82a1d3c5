"""Edits of one visit from two devices: different fields are put together, the same field asks a person.

A page remembers the version that it was opened on, field by field and row by row, as short digests in its field `base`.
So the server sees what each side changed without keeping every version, and a draft restored days later still knows
where it started.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise

from reports.fieldbook.entries import Entry, plain
from reports.fieldbook.parts import PARTS
from reports.visits.models import Visit
from reports.visits.services import CONTENT_FIELDS, VisitContent

DIGEST = 12
"""Signs of a digest: enough to tell two wordings apart, few enough to travel with every page."""

Pieces = dict[str, Any]
"""What an entry says, piece by piece: “highlights” → the words, “comments.<uuid>” → one comment."""


def stored_entry(visit: Visit) -> Entry:
    """The visit and all its parts as they stand now."""
    content = VisitContent(**{name: getattr(visit, name) for name in CONTENT_FIELDS})
    return Entry(visit.uuid, content, {part.name: part.stored(visit) for part in PARTS} if visit.happened else {})


def completed(typed: Entry, stored: Entry) -> Entry:
    """What was typed, and what is stored in the parts that were not on the page: those stay as they are."""
    return replace(typed, parts={**stored.parts, **typed.parts})


@dataclass(frozen=True)
class Version:
    """The version that a page was opened on: the hash of the whole, and a digest of each piece where it is known."""

    content_hash: str
    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, visit: Visit) -> Version:
        return cls(visit.content_hash, digests_of(pieces_of(stored_entry(visit))))

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read `base` as a page sent it; one that knows no digests, or mangled ones, has only its hash."""
        content_hash, _, rest = text.partition("|")
        pairs = (pair.partition("=") for pair in rest.split(",") if pair)
        return cls(content_hash, {name: digest for name, _, digest in pairs})

    def __str__(self) -> str:
        return f"{self.content_hash}|{','.join(f'{name}={digest}' for name, digest in self.digests.items())}"

    def seen(self, keys: list[str], stored: dict[str, str]) -> Version:
        """The same version for somebody who has now read `keys` as they are stored, and may overrule them."""
        read = {key: stored[key] for key in keys if key in stored}
        rest = {key: digest for key, digest in self.digests.items() if key not in keys}
        return Version(self.content_hash, rest | read)


@dataclass(frozen=True)
class Merged:
    """Two edits put together. `clashes` names the pieces that both changed; while there are any, nothing is written."""

    entry: Entry
    clashes: list[str]


def merge(base: Version, stored: Entry, typed: Entry) -> Merged:
    """Take each piece from the side that changed it since `base`."""
    theirs, mine = pieces_of(stored), pieces_of(typed)
    before, now, then = base.digests, digests_of(theirs), digests_of(mine)
    taken, clashes = {}, []
    for key in dict.fromkeys([*theirs, *mine]):
        if now.get(key) == then.get(key) or then.get(key) == before.get(key):
            source = theirs
        else:
            source = mine
            if now.get(key) != before.get(key):
                clashes.append(key)
        if key in source:
            taken[key] = source[key]
    return Merged(_entry_of(typed, taken), clashes)


def pieces_of(entry: Entry) -> Pieces:
    pieces: Pieces = {name: getattr(entry.visit, name) for name in CONTENT_FIELDS}
    for part in PARTS:
        pieces |= {f"{part.name}.{part.key(content)}": content for content in entry.parts.get(part.name, ())}
    return pieces


def digests_of(pieces: Pieces) -> dict[str, str]:
    def digest(piece: Any) -> str:
        text = json.dumps(plain(piece), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]

    return {key: digest(piece) for key, piece in pieces.items()}


def labels_of(keys: list[str]) -> list[str | Promise]:
    """Pieces by the names that people know them by, each once."""
    parts = {part.name: part.label for part in PARTS}
    names = [
        parts[key.partition(".")[0]] if "." in key else Visit._meta.get_field(key).verbose_name  # type: ignore[union-attr]
        for key in keys
    ]
    return list(dict.fromkeys(names))


def _entry_of(typed: Entry, pieces: Pieces) -> Entry:
    visit = VisitContent(**{name: pieces[name] for name in CONTENT_FIELDS})
    rows = {
        part.name: tuple(piece for key, piece in pieces.items() if key.startswith(f"{part.name}.")) for part in PARTS
    }
    return Entry(typed.uuid, visit, rows)

"""What a brief is made of: sections of lines, plain enough for a phone without a network and for paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator

SHOWN = 6
"""Lines of a section; a page to carry holds the latest or the most pressing, the portal has them all."""
WORDS, FEW_WORDS = 60, 32
"""Words of a text that a line carries along."""


@dataclass(frozen=True)
class Line:
    """One thing to know: what, about it, how it stands."""

    title: Any
    note: str = ""
    text: str = ""
    badge: Any = ""
    tone: str = "neutral"
    url: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Section:
    """Lines of one kind. `calm` is said when there is none; `more` how many were left out."""

    key: str
    title: Any
    icon: str
    calm: Any
    lines: list[Line] = field(default_factory=list)
    more: int = 0


def section(key: str, title: Any, icon: str, calm: Any, lines: Iterable[Line], limit: int = SHOWN) -> Section:
    """The first lines as a section; hand over at most `limit` + 1 of a long list, so that more is said to exist."""
    found = list(lines)
    return Section(key, title, icon, calm, found[:limit], max(0, len(found) - limit))


def short(text: str, words: int = WORDS) -> str:
    return Truncator(text).words(words)

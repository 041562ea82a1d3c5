"""Finding the row of headings and guessing which column holds what, however the headings are written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assignments.imports.kinds.cells import Column, as_text
from nammanh.platform.legacy_text import guess_encoding
from nammanh.platform.text import fold

SEARCHED = 25
"""Lines at the top among which the headings are looked for: letterheads and titles stand above them."""
_FILLERS = {"dc", "cua", "cac", "bat", "buoc"}  # vi-data: words that name no column

_COMRADE = re.compile(r"\b[đĐdD]\s*[/.]\s*[cC]\b\.?")  # vi-data: “Đ/c”


@dataclass(frozen=True)
class Headings:
    """Where a table begins. `texts` holds the headings by column number from 0, empty ones left out."""

    line: int
    last_line: int
    texts: dict[int, str]
    encoding: str
    columns: dict[str, int]

    @property
    def signature(self) -> str:
        """The same for two files with the same headings in the same order."""
        words = "|".join(f"{number}:{fold(text)}" for number, text in sorted(self.texts.items()))
        return hashlib.sha256(words.encode()).hexdigest()


def find_headings(lines: list[tuple[int, list[Any]]], columns: tuple[Column, ...]) -> Headings | None:
    """The row (or two rows, when cells are merged over sub-headings) that names most of `columns`; none fits: None."""
    encoding = guess_encoding(cell for _number, cells in lines for cell in cells if isinstance(cell, str))
    best: Headings | None = None
    for place, (number, cells) in enumerate(lines[:SEARCHED]):
        top = [as_text(cell, encoding) for cell in cells]
        candidates = [(number, top)]
        if place + 1 < len(lines) and lines[place + 1][0] == number + 1:
            below = [as_text(cell, encoding) for cell in lines[place + 1][1]]
            candidates.append((number + 1, joined(top, below)))
        for last, texts in candidates:
            named = {index: text for index, text in enumerate(texts) if text}
            found = Headings(number, last, named, encoding, guess(named, columns))
            if _is_heading(found) and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _is_heading(found: Headings) -> bool:
    """Two named columns at least; a title names one at most, and is alone in its row."""
    return len(found.columns) >= 2 or (len(found.columns) == 1 and len(found.texts) == 1)


def joined(top: list[str], below: list[str]) -> list[str]:
    """Headings of two rows: what stands over merged cells is said again before each sub-heading."""
    width = max(len(top), len(below))
    top, below = top + [""] * (width - len(top)), below + [""] * (width - len(below))
    texts, over = [], ""
    for upper, lower in zip(top, below, strict=True):
        over = upper or (over if lower else "")
        texts.append(f"{over} {lower}".strip() if lower != over else over)
    return texts


def guess(headings: dict[int, str], columns: tuple[Column, ...]) -> dict[str, int]:
    """Which column number holds which fact, the surest pairs first; nothing is used twice."""
    scored = [
        (score, -index, column.code, index)
        for index, heading in headings.items()
        for column in columns
        if (score := _likeness(heading, column))
    ]
    found: dict[str, int] = {}
    for _score, _order, code, index in sorted(scored, key=lambda item: (-item[0], -item[1], item[2])):
        if code not in found and index not in found.values():
            found[code] = index
    return found


def _likeness(heading: str, column: Column) -> int:
    """How surely a heading names the column: the whole of it, else the longest name within it."""
    words = heading_words(heading)
    best = 0
    for name in column.names:
        if words == name:
            return 1000
        if f" {name} " in f" {words} ":
            best = max(best, 10 * len(name.split()) + len(name) // 4)
    return best


def heading_words(heading: str) -> str:
    """A heading folded, without “Đ/c”, remarks in brackets, and numbers like “(3)”."""
    plain = re.sub(r"\([^)]*\)", " ", heading.replace("_", " "))
    plain = _COMRADE.sub(" ", plain)
    words = fold(plain or heading).removeprefix("dong chi ").removesuffix(" neu co").split()
    kept = [word for word in words if word not in _FILLERS]
    return " ".join(kept or words)


def is_numbering(cells: Iterable[Any]) -> bool:
    """The row “(1) (2) (3)”, “A B 1 2” under the headings of official forms."""
    texts = [as_text(cell, "unicode").strip("()[] ") for cell in cells if cell not in (None, "")]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 3]
    letters = [text for text in texts if re.fullmatch("[A-D]", text)]
    return (
        len(texts) >= 2
        and len(numbers) + len(letters) == len(texts)
        and numbers == list(range(1, len(numbers) + 1))
        and bool(numbers)
    )


_TOTALS = ("tong cong", "tong so", "cong", "tong")  # vi-data: first words of a line of totals


def is_total(cells: Iterable[Any], encoding: str) -> bool:
    """A line of totals: its first words say so and no more than they."""
    worded = [cell for cell in cells if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return len(worded) == 1 and fold(as_text(worded[0], encoding)) in _TOTALS

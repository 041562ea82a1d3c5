"""How close a name is to what was typed: the same, beginning so, holding the words; or how like it by its letters."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from enum import IntEnum

SIMILAR_FROM = 0.8
"""Share of letters in common (difflib) from which a name is offered for another one: one slip in a short name."""


class Closeness(IntEnum):
    SAME = 0
    SAME_BUT_KIND = 1
    """The name without its kind, or a person's given name."""
    BEGINS = 2
    WORD_BEGINS = 3
    WORDS = 4
    """Every word is there, in another order or further up the tree."""
    NONE = 5


def closeness(name: str, typed: str) -> Closeness:
    """Both without accents. Of words in the middle only beginnings count: "an" is no match for "xuan"."""
    if name == typed:
        return Closeness.SAME
    if name.startswith(typed):
        return Closeness.BEGINS
    if f" {typed}" in f" {name}":
        return Closeness.WORD_BEGINS
    return Closeness.WORDS if holds(name, typed.split()) else Closeness.NONE


def holds(text: str, words: list[str]) -> bool:
    """Every word begins a word of the text."""
    return all(f" {word}" in f" {text}" for word in words)


def likeness(typed: str) -> Callable[[str], float]:
    """How much a name has in common with what was typed, from SIMILAR_FROM to 1; less is nought and soon told."""
    matcher = SequenceMatcher(None, "", typed, autojunk=False)

    def of(name: str) -> float:
        matcher.set_seq1(name)
        for bound in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio):
            if (alike := bound()) < SIMILAR_FROM:
                return 0.0
        return alike

    return of

"""Finding records by the words in them, with or without accents, however many records there are.

A `WordsField` is a column that PostgreSQL computes from the record's own texts: every word twice, as it is written and
without accents, for a GIN index. Who types "duong" finds "đường" and "dương"; who types "đường" can ask for "đường"
alone. No extension is needed, and nobody has to remember to fill it: raw SQL and bulk loads are searched too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Func
from django.db.models.lookups import Lookup

from nammanh.platform.text import canonical_tones, fold, one_line

LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_WORD = 40
"""More than these nobody types; what lies beyond is left out."""
SHORTEST_PREFIX = 3
"""The last word may still be in the typing: from three letters on it also finds words that begin with it. Shorter
beginnings ("th…") stand in nearly every record, and to gather them all costs more than they tell.
"""

# --- the column ------------------------------------------------------------------------------------------------------

_SEPARATORS = "!\"#$%%&'()*+,-./:;<=>?@[]^_`{|}~“”‘’–—…•·«»×°→²³"
"""What text.fold() takes for a gap between words. PostgreSQL's parser would make paths, addresses and signed numbers of
some ("12-TB/TU" → 12, -tb, /tu), and which of the rest are letters depends on the server's locale. %% is one sign."""
_MARKS = "".join(f"\\u{code:04x}" for code in (*range(0x300, 0x30D), 0x31B, 0x323, 0x327, 0x328))
_BLANKS = " " * len(_SEPARATORS.replace("%%", "%"))
_GAPS = _SEPARATORS.replace("'", "''")


class Lexemes(Func):
    """The words of several texts as a tsvector without positions: lower case, each as written and without accents.

    Lower case is taken of the decomposed letters, so that a server whose locale knows ASCII only gives the same.
    """

    arg_joiner = " || ' ' || "
    template = (
        "strip(to_tsvector('simple'::regconfig, "
        f"translate(lower(normalize(%(expressions)s, NFD)), E'{_GAPS}\\u0111\\u0110{_MARKS}', '{_BLANKS}dd') || ' ' || "
        f"translate(normalize(lower(normalize(%(expressions)s, NFD)), NFC), E'{_GAPS}\\u0110', E'{_BLANKS}\\u0111')))"
    )


class _LexemesColumn(models.Field):
    """What the column holds. It is asked, never read: a page that loads records leaves it in the database."""

    def db_type(self, connection: Any) -> str:
        return "tsvector"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return "NULL", ()


@_LexemesColumn.register_lookup
class Says(Lookup):
    """`words__says=asked.folded`: the words are all there."""

    lookup_name = "says"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s::tsquery", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}", (*left_params, *right_params)


class WordsField(models.GeneratedField):
    """The words of the texts named by `sources`, none of which is ever null; history leaves it out."""

    db_returning = False  # type: ignore[assignment]

    def __init__(self, *, sources: tuple[str, ...], **kwargs: Any) -> None:
        self.sources = tuple(sources)
        for name in ("expression", "output_field", "db_persist"):
            kwargs.pop(name, None)
        super().__init__(expression=Lexemes(*self.sources), output_field=_LexemesColumn(), db_persist=True, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for computed in ("expression", "output_field", "db_persist"):
            kwargs.pop(computed, None)
        return name, path, args, {**kwargs, "sources": self.sources}


# --- the question ----------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
# vi-data: vowels with a tone
_OLD_STYLE = re.compile("([òỏõóọ])([ae])(?!\\w)|(?<!q)([ùủũúụ])(y)(?!\\w)")


@dataclass(frozen=True)
class Asked:
    """What somebody typed into a search box, cut to a sensible length. Any text makes one; it may have no words.

    `folded` and `accented` are tsqueries of the same words: without accents, and as they were typed. Their lexemes are
    letters and digits only, so that no sign of the query language ever comes from outside.
    """

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Asked:
        text = one_line(typed[: LONGEST_QUERY * 5])[:LONGEST_QUERY].strip()
        words = [word[:LONGEST_WORD] for word in _WORD.findall(text.lower()) if fold(word)]
        return cls(text, tuple(words[:MOST_WORDS]))

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def has_accents(self) -> bool:
        return any(fold(word) != word for word in self.words)

    @property
    def plain(self) -> str:
        """The words without accents, one blank between them."""
        return " ".join(map(fold, self.words))

    @property
    def written(self) -> str:
        """The words as they were typed, tones in one style."""
        return canonical_tones(" ".join(self.words))

    @property
    def folded(self) -> str:
        return _all_of([self._term([*fold(word).split()], last) for word, last in self._marked()])

    @property
    def accented(self) -> str:
        return _all_of(
            [
                self._term([*fold(word).split()] if fold(word) == word else spellings(word), last)
                for word, last in self._marked()
            ]
        )

    def _marked(self) -> Iterator[tuple[str, bool]]:
        for number, word in enumerate(self.words, start=1):
            yield word, number == len(self.words)

    @staticmethod
    def _term(lexemes: list[str], last: bool) -> str:
        prefix = ":*" if last and len(lexemes[0]) >= SHORTEST_PREFIX else ""
        joined = " | ".join(f"'{lexeme}'{prefix}" for lexeme in lexemes)
        return f"({joined})" if len(lexemes) > 1 else joined


def _all_of(terms: list[str]) -> str:
    return " & ".join(terms)


def spellings(word: str) -> list[str]:
    """An accented word with its tone in either style: hòa, hoà."""
    traditional = canonical_tones(word)
    newer = _OLD_STYLE.sub(_move_tone_on, traditional)
    return [traditional] if newer == traditional else [traditional, newer]


def _move_tone_on(match: re.Match[str]) -> str:
    first, second = (group for group in match.groups() if group)
    decomposed = unicodedata.normalize("NFD", first)
    return decomposed[0] + unicodedata.normalize("NFC", second + decomposed[1])


class SearchedQuerySet(models.QuerySet):
    """Records with a `words` column."""

    def saying(self, typed: str) -> Any:
        """The records in which all these words stand, accents or not; nothing typed leaves all."""
        asked = Asked.of(typed)
        if asked:
            return self.filter(words__says=asked.folded)
        return self if not typed.strip() else self.none()

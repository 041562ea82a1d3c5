"""Finding records by the words in them, with or without accents, however many records there are.

A `WordsField` is a column that PostgreSQL fills from the record's own texts (`keeps_words`): every word twice, as it is
written and without accents, for a GIN index. Who types "duong" finds "đường" and "dương"; who types "đường" can ask for
"đường" alone. No extension is needed, and nobody has to remember to fill it: raw SQL is searched too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F
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

_SEPARATORS = r"""[]!"#$%&''()*+,./:;<=>?@[^_`{|}~“”‘’–—…•·«»×°→²³-]+"""
"""What text.fold() takes for a gap between words. PostgreSQL's parser would make paths, addresses and signed numbers of
some ("12-TB/TU" → 12, -tb, /tu), and which of the rest are letters depends on the server's locale."""
_MARKS = "".join(f"\\u{code:04x}" for code in (*range(0x300, 0x30D), 0x31B, 0x323, 0x327, 0x328))


def lexemes_of(text: str, lowered: str = "") -> str:
    """SQL of the words of an SQL text as a tsvector without positions: each as written and without accents.

    Lower case (`lowered`, where it is at hand) is taken of the decomposed letters, so that a server whose locale knows
    ASCII only gives the same.
    """
    lowered = lowered or f"lower(normalize({text}, NFD))"
    return (
        "strip(to_tsvector('simple'::regconfig, regexp_replace("
        f"translate({lowered}, E'\\u0111\\u0110{_MARKS}', 'dd') || ' ' || "
        f"translate(normalize({lowered}, NFC), E'\\u0110', E'\\u0111'), E'{_SEPARATORS}', ' ', 'g')))"
    )


class WordsField(models.Field):
    """The words of the texts named by `sources`, none of which is ever null.

    It is asked, never read: a page that loads records leaves it in the database. Its model declares
    `keeps_words(*sources)` among its triggers; history leaves it out.
    """

    def __init__(self, *, sources: tuple[str, ...], **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(**kwargs | {"null": True, "blank": True, "editable": False, "serialize": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for always in ("null", "blank", "editable", "serialize"):
            kwargs.pop(always, None)
        return name, path, args, {**kwargs, "sources": self.sources}

    def db_type(self, connection: Any) -> str:
        return "tsvector"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return "NULL", ()

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The trigger's matter: who saves a record leaves it as it is."""
        return None if add else F(self.attname)


def keeps_words(*sources: str) -> pgtrigger.Trigger:
    """The trigger that fills `words` when one of the texts is written, and only then."""
    new, old = (", ".join(f'{row}."{name}"' for name in sources) for row in ("NEW", "OLD"))
    text = " || ' ' || ".join(f'NEW."{name}"' for name in sources)
    return pgtrigger.Trigger(
        name="words",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*sources),
        declare=[("lowered", "text")],
        func=f"""
            IF TG_OP = 'UPDATE' AND ROW({new}) IS NOT DISTINCT FROM ROW({old}) THEN
                RETURN NEW;
            END IF;
            lowered := lower(normalize({text}, NFD));
            NEW.words := {lexemes_of("", "lowered")};
            RETURN NEW;
        """,
    )


@WordsField.register_lookup
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
    whole: bool = False
    """The last word is taken as it stands and not as a beginning. An index of a million records finds whole words ten
    times as fast: it needn't gather all words that begin alike."""

    @classmethod
    def of(cls, typed: str) -> Asked:
        text = one_line(typed[: LONGEST_QUERY * 5])[:LONGEST_QUERY].strip()
        words = [word[:LONGEST_WORD] for word in _WORD.findall(text.lower()) if fold(word)]
        return cls(text, tuple(words[:MOST_WORDS]))

    def __bool__(self) -> bool:
        return bool(self.words)

    @cached_property
    def has_accents(self) -> bool:
        return any(fold(word) != word for word in self.words)

    @cached_property
    def plain(self) -> str:
        """The words without accents, one blank between them."""
        return " ".join(map(fold, self.words))

    @cached_property
    def written(self) -> str:
        """The words as they were typed, tones in one style."""
        return canonical_tones(" ".join(self.words))

    @cached_property
    def folded(self) -> str:
        return _all_of([self._term([*fold(word).split()], last) for word, last in self._marked()])

    @cached_property
    def accented(self) -> str:
        return _all_of(
            [
                self._term([*fold(word).split()] if fold(word) == word else spellings(word), last)
                for word, last in self._marked()
            ]
        )

    def readings(self) -> list[Asked]:
        """As whole words; and with the last one as a beginning, where it is long enough to be one."""
        whole = replace(self, whole=True)
        return [whole] if whole.folded == self.folded else [whole, self]

    def _marked(self) -> Iterator[tuple[str, bool]]:
        for number, word in enumerate(self.words, start=1):
            yield word, number == len(self.words) and not self.whole

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

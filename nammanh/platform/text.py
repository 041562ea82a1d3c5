"""Vietnamese text: one stored form, keys for search and order, and ASCII names for files.

Stored text keeps what its author wrote, in NFC. Everything else here is a *derived* key: it is compared, searched or
sorted by, and never shown. Sorting by stored key is what makes lists come out in Vietnamese order on a database without
ICU, and in the same order on every machine.
"""

import re
import unicodedata

SORT_KEY_LENGTH = 255
"""Longest value of sort_key() and person_sort_key(): the width of the column that holds them."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_ORDINARY = re.compile("[\n -~\u00c0-\u024f\u1e00-\u1eff–“”…‰²³]*")
"""Composed Latin letters and everyday signs: nothing in such a text needs a closer look, and most texts are such."""
_LINE_BREAKS = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")


# --- the stored form -------------------------------------------------------------------------------------------------


def nfc(text: str) -> str:
    """Return `text` in NFC without invisible characters; line breaks become "\\n", odd blanks a plain space.

    macOS and iOS send NFD, Word and Zalo send zero-width and no-break blanks: left in, two equal names differ.
    A combining mark that stands on no letter is dropped, not refused: nobody can see it, so nobody could correct it.
    """
    if _ORDINARY.fullmatch(text):
        return unicodedata.normalize("NFC", text)
    visible = "".join(map(_visible, _LINE_BREAKS.sub("\n", text)))
    return _without_lone_marks(unicodedata.normalize("NFC", visible))


def _visible(char: str) -> str:
    """Return the character itself, a space for any kind of blank, nothing for controls, formats and surrogates."""
    if char == "\n" or " " <= char <= "~":
        return char
    category = unicodedata.category(char)
    if category == "Zs" or char == "\t":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") else char


def _without_lone_marks(text: str) -> str:
    kept: list[str] = []
    base_carries_marks = False
    for char in text:
        if not unicodedata.combining(char):
            base_carries_marks = unicodedata.category(char)[0] in "LNMS"
        elif not base_carries_marks:
            continue
        kept.append(char)
    return "".join(kept)


def one_line(text: str) -> str:
    """Return `text` in stored form as a single line: names, titles, codes."""
    return " ".join(nfc(text).split())


def long_text(text: str) -> str:
    """Return `text` in stored form with its lines kept, without blanks at line ends or blank lines around it."""
    return "\n".join(line.rstrip() for line in nfc(text).split("\n")).strip()


# --- keys for comparison ---------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """Return the accent-insensitive search key: "Ấp Phú-Đông" → "ap phu dong".

    Lower case, no marks, đ → d; whatever is neither letter nor digit separates words. Idempotent.
    """
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_WORDS.findall(lowered.translate(_plain)))


class _Plain(dict[int, int | None]):
    """For `str.translate`: a mark falls away, every other sign stays. Kept for the letters and marks of Latin script,
    since pages fold thousands of words; whatever else somebody sends is looked up each time and fills no memory.
    """

    def __missing__(self, code: int) -> int | None:
        is_mark = unicodedata.category(chr(code)).startswith("M")
        plain = None if is_mark else code
        if code < _BEYOND_LATIN:
            self[code] = plain
        return plain


_BEYOND_LATIN = 0x370
_plain = _Plain({ord("đ"): ord("d")})
_WORDS = re.compile(r"[^\W_]+")


# The tone sits on the first vowel in the traditional style (hòa, thủy) and on the second in the newer one (hoà, thuỷ).
# In "quý" u belongs to the consonant; before a final letter ("hoàn", "khuỷu") both styles agree.
_NEW_STYLE = re.compile("(o)([àảãáạèẻẽéẹ])(?!\\w)|(?<!q)(u)([ỳỷỹýỵ])(?!\\w)", re.IGNORECASE)


def canonical_tones(text: str) -> str:
    """Return `text` with the tones of oa, oe, uy placed the traditional way (Hoà → Hòa, Uỷ → Ủy).

    For comparison only: names are stored and shown as their source writes them.
    """
    return _NEW_STYLE.sub(_move_tone_back, unicodedata.normalize("NFC", text))


def _move_tone_back(match: re.Match[str]) -> str:
    first, second = (group for group in match.groups() if group)
    decomposed = unicodedata.normalize("NFD", second)  # a plain vowel and its tone
    return unicodedata.normalize("NFC", first + decomposed[1]) + decomposed[0]


# --- search for units ------------------------------------------------------------------------------------------------

_KINDS = {
    "tỉnh": ("t",),
    "huyện": ("h",),
    "thành phố": ("tp",),
    "thị xã": ("tx",),
    "thị trấn": ("tt",),
    "phường": ("p",),
    "xã": ("x",),
    "ấp": ("a",),
    "thôn": (),
    "khu phố": ("kp",),
    "khóm": ("k",),
    "tổ nhân dân tự quản": ("tổ ndtq",),
    "tổ dân phố": ("tdp",),
    "tổ": (),
}
_NUMBER_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_NUMBERS = {word: str(value) for words in (_NUMBER_WORDS, _ROMAN) for value, word in enumerate(words, start=1)}
# Unaccented, these words also begin names (Phương Thạnh, Huyền Hội, Tịnh Biên, Tô Châu): only an accent tells that a
# kind is meant.
_AMBIGUOUS_KINDS = {"phuong", "huyen", "tinh", "to"}


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_FULL_KIND = {
    spelling: kind for kind, short in _KINDS.items() for name in (kind, *short) for spelling in (name, fold(name))
}
_ANY_KIND = f"(?>{_alternatives(list(_FULL_KIND))})"
# A number word counts only where it is the whole name: "ấp Ba" is ấp 3, "huyện Ba Tri" is no number.
_WORD_NUMBER = rf"(?:{_alternatives(list(_NUMBERS))})(?=\s*(?:$|[,;(]))"
_NUMBERED_UNIT = re.compile(rf"(?<!\w)({_ANY_KIND})(?:[\s.]+|(?=[0-9]))([0-9]+|{_WORD_NUMBER})(?!\w)")
_SHORT_KIND = re.compile(rf"^({_alternatives([short for kind in _KINDS.values() for short in kind])})[\s.]+(?=\w)")
_LEADING_KIND = re.compile(rf"^({_ANY_KIND})[\s.]+(?=[^\W0-9])")
_I_AFTER = re.compile(r"\b(h|k|l|m|s|t|v|qu)y\b")


def search_key(name: str) -> str:
    """Return the key to store for a unit's shown name, kind included: "Ấp III" → "ap 3", "P. 5" → "phuong 5".

    Numbers become digits, short kinds their full word, and y/i spellings one ("Mỹ", "Mĩ" → "mi").
    """
    return _fold_yi(_spell_out(_lowered(name)))


def accented_key(name: str) -> str:
    """As search_key(), accents kept: to tell a name as it is written from one that only looks alike without them."""
    return " ".join(re.findall(r"[^\W_]+", canonical_tones(_spell_out(_lowered(name)))))


def search_fold(query: str) -> str:
    """Return what to look for inside search_key() values when a person types `query`.

    As search_key(), and a leading kind is left out where the name alone identifies: "xã Giồng Trôm", "TT. Giồng Trôm"
    → "giong trom". A numbered unit keeps its kind ("ap 3"). The result is always the end of search_key(query).
    """
    spelled = _spell_out(_lowered(query))
    match = _LEADING_KIND.match(spelled)
    if match and match[1] not in _AMBIGUOUS_KINDS:
        spelled = spelled[match.end() :]
    return _fold_yi(spelled)


def _lowered(text: str) -> str:
    return one_line(text).lower()


def _spell_out(lowered: str) -> str:
    """Write short kinds in full and numbers after a kind as digits."""

    def numbered(match: re.Match[str]) -> str:
        number = match[2]
        return f"{_FULL_KIND[match[1]]} {_NUMBERS.get(number) or int(number)}"

    with_digits = _NUMBERED_UNIT.sub(numbered, lowered)
    return _SHORT_KIND.sub(lambda match: f"{_FULL_KIND[match[1]]} ", with_digits)


def _fold_yi(text: str) -> str:
    return _I_AFTER.sub(r"\1i", fold(text))


# --- order -----------------------------------------------------------------------------------------------------------

# One ASCII character per letter, so that byte order is Vietnamese order: "!" ends the letters, then blank, other signs,
# digits, and the 33 letters as A…Z, a…g.
_LETTER_CODES = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_BLANK, _OTHER = "-", "."
_PART_LENGTH = 40
_WHOLE_LENGTH = 125


def sort_key(text: str) -> str:
    """Return an ASCII key whose byte order ("C" collation) is Vietnamese order; at most SORT_KEY_LENGTH long.

    Letters count first (a ă â … d đ …), then tones (ngang huyền hỏi ngã sắc nặng), as ICU's vi-VN does; case does not
    count. Numbers count by value: "Ấp 2" comes before "Ấp 10". Texts alike in their first 125 signs may get equal keys.
    """
    return _key(text, _WHOLE_LENGTH)


def person_sort_key(full_name: str) -> str:
    """Return the key for lists of people: by tên (last word), then họ (first), then đệm (between)."""
    words = one_line(full_name).split(" ")
    family, middle = ("", "") if len(words) == 1 else (words[0], " ".join(words[1:-1]))
    return " ".join(_key(part, _PART_LENGTH) for part in (words[-1], family, middle))  # a blank is below every code


def _key(text: str, limit: int) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for piece in re.findall(r"[0-9]+|[^0-9]", one_line(text).lower()):
        code, tone = _code(piece)
        letters.append(code)
        tones.append(tone * len(code))
    return "".join(letters)[:limit] + "!" + "".join(tones)[:limit].rstrip("0")


def _code(piece: str) -> tuple[str, str]:
    """Return the code of a number or a single sign, and its tone."""
    if piece.isascii() and piece.isdigit():
        digits = piece.lstrip("0") or "0"
        return f"{min(len(digits), 9)}{digits}", "0"  # length first: longer numbers are larger
    if piece == " ":
        return _BLANK, "0"
    decomposed = unicodedata.normalize("NFD", piece)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), "0")
    letter = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    code = _LETTER_CODES.get(letter) or _LETTER_CODES.get(decomposed[0], _OTHER)
    return code, tone


# --- file names ------------------------------------------------------------------------------------------------------


def slug(text: str, *, fallback: str = "tai-lieu", max_length: int = 80) -> str:
    """Return an ASCII name for a downloaded file, without extension: "Báo cáo 11/2026" → "bao-cao-11-2026"."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return words[:max_length].rstrip("-") or fallback

"""Text typed in the fonts from before Unicode: TCVN3 (ABC, “.VnTime”) and VNI-Windows (“VNI-Times”).

Such a file holds Latin-1 signs that only its font shows as Vietnamese: “Uû ban nh©n d©n”, “Uûy ban nhaân daân”. Nothing
in it says so; the words do: read by the right table nearly all of them are Vietnamese syllables, as they stand they
are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Encoding(TextChoices):
    """How the signs of a text are to be read."""

    UNICODE = "unicode", _("Unicode (để nguyên)")
    TCVN3 = "tcvn3", _("TCVN3 (phông .VnTime)")
    VNI = "vni", _("VNI (phông VNI-Times)")


_TCVN3_LETTERS = (  # vi-data: from a1 upwards, “.” where TCVN3 has no letter
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
)
_TCVN3 = {chr(0xA1 + place): letter for place, letter in enumerate(_TCVN3_LETTERS) if letter != "."}

# vi-data: signs after a letter in VNI
_TONE_SIGNS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
# vi-data: as above, for â ê ô
_HAT_SIGNS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
# vi-data: as above, for ă
_BREVE_SIGNS = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
# vi-data: letters with a sign of their own
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_BASES = "aeouyôö"  # vi-data: letters that take a sign


def _vni() -> dict[str, str]:
    """Every letter of VNI-Windows: a base and a sign after it, or one sign that stands for itself."""
    table = dict(_VNI_SINGLE)
    for base in _BASES:
        letter = _VNI_SINGLE.get(base, base)
        table |= {base + sign: letter + tone for sign, tone in _TONE_SIGNS.items()}
        if base in "aeo":
            table |= {base + sign: letter + "\u0302" + tone for sign, tone in _HAT_SIGNS.items()}
    table |= {"a" + sign: "a\u0306" + tone for sign, tone in _BREVE_SIGNS.items()}
    both_cases: dict[str, str] = {}
    for code, letter in table.items():
        shown = unicodedata.normalize("NFC", letter)
        both_cases |= {code: shown, code.upper(): shown.upper(), code[0].upper() + code[1:]: shown.upper()}
    return both_cases


_VNI = _vni()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_CAPITALS = re.compile(r"\w+")


def from_tcvn3(text: str) -> str:
    """Read TCVN3. Its capital letters with tones exist only in a font: a word in capitals gets them back."""
    return _CAPITALS.sub(_raise_word, "".join(_TCVN3.get(char, char) for char in text))


def _raise_word(match: re.Match[str]) -> str:
    plain = [char for char in match[0] if char.isascii() and char.isalpha()]
    return match[0].upper() if len(plain) > 1 and all(char.isupper() for char in plain) else match[0]


def from_vni(text: str) -> str:
    """Read VNI-Windows."""
    return _VNI_CODE.sub(lambda match: _VNI[match[0]], text)


_READERS = {Encoding.TCVN3: from_tcvn3, Encoding.VNI: from_vni}

# --- what looks Vietnamese -------------------------------------------------------------------------------------------

_ONSETS = "b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x"  # vi-data: beginnings
_RHYMES = (  # vi-data: ends of syllables
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|"
    "e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|"
    "o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|oong|op|ot|"
    "ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|uê|uêch|uên|uênh|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|"
    "up|ut|uơ|uy|uya|uych|uyên|uyêt|uyn|uynh|uyp|uyt|uyu|ư|ưa|ưc|ưi|ưm|ưn|ưng|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu|"
    "y|yêm|yên|yêng|yêt|yêu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_RHYMES})")
_TONES = re.compile(  # vi-data: combining marks
    "[\u0300\u0301\u0303\u0309\u0323]"
)
_WORDS = re.compile(r"[^\s\d!-/:-@\[-`{-~–“”…]+")
# vi-data: letters that only Unicode has
_BEYOND_LATIN_1 = re.compile("[\u0100-\u02ff\u0300-\u036f\u1e00-\u1eff]")
_HIGH = re.compile("[\u00a1-\u00ff]")


def is_syllable(word: str) -> bool:
    """Whether `word` is spelled as a Vietnamese syllable may be: at most one tone, known beginning and end."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(decomposed)) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", decomposed))))


def _strange_words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if _HIGH.search(word)]


def _readable(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def guess_encoding(texts: Iterable[str]) -> Encoding:
    """How a table's texts are to be read, judged by all words with signs beyond ASCII together."""
    words = [word for text in texts if not _BEYOND_LATIN_1.search(text) for word in _strange_words(text)]
    if not words:
        return Encoding.UNICODE
    shares = {encoding: _readable([read(word) for word in words]) for encoding, read in _READERS.items()}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.7 and shares[best] > _readable(words) + 0.2 else Encoding.UNICODE


def repaired(text: str, encoding: str) -> str:
    """`text` read by a table of the old fonts, unless it is Unicode already or makes less sense that way.

    Not in stored form yet: the soft hyphen is a letter in TCVN3, so `nfc` comes after this.
    """
    read = _READERS.get(Encoding(encoding))
    if read is None or _BEYOND_LATIN_1.search(text):
        return text
    words = _strange_words(text)
    if not words:
        return text
    return read(text) if _readable([read(word) for word in words]) >= _readable(words) else text

"""Whether a comment can be carried out as it is worded: a hint with an example for its author, never a block.

Pure: the same words give the same hints. It looks for what is missing, not for style.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nammanh.platform.text import fold

SHORTEST = 15
"""Letters without which no matter can be told; “Vệ sinh” says nothing."""

# vi-data: phrases that ask for nothing in particular, without accents
EMPTY_PHRASES = (
    "can quan tam hon",
    "quan tam hon nua",
    "tiep tuc phat huy",
    "phat huy ket qua dat duoc",
    "khac phuc han che",
    "tang cuong cong tac",
    "tang cuong phoi hop",
    "tang cuong lanh dao",
    "day manh tuyen truyen",
    "nang cao chat luong",
    "nang cao hieu qua",
    "thuc hien tot hon",
    "lam tot hon nua",
    "chu trong hon",
    "trong thoi gian toi",
    "dong bo quyet liet",
    "quan triet sau sac",
)
_EMPTY = re.compile("|".join(re.escape(phrase) for phrase in EMPTY_PHRASES))
_FILLER = re.compile(
    r"\b(can|hay|de nghi|dia phuong|xa|ap|cap uy|dang uy|nua|hon|cac|va|cong tac|ket qua|viec)\b|[\W_]+"
)
ENOUGH_BESIDE = 20
"""Letters that must be left when empty phrases and filling words are taken out, for a text to say something."""


@dataclass(frozen=True)
class Hint:
    """What is missing, and how it could be worded."""

    text: object
    example: object = ""


VAGUE = Hint(
    _("Góp ý còn chung: chưa rõ việc gì, ở đâu."),
    _("Ví dụ: “Cống ấp 3 hỏng nắp từ tháng 9; đề nghị đổ lại tấm đan” thay cho “cần quan tâm hơn”."),
)
SHORT = Hint(
    _("Góp ý quá ngắn: nên nêu việc cụ thể và nơi xảy ra."),
    _("Ví dụ: “Chi bộ ấp 2 ba tháng chưa họp đủ” thay cho “Sinh hoạt chi bộ”."),
)
NOBODY = Hint(_("Chưa nêu ai làm."), _("Ví dụ: “Phó Chủ tịch UBND xã phụ trách kinh tế”."))
NO_DAY = Hint(_("Chưa nêu bao giờ xong."), _("Ví dụ: một ngày trước kỳ họp cấp ủy tháng sau."))


def says_nothing(text: str) -> bool:
    """Whether a text is made of empty phrases: without them hardly anything is left."""
    folded = fold(text)
    without = _EMPTY.sub(" ", folded)
    return without != folded and len(_FILLER.sub("", without)) < ENOUGH_BESIDE


def hints_for(matter: str, proposal: str, responsible: str, due_on: datetime.date | str | None) -> list[Hint]:
    """What the author may add before sending, the most important first; nothing for one not yet begun."""
    if not matter.strip() and not proposal.strip():
        return []
    found = []
    if says_nothing(matter) or says_nothing(proposal):
        found.append(VAGUE)
    elif len(_FILLER.sub("", fold(f"{matter}{proposal}"))) < SHORTEST:
        found.append(SHORT)
    if not responsible.strip():
        found.append(NOBODY)
    if not due_on:
        found.append(NO_DAY)
    return found

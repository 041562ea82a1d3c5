"""What must not be written about a household: a guard over free text, and the columns that must not exist.

The law on personal data (91/2025/QH15, NĐ 356/2025) and the portal's own purpose forbid health, belief, attitude,
offences, debts, family quarrels and identity numbers of citizens. The guard warns and asks to rephrase; the author
decides. It must stay quiet about a commune's ordinary work (phòng chống dịch bệnh, bệnh viện, sâu bệnh trên lúa), or
nobody will read it.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nammanh.platform.privacy_patterns import (
    ACCENTED_PATTERNS,
    AGE,
    ANY_ACCENTED,
    ANY_PLAIN,
    BEFORE,
    CAMPAIGN,
    CLAUSE_END,
    FARMING,
    NAMED_CHILD,
    NUMBER_PATTERNS,
    PLAIN_CAMPAIGN,
    PLAIN_FARMING,
    PLAIN_PATTERNS,
    Kind,
    without_accent,
)
from nammanh.platform.text import canonical_tones, fold, nfc

__all__ = ["FORBIDDEN_HOUSEHOLD_FIELDS", "Kind", "PrivacyWarning", "refused_headers", "warnings_for"]


@dataclass(frozen=True)
class PrivacyWarning:
    """A passage to rephrase. `excerpt` is as typed; `message` is lazily translated."""

    kind: Kind
    excerpt: str
    message: str | Promise


_ADVICE: dict[Kind, str | Promise] = {
    Kind.ID_NUMBER: _("Có thể là số căn cước. Bỏ số này; chỉ ghi mã hộ."),
    Kind.PHONE: _("Có thể là số điện thoại. Bỏ số này, trừ số của cơ quan."),
    Kind.LOCATION: _("Tọa độ chính xác của nhà dân không được lưu. Chỉ ghi ấp, khu phố."),
    Kind.RELIGION: _("Không ghi tôn giáo của hộ hay cá nhân. Chỉ nêu việc cần giải quyết."),
    Kind.ETHNICITY: _("Không ghi dân tộc của hộ hay cá nhân. Chỉ nêu việc cần giải quyết."),
    Kind.OFFENCE: _("Không ghi tiền án, tiền sự, vi phạm của cá nhân. Chuyển cơ quan có thẩm quyền nếu cần."),
    Kind.HEALTH: _("Không ghi bệnh tật của hộ hay cá nhân. Viết lại, ví dụ: cần hỗ trợ chi phí y tế."),
    Kind.ATTITUDE: _("Không ghi thái độ, tư tưởng, đảng tịch của hộ hay cá nhân. Chỉ ghi ý kiến, kiến nghị của họ."),
    Kind.DEBT: _("Không ghi nợ nần của hộ. Viết lại, ví dụ: cần tư vấn vay vốn."),
    Kind.FAMILY: _("Không ghi chuyện riêng trong gia đình. Viết lại, ví dụ: cần tổ hòa giải hỗ trợ."),
    Kind.MINOR: _("Không ghi tên trẻ em. Viết lại, ví dụ: một học sinh lớp 5 của hộ."),
}

# --- free text -------------------------------------------------------------------------------------------------------


def warnings_for(text: str) -> list[PrivacyWarning]:
    """Return what the author should rephrase, in the order of the text, each passage once."""
    shown = nfc(text)
    longest_first = sorted(_matches(shown), key=lambda found: (found[1], -found[2]))
    warnings: list[PrivacyWarning] = []
    reached = 0
    for kind, start, end in longest_first:
        if end <= reached:
            continue  # inside a passage already told
        reached = end
        warning = PrivacyWarning(kind, shown[start:end], _ADVICE[kind])
        if warning not in warnings:
            warnings.append(warning)
    return warnings


def _matches(shown: str) -> Iterator[tuple[Kind, int, int]]:
    accented = _same_length(canonical_tones(shown), shown)
    plain = "".join(map(without_accent, accented))
    for kind, pattern in NUMBER_PATTERNS:
        for match in pattern.finditer(accented):
            yield kind, *match.span()
    yield from _named_children(shown)
    for kind, pattern in ACCENTED_PATTERNS if ANY_ACCENTED.search(accented) else ():
        for match in pattern.finditer(accented):
            if not _is_ordinary_work(kind, accented, match):
                yield kind, *match.span()
    for kind, match in _matches_without_accents(plain) if ANY_PLAIN.search(plain) else ():
        typed_plain = accented[match.start() : match.end()] == match[0]
        if typed_plain and not _is_ordinary_work(kind, plain, match, plain=True):
            yield kind, *match.span()


def _matches_without_accents(plain: str) -> Iterator[tuple[Kind, re.Match[str]]]:
    for kind, pattern in PLAIN_PATTERNS:
        for match in pattern.finditer(plain):
            yield kind, match


def _named_children(shown: str) -> Iterator[tuple[Kind, int, int]]:
    for match in NAMED_CHILD.finditer(shown):
        if end := _end_of_name(shown, match):
            yield Kind.MINOR, match.start(), end


def _end_of_name(shown: str, match: re.Match[str]) -> int | None:
    """Where the name after “cháu”, “bé” … ends: words with a capital, that are called a name or belong to a child."""
    words = list(itertools.takewhile(lambda word: word[0][0].isupper(), re.finditer(r"\S+", match["name"])))
    if not words:
        return None
    end = match.start("name") + words[-1].end()
    young = AGE.search(CLAUSE_END.split(shown[end : end + BEFORE].replace(",", ""))[0])
    certain = bool(match["named"]) or (
        match["who"].lower() in {"cháu", "bé"} and len(words) > 1 and not shown.isupper()
    )
    return end if certain or young else None


def _same_length(text: str, shown: str) -> str:
    """Lower case sign by sign, so that places in it are places in what was typed."""
    source = text if len(text) == len(shown) else shown
    return "".join(low if len(low := char.lower()) == 1 else char for char in source)


def _is_ordinary_work(kind: Kind, text: str, match: re.Match[str], *, plain: bool = False) -> bool:
    """Whether the words around speak of campaigns or farming instead of somebody's life."""
    before = text[max(0, match.start() - BEFORE) : match.start()]
    campaign, farming = (PLAIN_CAMPAIGN, PLAIN_FARMING) if plain else (CAMPAIGN, FARMING)
    if campaign.search(before):
        return True
    before = CLAUSE_END.split(before)[-1]
    if kind != Kind.HEALTH:
        return False
    after = CLAUSE_END.split(text[match.end() : match.end() + BEFORE])[0]
    return bool(farming.search(before) or farming.search(after))


# --- columns ---------------------------------------------------------------------------------------------------------

FORBIDDEN_HOUSEHOLD_FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.ID_NUMBER: (
        *("cccd", "cmnd", "can cuoc", "chung minh", "so dinh danh", "ho chieu", "so tai khoan", "ma so thue"),
        *("id card", "id number", "identity", "citizen id", "national id", "personal id", "passport", "bank account"),
    ),
    Kind.PHONE: ("dien thoai", "sdt", "so dt", "di dong", "zalo", "phone", "mobile"),
    Kind.LOCATION: ("toa do", "kinh do", "vi do", "gps", "latitude", "longitude", "coordinates", "lat", "lng"),
    Kind.RELIGION: ("ton giao", "tin nguong", "theo dao", "religion", "religious", "faith"),
    Kind.ETHNICITY: ("dan toc", "thanh phan dan toc", "ethnicity", "ethnic", "race"),
    Kind.OFFENCE: (
        *("tien an", "tien su", "vi pham", "ly lich tu phap", "te nan", "nghien"),
        *("criminal", "offence", "offense", "conviction", "violation", "crime"),
    ),
    Kind.HEALTH: (
        *("suc khoe", "benh", "benh tat", "khuyet tat", "tan tat", "thuong tat", "nhom mau"),
        *("health", "illness", "disease", "disability", "disabled", "medical"),
    ),
    Kind.ATTITUDE: (
        *("tu tuong", "thai do", "y thuc", "chinh kien", "quan diem", "nhan than", "dang vien", "doan vien"),
        *("attitude", "ideology", "opinion trend", "political", "party member", "loyalty"),
    ),
    Kind.DEBT: ("du no", "no vay", "no xau", "no nan", "tinh trang no", "tin dung", "debt", "credit", "loan"),
    Kind.FAMILY: (
        *("mau thuan", "bao luc", "hon nhan", "ly hon", "anh chan dung"),
        *("domestic", "conflict", "marital", "face photo", "portrait"),
    ),
    Kind.MINOR: ("ten con", "ho ten con", "ten tre em", "child name", "children names"),
}
"""Words, folded as text.fold() does, that no column about a household may be named by."""

_REFUSALS: dict[Kind, str | Promise] = {
    Kind.ID_NUMBER: _("Không nhập số giấy tờ, số tài khoản của người dân. Bỏ cột này khỏi tệp."),
    Kind.PHONE: _("Không nhập số điện thoại của người dân. Bỏ cột này khỏi tệp."),
    Kind.LOCATION: _("Không nhập tọa độ nhà dân. Bỏ cột này khỏi tệp."),
    Kind.RELIGION: _("Không nhập tôn giáo của người dân. Bỏ cột này khỏi tệp."),
    Kind.ETHNICITY: _("Không nhập dân tộc của người dân. Bỏ cột này khỏi tệp."),
    Kind.OFFENCE: _("Không nhập tiền án, tiền sự, vi phạm của người dân. Bỏ cột này khỏi tệp."),
    Kind.HEALTH: _("Không nhập tình trạng sức khỏe của người dân. Bỏ cột này khỏi tệp."),
    Kind.ATTITUDE: _("Không nhập nhận xét thái độ, tư tưởng, đảng tịch của người dân. Bỏ cột này khỏi tệp."),
    Kind.DEBT: _("Không nhập nợ, vay của người dân. Bỏ cột này khỏi tệp."),
    Kind.FAMILY: _("Không nhập chuyện gia đình, tên hay ảnh người trong hộ. Bỏ cột này khỏi tệp."),
    Kind.MINOR: _("Không nhập tên trẻ em. Bỏ cột này khỏi tệp."),
}


def refused_headers(headers: Iterable[str]) -> dict[str, str | Promise]:
    """Return the headers (or field names) a household table must refuse, each with the reason to show."""
    refused: dict[str, str | Promise] = {}
    for header in headers:
        words = f" {fold(re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', nfc(header)))} "
        kind = next((kind for kind, names in FORBIDDEN_HOUSEHOLD_FIELDS.items() if _names_any(words, names)), None)
        if kind is None and re.search(r"(?<!\w)nợ(?!\w)", nfc(header).lower()):
            kind = Kind.DEBT  # unaccented it would be the English "No."
        if kind is not None:
            refused[header] = _REFUSALS[kind]
    return refused


def _names_any(words: str, names: tuple[str, ...]) -> bool:
    return any(f" {name} " in words or f" {name}s " in words for name in names)

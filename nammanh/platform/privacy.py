"""What must not be written about a household: a guard over free text, and the columns that must not exist.

The law on personal data (91/2025/QH15, NĐ 356/2025) and the portal's own purpose forbid health, belief, attitude,
offences, debts, family quarrels and identity numbers of citizens. The guard warns and asks to rephrase; the author
decides. It must stay quiet about a commune's ordinary work (phòng chống dịch bệnh, bệnh viện, sâu bệnh trên lúa), or
nobody will read it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nammanh.platform.text import canonical_tones, fold, nfc


class Kind(TextChoices):
    """What a passage seems to tell about somebody."""

    ID_NUMBER = "id_number", _("số giấy tờ cá nhân")
    PHONE = "phone", _("số điện thoại")
    LOCATION = "location", _("tọa độ nhà dân")
    RELIGION = "religion", _("tôn giáo")
    ETHNICITY = "ethnicity", _("dân tộc")
    OFFENCE = "offence", _("tiền án, vi phạm")
    HEALTH = "health", _("sức khỏe")
    ATTITUDE = "attitude", _("thái độ, tư tưởng")
    DEBT = "debt", _("nợ nần")
    FAMILY = "family", _("chuyện riêng trong gia đình")


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
    Kind.ATTITUDE: _("Không nhận xét thái độ, tư tưởng của hộ hay cá nhân. Chỉ ghi ý kiến, kiến nghị của họ."),
    Kind.DEBT: _("Không ghi nợ nần của hộ. Viết lại, ví dụ: cần tư vấn vay vốn."),
    Kind.FAMILY: _("Không ghi chuyện riêng trong gia đình. Viết lại, ví dụ: cần tổ hòa giải hỗ trợ."),
}

_MONEY_OR_MEASURE = r"(?!\s*(?:đ\b|đồng|vnđ|vnd|dong|m2|m²|ha\b|kg|lít|%))"
_NUMBERS = {
    Kind.ID_NUMBER: rf"(?<![\d.,/-])(?<!\d )\d{{3}} ?\d{{3}} ?\d{{3}}(?: ?\d{{3}})?(?![\d/]|[.,]\d){_MONEY_OR_MEASURE}",
    Kind.PHONE: r"(?<![\d.,+])(?:\+?84|0)[ .-]?(?:[35789](?:[ .-]?\d){8}|2(?:[ .-]?\d){9})(?![\d.,]\d|\d)",
    Kind.LOCATION: r"(?<!\d)(?:8|9|1\d|2[0-3])[.,]\d{4,}\s*[,; ]\s*10\d[.,]\d{4,}(?!\d)",
}

# Accented phrases; those marked "~" are also looked for in text typed without accents, where they can't be misread
# ("tien an" may be money for food, "benh" may not).
_PHRASES = {
    Kind.RELIGION: (
        "~theo đạo(?! đức| lý| luật| diễn)",
        "(?:hộ|gia đình|người|bà con|ông|bà|anh|chị) có đạo(?! đức| lý)",
        "~đạo (?:phật|thiên chúa|tin lành|cao đài|hòa hảo|hồi)",
        "~tín đồ",
        "~giáo dân",
    ),
    Kind.ETHNICITY: ("~người (?:khmer|khơ-? ?me|chăm)", "~dân tộc:? (?:khmer|khơ-? ?me|chăm|hoa)"),
    Kind.OFFENCE: (
        "tiền án",
        "~tiền án,? tiền sự",
        "~tiền sự",
        "(?:ra|mãn hạn|đi|ngồi|ở) tù",
        "án treo",
        "~bị khởi tố",
        "~nghiện (?:ma túy|hút|ngập)",
        "đối tượng nghiện",
    ),
    Kind.HEALTH: (
        "~bệnh(?! viện| xá| án điện tử| thành tích| hình thức| quan liêu| nhân nghèo| dịch)",
        "~ung thư",
        "tai biến",
        "đột quỵ",
        "~tâm thần",
        "~hiv",
        "~chạy thận",
        "~tiểu đường",
        "~huyết áp",
        "~lao phổi",
        "khuyết tật (?:nặng|đặc biệt|bẩm sinh)",
        "~bại liệt",
    ),
    Kind.ATTITUDE: (
        "~chống đối",
        "~diễn biến tư tưởng",
        "~ý thức chấp hành",
        "tư tưởng(?! hồ chí minh| chính trị|, đạo đức)",
        "bất mãn",
        "~phản động",
        "~không chấp hành",
        "~bất đồng chính kiến",
    ),
    Kind.DEBT: (
        "nợ (?:xấu|nần|ngân hàng|nóng|tiền|lãi)",
        "(?:đang|còn|thiếu|mắc|vỡ|trốn|ôm) nợ(?! (?:\\w+ ){0,2}(?:tiêu chí|hồ sơ|chỉ tiêu|đọng))",
        "~tín dụng đen",
        "~vay (?:nặng lãi|nóng)",
    ),
    Kind.FAMILY: (
        "~mâu thuẫn (?:nội bộ )?(?:trong )?(?:gia đình|vợ chồng|mẹ chồng|cha con|anh em)",
        "~bạo lực gia đình",
        "đánh (?:vợ|chồng|con|đập)",
        "ly (?:hôn|dị|thân)",
        "~ngoại tình",
    ),
}

_BEFORE = 70  # signs of context; enough for "tuyên truyền phòng, chống …" or "đàn heo của hộ bị …"
_CAMPAIGN = re.compile(
    r"(?:phòng|phòng,? (?:và )?(?:chống|ngừa|trừ)|chống|ngừa|ngăn chặn|đẩy lùi|tuyên truyền|truyền thông|dịch|sâu"
    r"|khám(?:,? chữa)?|chữa|công tác(?: chính trị,?)?|nền tảng|giáo dục(?: chính trị,?)?|lĩnh vực|học tập|chính trị,?)"
    r"(?:[ ,/]+(?:và|chống|ngừa|dịch|các|loại|về|bảo vệ|nạn|tình trạng|hành vi)){0,4}[ ,/]*$"
    # … or later in the list of what is fought, as long as nobody is named
    r"|(?:phòng,? (?:và )?chống|ngăn chặn|đẩy lùi)(?: (?!(?:hộ|ông|bà|anh|chị|chồng|vợ|cha|mẹ|con)(?!\w))[^ .;]+)* $"
)
_FARMING = re.compile(
    r"(?<!\w)(?:heo|lợn|bò|trâu|dê|gà|vịt|tôm|nghêu|ao nuôi|thủy sản|gia súc|gia cầm|vật nuôi|đàn|chuồng|thú y"
    r"|cây|lúa|dừa|bưởi|sầu riêng|chôm chôm|rau|hoa màu|vườn|ruộng)(?!\w)"
)
_CLAUSE_END = re.compile(r"[.;:\n]|, (?!chống|ngừa|trừ|chữa|bảo vệ)")


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
    plain = "".join(map(_without_accent, accented))
    for kind, pattern in _NUMBER_PATTERNS:
        for match in pattern.finditer(accented):
            yield kind, *match.span()
    for kind, pattern in _ACCENTED_PATTERNS if _ANY_ACCENTED.search(accented) else ():
        for match in pattern.finditer(accented):
            if not _is_ordinary_work(kind, accented, match):
                yield kind, *match.span()
    for kind, pattern in _PLAIN_PATTERNS if _ANY_PLAIN.search(plain) else ():
        for match in pattern.finditer(plain):
            typed_plain = accented[match.start() : match.end()] == match[0]
            if typed_plain and not _is_ordinary_work(kind, plain, match, plain=True):
                yield kind, *match.span()


def _same_length(text: str, shown: str) -> str:
    """Lower case sign by sign, so that places in it are places in what was typed."""
    source = text if len(text) == len(shown) else shown
    return "".join(low if len(low := char.lower()) == 1 else char for char in source)


def _without_accent(char: str) -> str:
    return "d" if char == "đ" else unicodedata.normalize("NFD", char)[0]


def _is_ordinary_work(kind: Kind, text: str, match: re.Match[str], *, plain: bool = False) -> bool:
    """Whether the words around speak of campaigns or farming instead of somebody's life."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    campaign, farming = (_PLAIN_CAMPAIGN, _PLAIN_FARMING) if plain else (_CAMPAIGN, _FARMING)
    if campaign.search(before):
        return True
    before = _CLAUSE_END.split(before)[-1]
    if kind != Kind.HEALTH:
        return False
    after = _CLAUSE_END.split(text[match.end() : match.end() + _BEFORE])[0]
    return bool(farming.search(before) or farming.search(after))


def _plain_pattern(pattern: str) -> str:
    return "".join(map(_without_accent, pattern))


def _compiled(*, plain: bool) -> list[tuple[Kind, re.Pattern[str]]]:
    return [
        (kind, re.compile(rf"(?<!\w)(?:{_plain_pattern(phrase[1:]) if plain else phrase.lstrip('~')})(?!\w)"))
        for kind, phrases in _PHRASES.items()
        for phrase in phrases
        if phrase.startswith("~") or not plain
    ]


_NUMBER_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _NUMBERS.items()]
_ACCENTED_PATTERNS = _compiled(plain=False)
_PLAIN_PATTERNS = _compiled(plain=True)
# Most texts hold none of the phrases; one search for any of them tells.
_ANY_ACCENTED, _ANY_PLAIN = (
    re.compile(rf"(?<!\w)(?:{'|'.join(pattern.pattern for _kind, pattern in patterns)})")
    for patterns in (_ACCENTED_PATTERNS, _PLAIN_PATTERNS)
)
_PLAIN_CAMPAIGN = re.compile(_plain_pattern(_CAMPAIGN.pattern))
_PLAIN_FARMING = re.compile(_plain_pattern(_FARMING.pattern))


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
        *("mau thuan", "bao luc", "hon nhan", "ly hon", "ten con", "ho ten con", "ten tre em", "anh chan dung"),
        *("domestic", "conflict", "marital", "child name", "children names", "face photo", "portrait"),
    ),
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

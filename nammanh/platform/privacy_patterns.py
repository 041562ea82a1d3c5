"""The passages that seem to tell of a person's private life: numbers, phrases with and without accents, children."""

import re
import unicodedata

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    MINOR = "minor", _("tên trẻ em")


_MONEY_OR_MEASURE = r"(?!\s*(?:đ\b|đồng|vnđ|vnd|dong|m2|m²|ha\b|kg|lít|%))"
_SPACED = r"[ .-]{0,2}"
_NO_DAY = r"(?!\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d)"  # 05-03-2026 12 hộ
_NUMBERS = {
    Kind.ID_NUMBER: (
        rf"(?<![\d.,/-])(?<!\d )\d{{3}} ?\d{{3}} ?\d{{3}}(?: ?\d{{3}})?(?![\d/]|[.,]\d){_MONEY_OR_MEASURE}",
        # a citizen's number begins with 0, as no amount of money does, so it is known however it is spaced
        rf"(?<![\d.,/-])(?<!\d ){_NO_DAY}0(?:{_SPACED}\d){{11}}(?!{_SPACED}\d|/)",
        r"(?<!\w)(?:cccd|cmnd|căn cước|can cuoc|chứng minh|chung minh|hộ chiếu|ho chieu|stk|tài khoản|tai khoan)"
        rf"(?!\w)(?:\W{{1,3}}[^\W\d]+){{0,3}}\W{{1,3}}[a-z]?\d(?:{_SPACED}\d){{6,15}}(?!\d)",
        r"(?<!\w)[a-z]{2}\d{13}(?!\d)",  # a card of health insurance
    ),
    Kind.PHONE: (
        rf"(?<![\d.,+]){_NO_DAY}\(?(?:\+?84|0)\)?{_SPACED}(?:[35789]\)?(?:{_SPACED}\d\)?){{8}}|2\)?(?:{_SPACED}\d\)?){{9}})"
        rf"(?![.,]\d|\d)",
        r"(?<!\d)0[35789]\d\d/\d{3}/\d{3}(?!\d)",
    ),
    Kind.LOCATION: (
        r"(?<!\d)(?:8|9|1\d|2[0-3])[.,]\d{4,}\s*[,; ]\s*10\d[.,]\d{4,}(?!\d)",
        r"(?<!\d)\d{1,3} ?° ?\d{1,2} ?['’′]",
        r"(?:maps\.app\.goo\.gl|goo\.gl/maps|google\.[a-z.]+/maps|maps\.google\.)(?:\S*[\w/])?",
    ),
}

_PERSON = "(?:hộ|gia đình|ông|bà|anh|chị|cha|mẹ|vợ|chồng|con|chủ hộ)"
_FAITHS = "(?:phật giáo|công giáo|thiên chúa|tin lành|cao đài|hòa hảo|hồi giáo)"

# Accented phrases; those marked "~" are also looked for in text typed without accents, where they can't be misread
# ("tien an" may be money for food, "benh" may not). A blank stands for any number of blanks.
_PHRASES = {
    Kind.RELIGION: (
        "~theo đạo(?! đức| lý| luật| diễn)",
        "(?:hộ|gia đình|người|bà con|ông|bà|anh|chị) có đạo(?! đức| lý)",
        "~đạo (?:phật|thiên chúa|tin lành|cao đài|hòa hảo|hồi)",
        f"~theo {_FAITHS}",
        "~đi lễ (?:nhà thờ|chùa|thánh thất)",
        "~tín đồ",
        "~giáo dân",
    ),
    Kind.ETHNICITY: (
        "~người (?:khmer|khơ-? ?me|chăm)",
        "~dân tộc:? (?:khmer|khơ-? ?me|chăm|hoa)",
        "~(?:hộ|gia đình)(?: \\w+){0,2} (?:người|đồng bào)(?: dân tộc)? (?:hoa|khmer|khơ-? ?me|chăm)",
    ),
    Kind.OFFENCE: (
        "tiền án",
        "~tiền án,? tiền sự",
        "~tiền sự",
        "(?:ra|mãn hạn|đi|ngồi|ở) tù",
        f"~{_PERSON}(?: \\w+){{0,4}} (?:ra|đi|ngồi|ở) tù",
        "án treo",
        "~bị khởi tố",
        f"~{_PERSON}(?: \\w+){{0,4}} bị (?:bắt|tạm giam|tạm giữ|xử phạt|quản chế|truy tố|kết án)(?! buộc)",
        "~nghiện (?:ma túy|hút|ngập)",
        "~(?:đang|đi|mới) cai nghiện",
        "đối tượng nghiện",
    ),
    Kind.HEALTH: (
        "~bệnh(?! viện| xá| án điện tử| thành tích| hình thức| quan liêu| nhân nghèo| dịch)",
        "~ung thư",
        "tai biến",
        "~tai biến (?:mạch|nằm|liệt)",
        "đột quỵ",
        "~nằm liệt",
        "~tâm thần",
        "~trầm cảm",
        "~tự kỷ",
        "~động kinh",
        "~bại não",
        "~hiv",
        "~chạy thận",
        "~suy thận",
        "~xơ gan",
        "~tiểu đường",
        "~huyết áp",
        "~lao phổi",
        "(?:chị|vợ|con gái|con dâu)(?! em)(?: \\w+){0,3} (?:mang|có) thai",
        "khuyết tật (?:nặng|đặc biệt|bẩm sinh)",
        "~bại liệt",
    ),
    Kind.ATTITUDE: (
        "~chống đối",
        "~diễn biến tư tưởng",
        "~ý thức chấp hành",
        "tư tưởng(?! hồ chí minh| chính trị|, đạo đức)",
        "bất mãn",
        "~bất mãn (?:với|chế độ|chính quyền)",
        "~bất hợp tác",
        "~thái độ (?:không|chống|xấu|tiêu cực|thiếu|bất|lồi lõm)",
        "~không tin (?:tưởng )?(?:đảng|chính quyền|nhà nước|cán bộ)",
        "~nói xấu",
        "~phản động",
        "~không chấp hành",
        "~bất đồng chính kiến",
        "~(?:ông|bà|anh|chị|chủ hộ)(?: \\w+){0,2} là đảng viên",
    ),
    Kind.DEBT: (
        "nợ (?:xấu|nần|ngân hàng|nóng|tiền|lãi)",
        "~nợ (?:ngân hàng|tiền (?:vật tư|phân|thuốc|giống|thức ăn|hàng))",
        "(?:đang|còn|thiếu|mắc|vỡ|trốn|ôm) nợ(?! (?:\\w+ ){0,2}(?:tiêu chí|hồ sơ|chỉ tiêu|đọng))",
        "~(?:siết|đòi|trốn) nợ",
        "~tín dụng đen",
        "~vay (?:nặng lãi|nóng|bên ngoài)",
        "~cầm cố",
    ),
    Kind.FAMILY: (
        "~mâu thuẫn (?:nội bộ )?(?:trong )?(?:gia đình|vợ chồng|mẹ chồng|cha con|anh em)",
        "~vợ chồng(?: \\w+){0,2} (?:mâu thuẫn|cãi|đánh|bất hòa|ly hôn|ly dị|ly thân)",
        "~bạo lực gia đình",
        "~bạo hành",
        "đánh (?:vợ|chồng|con|đập)",
        "ly (?:hôn|dị|thân)",
        "~ngoại tình",
        "~(?:nói|kể|tâm sự) riêng với",
        "~(?:xin|đề nghị|mong) giữ kín",
    ),
}
_PHRASES = {kind: tuple(phrase.replace(" ", r"\s+") for phrase in found) for kind, found in _PHRASES.items()}

_CHILD = "cháu|bé|em|con(?: trai| gái)?"
NAMED_CHILD = re.compile(
    rf"(?<!\w)(?P<who>{_CHILD}|chau|be|con gai)\s+(?P<named>(?:tên|ten)\s+(?:là\s+|la\s+)?)?"
    r"(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+){0,3})",
    re.IGNORECASE,
)
AGE = re.compile(r"(?<!\d)1?\d tuổi|(?<!\d)1?\d tuoi|l[ớo]p 1?\d|mẫu giáo|mau giao|mầm non|mam non", re.IGNORECASE)

BEFORE = 70  # signs of context; enough for "tuyên truyền phòng, chống …" or "đàn heo của hộ bị …"
CAMPAIGN = re.compile(
    r"(?:phòng|phòng,? (?:và )?(?:chống|ngừa|trừ)|chống|ngừa|ngăn chặn|đẩy lùi|tuyên truyền|truyền thông|dịch|sâu"
    r"|khám(?:,? chữa)?|chữa|công tác(?: chính trị,?)?|nền tảng|giáo dục(?: chính trị,?)?|lĩnh vực|học tập|chính trị,?)"
    r"(?:[ ,/]+(?:và|chống|ngừa|dịch|các|loại|về|bảo vệ|nạn|tình trạng|hành vi)){0,4}[ ,/]*$"
    # … or later in the list of what is fought, as long as nobody is named
    r"|(?:phòng,? (?:và )?chống|ngăn chặn|đẩy lùi)(?: (?!(?:hộ|ông|bà|anh|chị|chồng|vợ|cha|mẹ|con)(?!\w))[^ .;]+)* $"
)
FARMING = re.compile(
    r"(?<!\w)(?:heo|lợn|bò|trâu|dê|gà|vịt|tôm|nghêu|ao nuôi|thủy sản|gia súc|gia cầm|vật nuôi|đàn|chuồng|thú y"
    r"|cây|lúa|dừa|bưởi|sầu riêng|chôm chôm|rau|hoa màu|vườn|ruộng)(?!\w)"
)
CLAUSE_END = re.compile(r"[.;:\n]|, (?!chống|ngừa|trừ|chữa|bảo vệ)")


def without_accent(char: str) -> str:
    return "d" if char == "đ" else unicodedata.normalize("NFD", char)[0]


def _plain_pattern(pattern: str) -> str:
    return "".join(map(without_accent, pattern))


def _compiled(*, plain: bool) -> list[tuple[Kind, re.Pattern[str]]]:
    return [
        (kind, re.compile(rf"(?<!\w)(?:{_plain_pattern(phrase[1:]) if plain else phrase.lstrip('~')})(?!\w)"))
        for kind, phrases in _PHRASES.items()
        for phrase in phrases
        if phrase.startswith("~") or not plain
    ]


NUMBER_PATTERNS = [(kind, re.compile(pattern)) for kind, patterns in _NUMBERS.items() for pattern in patterns]
ACCENTED_PATTERNS = _compiled(plain=False)
PLAIN_PATTERNS = _compiled(plain=True)
# Most texts hold none of the phrases; one search for any of them tells.
ANY_ACCENTED, ANY_PLAIN = (
    re.compile(rf"(?<!\w)(?:{'|'.join(pattern.pattern for _kind, pattern in patterns)})")
    for patterns in (ACCENTED_PATTERNS, PLAIN_PATTERNS)
)
PLAIN_CAMPAIGN = re.compile(_plain_pattern(CAMPAIGN.pattern))
PLAIN_FARMING = re.compile(_plain_pattern(FARMING.pattern))

"""Who is on stage: leaders, boards, departments, the officers of the three tiers, the committees of 148 communes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from assignments.models import Officer, Unit
from assignments.models.people import SourceGroup
from nammanh.demo.agencies import PROVINCIAL, committee_name
from nammanh.demo.cast import Cast
from nammanh.demo.stage import CHO_LACH, GIONG_TROM, LONG_THOI, SON_PHU, THANH_PHU, VINH_THANH, Stage

BOARD, EXECUTIVE, LEADER = SourceGroup.STANDING_BOARD, SourceGroup.EXECUTIVE_COMMITTEE, SourceGroup.DEPARTMENT_LEADER
FRONT, MASS, INSPECTION = SourceGroup.FATHERLAND_FRONT, SourceGroup.MASS_ORGANISATION, SourceGroup.INSPECTION_MEMBER
CIVIL, PUBLIC = SourceGroup.CIVIL_SERVANT, SourceGroup.PUBLIC_EMPLOYEE

ANSWERING = tuple(key for key, _name, _short, _kind, fields in PROVINCIAL if fields)
ANSWERING_DEPARTMENTS = tuple(key for key in ANSWERING if key not in {"tochuc", "congan"})
NAMES = {key: name for key, name, _short, _kind, _fields in PROVINCIAL}
DISTRICT_BRANCHES = (
    "Phòng Nông nghiệp và Môi trường",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa, Khoa học và Thông tin",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Tư pháp",
    "Phòng Y tế",
    "Văn phòng Huyện ủy",
    "Ban Tổ chức Huyện ủy",
    "Ban Tuyên giáo và Dân vận Huyện ủy",
    "Ủy ban Kiểm tra Huyện ủy",
    "Ủy ban Mặt trận Tổ quốc huyện",
    "Hội Nông dân huyện",
    "Hội Liên hiệp Phụ nữ huyện",
    "Huyện đoàn",
    "Hội Cựu chiến binh huyện",
    "Liên đoàn Lao động huyện",
    "Trung tâm Y tế huyện",
    "Trạm Khuyến nông huyện",
    "Thanh tra huyện",
    "Ban Chỉ huy Quân sự huyện",
    "Công an huyện",
    "Chi cục Thuế khu vực",
)
CHO_LACH_STANDING, CHO_LACH_OFFICERS = 11, 47
"""Huyện ủy Chợ Lách, 11/10/2018: 11 standing members, 47 officers for 90 hamlets."""


@dataclass
class Roster:
    """People by what they do on stage."""

    standing: list[Officer] = field(default_factory=list)
    office: list[Officer] = field(default_factory=list)
    answerers: dict[str, Officer] = field(default_factory=dict)
    district_heads: dict[str, Officer] = field(default_factory=dict)
    provincial: list[Officer] = field(default_factory=list)
    delegation: list[Officer] = field(default_factory=list)
    former: list[Officer] = field(default_factory=list)
    district_standing: dict[str, list[Officer]] = field(default_factory=dict)
    district_officers: dict[str, list[Officer]] = field(default_factory=dict)
    committees: dict[str, Officer] = field(default_factory=dict)
    commune_officers: dict[str, list[Officer]] = field(default_factory=dict)


def cast_everybody(stage: Stage, cast: Cast) -> Roster:
    """Put all people on stage and write them."""
    roster = Roster()
    cast_province(stage, cast, roster)
    _district_heads(stage, cast, roster)
    cast_provincial_officers(stage, cast, roster)
    _districts(stage, cast, roster)
    _communes(stage, cast, roster)
    cast_information_board(stage, cast)
    cast.save()
    return roster


def cast_information_board(stage: Stage, cast: Cast) -> None:
    """Who issues information. The last one cast, and without spending the story's chance."""
    chance = stage.rng.getstate()
    cast.add("Phó Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy", "tuyengiao", EXECUTIVE, username="tuyengiao")
    stage.rng.setstate(chance)


def cast_province(stage: Stage, cast: Cast, roster: Roster) -> None:
    """Leaders, boards and the persons who answer for the departments."""
    cast.add(
        "Quản trị hệ thống", "vanphong", CIVIL, username="quantri", title="Chuyên viên Cơ yếu - Công nghệ thông tin"
    )
    cast.add("Phó Trưởng ban Tổ chức Tỉnh ủy", "tochuc", EXECUTIVE, username="tochuc")
    cast.add("Trưởng ban Tổ chức Tỉnh ủy", "tochuc", BOARD)
    roster.office = [
        cast.add("Phó Chánh Văn phòng Tỉnh ủy", "vanphong", EXECUTIVE, username="vanphong"),
        cast.add("Chuyên viên Văn phòng Tỉnh ủy", "vanphong", CIVIL, title="Chuyên viên Phòng Tổng hợp"),
    ]
    roster.standing = [
        cast.add("Phó Bí thư Thường trực Tỉnh ủy", "tinhuy", BOARD, username="thuongtruc"),
        cast.add("Bí thư Tỉnh ủy", "tinhuy", BOARD),
        cast.add("Phó Bí thư Tỉnh ủy", "tinhuy", BOARD, title="Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh"),
    ]
    cast.add("Phó Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy", "kiemtra", INSPECTION, username="kiemtra")
    cast.add("Thư ký", "vanphong", CIVIL, username="thuky", title="Chuyên viên giúp việc Thường trực Tỉnh ủy")
    for key in ANSWERING:
        if key == "nongnghiep":
            person = cast.add("Giám đốc sở", key, LEADER, username="so.nongnghiep", title=f"Giám đốc {NAMES[key]}")
        else:
            person = cast.add("Đầu mối trả lời của sở, ngành", key, CIVIL, title=f"Chánh Văn phòng {NAMES[key]}")
        roster.answerers[key] = person


def _district_heads(stage: Stage, cast: Cast, roster: Roster) -> None:
    """One standing member in charge of each district, beside his post; a delegation's head in Thạnh Phú."""
    posts = {
        GIONG_TROM: ("Trưởng ban đảng", "tuyengiao", "Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy", "uvbtv.giongtrom"),
        THANH_PHU: (
            "Phó Chủ tịch Hội đồng nhân dân tỉnh",
            "hdnd",
            "Tỉnh ủy viên, Phó Chủ tịch HĐND tỉnh",
            "truongdoan",
        ),
    }
    others = iter(
        (
            ("Phó Chủ tịch Ủy ban nhân dân tỉnh", "ubnd", "Phó Chủ tịch Ủy ban nhân dân tỉnh", ""),
            ("Trưởng ban đảng", "noichinh", "Trưởng ban Nội chính Tỉnh ủy", ""),
            ("Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy", "kiemtra", "Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy", ""),
            ("Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh", "mattran", "Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh", ""),
            ("Phó thủ trưởng ban, ngành tỉnh", "quansu", "Chính ủy Bộ Chỉ huy Quân sự tỉnh", ""),
            ("Phó thủ trưởng ban, ngành tỉnh", "congan", "Phó Giám đốc Công an tỉnh", ""),
            ("Phó Giám đốc sở", "taichinh", "Phó Giám đốc Sở Tài chính", ""),
        )
    )
    for code in stage.districts:
        post, agency, title, username = posts.get(code) or next(others)
        head = cast.add(post, agency, BOARD, title=title, username=username)
        if code != THANH_PHU:
            cast.post(head, "Ủy viên Ban Thường vụ Tỉnh ủy", "tinhuy", concurrent=True)
        roster.district_heads[code] = head


_SEATS = (
    ("Phó Giám đốc sở", LEADER, ANSWERING_DEPARTMENTS),
    ("Tỉnh ủy viên", EXECUTIVE, ("ubnd", "hdnd", "tuyengiao", "noichinh")),
    ("Phó Trưởng ban đảng", EXECUTIVE, ("tuyengiao", "noichinh")),
    ("Phó Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh", FRONT, ("mattran",)),
    ("Lãnh đạo đoàn thể tỉnh", MASS, ("nongdan", "phunu", "tinhdoan", "ccb", "congdoan")),
    ("Phó thủ trưởng ban, ngành tỉnh", LEADER, ("congan", "quansu")),
)
_TITLES = {
    "nongdan": "Phó Chủ tịch Hội Nông dân tỉnh",
    "phunu": "Phó Chủ tịch Hội Liên hiệp Phụ nữ tỉnh",
    "tinhdoan": "Phó Bí thư Tỉnh đoàn",
    "ccb": "Phó Chủ tịch Hội Cựu chiến binh tỉnh",
    "congdoan": "Phó Chủ tịch Liên đoàn Lao động tỉnh",
    "congan": "Trưởng phòng, Công an tỉnh",
    "quansu": "Phó Chủ nhiệm Chính trị, Bộ Chỉ huy Quân sự tỉnh",
}


def cast_provincial_officers(stage: Stage, cast: Cast, roster: Roster) -> None:
    """Those who hold communes for the province, now or formerly."""
    roster.provincial.append(
        cast.add(
            "Lãnh đạo đoàn thể tỉnh",
            "nongdan",
            MASS,
            title=_TITLES["nongdan"],
            username="canbotinh",
            expertise=("agriculture", "new_rural"),
        )
    )
    codes = list(stage.fields)
    for number in range(124):
        post, group, agencies = _SEATS[(number * 5 + number // 6) % len(_SEATS)]
        agency = agencies[number % len(agencies)]
        title = _TITLES.get(agency) or (f"{post.removesuffix(' sở')} {NAMES[agency]}" if post.endswith("sở") else post)
        skills = tuple(stage.rng.sample(codes, 2))
        person = cast.add(post, agency, group, title=title, expertise=skills)
        if number == 10:
            _changes_post(stage, cast, person)
        target = roster.delegation if number % 8 == 7 else roster.former if number % 8 == 3 else roster.provincial
        target.append(person)


def _changes_post(stage: Stage, cast: Cast, person: Officer) -> None:
    """One officer was head of a board elsewhere until half a year ago: documents print the title of their day."""
    moved = stage.days_ago(190)
    cast.positions[-1].valid_from = moved
    cast.post(
        person,
        "Lãnh đạo đoàn thể tỉnh",
        "congdoan",
        title=_TITLES["congdoan"],
        since=datetime.date(2021, 1, 1),
        until=moved - datetime.timedelta(days=1),
    )


def _districts(stage: Stage, cast: Cast, roster: Roster) -> None:
    for code, unit in stage.districts.items():
        secretary = "Bí thư Huyện ủy"
        title = f"Bí thư {committee_name(unit)}"
        cast.add(secretary, code, EXECUTIVE, title=title, username="bithuhuyenuy" if code == CHO_LACH else "")
    sizes = {CHO_LACH: (CHO_LACH_STANDING, CHO_LACH_OFFICERS), GIONG_TROM: (13, 20)}
    for code, (standing, officers) in sizes.items():
        unit = stage.districts[code]
        roster.district_standing[code] = [
            cast.add(
                "Ủy viên Ban Thường vụ Huyện ủy",
                code,
                BOARD,
                workplace=unit,
                title=f"Ủy viên Ban Thường vụ {committee_name(unit)}",
                username={(CHO_LACH, 0): "cbh.xa", (GIONG_TROM, standing - 1): "cbh.tieuvung"}.get((code, number), ""),
            )
            for number in range(standing)
        ]
        roster.district_officers[code] = [
            _district_officer(cast, code, unit, number, "cbh.ap" if code == CHO_LACH and number == 0 else "")
            for number in range(officers)
        ]


def _district_officer(cast: Cast, code: str, unit: Unit, number: int, username: str) -> Officer:
    branch = DISTRICT_BRANCHES[number % len(DISTRICT_BRANCHES)]
    post, group, title = (
        ("Lãnh đạo ngành huyện", LEADER, f"Phó thủ trưởng {branch}"),
        ("Công chức ngành huyện", CIVIL, f"Công chức {branch}"),
        ("Viên chức ngành huyện", PUBLIC, f"Viên chức {branch}"),
    )[number % 3 if number else 0]
    skills = tuple(sorted({("agriculture", "education", "health", "transport", "digital", "land")[number % 6]}))
    return cast.add(post, code, group, title=title, workplace=unit, username=username, expertise=skills)


def _communes(stage: Stage, cast: Cast, roster: Roster) -> None:
    """Every commune's Party committee has somebody who confirms; two communes have officers of their own."""
    cast_committees(stage, cast, roster, {SON_PHU: "xa.sonphu", VINH_THANH: "xa.vinhthanh"})
    for code in (VINH_THANH, LONG_THOI):
        own = {0: "cbx.ap", 1: "cbx.ho"} if code == VINH_THANH else {}
        cast_commune_officers(stage, cast, roster, code, own)


def cast_committees(stage: Stage, cast: Cast, roster: Roster, usernames: dict[str, str]) -> None:
    """One person of each commune's Party committee; `usernames` by the code of the commune."""
    for code, unit in stage.communes.items():
        kind = unit.get_kind_display().lower()
        roster.committees[code] = cast.add(
            "Phó Bí thư Đảng ủy xã, phường, thị trấn",
            code,
            CIVIL,
            workplace=unit,
            title=f"Phó Bí thư Thường trực Đảng ủy {kind} {unit.name}",
            username=usernames.get(code, ""),
        )


def cast_commune_officers(stage: Stage, cast: Cast, roster: Roster, code: str, usernames: dict[int, str]) -> None:
    """Eight civil servants of one commune; `usernames` by their number."""
    unit = stage.communes[code]
    roster.commune_officers[code] = [
        cast.add(
            "Cán bộ, công chức xã",
            code,
            CIVIL,
            title=f"Công chức {unit.get_kind_display().lower()} {unit.name}",
            workplace=unit,
            username=usernames.get(number, ""),
        )
        for number in range(8)
    ]

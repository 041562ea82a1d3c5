"""Who is on stage: a standing member for each cluster, officers for 124 communes, the communes' own people."""

from __future__ import annotations

from dataclasses import dataclass, field

from assignments.models import Officer
from assignments.models.people import SourceGroup
from nammanh.demo.cast import Cast
from nammanh.demo.roster import (
    NAMES,
    Roster,
    cast_committees,
    cast_commune_officers,
    cast_information_board,
    cast_province,
    cast_provincial_officers,
)
from nammanh.demo.stage import PHUOC_LONG, VINH_THANH, Stage

LONG_HO, CANG_LONG = "29602", "29266"
WITH_OFFICERS = (VINH_THANH, LONG_HO, PHUOC_LONG, CANG_LONG)
"""Communes whose own officers are on stage."""
CLUSTERS = 21
"""Clusters of about six communes; how the standing board really shares 124 communes is not known."""

_POSTS = (
    ("Trưởng ban đảng", "tuyengiao", "Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy"),
    ("Trưởng ban đảng", "noichinh", "Trưởng ban Nội chính Tỉnh ủy"),
    ("Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy", "kiemtra", "Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy"),
    ("Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh", "mattran", "Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh"),
    ("Phó Chủ tịch Hội đồng nhân dân tỉnh", "hdnd", "Phó Chủ tịch Hội đồng nhân dân tỉnh"),
    ("Phó Chủ tịch Ủy ban nhân dân tỉnh", "ubnd", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
    ("Phó thủ trưởng ban, ngành tỉnh", "quansu", "Chính ủy Bộ Chỉ huy Quân sự tỉnh"),
    ("Phó thủ trưởng ban, ngành tỉnh", "congan", "Phó Giám đốc Công an tỉnh"),
    ("Phó Giám đốc sở", "noivu", f"Phó Giám đốc {NAMES['noivu']}"),
    ("Phó Giám đốc sở", "taichinh", f"Phó Giám đốc {NAMES['taichinh']}"),
)


@dataclass
class TwoTierRoster(Roster):
    """People by what they do, where there is no district."""

    cluster_heads: list[Officer] = field(default_factory=list)


def cast_everybody(stage: Stage, cast: Cast) -> TwoTierRoster:
    """Put all people on stage and write them."""
    roster = TwoTierRoster()
    cast.helped = ("uvbtv.cum", "thuongtruc")
    cast_province(stage, cast, roster)
    for number in range(CLUSTERS):
        post, agency, title = _POSTS[number % len(_POSTS)]
        head = cast.add(post, agency, SourceGroup.STANDING_BOARD, title=title, username="" if number else "uvbtv.cum")
        cast.post(head, "Ủy viên Ban Thường vụ Tỉnh ủy", "tinhuy", concurrent=True)
        roster.cluster_heads.append(head)
    cast_provincial_officers(stage, cast, roster)
    cast_committees(stage, cast, roster, {PHUOC_LONG: "xa.phuoclong", VINH_THANH: "xa.vinhthanh"})
    for code in WITH_OFFICERS:
        own = {0: "cbx.ap", 1: "cbx.ho", 6: "cbx.to"} if code == VINH_THANH else {}
        cast_commune_officers(stage, cast, roster, code, own)
    cast_information_board(stage, cast)
    cast.save()
    return roster

"""Party committees and boards, departments, front and mass organisations, down to the 148 communes."""

from __future__ import annotations

import datetime

from assignments.models import Agency, Unit
from assignments.models.people import AgencyKind
from nammanh.demo.stage import Stage

SINCE = datetime.date(2016, 1, 1)

BOARD, FRONT, MASS, SO = (
    AgencyKind.PARTY_BOARD,
    AgencyKind.FATHERLAND_FRONT,
    AgencyKind.MASS_ORGANISATION,
    AgencyKind.DEPARTMENT,
)
PROVINCIAL: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # key, name, short name, kind, fields that it answers for
    ("tinhuy", "Tỉnh ủy {province}", "TU", AgencyKind.PARTY_COMMITTEE, ()),
    ("vanphong", "Văn phòng Tỉnh ủy", "VPTU", BOARD, ()),
    ("tochuc", "Ban Tổ chức Tỉnh ủy", "BTCTU", BOARD, ("party_building",)),
    ("tuyengiao", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU", BOARD, ()),
    ("noichinh", "Ban Nội chính Tỉnh ủy", "BNCTU", BOARD, ()),
    ("kiemtra", "Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU", BOARD, ()),
    ("hdnd", "Hội đồng nhân dân tỉnh", "HĐND", AgencyKind.PEOPLES_COUNCIL, ()),
    ("ubnd", "Ủy ban nhân dân tỉnh", "UBND", AgencyKind.PEOPLES_COMMITTEE, ()),
    ("mattran", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "UBMTTQ", FRONT, ()),
    ("nongdan", "Hội Nông dân tỉnh", "HND", MASS, ()),
    ("phunu", "Hội Liên hiệp Phụ nữ tỉnh", "HLHPN", MASS, ()),
    ("tinhdoan", "Tỉnh đoàn", "TĐ", MASS, ()),
    ("ccb", "Hội Cựu chiến binh tỉnh", "HCCB", MASS, ()),
    ("congdoan", "Liên đoàn Lao động tỉnh", "LĐLĐ", MASS, ()),
    (
        "nongnghiep",
        "Sở Nông nghiệp và Môi trường",
        "SNNMT",
        SO,
        ("agriculture", "land", "environment", "salinity", "erosion", "clean_water", "new_rural"),
    ),
    ("xaydung", "Sở Xây dựng", "SXD", SO, ("transport",)),
    ("congthuong", "Sở Công Thương", "SCT", SO, ("trade", "electricity")),
    ("giaoduc", "Sở Giáo dục và Đào tạo", "SGDĐT", SO, ("education",)),
    ("yte", "Sở Y tế", "SYT", SO, ("health",)),
    ("noivu", "Sở Nội vụ", "SNV", SO, ("policy", "social_security")),
    ("khcn", "Sở Khoa học và Công nghệ", "SKHCN", SO, ("digital",)),
    ("vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", SO, ("culture",)),
    ("tuphap", "Sở Tư pháp", "STP", SO, ("procedures",)),
    ("taichinh", "Sở Tài chính", "STC", SO, ("other",)),
    ("congan", "Công an tỉnh", "CAT", SO, ("security",)),
    ("quansu", "Bộ Chỉ huy Quân sự tỉnh", "BCHQS", SO, ()),
)

_COMMITTEES = {"provincial_city": "Thành ủy", "town": "Thị ủy"}


def committee_name(unit: Unit) -> str:
    """“Huyện ủy Chợ Lách”, “Thành ủy Bến Tre”, “Đảng ủy xã Sơn Phú”."""
    if unit.level == "district":
        return f"{_COMMITTEES.get(unit.kind, 'Huyện ủy')} {unit.name}"
    return f"Đảng ủy {unit.get_kind_display().lower()} {unit.name}"


def write_agencies(stage: Stage) -> dict[str, Agency]:
    """Agencies by key; a district's or commune's Party committee under the code of its unit."""
    agencies = {
        key: Agency(
            name=name.format(province=stage.province.name),
            short_name=short,
            kind=kind,
            unit=stage.province,
            valid_from=max(SINCE, stage.first_day),
        )
        for key, name, short, kind, _fields in PROVINCIAL
    }
    for code, unit in {**stage.districts, **stage.communes}.items():
        agencies[code] = Agency(
            name=committee_name(unit), kind=AgencyKind.PARTY_COMMITTEE, unit=unit, valid_from=unit.valid_from
        )
    Agency.objects.bulk_create(agencies.values())
    through = Agency.fields.through
    through.objects.bulk_create(
        through(agency_id=agencies[key].pk, fieldofwork_id=stage.fields[code].pk)
        for key, _name, _short, _kind, fields in PROVINCIAL
        for code in fields
    )
    return agencies


def answering_agencies() -> dict[str, str]:
    """Key of the agency that answers for a field of work, by the field's code."""
    return {code: key for key, _name, _short, _kind, fields in PROVINCIAL for code in fields}

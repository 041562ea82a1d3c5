"""The levels of the tree and the kinds of units at each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Depth in the tree. A province without districts simply has no row of that level."""

    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    HAMLET = "hamlet", _("Ấp, khu phố")
    GROUP = "group", _("Tổ nhân dân tự quản")


LINEAGE = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.HAMLET)
"""Levels that every row remembers as a column of its own."""


class UnitKind(models.TextChoices):
    """The kinds that laws name; each belongs to one level."""

    PROVINCE = "province", _("Tỉnh")
    MUNICIPALITY = "municipality", _("Thành phố trực thuộc Trung ương")
    DISTRICT = "district", _("Huyện")
    TOWN = "town", _("Thị xã")
    PROVINCIAL_CITY = "provincial_city", _("Thành phố")
    URBAN_DISTRICT = "urban_district", _("Quận")
    COMMUNE = "commune", _("Xã")
    WARD = "ward", _("Phường")
    TOWNSHIP = "township", _("Thị trấn")
    SPECIAL_ZONE = "special_zone", _("Đặc khu")
    HAMLET = "hamlet", _("Ấp")
    VILLAGE = "village", _("Thôn")
    QUARTER = "quarter", _("Khu phố")
    URBAN_HAMLET = "urban_hamlet", _("Khóm")
    RESIDENTIAL_GROUP = "residential_group", _("Tổ dân phố")
    SELF_MANAGED_GROUP = "self_managed_group", _("Tổ nhân dân tự quản")

    @property
    def level(self) -> Level:
        return next(level for level, kinds in KINDS_OF_LEVEL.items() if self in kinds)


KINDS_OF_LEVEL: dict[Level, tuple[UnitKind, ...]] = {
    Level.PROVINCE: (UnitKind.PROVINCE, UnitKind.MUNICIPALITY),
    Level.DISTRICT: (UnitKind.DISTRICT, UnitKind.TOWN, UnitKind.PROVINCIAL_CITY, UnitKind.URBAN_DISTRICT),
    Level.COMMUNE: (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE),
    Level.HAMLET: (
        UnitKind.HAMLET,
        UnitKind.VILLAGE,
        UnitKind.QUARTER,
        UnitKind.URBAN_HAMLET,
        UnitKind.RESIDENTIAL_GROUP,
    ),
    Level.GROUP: (UnitKind.SELF_MANAGED_GROUP,),
}


_WORDS = {**dict(UnitKind.choices), UnitKind.MUNICIPALITY: UnitKind.PROVINCIAL_CITY.label}
"""A page names hundreds of units, and `get_kind_display` would build this anew at every call."""


def full_name(kind: str, name: str) -> str:
    """Kind and name as officials write them: “Xã Sơn Phú”, “Khu phố 2”, “Thành phố Cần Thơ”."""
    return f"{_WORDS.get(kind, kind)} {name}"

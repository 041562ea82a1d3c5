"""The accounts shown at the start: one per role at least. All others on stage have no usable password."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from nammanh.accounts.models import User

ROLES = {
    "quantri": "Quản trị hệ thống",
    "tochuc": "Ban Tổ chức Tỉnh ủy",
    "vanphong": "Văn phòng Tỉnh ủy",
    "tuyengiao": "Ban Tuyên giáo và Dân vận Tỉnh ủy, nơi phát hành thông tin",
    "thuongtruc": "Thường trực Tỉnh ủy",
    "kiemtra": "Ủy ban Kiểm tra Tỉnh ủy",
    "so.nongnghiep": "Sở Nông nghiệp và Môi trường",
    "uvbtv.giongtrom": "Ủy viên Ban Thường vụ Tỉnh ủy phụ trách huyện Giồng Trôm",
    "thuky": "Thư ký nhập thay lãnh đạo",
    "canbotinh": "Cán bộ tỉnh phụ trách xã Sơn Phú, xã Phước Long và một xã vừa nhận, còn chờ bàn giao",
    "truongdoan": "Trưởng đoàn công tác tại huyện Thạnh Phú",
    "bithuhuyenuy": "Bí thư Huyện ủy Chợ Lách",
    "cbh.tieuvung": "Ủy viên Ban Thường vụ Huyện ủy phụ trách tiểu vùng của huyện Giồng Trôm",
    "cbh.xa": "Ủy viên Ban Thường vụ Huyện ủy phụ trách xã Vĩnh Thành",
    "cbh.ap": "Cán bộ huyện phụ trách hai ấp của xã Vĩnh Thành",
    "xa.sonphu": "Đảng ủy xã Sơn Phú (Giồng Trôm)",
    "xa.vinhthanh": "Đảng ủy xã Vĩnh Thành (Chợ Lách)",
    "cbx.ap": "Cán bộ xã Vĩnh Thành phụ trách ấp",
    "cbx.ho": "Cán bộ xã Vĩnh Thành phụ trách hộ gia đình",
}
"""What each account is for, in the order of the table; the keys are the user names."""

TWO_TIER_ROLES = {
    **{
        key: ROLES[key]
        for key in ("quantri", "tochuc", "vanphong", "tuyengiao", "thuongtruc", "kiemtra", "so.nongnghiep")
    },
    "uvbtv.cum": "Ủy viên Ban Thường vụ Tỉnh ủy phụ trách Cụm 1",
    "thuky": "Thư ký nhập thay lãnh đạo",
    "canbotinh": "Cán bộ tỉnh phụ trách xã Phước Long và xã Tân Hào",
    "xa.phuoclong": "Đảng ủy xã Phước Long",
    "xa.vinhthanh": "Đảng ủy xã Vĩnh Thành",
    "cbx.ap": "Cán bộ xã Vĩnh Thành phụ trách hai ấp",
    "cbx.to": "Cán bộ xã Vĩnh Thành phụ trách tổ nhân dân tự quản",
    "cbx.ho": "Cán bộ xã Vĩnh Thành phụ trách hộ gia đình",
}
"""The same without districts (`load_demo --regime two-tier`)."""


@dataclass(frozen=True)
class DemoAccount:
    """One line of the table of accounts."""

    username: str
    password: str
    role: str
    name: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def demo_accounts(password: str) -> list[DemoAccount]:
    """The accounts that may log in, in the order of ROLES; none without illustration data."""
    wanted = {**ROLES, **TWO_TIER_ROLES}
    names = dict(User.objects.filter(is_demo=True, username__in=wanted).values_list("username", "full_name"))
    roles = TWO_TIER_ROLES if "uvbtv.cum" in names else ROLES
    return [DemoAccount(key, password, role, names[key]) for key, role in roles.items() if key in names]

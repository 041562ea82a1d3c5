"""Parts of Vietnamese names, to be put together at random. No combination names a real official (tested)."""

FAMILY_NAMES = (
    *("Nguyễn",) * 10, *("Trần",) * 4, *("Lê",) * 4, *("Phạm",) * 3, *("Huỳnh",) * 3, *("Võ",) * 2,
    "Phan", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đoàn", "Trương", "Mai", "Lâm", "Châu", "Thái", "Tô",
)  # fmt: skip
MEN = (
    "Văn Lộc", "Văn Nhàn", "Thanh Tùng", "Thanh Phong", "Minh Khôi", "Minh Triết", "Hữu Nghĩa", "Hữu Phước",
    "Quốc Thái", "Quốc Dũng", "Hoàng Nam", "Hoàng Sơn", "Tấn Lực", "Tấn Phát", "Công Danh", "Công Thành",
    "Chí Hiếu", "Chí Công", "Đức Thịnh", "Đức Trọng", "Trung Kiên", "Trung Hậu", "Phú Quý", "Phú Cường",
    "Thành Long", "Thành Tâm", "Ngọc Ẩn", "Ngọc Điền", "Anh Tuấn", "Anh Khoa", "Xuân Bình", "Xuân Trường",
    "Nhựt Quang", "Nhựt Tân", "Phước Hải", "Phước Lành", "Hoài Nhân", "Hoài Đức", "Kim Sang", "Bá Đạt",
    "Văn Út", "Văn Bé Ba", "Duy Khánh", "Duy Linh", "Gia Bảo", "Thế Hiển", "Trọng Nhân", "Vĩnh Khang",
)  # fmt: skip
WOMEN = (
    "Thị Ánh Tuyết", "Thị Bích Ngân", "Thị Cẩm Tú", "Thị Diễm Trang", "Thị Hồng Gấm", "Thị Hồng Thắm",
    "Thị Kiều Oanh", "Thị Kim Chi", "Thị Kim Phượng", "Thị Lan Anh", "Thị Mỹ Dung", "Thị Mỹ Hạnh",
    "Thị Ngọc Bích", "Thị Ngọc Diệp", "Thị Ngọc Lan", "Thị Phương Thảo", "Thị Thanh Nhàn", "Thị Thanh Xuân",
    "Thị Thu Hương", "Thị Thu Vân", "Thị Thùy Dương", "Thị Trúc Linh", "Thị Trúc Mai", "Thị Tường Vi",
    "Thị Út Em", "Thị Xuân Đào", "Thị Yến Nhi", "Ngọc Huyền", "Thị Bé Tư", "Thị Cẩm Nhung",
)  # fmt: skip
REAL_OFFICIALS = frozenset(
    {
        "Võ Thành Hạo", "Cao Văn Dũng", "Phan Văn Mãi", "Trần Ngọc Tam", "Cao Văn Trọng", "Hồ Thị Hoàng Yến",
        "Trần Thanh Vũ", "Võ Hồng Hải", "Nguyễn Như Dũng", "Nguyễn Văn Ngoạn", "Lê Đức Thọ", "Trần Thanh Lâm",
        "Nguyễn Thị Bé Mười", "Nguyễn Trúc Sơn", "Nguyễn Minh Cảnh", "Nguyễn Hữu Phước", "Lê Văn Khê",
        "Nguyễn Quốc Bảo", "Huỳnh Quang Đức", "Trương Minh Nhựt", "Nguyễn Hải Châu", "Nguyễn Thanh Phong",
        "Huỳnh Vĩnh Khánh", "Phan Thị Thu Hà", "Trần Thanh Phong", "Nguyễn Văn Đức",
    }
)  # fmt: skip
"""Never given out: those whom the sources name, and others who held office in the province."""

HAMLET_SECOND_WORDS = (
    "An", "Bình", "Đông", "Hiệp", "Hòa", "Hưng", "Long", "Lợi", "Lộc", "Mỹ", "Nghĩa", "Phú", "Quới", "Tây", "Thạnh",
    "Thới", "Trung", "Xuân",
)  # fmt: skip

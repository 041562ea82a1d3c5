"""Invented contributions: donors that exist nowhere, for what a commune or a hamlet asks for."""

from __future__ import annotations

# kind of donor, name, origin, form, đồng (None: not valued), what, purpose
OFFERS: tuple[tuple[str, str, str, str, int | None, str, str], ...] = (
    ("enterprise", "Công ty Chế biến dừa Xanh Mát (hư cấu)", "local", "cash", 500_000_000,
     "Kinh phí làm cầu bê tông thay cầu ván ở ấp", "new_rural"),
    ("enterprise", "Công ty Xây dựng Bờ Kênh (hư cấu)", "external", "in_kind", 180_000_000,
     "20 tấn xi măng và đá làm đường liên ấp", "new_rural"),
    ("organisation", "Hội đồng hương của xã tại Thành phố Hồ Chí Minh (hư cấu)", "external", "cash", 120_000_000,
     "Hai căn nhà tình thương cho hộ khó khăn", "social_security"),
    ("organisation", "Nhóm thiện nguyện Cầu Quê (hư cấu)", "external", "cash", 260_000_000,
     "Kinh phí làm một cây cầu nông thôn", "new_rural"),
    ("individual", "", "local", "cash", 30_000_000, "Học bổng cho học sinh vượt khó", "social_security"),
    ("individual", "", "external", "in_kind", None, "100 phần quà Tết cho hộ nghèo, cận nghèo", "social_security"),
    ("organisation", "Đoàn thanh niên của xã", "local", "labour", 15_000_000,
     "60 ngày công phát quang, dọn tuyến đường hoa", "new_rural"),
    ("enterprise", "Trạm xăng dầu Ngã Ba (hư cấu)", "local", "cash", 45_500_000,
     "Lắp đèn năng lượng mặt trời trên tuyến đường ấp", "new_rural"),
    ("enterprise", "Hợp tác xã Cây giống Đầu Cồn (hư cấu)", "local", "in_kind", 22_000_000,
     "Cây giống cho mô hình sinh kế của hộ khó khăn", "social_security"),
    ("organisation", "Câu lạc bộ Bác sĩ tình nguyện (hư cấu)", "external", "labour", None,
     "Một đợt khám, phát thuốc miễn phí tại xã", "other"),
    ("enterprise", "Công ty Nước sạch Cù Lao (hư cấu)", "external", "in_kind", 96_000_000,
     "40 bồn trữ nước ngọt cho ấp cuối nguồn", "social_security"),
    ("individual", "", "local", "in_kind", None, "Hiến đất mở rộng đường vào ấp", "new_rural"),
)  # fmt: skip
FAILURES = (
    "Doanh nghiệp thu hẹp sản xuất, hẹn dịp khác.",
    "Nhà tài trợ chuyển sang hỗ trợ địa phương bị thiệt hại do bão.",
    "Phần việc này đã có vốn ngân sách.",
)
RECEIVED = (
    "Ủy ban nhân dân xã nhận, có biên nhận.",
    "Ban Phát triển ấp nhận.",
    "Mặt trận Tổ quốc xã nhận và công khai.",
)
ACCEPTED = ("Nghiệm thu với Ban Giám sát đầu tư của cộng đồng.", "Bàn giao cho ấp quản lý, sử dụng.")

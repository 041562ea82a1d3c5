"""Invented bulletins, and what people asked about them. No official, no citizen, no real document is named."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE, FIRST_PART = "province", "first_part"
"""For whom: the whole province, or one district (one cluster where there is none)."""


@dataclass(frozen=True)
class Notice:
    """A bulletin on stage; days are counted from today, those gone are negative."""

    title: str
    kind: str
    highlights: str
    body: str
    published: int | None
    valid_to: int | None = None
    levels: tuple[str, ...] = ()
    target: str = PROVINCE
    withdrawn: int | None = None
    reason: str = ""


NOTICES = (
    Notice(
        title="Chủ động ứng phó hạn mặn mùa khô",
        kind="urgent",
        highlights="Mặn đến sớm hơn năm trước khoảng nửa tháng.\n"
        "Mỗi hộ trữ nước ngọt đủ dùng ít nhất 30 ngày.\n"
        "Không bơm nước vào vườn khi chưa đo độ mặn; xã thông báo độ mặn mỗi ngày trên loa.",
        body="Cấp ủy các cấp kiểm tra cống, đập tạm, kênh nội đồng; bố trí điểm cấp nước ở ấp xa nguồn.\n"
        "Cán bộ phụ trách địa bàn nắm số hộ chưa có dụng cụ trữ nước và báo Đảng ủy xã.",
        published=-20,
        valid_to=40,
    ),
    Notice(
        title="Chính sách mới của Hội đồng nhân dân tỉnh về hỗ trợ học phí",
        kind="state",
        highlights="Học sinh mầm non và phổ thông công lập được hỗ trợ 100% học phí từ năm học này.\n"
        "Phụ huynh không phải nộp hồ sơ; nhà trường lập danh sách.\n"
        "Vướng mắc hỏi tại bộ phận một cửa của xã.",
        body="Cán bộ phụ trách địa bàn nói rõ đối tượng, mức hỗ trợ và thời điểm chi trả trong các buổi họp dân.",
        published=-42,
        valid_to=20,
    ),
    Notice(
        title="Phong trào chăm lo Tết cho hộ nghèo, gia đình chính sách",
        kind="movement",
        highlights="Mỗi chi bộ nhận chăm lo ít nhất một hộ khó khăn.\n"
        "Vận động mạnh thường quân qua Ủy ban Mặt trận Tổ quốc xã, có biên nhận.\n"
        "Không để hộ nào thiếu đói, không có Tết.",
        body="Danh sách hộ được chăm lo do xã lập và niêm yết; quà trao trước ngày 25 tháng Chạp.",
        published=-6,
        valid_to=50,
    ),
    Notice(
        title="Trọng tâm sinh hoạt chi bộ quý này: chuyển đổi số ở cơ sở",
        kind="party",
        highlights="Mỗi ấp, khu phố có tổ công nghệ số cộng đồng hoạt động thật.\n"
        "Đảng viên gương mẫu nộp hồ sơ trực tuyến và hướng dẫn hàng xóm cùng làm.",
        body="Cán bộ dự sinh hoạt chi bộ gợi ý thảo luận: việc gì dân còn phải đi lại nhiều lần.",
        published=-12,
        valid_to=25,
        levels=("province", "district"),
    ),
    Notice(
        title="Thi công đường liên xã: phân luồng và giải phóng mặt bằng",
        kind="state",
        highlights="Thi công từ tuần tới, xe tải trên 5 tấn đi đường vòng.\n"
        "Hộ có công trình lấn hành lang tự tháo dỡ trước khi đo đạc.",
        body="Cán bộ phụ trách địa bàn nghe ý kiến của dân về phương án bồi thường và phản ánh qua hệ thống này.",
        published=-15,
        valid_to=30,
        target=FIRST_PART,
    ),
    Notice(
        title="Kết luận của Ban Thường vụ Tỉnh ủy về xây dựng nông thôn mới nâng cao",
        kind="party",
        highlights="Tập trung tiêu chí môi trường, thu nhập và giao thông ấp.\n"
        "Không huy động quá sức dân; mọi khoản đóng góp phải công khai.",
        body="Các xã rà soát tiêu chí chưa đạt, phân công cán bộ phụ trách từng tiêu chí.",
        published=-76,
        valid_to=-14,
    ),
    Notice(
        title="Lịch tạm ngưng cấp nước để súc rửa đường ống",
        kind="urgent",
        highlights="Ngưng cấp nước từ 22 giờ đến 5 giờ sáng trong hai đêm.",
        body="",
        published=-11,
        valid_to=3,
        withdrawn=-10,
        reason="Đơn vị cấp nước đổi lịch; thông tin mới sẽ phát hành sau.",
    ),
    Notice(
        title="Kế hoạch lấy ý kiến nhân dân về đặt tên đường ở nông thôn",
        kind="state",
        highlights="Lấy ý kiến từng hộ trong tháng tới.\nMỗi tuyến đường có hai tên để chọn.",
        body="Bản nháp, chờ bổ sung mẫu phiếu lấy ý kiến.",
        published=None,
        valid_to=60,
    ),
)

QUESTIONS = (
    "Khi nào xã có bồn trữ nước cho hộ ở cuối kênh?",
    "Hộ đã mua bồn nước trước khi có thông báo thì có được hỗ trợ không?",
    "Con học trường ngoài huyện có được hỗ trợ không?",
    "Nhà không có điện thoại thông minh thì nộp hồ sơ ở đâu?",
    "Đường thi công thì ghe chở hàng có phải đi vòng không?",
    "Mức đóng góp làm đường ấp có công khai từng đợt không?",
    "Bao giờ có kết quả rà soát hộ nghèo năm nay?",
    "Tổ tự quản muốn xin tài liệu in chữ lớn cho người lớn tuổi.",
)

"""Openings, partners, purposes, reasons: what stands around the matters of a visit."""

OPENINGS = {
    "party_cell_meeting": (
        "Dự sinh hoạt chi bộ thường kỳ, {14-36} đảng viên có mặt.",
        "Dự sinh hoạt chi bộ tháng; chi bộ thảo luận {2-5} ý kiến về nhiệm vụ tháng tới.",
        "Dự buổi sinh hoạt chuyên đề của chi bộ, thời gian {90-150} phút.",
    ),
    "committee_meeting": (
        "Dự họp Ban Chấp hành Đảng bộ xã thường kỳ, nghe báo cáo tháng và phương hướng tháng tới.",
        "Dự họp Ban Thường vụ Đảng ủy; trao đổi {3-6} nội dung trọng tâm.",
        "Dự hội nghị Đảng ủy mở rộng, {25-60} đại biểu tham dự.",
    ),
    "working_session": (
        "Làm việc với Thường trực Đảng ủy, Ủy ban nhân dân về tình hình {nơi}.",
        "Nghe lãnh đạo địa phương báo cáo tình hình tháng, trao đổi {2-5} việc cần tháo gỡ.",
        "Cùng lãnh đạo xã rà soát tiến độ các chỉ tiêu nghị quyết năm.",
    ),
    "local_activity": (
        "Tham gia Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư, {120-360} người dự.",
        "Cùng bà con ra quân làm thủy lợi nội đồng, nạo vét {1-3} km kênh.",
        "Dự lễ phát động thi đua “Đồng khởi mới” của {nơi}.",
    ),
    "site_inspection": (
        "Kiểm tra thực địa các công trình đang thi công tại {nơi}.",
        "Đi kiểm tra hạ tầng nông thôn mới cùng Ủy ban nhân dân xã, xem {2-5} điểm.",
        "Khảo sát hiện trường cùng cán bộ chuyên môn và Ban nhân dân ấp.",
    ),
    "household_visit": (
        "Thăm {3-9} hộ trong tổ, hướng dẫn chính sách mới và ghi nhận nguyện vọng chung.",
        "Thăm các hộ được phân công, trao đổi về sản xuất và hướng dẫn thủ tục.",
        "Đến {4-8} hộ cùng tổ trưởng tổ nhân dân tự quản, phát tờ rơi hướng dẫn nộp hồ sơ trực tuyến.",
    ),
    "dialogue": (
        "Dự buổi đối thoại với nhân dân {nơi}, {70-220} người tham dự, {6-18} ý kiến phát biểu.",
        "Tiếp xúc nhân dân tại nhà văn hóa ấp, ghi nhận {5-14} ý kiến.",
    ),
    "gratitude": (
        "Thăm, tặng quà gia đình chính sách nhân dịp lễ cùng đoàn thể địa phương, {10-30} phần quà.",
        "Dự lễ thắp nến tri ân tại nghĩa trang liệt sĩ, thăm {5-15} gia đình có công.",
    ),
    "disaster_response": (
        "Cùng lực lượng tại chỗ gia cố {40-180} m đê bao sau triều cường.",
        "Kiểm tra thiệt hại sau dông lốc, {4-22} căn nhà tốc mái đã được lợp lại.",
    ),
}
VISIT_TYPES_OF_TIER = {
    1: (("committee_meeting", 30), ("working_session", 28), ("site_inspection", 14), ("local_activity", 12),
        ("party_cell_meeting", 6), ("dialogue", 6), ("gratitude", 3), ("disaster_response", 1)),
    2: (("party_cell_meeting", 66), ("local_activity", 10), ("site_inspection", 8), ("working_session", 6),
        ("household_visit", 4), ("dialogue", 4), ("gratitude", 1), ("disaster_response", 1)),
    3: (("household_visit", 62), ("local_activity", 16), ("party_cell_meeting", 12), ("dialogue", 6), ("gratitude", 4)),
}  # fmt: skip
PEOPLE_MET = {
    1: (
        "Thường trực Đảng ủy, lãnh đạo Ủy ban nhân dân",
        "Bí thư, Phó Bí thư Đảng ủy và các trưởng ngành xã",
        "Ban Thường vụ Đảng ủy; bí thư các chi bộ ấp",
        "Lãnh đạo Hội đồng nhân dân, Ủy ban nhân dân, Ủy ban Mặt trận Tổ quốc",
        "Đảng ủy, Ban quản lý xây dựng nông thôn mới của xã",
        "Thường trực Đảng ủy, Hợp tác xã nông nghiệp",
    ),
    2: (
        "Bí thư chi bộ, trưởng ấp, các chi hội đoàn thể",
        "Chi ủy, Ban nhân dân ấp",
        "Bí thư chi bộ, tổ trưởng các tổ nhân dân tự quản",
        "Ban công tác Mặt trận, Chi hội Nông dân, Chi hội Phụ nữ",
    ),
    3: (
        "Tổ trưởng tổ nhân dân tự quản, trưởng ấp",
        "Ban nhân dân ấp, chi hội đoàn thể",
        "Tổ trưởng tổ nhân dân tự quản và các hộ được phân công",
    ),
}
PURPOSES = (
    "Dự họp cấp ủy thường kỳ, nắm tình hình tháng",
    "Dự sinh hoạt chi bộ, trao đổi nhiệm vụ tháng tới",
    "Làm việc về tiến độ các tiêu chí nông thôn mới",
    "Kiểm tra công trình giao thông nông thôn",
    "Nắm tình hình sản xuất, tiêu thụ nông sản",
    "Nghe địa phương báo cáo việc thực hiện các góp ý kỳ trước",
    "Khảo sát các điểm sạt lở, bờ bao xung yếu",
    "Dự Ngày hội Đại đoàn kết ở khu dân cư",
    "Tiếp xúc, ghi nhận ý kiến nhân dân",
    "Thăm hộ được phân công, hướng dẫn chính sách",
)
VAGUE_REMARKS = (
    ("Công tác lãnh đạo, chỉ đạo trong thời gian qua.", "Cần quan tâm hơn nữa, thực hiện tốt hơn trong thời gian tới."),
    ("Phong trào thi đua của địa phương.", "Tiếp tục phát huy kết quả đạt được, khắc phục hạn chế."),
    ("Việc phối hợp giữa các ngành.", "Tăng cường phối hợp chặt chẽ, đồng bộ."),
    ("Công tác tuyên truyền.", "Đẩy mạnh tuyên truyền bằng nhiều hình thức."),
    ("Tình hình sinh hoạt của các tổ.", "Nâng cao chất lượng sinh hoạt."),
    ("Vệ sinh môi trường.", "Quan tâm giữ gìn cảnh quan sạch đẹp hơn."),
)
SEEN_HOW = (
    "",
    "Qua nghe báo cáo: ",
    "Qua xem thực tế: ",
    "Qua ý kiến tại cuộc họp: ",
    "Theo phản ánh của chi bộ: ",
    "Đối chiếu với nghị quyết tháng: ",
    "Nhắc lại từ kỳ trước: ",
)
CHECKED_HOW = (
    "",
    "Báo kết quả tại kỳ họp cấp ủy tháng sau.",
    "Gửi ảnh hiện trường khi làm xong.",
    "Đưa vào nghị quyết tháng để kiểm tra.",
    "Phân công một đồng chí trong Ban Thường vụ theo dõi.",
    "Thông báo kết quả cho các chi bộ cùng biết.",
    "Nếu vướng kinh phí thì báo lại trong vòng một tuần.",
    "Cán bộ phụ trách sẽ cùng dự buổi triển khai.",
    "Làm điểm ở một ấp trước, rút kinh nghiệm rồi nhân rộng.",
    "Lập biểu theo dõi tiến độ từng tuần.",
    "Lấy ý kiến nhân dân tại nhà văn hóa ấp trước khi làm.",
    "Sơ kết sau một quý, nêu rõ việc chưa xong.",
)
COMMENDATIONS = (
    ("Kết quả vận động nhân dân hiến đất làm đường.", "Biểu dương Ban nhân dân ấp và các hộ; nhân rộng cách làm."),
    ("Chi bộ ra nghị quyết ngắn gọn, có người làm, có ngày xong.", "Biểu dương, phổ biến mẫu cho các chi bộ khác."),
    ("Mô hình tổ nhân dân tự quản thu gom rác.", "Biểu dương, đưa vào phong trào thi đua của xã."),
)
CANCEL_REASONS = (
    "Trùng lịch họp đột xuất của cơ quan",
    "Địa phương dời lịch họp sang tháng sau",
    "Mưa bão, đường bị chia cắt",
    "Được phân công công tác khác",
    "Đã lồng ghép vào chuyến đi khác trong tuần",
)
POSTPONE_REASONS = (
    "Địa phương bận phục vụ đoàn kiểm tra",
    "Trùng lịch hội nghị của tỉnh",
    "Chờ địa phương chuẩn bị xong hồ sơ",
    "Thời tiết xấu, dời sang tuần sau",
)
AMENDMENTS = (
    ("people_met", "Bổ sung: có đồng chí Chủ tịch Hội Nông dân xã cùng dự buổi làm việc.", "Ghi thiếu thành phần dự"),
    ("highlights", "Số liệu đúng sau khi đối chiếu với xã: số hộ tham gia là {18-64} hộ.", "Số liệu ghi nhầm"),
    ("difficulties", "Bổ sung: khó khăn về kinh phí đã được xã báo cáo bằng văn bản.", "Địa phương cung cấp thêm"),
    ("advantages", "Bổ sung: địa phương đã vận động thêm {20-90} triệu đồng sau buổi làm việc.", "Cập nhật kết quả"),
)
CONFIRM_NOTES = (
    *("",) * 14,
    "Đồng chí có dự và phát biểu tại cuộc họp",
    "Đã ghi biên bản tại xã",
    "Địa phương tiếp thu các ý kiến góp ý",
    "Đúng thời gian và thành phần",
)
DIRECTIONS = (
    "Giao ngành chủ trì trả lời bằng văn bản, nêu rõ thời gian xử lý; Văn phòng theo dõi, báo cáo Thường trực.",
    "Ngành cử cán bộ kiểm tra thực tế trong tuần, không trả lời chung chung.",
    "Ưu tiên xử lý trước mùa khô; nếu vượt thẩm quyền thì đề xuất ngay.",
    "Đồng ý với đề xuất của cán bộ phụ trách; ngành phối hợp Huyện ủy triển khai.",
    "Yêu cầu ngành báo cáo nguyên nhân chậm trả lời và thời hạn hoàn thành.",
)
DISPATCH_NOTES = (
    "Đề nghị trả lời cụ thể, đúng hạn",
    "Chuyển ngành theo lĩnh vực",
    "Đề nghị kiểm tra thực tế trước khi trả lời",
    "",
)
REOPEN_REASONS = (
    "Trả lời còn chung, chưa nêu thời gian thực hiện. Đề nghị ngành nói rõ tháng nào làm và đơn vị nào làm.",
    "Nội dung trả lời chưa đúng địa điểm phản ánh. Đề nghị kiểm tra lại cùng địa phương.",
    "Xã cho biết thực tế chưa thực hiện như trả lời. Đề nghị ngành kiểm tra, trả lời lại.",
)
VAGUE_REPLIES = (
    "Sở ghi nhận ý kiến và sẽ nghiên cứu, xem xét trong thời gian tới.",
    "Nội dung này thuộc kế hoạch chung, ngành sẽ quan tâm bố trí khi có điều kiện.",
)
CLOSE_NOTES = (
    "Đã thông báo lại cho người phản ánh và địa phương",
    "Địa phương xác nhận đã giải quyết xong",
    "Đã trả lời rõ, đồng chí phụ trách thống nhất kết thúc",
)
RETURN_REASONS = (
    "Đề nghị nêu rõ tuyến đường, đoạn nào, dài bao nhiêu mét và đã kiến nghị ở đâu chưa.",
    "Nội dung còn chung chung: đề nghị ghi việc cụ thể, nơi xảy ra và mức độ ảnh hưởng.",
    "Đề nghị bổ sung số hộ bị ảnh hưởng và ý kiến của Ủy ban nhân dân xã.",
)
SUPPLEMENTS = (
    "Đã khảo sát lại cùng Ủy ban nhân dân xã: đoạn dài 320 m, ảnh hưởng 41 hộ; xã đã có văn bản gửi huyện.",
    "Bổ sung: việc kéo dài từ đầu mùa khô, ảnh hưởng khoảng 60 hộ trong ấp; xã thống nhất với kiến nghị này.",
)
HANDLE_NOTES = (
    "Việc trong thẩm quyền của xã, đề nghị Đảng ủy chỉ đạo giải quyết và ghi kết quả.",
    "Giao Đảng ủy xã chủ trì cùng Ban nhân dân ấp giải quyết tại chỗ.",
)
HOME_OUTCOMES = (
    "Xã đã họp dân, thống nhất cách làm và hoàn thành trong tháng; bà con đồng tình.",
    "Ủy ban nhân dân xã đã bố trí kinh phí thường xuyên sửa chữa, nghiệm thu cùng Ban giám sát cộng đồng.",
)
NOT_NOW_REASONS = (
    "Chưa có trong kế hoạch đầu tư công trung hạn; đã ghi nhận để đề xuất ở kỳ điều chỉnh tới.",
    "Quy định hiện hành chưa cho phép hỗ trợ trường hợp này; đã kiến nghị cấp trên sửa quy định.",
)
HAND_BACK_REASONS = (
    "Nội dung không thuộc chức năng của cơ quan, đề nghị chuyển sở quản lý chuyên ngành.",
    "Công trình do ngành khác làm chủ đầu tư, đề nghị Văn phòng chuyển đúng nơi.",
)
INTERIM_REASONS = (
    "Đang chờ kết quả khảo sát hiện trường cùng Ủy ban nhân dân huyện, xin hẹn trả lời sau.",
    "Phải lấy ý kiến ngành tài chính về nguồn vốn trước khi trả lời.",
)
DONE_NOTES = (
    "Công trình đã làm xong, bà con đi lại thuận lợi.",
    "Việc đã giải quyết xong trên thực tế, xã xác nhận.",
)
MEETINGS = (
    "Hội nghị giao ban khối xã, phường, thị trấn",
    "Hội nghị giao ban Thường trực Tỉnh ủy với các huyện ủy, thành ủy",
    "Buổi làm việc của Thường trực Tỉnh ủy với Đảng ủy xã",
)
DUPLICATE_NOTE = "Cùng việc, cùng nơi với phản ánh trước; theo dõi ở phản ánh gốc."
SUPPORT_NOTE = "Cho ý kiến về nguồn vốn."
TOLD_NOTE = "Đã báo người gửi qua điện thoại công vụ."

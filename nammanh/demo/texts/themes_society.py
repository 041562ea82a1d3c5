"""Roads, new rural development, Party cells, schools, procedures."""

from nammanh.demo.texts.theme import Remark, Request, Theme

ROADS = Theme(
    "Giao thông nông thôn",
    highlights=(
        "Hoàn thành bê tông {1-4} tuyến đường ấp, dài {800-2600} m, dân hiến {300-1800} m² đất.",
        "Cầu nông thôn thay cầu tạm đã thông xe, nối hai bờ rạch.",
        "Đã lắp {20-90} bóng đèn năng lượng mặt trời trên các tuyến đường ấp.",
        "{nơi} vận động {80-350} triệu đồng duy tu, dặm vá đường liên ấp.",
    ),
    advantages=(
        "Nhân dân hiến đất, góp ngày công, tuyến đường làm xong trước thời hạn.",
        "Doanh nghiệp tài trợ xi măng, xã chủ động cát đá.",
    ),
    difficulties=(
        "Xe tải chở dừa quá tải làm hư {300-1200} m đường liên ấp.",
        "Vốn đối ứng của xã chậm, tuyến đường dở dang sau đợt mưa.",
        "Cầu tạm xuống cấp, học sinh đi lại lo ngại vào mùa mưa.",
    ),
    remarks=(
        Remark(
            "Đường liên ấp hư hỏng do xe quá tải.",
            "Đặt khung hạn chế chiều cao ở hai đầu, ký cam kết với các điểm thu mua dừa về tải trọng xe.",
            "Ủy ban nhân dân xã, Công an xã",
        ),
        Remark(
            "Tuyến đường vận động hiến đất còn vướng hai đoạn.",
            "Tổ vận động làm việc từng hộ, công khai sơ đồ và mức hỗ trợ cây trồng; chốt trong tháng.",
            "Ủy ban Mặt trận Tổ quốc xã, Ban nhân dân ấp",
        ),
        Remark(
            "Đèn đường ấp hư nhiều bóng chưa thay.",
            "Lập sổ theo dõi, mỗi quý thay một lần từ quỹ chiếu sáng của ấp.",
            "Ban nhân dân ấp",
        ),
    ),
    requests=(
        Request(
            "proposal",
            "transport",
            "Kiến nghị thay cầu tạm bằng cầu bê tông tại {nơi}, mỗi ngày có {120-400} lượt người qua lại.",
            "Tỉnh hỗ trợ dầm và mặt cầu, xã lo móng và đường dẫn.",
            "Đã đưa cầu vào danh mục hỗ trợ {1-3} nhịp dầm; xã hoàn thành mố trụ trong {2-4} tháng.",
        ),
        Request(
            "difficulty",
            "transport",
            "Đường vào trung tâm {nơi} hư hỏng nặng, nhiều ổ gà sâu sau mùa mưa.",
            "Dặm vá tạm trước Tết, đưa vào kế hoạch nâng cấp năm sau.",
            "Đã dặm vá {900-2600} m²; phần nâng cấp đưa vào kế hoạch trung hạn, dự kiến thi công {4-7} tháng.",
        ),
        Request(
            "obstacle",
            "electricity",
            "Nhiều cột điện nằm sát mép đường mở rộng của {nơi}, chưa di dời được.",
            "Ngành điện thống nhất phương án di dời, phân rõ kinh phí.",
            "Đã thống nhất di dời {6-24} cột trong {4-8} tuần, kinh phí do chủ đầu tư đường chi trả.",
        ),
    ),
)

NEW_RURAL = Theme(
    "Nông thôn mới",
    rural=True,
    communes_only=True,
    highlights=(
        "Xã giữ vững {15-19}/19 tiêu chí nông thôn mới, đang hoàn thiện hồ sơ nông thôn mới nâng cao.",
        "Ngày hội “Toàn dân chung sức xây dựng nông thôn mới” có {150-420} người tham gia.",
        "Tiêu chí thu nhập đạt {58-78} triệu đồng/người/năm.",
        "{nơi} ra mắt mô hình “Tuyến đường kiểu mẫu” dài {1-3} km, cờ đồng bộ, hàng rào cây xanh.",
    ),
    advantages=(
        "Cả hệ thống chính trị xã vào cuộc, phân công từng đồng chí theo từng tiêu chí.",
        "Nguồn lực xã hội hóa đạt {1-5} tỷ đồng từ đầu năm.",
    ),
    difficulties=(
        "Tiêu chí môi trường và nhà ở dân cư còn thiếu bền vững.",
        "Hồ sơ minh chứng các tiêu chí lưu chưa thống nhất giữa các ban.",
        "Nhà văn hóa ấp chưa đủ chỗ ngồi, thiết bị xuống cấp.",
    ),
    remarks=(
        Remark(
            "Hồ sơ minh chứng nông thôn mới còn phân tán.",
            "Lập thư mục điện tử theo từng tiêu chí, cập nhật ngày 25 hằng tháng, phân một người giữ.",
            "Văn phòng - Thống kê xã",
        ),
        Remark(
            "Tiêu chí nhà ở dân cư chưa bền vững.",
            "Đối chiếu danh sách nhà tạm theo từng tổ, phân bổ quỹ vì người nghèo theo thứ tự ưu tiên đã họp dân.",
            "Ủy ban Mặt trận Tổ quốc xã",
        ),
        Remark(
            "Nhà văn hóa ấp sử dụng chưa hết công suất.",
            "Xây dựng lịch sinh hoạt tuần cho các câu lạc bộ, sửa mái hiên trước mùa mưa.",
            "Ban nhân dân ấp, Đoàn Thanh niên xã",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "new_rural",
            "{nơi} thiếu {300-800} triệu đồng để hoàn thiện nhà văn hóa ấp theo tiêu chí nâng cao.",
            "Bổ sung từ nguồn chương trình mục tiêu, xã vận động phần trang thiết bị.",
            "Đã bổ sung {40-75}% số vốn trong đợt điều chỉnh giữa năm; phần trang thiết bị xã tiếp tục vận động.",
        ),
        Request(
            "obstacle",
            "new_rural",
            "Hướng dẫn chấm điểm tiêu chí môi trường tại {nơi} còn hai cách hiểu, hồ sơ bị trả nhiều lần.",
            "Văn phòng điều phối ban hành biểu mẫu thống nhất.",
            "Đã ban hành biểu mẫu và tổ chức {1-2} buổi giải đáp trực tuyến cho cán bộ phụ trách.",
        ),
    ),
)

LAND = Theme(
    "Đất đai, thủ tục",
    communes_only=True,
    highlights=(
        "Bộ phận một cửa xử lý {120-480} hồ sơ trong tháng, đúng hạn {92-99}%.",
        "Đo đạc lại bản đồ địa chính đã xong {2-6} khu vực, còn chờ ký biên bản ranh.",
        "{nơi} hòa giải thành {2-7} vụ tranh chấp ranh đất ngay tại cơ sở.",
    ),
    advantages=("Tổ hòa giải có uy tín, nắm chắc nguồn gốc đất.", "Hồ sơ đất đai được số hóa, tra cứu nhanh."),
    difficulties=(
        "Cấp đổi giấy chứng nhận sau đo đạc còn chậm, {30-110} hồ sơ chờ.",
        "Ranh đất công ven kênh chưa cắm mốc, dễ phát sinh lấn chiếm.",
    ),
    remarks=(
        Remark(
            "Hồ sơ cấp đổi giấy chứng nhận tồn lâu.",
            "Phân loại hồ sơ theo lý do vướng, hẹn lại ngày trả cụ thể, báo cáo tiến độ mỗi tuần.",
            "Công chức địa chính, Chi nhánh Văn phòng đăng ký đất đai",
        ),
        Remark(
            "Đất công ven kênh chưa cắm mốc.",
            "Cắm mốc tạm, lập biên bản hiện trạng với các hộ liền kề, niêm yết tại trụ sở ấp.",
            "Ủy ban nhân dân xã",
        ),
    ),
    requests=(
        Request(
            "obstacle",
            "land",
            "Còn {40-160} hồ sơ cấp đổi giấy chứng nhận của {nơi} quá hẹn vì chờ chỉnh lý bản đồ.",
            "Tăng cường cán bộ chỉnh lý trong hai tháng, trả kết quả tại xã.",
            "Đã cử {2-4} cán bộ chỉnh lý, trả {30-120} giấy trong đợt đầu, số còn lại trả dứt điểm trong {3-6} tuần.",
        ),
        Request(
            "hot_issue",
            "land",
            "Người dân {nơi} bức xúc vì mốc lộ giới cắm lại chồng lên đất đã cấp giấy.",
            "Kiểm tra lại mốc, công khai sơ đồ và tổ chức đối thoại tại xã.",
            "Đã kiểm tra, dời {4-15} mốc sai vị trí; biên bản công khai tại Ủy ban nhân dân xã.",
        ),
        Request(
            "proposal",
            "procedures",
            "Kiến nghị cho người cao tuổi ở {nơi} làm thủ tục tại nhà văn hóa ấp mỗi tháng một buổi.",
            "Tổ lưu động của bộ phận một cửa về ấp theo lịch.",
            "Thống nhất thí điểm {2-4} điểm lưu động từ tháng tới, lịch gửi về ấp trước ngày 25.",
        ),
    ),
)

DIGITAL = Theme(
    "Chuyển đổi số",
    communes_only=True,
    highlights=(
        "Tổ công nghệ số cộng đồng hướng dẫn {60-260} lượt người nộp hồ sơ trực tuyến.",
        "Tỷ lệ hồ sơ trực tuyến toàn trình đạt {48-82}%.",
        "Wifi miễn phí tại nhà văn hóa ấp hoạt động ổn định, người dân đến đọc tin, nộp hồ sơ.",
    ),
    advantages=("Đoàn Thanh niên trực hỗ trợ thứ Bảy hằng tuần.", "Thanh toán không tiền mặt phổ biến ở chợ xã."),
    difficulties=(
        "Đường truyền tại {2-5} khu vực còn yếu.",
        "Người lớn tuổi ngại nộp hồ sơ trực tuyến, vẫn phải đi lại nhiều lần.",
    ),
    remarks=(
        Remark(
            "Tỷ lệ hồ sơ trực tuyến chưa đạt chỉ tiêu giao.",
            "Bố trí một đoàn viên trực tại bộ phận một cửa vào thứ Hai, thứ Năm để hướng dẫn nộp hồ sơ.",
            "Xã đoàn, Bộ phận một cửa",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "digital",
            "Sóng di động yếu tại khu vực giáp sông của {nơi}, {80-200} hộ khó dùng dịch vụ công trực tuyến.",
            "Nhà mạng khảo sát lắp thêm trạm.",
            "Hai nhà mạng đã khảo sát, lắp {1-2} trạm trong {2-4} tháng; trước mắt đặt điểm wifi tại nhà văn hóa ấp.",
        ),
        Request(
            "obstacle",
            "procedures",
            "Phần mềm một cửa tại {nơi} hay treo vào giờ cao điểm, hồ sơ phải nhập lại.",
            "Nâng băng thông và cho phép lưu nháp.",
            "Đã nâng cấp đường truyền, bổ sung chức năng lưu nháp; đề nghị xã báo lỗi qua đầu mối kỹ thuật.",
        ),
    ),
)

PARTY_CELL = Theme(
    "Chi bộ, hệ thống chính trị",
    highlights=(
        "Chi bộ sinh hoạt đúng ngày, {88-100}% đảng viên dự họp, nghị quyết tháng sát việc.",
        "Đảng ủy kết nạp {1-6} đảng viên mới, đạt {45-110}% chỉ tiêu năm.",
        "Chuyên đề học tập và làm theo Bác được lồng ghép vào sinh hoạt, có việc đăng ký cụ thể.",
        "Cấp ủy phân công đảng viên phụ trách tổ nhân dân tự quản, mỗi đồng chí {8-15} hộ.",
    ),
    advantages=(
        "Cấp ủy đoàn kết, bí thư chi bộ có uy tín, gần dân.",
        "Đảng viên gương mẫu trong phong trào thi đua “Đồng khởi mới”.",
    ),
    difficulties=(
        "Nguồn phát triển Đảng ở ấp ít, thanh niên đi làm xa nhiều.",
        "Nội dung sinh hoạt chi bộ có tháng còn chung, ít ý kiến thảo luận.",
        "Một số chi hội đoàn thể sinh hoạt chưa đều.",
    ),
    remarks=(
        Remark(
            "Nghị quyết chi bộ tháng còn chung, khó kiểm tra.",
            "Mỗi nghị quyết nêu không quá năm việc, ghi rõ người làm và ngày xong, đầu kỳ họp sau kiểm lại.",
            "Bí thư chi bộ",
        ),
        Remark(
            "Nguồn phát triển Đảng ở ấp còn ít.",
            "Rà soát đoàn viên, hội viên ưu tú theo quý; phân công đảng viên chính thức giúp đỡ từng quần chúng.",
            "Cấp ủy chi bộ, Xã đoàn",
        ),
        Remark(
            "Biên bản sinh hoạt chi bộ ghi chưa đủ ý kiến.",
            "Dùng mẫu biên bản thống nhất, thư ký đọc lại trước khi kết thúc.",
            "Chi ủy",
        ),
    ),
    requests=(
        Request(
            "aspiration",
            "party_building",
            "Nhiều chi bộ ở {nơi} mong có thêm tài liệu sinh hoạt chuyên đề ngắn gọn, dễ đọc.",
            "Biên soạn tài liệu hai trang mỗi tháng, gửi trước ngày 28.",
            "Đã biên soạn tài liệu mẫu từ tháng này và gửi qua hệ thống văn bản; đề nghị các chi bộ góp ý.",
        ),
        Request(
            "proposal",
            "policy",
            "Kiến nghị xem lại mức hỗ trợ người hoạt động không chuyên trách ở ấp của {nơi}.",
            "Sở chuyên môn tham mưu mức hỗ trợ theo số hộ của ấp.",
            "Nội dung đang lấy ý kiến, dự kiến trình trong kỳ họp tới; sẽ thông báo bằng văn bản.",
        ),
    ),
)

WELFARE = Theme(
    "An sinh xã hội",
    highlights=(
        "Bàn giao {2-8} căn nhà Đại đoàn kết, trị giá {50-70} triệu đồng/căn.",
        "Mạnh thường quân tặng {80-320} phần quà, mỗi phần {3-5}00.000 đồng.",
        "Vốn vay tín dụng chính sách giải ngân {1-6} tỷ đồng, nợ quá hạn dưới 0,2%.",
        "{nơi} mở {1-3} lớp nghề ngắn hạn, {18-45} người tham gia.",
    ),
    advantages=(
        "Mạnh thường quân trong và ngoài huyện đồng hành thường xuyên.",
        "Danh sách hỗ trợ được họp dân công khai.",
    ),
    difficulties=("Việc làm tại chỗ cho lao động lớn tuổi còn ít.", "Nguồn sửa chữa nhà ở chưa đáp ứng đủ nhu cầu."),
    remarks=(
        Remark(
            "Danh sách hỗ trợ nhà ở chưa sắp thứ tự ưu tiên.",
            "Họp dân ở từng tổ để chấm thứ tự, niêm yết bảy ngày trước khi trình.",
            "Ủy ban Mặt trận Tổ quốc xã",
        ),
        Remark(
            "Lớp nghề mở chưa gắn với nơi nhận lao động.",
            "Mời doanh nghiệp tuyển dụng cùng khai giảng, cam kết nhận tối thiểu một nửa học viên.",
            "Hội Phụ nữ xã, Trung tâm giáo dục nghề nghiệp",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "social_security",
            "{nơi} còn {4-18} căn nhà tạm chưa có nguồn sửa chữa trước mùa mưa.",
            "Phân bổ thêm từ quỹ vì người nghèo của tỉnh, xã lo nhân công.",
            "Đã phân bổ {3-12} căn trong đợt này, khởi công trong tháng; số còn lại vận động tiếp.",
        ),
        Request(
            "aspiration",
            "policy",
            "Người lao động trung niên ở {nơi} mong có việc làm gần nhà, thời gian linh hoạt.",
            "Kết nối tổ gia công đan giỏ, bóc chỉ xơ dừa tại ấp.",
            "Đã kết nối {2-4} cơ sở nhận gia công tại xã, tạo việc cho khoảng {30-90} lao động.",
        ),
    ),
    months=frozenset({1, 2, 4, 7, 9, 10, 11, 12}),
)

SCHOOL_HEALTH = Theme(
    "Giáo dục, y tế, văn hóa",
    communes_only=True,
    highlights=(
        "Trường học của {nơi} khai giảng, {96-100}% học sinh ra lớp, phòng học được sơn sửa.",
        "Trạm y tế khám định kỳ cho {120-380} lượt người cao tuổi.",
        "Hội thao xã có {8-20} đội dự thi, phong trào đờn ca tài tử sinh hoạt đều.",
    ),
    advantages=("Hội Khuyến học trao {30-120} suất học bổng.", "Trạm y tế đạt chuẩn, có bác sĩ thường trực."),
    difficulties=("Phòng học bộ môn thiếu thiết bị.", "Sân chơi thiếu nhi ở ấp chưa có mái che."),
    remarks=(
        Remark(
            "Sân trường ngập khi mưa lớn.",
            "Khai thông rãnh thoát, nâng nền đoạn trước phòng học trong hè.",
            "Ban giám hiệu, Ủy ban nhân dân xã",
        ),
        Remark(
            "Thiết chế văn hóa ấp chưa có lịch hoạt động.",
            "Phân công đoàn thể trực theo tối trong tuần, công bố lịch tại bảng tin.",
            "Ban nhân dân ấp",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "education",
            "Trường tiểu học tại {nơi} thiếu {2-4} phòng học, phải học hai ca.",
            "Bổ sung phòng học trong kế hoạch đầu tư công năm tới.",
            "Đã đưa {2-4} phòng học vào kế hoạch, khởi công sau {4-6} tháng; trước mắt mượn phòng của nhà văn hóa.",
        ),
        Request(
            "difficulty",
            "health",
            "Trạm y tế {nơi} thiếu {2-5} loại thuốc thông thường vào cuối quý.",
            "Điều chuyển từ trung tâm y tế, dự trù theo số lượt khám thực tế.",
            "Đã điều chuyển đủ số thuốc, hướng dẫn trạm lập dự trù theo tháng.",
        ),
        Request(
            "proposal",
            "culture",
            "Kiến nghị hỗ trợ dụng cụ thể thao ngoài trời cho {nơi}.",
            "Hỗ trợ một bộ dụng cụ cho mỗi nhà văn hóa ấp.",
            "Đã cấp {2-5} bộ dụng cụ, đề nghị xã bố trí mặt bằng và bảo quản.",
        ),
    ),
    months=frozenset({3, 5, 8, 9, 10, 11}),
)

ORDER = Theme(
    "An ninh trật tự",
    highlights=(
        "Mô hình camera an ninh của {nơi} có {12-48} mắt, giúp xử lý nhanh vụ việc nhỏ.",
        "Tổ tự quản tuần tra {8-20} đêm trong tháng, tình hình ổn định.",
        "Hòa giải thành {2-6} vụ va chạm nhỏ trong nhân dân ngay tại tổ.",
    ),
    advantages=("Nhân dân tích cực tham gia phong trào bảo vệ an ninh Tổ quốc.",),
    difficulties=("Loa kẹo kéo hát quá giờ còn xảy ra ở {2-5} tổ.", "Xe chạy nhanh qua đoạn trước trường học."),
    remarks=(
        Remark(
            "Đoạn đường trước trường học chưa có biển giảm tốc.",
            "Đặt biển, vạch giảm tốc; phân công dân phòng trực giờ tan trường.",
            "Công an xã, Ban nhân dân ấp",
        ),
    ),
    requests=(
        Request(
            "proposal",
            "security",
            "Kiến nghị lắp thêm {4-12} camera ở các ngã ba của {nơi}.",
            "Hỗ trợ một nửa kinh phí, phần còn lại xã hội hóa.",
            "Thống nhất hỗ trợ thiết bị lưu trữ, xã vận động phần mắt camera; lắp trong {2-3} tháng.",
        ),
        Request(
            "hot_issue",
            "security",
            "Tiếng ồn từ quán giải khát tại {nơi} kéo dài đến khuya, người dân bức xúc.",
            "Kiểm tra, ký cam kết giờ hoạt động.",
            "Đã kiểm tra {3-8} quán, lập cam kết không quá 22 giờ, xử lý {1-2} trường hợp vi phạm.",
        ),
    ),
)

SOCIETY = (ROADS, NEW_RURAL, LAND, DIGITAL, PARTY_CELL, WELFARE, SCHOOL_HEALTH, ORDER)

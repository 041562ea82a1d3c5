"""Land, water, crops."""

from nammanh.demo.texts.theme import Remark, Request, Theme

COCONUT = Theme(
    "Vườn dừa",
    rural=True,
    highlights=(
        "Vườn dừa của {nơi} sinh trưởng tốt, {22-68}% diện tích canh tác hữu cơ đã có mã vùng trồng.",
        "Giá dừa khô trong tuần ở mức {95-165}.000 đồng/chục, bà con phấn khởi, tích cực bón phân, bồi bùn lại vườn.",
        "Tổ hợp tác dừa hữu cơ kết nạp thêm {4-18} hộ, ký hợp đồng bao tiêu với doanh nghiệp đến hết năm.",
        "Sâu đầu đen xuất hiện rải rác, đã thả ong ký sinh trên {6-28} ha và cắt tỉa tàu lá nhiễm.",
        "Mô hình nuôi tôm càng xanh trong mương vườn dừa được nhân rộng ra {5-22} hộ.",
        "Hợp tác xã nông nghiệp đã thu mua ổn định {12-60} tấn dừa mỗi tháng cho thành viên.",
    ),
    advantages=(
        "Doanh nghiệp cam kết mua cao hơn giá thị trường {5-10}% đối với dừa hữu cơ.",
        "Cán bộ khuyến nông bám vườn, hướng dẫn kỹ thuật kịp thời.",
        "Thành viên tổ hợp tác đoàn kết, ghi chép nhật ký canh tác đầy đủ.",
    ),
    difficulties=(
        "Liên kết tiêu thụ chưa chặt, còn {8-25} hộ bán cho thương lái khi giá lên.",
        "Sâu đầu đen tái phát sau mưa trái mùa, ong ký sinh không đủ để thả đồng loạt.",
        "Vườn dừa lão chưa được cải tạo, năng suất giảm {10-25}% so với năm trước.",
        "Chi phí phân hữu cơ tăng, nhiều hộ giảm lượng bón.",
    ),
    remarks=(
        Remark(
            "Sâu đầu đen tái phát ở các vườn dừa giáp ranh.",
            "Lập lịch thả ong ký sinh đồng loạt theo cụm vườn, mỗi đợt cách nhau 15 ngày; ghi kết quả từng đợt.",
            "Hội Nông dân xã phối hợp tổ khuyến nông",
        ),
        Remark(
            "Hợp đồng bao tiêu dừa hữu cơ sắp hết hạn mà chưa đàm phán lại.",
            "Mời doanh nghiệp và hợp tác xã họp thống nhất giá sàn, sản lượng, cách kiểm tra chất lượng trước khi ký.",
            "Ủy ban nhân dân xã, Hợp tác xã nông nghiệp",
        ),
        Remark(
            "Vườn dừa lão chưa có kế hoạch cải tạo.",
            "Rà soát diện tích trên 40 năm tuổi, đăng ký giống dừa xiêm, dừa ta với trung tâm giống cho vụ trồng tới.",
            "Công chức nông nghiệp xã",
        ),
        Remark(
            "Nhật ký canh tác của tổ hợp tác dừa ghi chưa đều.",
            "Giao mỗi tổ một người kiểm tra sổ hằng tuần, báo cáo trong buổi họp tổ cuối tháng.",
            "Chi hội nông dân các ấp",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "agriculture",
            "Sâu đầu đen gây hại trên {12-60} ha dừa của {nơi}, nguồn ong ký sinh của xã không đủ thả.",
            "Tỉnh cấp thêm ong ký sinh và tập huấn người dân tự nhân nuôi tại chỗ.",
            "Đã cấp {20-60} nghìn ong ký sinh trong hai đợt, mở {2-4} lớp nhân nuôi; xã báo kết quả hằng tháng.",
        ),
        Request(
            "proposal",
            "trade",
            "Bà con kiến nghị kiểm tra việc cân, trừ hao khi thu mua dừa tại các điểm của {nơi}.",
            "Ngành chức năng kiểm tra phương tiện đo và công khai mức trừ hao.",
            "Đã kiểm tra {4-9} điểm thu mua, nhắc {1-3} điểm dùng cân chưa kiểm định; kết quả đã gửi xã.",
        ),
    ),
)

SALINITY = Theme(
    "Hạn mặn",
    rural=True,
    highlights=(
        "Độ mặn đo tại vàm rạch ngày đến là {1-6}‰; cống chính đã đóng, nước trong nội đồng còn dùng được.",
        "{nơi} có {65-98}% số hộ trữ nước ngọt bằng bồn, túi, lu trước mùa khô.",
        "Đã đắp {3-12} đập tạm, nạo vét {2-9} km kênh nội đồng để trữ nước.",
        "Tổ trực cống thông báo lịch vận hành qua nhóm Zalo của ấp, bà con chủ động lấy nước.",
        "Trạm cấp nước điều tiết theo giờ, chưa xảy ra thiếu nước sinh hoạt.",
    ),
    advantages=(
        "Người dân có kinh nghiệm sau các mùa mặn trước, chủ động trữ nước sớm.",
        "Hệ thống cống khép kín {70-95}% diện tích, vận hành đúng lịch.",
        "Thông tin độ mặn được gửi hằng ngày đến từng tổ nhân dân tự quản.",
    ),
    difficulties=(
        "Cống nhỏ rò rỉ, mặn len vào khoảng {8-35} ha vườn cây ăn trái cuối nguồn.",
        "Còn {12-45} hộ ở xa đường ống chưa có dụng cụ trữ nước đủ dùng.",
        "Kênh nội đồng bồi lắng, lượng nước trữ chỉ đạt {55-75}% thiết kế.",
    ),
    remarks=(
        Remark(
            "Cống nội đồng rò rỉ khi triều cường.",
            "Thay ron cửa cống, đắp gia cố hai bên mang cống trước kỳ triều tới; chụp ảnh hiện trường trước và sau.",
            "Tổ quản lý thủy nông xã",
        ),
        Remark(
            "Thông tin độ mặn đến một số tổ còn chậm nửa ngày.",
            "Cử hai người đo luân phiên, báo trước 7 giờ mỗi ngày qua loa ấp và nhóm Zalo.",
            "Ban nhân dân ấp",
        ),
        Remark(
            "Danh sách hộ thiếu dụng cụ trữ nước chưa cập nhật.",
            "Rà soát lại theo từng tổ, ưu tiên hộ xa đường ống; gửi danh sách về Ủy ban nhân dân xã.",
            "Ủy ban Mặt trận Tổ quốc xã và các ấp",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "salinity",
            "Cống đầu mối của {nơi} hỏng cửa van, triều cường đưa mặn {3-5}‰ vào nội đồng.",
            "Sửa cửa van trước đỉnh triều tháng sau, trước mắt cấp bao đất đắp tạm.",
            "Đã cử đội kỹ thuật khảo sát, thay cửa van trong {2-5} tuần; trước mắt cấp {300-900} bao đất để đắp tạm.",
        ),
        Request(
            "proposal",
            "salinity",
            "Kiến nghị nạo vét tuyến kênh trục dài {2-7} km của {nơi} trước mùa khô để trữ nước ngọt.",
            "Đưa vào kế hoạch thủy lợi nội đồng năm nay, dân hiến đất hai bên bờ.",
            "Đã đưa vào kế hoạch thủy lợi nội đồng, bố trí vốn {400-950} triệu đồng, thi công trong quý tới.",
        ),
        Request(
            "hot_issue",
            "clean_water",
            "Nước máy tại {nơi} có vị lợ {4-10} ngày liền, {40-160} hộ cuối tuyến bức xúc.",
            "Nhà máy pha loãng, thông báo lịch cấp nước và hỗ trợ nước ngọt bằng sà lan.",
            "Nhà máy đã chuyển điểm lấy nước, độ mặn dưới 0,5‰; đã cấp {60-180} m³ nước ngọt cho hộ cuối tuyến.",
        ),
    ),
    months=frozenset({1, 2, 3, 4, 5, 12}),
)

EROSION = Theme(
    "Sạt lở, triều cường",
    highlights=(
        "Bờ sông có {1-4} điểm sạt lở, tổng chiều dài {25-180} m; đã cắm biển báo, căng dây.",
        "Xã huy động {25-80} lượt người gia cố {40-260} m bờ bao xung yếu.",
        "Triều cường rằm vừa qua tràn {2-6} đoạn đê bao thấp, đã khắc phục trong ngày.",
        "Phương án bốn tại chỗ được rà soát, danh sách hộ cần di dời khi có lệnh đã lập đến từng tổ.",
    ),
    advantages=(
        "Lực lượng xung kích cơ sở phản ứng nhanh, vật tư dự phòng có sẵn tại chỗ.",
        "Người dân đồng tình hiến đất, đốn cây để gia cố bờ bao.",
    ),
    difficulties=(
        "Đoạn sạt lở tiếp tục ăn sâu vào bờ, cách đường liên ấp chỉ còn {3-9} m.",
        "Kinh phí kè kiên cố vượt khả năng của xã.",
        "Bãi bồi thay đổi dòng chảy, khó xác định vị trí kè.",
    ),
    remarks=(
        Remark(
            "Điểm sạt lở sát đường liên ấp chưa có phương án hạn chế tải trọng.",
            "Đặt biển hạn chế xe trên 1 tấn, bố trí lối đi tạm phía trong, trực ban khi triều cường.",
            "Ủy ban nhân dân xã, Ban chỉ huy phòng chống thiên tai xã",
        ),
        Remark(
            "Vật tư dự phòng chưa đủ theo phương án.",
            "Bổ sung bao đất, cừ tràm theo danh mục; giao kho cho Ban Chỉ huy quân sự xã quản lý.",
            "Ban Chỉ huy quân sự xã",
        ),
    ),
    requests=(
        Request(
            "hot_issue",
            "erosion",
            "Sạt lở {40-150} m bờ sông tại {nơi} uy hiếp đường liên ấp và {6-20} căn nhà.",
            "Kè mềm khẩn cấp đoạn xung yếu, hỗ trợ di dời trong năm.",
            "Đã bố trí {1-4} tỷ đồng làm kè mềm khẩn cấp; thi công sau khi bàn giao mặt bằng {3-6} tuần.",
        ),
        Request(
            "difficulty",
            "erosion",
            "Đê bao {nơi} thấp hơn đỉnh triều, mỗi kỳ nước rong tràn vào {10-45} ha vườn.",
            "Nâng cao trình {1-3} km đê bao thêm 0,4 m.",
            "Thống nhất nâng cao trình {1-2} km trong kế hoạch duy tu năm nay; phần còn lại đưa vào năm sau.",
        ),
    ),
    months=frozenset({6, 7, 8, 9, 10, 11, 12}),
)

ENVIRONMENT = Theme(
    "Môi trường nông thôn",
    highlights=(
        "Thu gom rác đạt {62-95}% số hộ; tuyến đường hoa mới trồng dài {1-4} km.",
        "Ngày Chủ nhật xanh có {60-240} người dọn cỏ, khai thông cống rãnh.",
        "Hội Phụ nữ nhân rộng mô hình phân loại rác tại nguồn ở {2-7} tổ.",
        "{nơi} đã xử lý {3-9} điểm rác tự phát ven lộ.",
    ),
    advantages=(
        "Các đoàn thể chia tuyến tự quản rõ ràng.",
        "Người dân hưởng ứng đóng phí thu gom đúng hạn.",
    ),
    difficulties=(
        "Xe thu gom không vào được đường nhỏ hơn 2 m, còn {20-70} hộ tự chôn lấp.",
        "Cơ sở sơ chế chỉ xơ dừa xả nước màu ra rạch vào ban đêm.",
        "Vỏ bao thuốc bảo vệ thực vật còn vứt ở bờ mương, thiếu bể chứa.",
    ),
    remarks=(
        Remark(
            "Điểm trung chuyển rác đặt gần trường học.",
            "Dời điểm trung chuyển ra bãi đất công phía sau chợ, che bạt, thu gom trước 6 giờ.",
            "Ủy ban nhân dân xã",
        ),
        Remark(
            "Bể chứa vỏ bao thuốc bảo vệ thực vật chưa đủ.",
            "Đặt thêm bể ở đầu các tuyến kênh, giao chi hội nông dân quản lý và báo đơn vị xử lý định kỳ.",
            "Hội Nông dân xã",
        ),
    ),
    requests=(
        Request(
            "hot_issue",
            "environment",
            "Người dân {nơi} phản ánh cơ sở sơ chế chỉ xơ dừa xả nước thải ra rạch làm đen nước {2-4} km.",
            "Ngành môi trường lấy mẫu, buộc cơ sở xử lý trước khi xả.",
            "Đã lấy mẫu {2-4} điểm, xử phạt và buộc lắp bể lắng trong {30-60} ngày; sẽ kiểm tra lại đột xuất.",
        ),
        Request(
            "proposal",
            "environment",
            "Kiến nghị hỗ trợ {2-6} xe thu gom rác loại nhỏ cho các tuyến đường hẹp của {nơi}.",
            "Bố trí từ nguồn sự nghiệp môi trường, xã đối ứng nhân công.",
            "Đã thống nhất cấp {1-3} xe trong đợt mua sắm quý tới; xã chuẩn bị phương án nhân công.",
        ),
    ),
)

CLEAN_WATER = Theme(
    "Nước sạch",
    highlights=(
        "Tỷ lệ hộ dùng nước sạch đạt {78-98}%, tăng {1-5} điểm so với đầu năm.",
        "Đường ống nhánh nối thêm {15-60} hộ ở khu vực xa.",
        "Nhà máy nước súc rửa đường ống, báo trước lịch cắt nước qua loa ấp.",
    ),
    advantages=(
        "Đơn vị cấp nước phối hợp tốt, xử lý sự cố trong ngày.",
        "Hộ dân đồng thuận góp phần mở rộng đường ống.",
    ),
    difficulties=(
        "Áp lực nước cuối tuyến yếu vào giờ cao điểm.",
        "Còn {10-40} hộ dùng nước giếng khoan vì đường ống chưa tới.",
    ),
    remarks=(
        Remark(
            "Áp lực nước cuối tuyến yếu kéo dài.",
            "Lập sơ đồ các đoạn ống hẹp, đề nghị nhà máy tăng áp hoặc thay ống trước mùa khô.",
            "Ủy ban nhân dân xã, đơn vị cấp nước",
        ),
    ),
    requests=(
        Request(
            "proposal",
            "clean_water",
            "Kiến nghị kéo đường ống nước sạch về khu vực xa của {nơi}, còn {25-90} hộ chưa có nước máy.",
            "Tỉnh đầu tư ống trục, dân góp phần ống nhánh.",
            "Đã đưa vào kế hoạch mở rộng mạng năm nay, chiều dài {2-6} km; dự kiến đấu nối sau {3-5} tháng.",
        ),
        Request(
            "obstacle",
            "clean_water",
            "Giá lắp đồng hồ nước tại {nơi} thu khác nhau giữa hai đơn vị cấp nước, người dân thắc mắc.",
            "Công khai đơn giá lắp đặt tại trụ sở ấp.",
            "Đã yêu cầu hai đơn vị niêm yết đơn giá và hoàn phần thu chênh lệch cho {8-30} hộ.",
        ),
    ),
)

SEEDLINGS = Theme(
    "Cây giống, hoa kiểng",
    rural=True,
    highlights=(
        "Làng nghề sản xuất {2-9} triệu cây giống trong năm, chủ yếu sầu riêng, bưởi da xanh, mai vàng.",
        "{nơi} có {80-320} hộ trồng hoa kiểng vụ Tết, diện tích tăng nhẹ so với cùng kỳ.",
        "Câu lạc bộ khuyến nông tổ chức {1-3} buổi trao đổi cách ghép mai, xử lý ra hoa.",
        "Sầu riêng nghịch vụ cho thu hoạch, giá tại vườn {45-95}.000 đồng/kg.",
    ),
    advantages=(
        "Tay nghề người dân cao, thương hiệu cây giống có uy tín.",
        "Chợ hoa và các sàn trực tuyến giúp tiêu thụ nhanh.",
    ),
    difficulties=(
        "Cây giống không rõ nguồn gốc trà trộn, ảnh hưởng uy tín làng nghề.",
        "Giá vật tư đầu vào tăng {8-18}%, lãi của người trồng giảm.",
    ),
    remarks=(
        Remark(
            "Cơ sở cây giống chưa đăng ký cây đầu dòng.",
            "Rà soát, hướng dẫn hồ sơ cây đầu dòng theo từng cơ sở; ưu tiên sầu riêng và bưởi da xanh.",
            "Công chức nông nghiệp xã, Chi hội làng nghề",
        ),
        Remark(
            "Vụ hoa Tết chưa có đầu mối đặt hàng sớm.",
            "Kết nối với ban tổ chức chợ hoa thành phố, chốt số lượng trước tháng 10 âm lịch.",
            "Hợp tác xã cây giống, hoa kiểng",
        ),
    ),
    requests=(
        Request(
            "proposal",
            "agriculture",
            "Kiến nghị xây dựng nhãn hiệu chứng nhận cho cây giống của {nơi}.",
            "Ngành nông nghiệp và khoa học công nghệ hướng dẫn hồ sơ, hỗ trợ phí đăng ký.",
            "Đã cử cán bộ hướng dẫn lập quy chế sử dụng nhãn hiệu; hồ sơ sẽ nộp trong quý tới.",
        ),
    ),
    districts=frozenset({"832", "838"}),
)

FISHERY = Theme(
    "Nuôi trồng thủy sản",
    rural=True,
    highlights=(
        "Diện tích tôm thẻ công nghệ cao của {nơi} đạt {25-140} ha, năng suất {35-65} tấn/ha/năm.",
        "Người nuôi thả lại {60-180} ha tôm quảng canh sau đợt mưa.",
        "Nghêu thương phẩm thu hoạch {40-160} tấn, giá bán {18-32}.000 đồng/kg.",
    ),
    advantages=("Hạ tầng điện ba pha tới vùng nuôi, hợp tác xã cung ứng con giống có kiểm dịch.",),
    difficulties=(
        "Tôm chết sớm trên {4-22} ha, người nuôi treo ao chờ thời tiết.",
        "Nước thải ao nuôi xả chung kênh cấp, dễ lây dịch từ ao này sang ao khác.",
    ),
    remarks=(
        Remark(
            "Kênh cấp và kênh thoát vùng nuôi tôm còn dùng chung.",
            "Quy định lịch lấy nước, xả nước theo cụm ao; cắm bảng tại cống đầu kênh.",
            "Ủy ban nhân dân xã, các tổ hợp tác nuôi tôm",
        ),
    ),
    requests=(
        Request(
            "difficulty",
            "agriculture",
            "Tôm chết sớm lan nhanh tại {nơi}, người nuôi thiếu hướng dẫn xử lý ao.",
            "Ngành thú y thủy sản hướng dẫn tại ao và cấp hóa chất xử lý.",
            "Đã cấp {2-9} tấn hóa chất, hướng dẫn {30-90} hộ cải tạo ao; dịch khống chế sau {2-4} tuần.",
        ),
        Request(
            "proposal",
            "electricity",
            "Vùng nuôi tôm của {nơi} thường quá tải điện vào chiều tối.",
            "Ngành điện nâng công suất trạm biến áp trước vụ thả tới.",
            "Đã lắp thêm {1-3} trạm biến áp, hoàn thành trước mùa vụ; đề nghị xã phối hợp giải phóng hành lang tuyến.",
        ),
    ),
    districts=frozenset({"835", "836", "837"}),
)

NATURE = (COCONUT, SALINITY, EROSION, ENVIRONMENT, CLEAN_WATER, SEEDLINGS, FISHERY)

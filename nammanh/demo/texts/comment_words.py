"""What communes answer to comments, and what officers find on looking again."""

REPLIES = {
    "accepted": (
        "Đảng ủy tiếp thu; đã đưa vào nghị quyết tháng, phân công đồng chí Phó Chủ tịch UBND xã phụ trách.",
        "Tiếp thu góp ý. Ban Thường vụ giao chi bộ ấp họp bàn trong tuần, báo kết quả tại kỳ họp tới.",
        "Tiếp thu. Xã đã lập tổ công tác, làm từng đoạn, xong đoạn nào nghiệm thu đoạn đó.",
        "Tiếp thu và đã thông báo đến các chi bộ; tiến độ được kiểm tra hằng tuần.",
    ),
    "explained": (
        "Việc chậm do vướng mặt bằng hai đoạn; xã đang vận động, dự kiến xong trước cuối tháng.",
        "Số liệu đồng chí nêu gồm cả phần việc của đơn vị quản lý công trình; phần của xã đã đạt kế hoạch.",
        "Ấp đã triển khai nhưng chưa ghi biên bản nên chưa thể hiện trong báo cáo; xã đã nhắc chấn chỉnh.",
    ),
    "not_yet": (
        "Chưa bố trí được kinh phí trong năm; xã đã đưa vào danh mục đề nghị huyện hỗ trợ.",
        "Chưa thực hiện được vì đang mùa mưa; xã đăng ký làm ngay đầu mùa khô.",
        "Cần ý kiến của ngành chuyên môn trước khi làm; xã đã gửi văn bản hỏi.",
    ),
    "already_done": (
        "Việc này xã đã làm xong tuần trước, có biên bản nghiệm thu lưu tại văn phòng.",
        "Chi bộ đã họp và phân công xong; mời đồng chí xem sổ nghị quyết của chi bộ.",
    ),
}

LOOKED = {
    "done": (
        "Đã xem tận nơi, đúng như trả lời của xã.",
        "Đã dự họp chi bộ, nội dung được thực hiện.",
        "",
    ),
    "under_way": (
        "Đã làm được hơn một nửa, còn đoạn cuối ấp.",
        "Đang làm, thống nhất với xã lùi thời hạn.",
        "Chi bộ đã phân công, chờ kinh phí đợt hai.",
    ),
    "not_done": (
        "Chưa làm; đã nhắc lại tại cuộc họp cấp ủy.",
        "Chưa thấy chuyển biến, đề nghị Ban Thường vụ trực tiếp theo dõi.",
    ),
}

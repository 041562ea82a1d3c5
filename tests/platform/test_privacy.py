"""The guard over free text about people, and the columns a household table refuses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nammanh.platform.privacy import Kind, refused_headers, warnings_for


def kinds(text):
    return {warning.kind for warning in warnings_for(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chủ hộ số căn cước 083090001234", Kind.ID_NUMBER),
        ("CMND 321 456 789.", Kind.ID_NUMBER),
        ("Liên hệ 0912.345.678 gặp anh Ba", Kind.PHONE),
        ("gọi +84 912 345 678", Kind.PHONE),
        ("số bàn 0275 3822 123", Kind.PHONE),
        ("Nhà ở 10.24123, 106.37512", Kind.LOCATION),
        ("Hộ này theo đạo, ít tham gia họp", Kind.RELIGION),
        ("gia dinh theo dao Cao Dai", Kind.RELIGION),
        ("hộ bà Sáu là người Khmer", Kind.ETHNICITY),
        ("Con trai có tiền án", Kind.OFFENCE),
        ("co tien an, tien su", Kind.OFFENCE),
        ("mới mãn hạn tù về địa phương", Kind.OFFENCE),
        ("Chồng bị bệnh nặng, không đi làm được", Kind.HEALTH),
        ("ba Tu dang benh", Kind.HEALTH),
        ("Hộ nuôi 3 con heo, vợ bị bệnh tim", Kind.HEALTH),
        ("mẹ bị ung thư", Kind.HEALTH),
        ("Ông Năm hay chống đối", Kind.ATTITUDE),
        ("ý thức chấp hành kém", Kind.ATTITUDE),
        ("tư tưởng dao động", Kind.ATTITUDE),
        ("còn nợ ngân hàng 50 triệu", Kind.DEBT),
        ("đang vay nặng lãi", Kind.DEBT),
        ("mâu thuẫn vợ chồng kéo dài", Kind.FAMILY),
        ("đã ly hôn năm 2024", Kind.FAMILY),
    ],
)
def test_warns(text, kind):
    assert kinds(text) == {kind}
    assert kinds(unicodedata.normalize("NFD", text)) == {kind}
    assert kinds(text.upper()) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "Khánh thành trạm y tế, bệnh viện huyện",
        "Phòng bệnh cho đàn heo, vật nuôi và cây trồng",
        "Tuyên truyền phòng, chống dịch bệnh mùa mưa",
        "phong chong dich benh tren gia cam",
        "Sâu bệnh trên lúa, bệnh đạo ôn trên lúa hè thu",
        "Đàn bò của hộ bị bệnh lở mồm long móng",
        "Cấp thẻ bảo hiểm khám chữa bệnh",
        "Học tập và làm theo đạo đức, phong cách Hồ Chí Minh",
        "Học tập tư tưởng Hồ Chí Minh; làm tốt công tác tư tưởng",
        "Xã còn nợ 3 tiêu chí nông thôn mới; xử lý nợ đọng xây dựng cơ bản",
        "Tuyên truyền phòng, chống bạo lực gia đình, tín dụng đen",
        "Hỗ trợ tiền ăn cho học sinh; ho tro tien an trua",
        "Kinh phí 431.381.000 đồng, ngày 05/02/2026, số 12-BC/TU, 500000000 đồng, vốn 12 345 678 900",
        "Đường huyện 173 dài 2,5 km; Bến Tre, bên hông chợ",
        "Bền bỉ, bến phà, tù đọng nước, tín chấp, đồ đạc",
        "",
    ],
)
def test_stays_quiet_about_ordinary_work(text):
    assert warnings_for(text) == []


def test_excerpts_are_as_typed_in_order_and_once():
    found = warnings_for("Chủ hộ TIỀN ÁN, tiền sự; số 0912345678. Số 0912345678, bị Bệnh.")
    assert [warning.excerpt for warning in found] == ["TIỀN ÁN, tiền sự", "0912345678", "Bệnh"]
    assert all(str(warning.message).endswith(".") for warning in found)


@given(st.text())
def test_any_text_is_accepted(text):
    warnings_for(text)


def test_household_tables_refuse_sensitive_columns():
    refused = ["Số CCCD", "Tôn giáo", "DÂN TỘC", "Tình trạng sức khỏe", "Ý thức chấp hành", "Tiền án", "Nợ", "SĐT"]
    refused += ["health_status", "idNumber", "religion", "debts", unicodedata.normalize("NFD", "Dư nợ"), "GPS"]
    allowed = ["No.", "Mã hộ", "Ấp", "Chủ hộ", "Số nhân khẩu (nhóm)", "Hộ nghèo", "Chương trình hỗ trợ", "Bến Tre"]
    allowed += ["code", "members_band", "needs_follow_up", "created_by", "platform", "valid_from"]
    assert set(refused_headers(refused + allowed)) == set(refused)

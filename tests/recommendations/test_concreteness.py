"""The hint before sending: what it takes for empty, and what it leaves alone."""

import datetime

import pytest

from nammanh.demo.texts.themes_nature import COCONUT, EROSION, SALINITY
from nammanh.demo.texts.themes_society import ROADS
from nammanh.demo.texts.visit_words import VAGUE_REMARKS
from reports.recommendations.concreteness import NO_DAY, NOBODY, SHORT, VAGUE, hints_for

DAY = datetime.date(2026, 12, 31)
COMPLETE = ("UBND xã", DAY)


@pytest.mark.parametrize(
    ("matter", "proposal"),
    [
        ("Phong trào thi đua", "Cần quan tâm hơn nữa."),
        ("Công tác lãnh đạo", "Tiếp tục phát huy kết quả đạt được, khắc phục hạn chế."),
        ("Cần tăng cường công tác này", "Thực hiện tốt hơn trong thời gian tới"),
        ("Tăng cường công tác", "Huy động máy của hợp tác xã nạo vét kênh"),
        ("CẦN QUAN TÂM HƠN", "Đề nghị địa phương tăng cường phối hợp"),
    ],
)
def test_empty_phrases_are_told_with_an_example(matter, proposal):
    (hint,) = hints_for(matter, proposal, *COMPLETE)
    assert hint is VAGUE
    assert "Ví dụ" in str(hint.example)


@pytest.mark.parametrize(
    ("matter", "proposal"),
    [
        ("Cống ấp 3 hỏng nắp từ tháng 9", "Đổ lại tấm đan"),
        ("Kênh nội đồng ấp 5 chậm", "Tăng cường phối hợp với hợp tác xã Phú Lợi để có máy xúc trước 15/12"),
        ("Chi bộ ấp 2 ba tháng chưa họp đủ", "Tiếp tục phát huy nếp họp ngày 3 hằng tháng, phân công đảng viên vắng"),
    ],
)
def test_a_phrase_beside_something_concrete_is_left_alone(matter, proposal):
    assert hints_for(matter, proposal, *COMPLETE) == []


def test_what_is_missing_is_named_and_nothing_is_said_of_an_empty_row():
    assert hints_for("", " ", "", None) == []
    assert hints_for("Cống ấp 3 hỏng nắp", "Đổ lại tấm đan", "", None) == [NOBODY, NO_DAY]
    assert hints_for("Vệ sinh", "", *COMPLETE) == [SHORT]
    assert hints_for("Vệ sinh", "", " ", "") == [SHORT, NOBODY, NO_DAY]


def test_remarks_of_practice_are_told_apart():
    concrete = [row for theme in (COCONUT, EROSION, SALINITY, ROADS) for row in theme.remarks]
    assert [row for row in concrete if hints_for(row.matter, row.proposal, *COMPLETE)] == []
    told = [pair for pair in VAGUE_REMARKS if hints_for(*pair, *COMPLETE)]
    assert len(told) >= len(VAGUE_REMARKS) - 1

"""Texts of the old fonts, and headings however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.imports.kinds import TABLES, find_headings
from assignments.imports.kinds.cells import CellError, as_text, date, digits_code, phone
from assignments.imports.kinds.headings import guess, is_numbering, is_total
from nammanh.platform import legacy_text
from nammanh.platform.legacy_text import Encoding, from_tcvn3, from_vni, guess_encoding, repaired

LOWER = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx 0123456789"
TO_TCVN3 = {letter: code for code, letter in legacy_text._TCVN3.items()}
TO_VNI = {letter: code for code, letter in legacy_text._VNI.items()}


@given(st.text(alphabet=LOWER, max_size=80))
def test_every_letter_survives_the_way_through_tcvn3(text):
    assert from_tcvn3("".join(TO_TCVN3.get(char, char) for char in text)) == text


@given(st.text(alphabet=LOWER + LOWER.upper(), max_size=80))
def test_every_letter_survives_the_way_through_vni(text):
    assert from_vni("".join(TO_VNI.get(char, char) for char in text)) == text


@pytest.mark.parametrize(
    ("written", "encoding", "meant"),
    [
        ("Uû ban nh©n d©n x· S¬n Phó", Encoding.TCVN3, "Uỷ ban nhân dân xã Sơn Phú"),
        ("NGUYÔN THÞ HOµ", Encoding.TCVN3, "NGUYỄN THỊ HOÀ"),
        ("Uûy ban nhaân daân xaõ Sôn Phuù, AÁp Thaïnh", Encoding.VNI, "Ủy ban nhân dân xã Sơn Phú, Ấp Thạnh"),
        ("Huyện Giồng Trôm, xã Trà Ôn", Encoding.UNICODE, "Huyện Giồng Trôm, xã Trà Ôn"),
        ("Hà Nam, Cù Lao", Encoding.UNICODE, "Hà Nam, Cù Lao"),
    ],
)
def test_the_words_tell_how_a_text_is_to_be_read(written, encoding, meant):
    assert guess_encoding([written]) == encoding
    assert repaired(written, encoding) == meant


def test_a_unicode_cell_in_a_file_of_old_fonts_stays():
    assert repaired("Nguyễn Văn Bảy", Encoding.TCVN3) == "Nguyễn Văn Bảy"


HOUSEHOLDS = TABLES["households"].columns
ASSIGNMENTS = TABLES["assignments"].columns


def test_headings_are_known_without_accents_in_capitals_with_remarks_and_in_any_order():
    texts = {0: "STT", 1: "SO NHAN KHAU", 2: "Họ tên chủ hộ (*)", 3: "Ấp/Khóm", 4: "Mã số hộ", 5: "Hộ nghèo (x)"}
    assert guess(texts, HOUSEHOLDS) == {"size": 1, "householder": 2, "hamlet": 3, "code": 4, "poor": 5}


def test_abbreviations_of_offices_are_known():
    texts = {0: "TT", 1: "Đ/c phụ trách: Họ và tên", 2: "SĐT", 3: "Xã", 4: "Vai trò", 5: "Từ ngày", 6: "Số QĐ"}
    found = guess(texts, ASSIGNMENTS)
    assert found == {"name": 1, "phone": 2, "commune": 3, "role": 4, "valid_from": 5, "number": 6}


@given(st.permutations(HOUSEHOLDS))
def test_our_own_headings_are_known_in_every_order(columns):
    texts = {place: str(column.label) for place, column in enumerate(columns)}
    assert guess(texts, HOUSEHOLDS) == {column.code: place for place, column in enumerate(columns)}


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_the_headings_of_each_sample_are_known(kind):
    columns = TABLES[kind].columns
    line = (1, [str(column.label) for column in columns])
    assert find_headings([line], columns).columns == {column.code: place for place, column in enumerate(columns)}


def test_merged_headings_of_two_rows_are_joined():
    lines = [(4, ["TT", "Địa bàn", None, "Mã hộ"]), (5, [None, "Ấp", "Tổ", None]), (6, [1, "Ấp 1", "Tổ 1", "H1"])]
    found = find_headings(lines, HOUSEHOLDS)
    assert (found.last_line, found.columns) == (5, {"hamlet": 1, "group": 2, "code": 3})


def test_numbers_under_headings_and_totals_are_no_lines():
    assert is_numbering(["(1)", "(2)", "(3)"]) and is_numbering(["A", "B", 1, 2])
    assert not is_numbering(["Ấp 1", 2, 3]) and not is_numbering([1])
    assert is_total(["Tổng cộng", None, 412], "unicode") and not is_total(["Tổng", "H-1", "Ấp 1"], "unicode")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("05/02/2026", "2026-02-05"),
        ("5.2.2026", "2026-02-05"),
        ("'05/02/2026", "2026-02-05"),
        ("2026-02-05 00:00:00", "2026-02-05"),
        (46058, "2026-02-05"),
        ({"date": "2026-02-05"}, "2026-02-05"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_come_as_dates_texts_and_bare_numbers(cell, day):
    assert date(cell, "unicode") == day


@pytest.mark.parametrize("cell", ["31/02/2026", "05/02/26", 12, "mai", {"date": "0205-02-05"}])
def test_no_day_is_guessed(cell):
    with pytest.raises(CellError):
        date(cell, "unicode")


@pytest.mark.parametrize(
    "cell", [903123456, "0903.123.456", "+84 903 123 456", "84903123456", "'0903-123-456", 903123456.0]
)
def test_phones_come_as_numbers_and_texts(cell):
    assert phone(int(cell) if isinstance(cell, float) else cell, "unicode") == "0903123456"


@pytest.mark.parametrize("cell", ["12345", "090312345", "1903123456", "không có"])
def test_what_is_no_phone_is_refused(cell):
    with pytest.raises(CellError):
        phone(cell, "unicode")


def test_a_code_that_became_a_number_gets_its_zeros_back_and_nfd_becomes_nfc():
    assert digits_code(907, "unicode") == "00907"
    assert as_text("Ấp  Tân", "unicode") == "Ấp Tân"

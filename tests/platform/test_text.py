"""Vietnamese text: one stored form, keys for comparison, search and order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nammanh.platform import text

SYLLABLE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ", min_size=1
)
VIETNAMESE = st.lists(SYLLABLE, min_size=1, max_size=6).map(" ".join)
ANYTHING = st.text()


def nfd(value: str) -> str:
    return unicodedata.normalize("NFD", value)


class TestStoredForm:
    def test_nfd_from_a_mac_is_stored_as_nfc(self):
        assert text.nfc(nfd("Trường Tiểu học Ấp Đông")) == "Trường Tiểu học Ấp Đông"

    def test_invisible_signs_are_dropped_and_odd_blanks_become_spaces(self):
        assert text.one_line("\ufeffGiồng\u00a0Trôm\u200b\x00 \u202e\t xã ") == "Giồng Trôm xã"

    def test_a_mark_on_no_letter_is_dropped(self):
        assert text.nfc("\u0301a \u0323b") == "a b"

    def test_a_mark_parted_from_its_letter_by_an_invisible_sign_joins_it(self):
        assert text.nfc("a\u200b\u0301") == "á"

    def test_long_text_keeps_its_lines(self):
        assert text.long_text("\r\n  Một \r\nHai\r\n\r\nBa\u2028Bốn\n\n") == "Một\nHai\n\nBa\nBốn"

    @given(ANYTHING)
    def test_stored_form_is_stable(self, value):
        for clean in (text.nfc, text.one_line, text.long_text):
            assert clean(clean(value)) == clean(value)
        assert unicodedata.is_normalized("NFC", text.nfc(value))
        text.nfc(value).encode()  # no half of a surrogate pair reaches the database


class TestFold:
    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("Ấp Phú-Đông", "ap phu dong"),
            ("  ĐƯỜNG   huyện 173 ", "duong huyen 173"),
            ("Thạnh – Phú_Đông", "thanh phu dong"),
            ("H'Hen Niê", "h hen nie"),
        ],
    )
    def test_fold(self, typed, key):
        assert text.fold(typed) == text.fold(nfd(typed)) == key

    @given(ANYTHING)
    def test_fold_is_idempotent(self, value):
        assert text.fold(text.fold(value)) == text.fold(value)

    @given(VIETNAMESE)
    def test_nfd_folds_like_nfc_to_ascii(self, value):
        assert text.fold(nfd(value)) == text.fold(value)
        assert text.fold(value).isascii()


class TestUnitSearch:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("xã Giồng Trôm", "Xã Giồng Trôm"),
            ("xa giong trom", "Xã Giồng Trôm"),
            ("TT. Giồng Trôm", "Xã Giồng Trôm"),
            ("tt giong trom", "Xã Giồng Trôm"),
            ("Giồng Trôm", "Thị trấn Giồng Trôm"),
            ("ấp 3", "Ấp III"),
            ("ap 3", "Ấp 3"),
            ("ấp III", "Ấp 03"),
            ("Ấp ba", "Ấp 3"),
            ("P5", "Phường 5"),
            ("p. 5", "Phường V"),
            ("kp 2", "Khu phố 2"),
            ("tổ NDTQ số 5", "Tổ nhân dân tự quản số 5"),
            ("Mĩ Thạnh An", "Phường Mỹ Thạnh An"),
            ("phuong thanh", "Xã Phương Thạnh"),
            ("huyen hoi", "Xã Huyền Hội"),
            ("phuong phu khuong", "Phường Phú Khương"),
            ("huyện Ba Tri", "Xã Ba Tri"),
        ],
    )
    def test_what_is_typed_finds_the_unit(self, typed, shown):
        assert text.search_fold(typed) in text.search_key(shown)
        assert text.search_fold(nfd(typed)) == text.search_fold(typed)

    @pytest.mark.parametrize(
        ("typed", "shown"), [("ấp 3", "Khu phố 3"), ("ấp Nam", "Ấp 5"), ("phuong thanh", "Xã An Thạnh")]
    )
    def test_what_is_typed_does_not_find_another_unit(self, typed, shown):
        assert text.search_fold(typed) not in text.search_key(shown)

    @given(VIETNAMESE)
    def test_query_is_the_end_of_the_key(self, value):
        assert text.search_key(value).endswith(text.search_fold(value))


class TestTones:
    @pytest.mark.parametrize(
        ("source", "canonical"),
        [
            ("Hoà", "Hòa"),
            ("UỶ BAN", "ỦY BAN"),
            ("Thuỷ, khoẻ", "Thủy, khỏe"),
            ("quý Quỳnh", "quý Quỳnh"),
            ("hoàn khuỷu ngoài", "hoàn khuỷu ngoài"),
            (nfd("Hoà Thuỷ"), "Hòa Thủy"),
        ],
    )
    def test_two_conventions_become_one(self, source, canonical):
        assert text.canonical_tones(source) == canonical

    @given(VIETNAMESE)
    def test_only_tones_move(self, value):
        once = text.canonical_tones(value)
        assert text.canonical_tones(once) == once
        assert text.fold(once) == text.fold(value)


class TestOrder:
    @pytest.mark.parametrize(
        "ordered",
        [
            [
                "An",
                "Ăn",
                "Ân",
                "Bình",
                "Cường",
                "Dũng",
                "Đạt",
                "Em",
                "Êm",
                "Giang",
                "Oanh",
                "Ôn",
                "Ơn",
                "Út",
                "Ưng",
                "Yến",
            ],
            ["ma", "mà", "mả", "mã", "má", "mạ"],
            ["Ấp 1", "Ấp 2", "Ấp 3A", "Ấp 10", "Ấp Bình", "Ấp Đông"],
            ["An", "An Bình", "An Định", "Ăn"],
            ["Tân Hào", "Tân Hưng", "Tân Lợi Thạnh", "Tân Thanh", "Thạnh Phú Đông"],
        ],
    )
    def test_dictionary_order(self, ordered):
        assert sorted(set(ordered), key=text.sort_key) == ordered
        assert sorted(set(ordered), key=lambda word: text.sort_key(nfd(word))) == ordered

    def test_people_by_given_name_then_family_name_then_middle_name(self):
        ordered = [
            "Phan Văn An",
            "Trần Thị Ân",
            "Lê Văn Dũng",
            "Nguyễn Dũng",
            "Nguyễn Thị Dũng",
            "Nguyễn Văn Dũng",
            "Trần Bá Dũng",
            "Bùi Văn Đạt",
            "Hà",
            "Lê Thị Hà",
            "Lê Thị Hạ",
        ]
        assert sorted(set(ordered), key=text.person_sort_key) == ordered

    @given(ANYTHING, ANYTHING)
    def test_keys_are_bounded_ascii_and_ignore_case_and_form(self, value, other):
        for key in (text.sort_key(value), text.person_sort_key(f"{value} {other}")):
            assert len(key) <= text.SORT_KEY_LENGTH
            assert key.isascii()

    @given(VIETNAMESE)
    def test_form_and_case_do_not_matter(self, value):
        assert text.sort_key(nfd(value).upper()) == text.sort_key(value)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Báo cáo tháng 11/2026", "bao-cao-thang-11-2026"),
        ("Đ/c Ủy viên", "d-c-uy-vien"),
        ("***", "tai-lieu"),
        ("Ж", "tai-lieu"),
    ],
)
def test_slug_is_ascii(title, name):
    assert text.slug(title) == name

"""Loading a commune's households: all of the table or nothing, and nothing that must not be known."""

import pytest
from django.core.management import CommandError, call_command

from assignments.models import Household

HEADER = "Ấp,Tổ,Mã hộ,Chủ hộ,Số người,Hộ nghèo"


@pytest.fixture
def load(world, tmp_path, capsys):
    def run(text: str, encoding: str = "utf-8", commune: str = "29014") -> str:
        file = tmp_path / "ho.csv"
        file.write_text(text, encoding=encoding)
        call_command("load_households", file, commune=commune)
        return capsys.readouterr().out

    return run


def codes() -> set[str]:
    return set(Household.objects.values_list("code", flat=True))


def test_a_table_from_excel_is_read_and_read_again_without_change(world, load):
    table = f"{HEADER}\nẤp 1,Tổ 1,H-01,Nguyễn Thị Sáu,3,không\nấp 1,,H-02,,9,x\n"
    assert "thêm 2 hộ" in load(table, encoding="utf-8-sig")
    first, second = Household.objects.get(code="H-01"), Household.objects.get(code="H-02")
    assert (first.unit, first.householder, first.size_band) == (world.group, "Nguyễn Thị Sáu", "3-4")
    assert (second.unit, second.size_band, second.officially_poor) == (world.hamlet, "7+", True)
    assert "thêm 0 hộ, sửa 0 hộ, giữ nguyên 2 hộ" in load(table, encoding="utf-8-sig")
    assert "sửa 1 hộ" in load(table.replace(",3,", ",5,"))


def test_english_headers_and_semicolons_are_read(load):
    assert "thêm 1 hộ" in load("hamlet;code;size_band;officially_poor\nẤp 1;H-01;1-2;no\n")


@pytest.mark.parametrize("column", ["Số CCCD", "Dân tộc", "Tôn giáo", "Điện thoại", "Bệnh tật", "phone", "Nợ"])
def test_a_forbidden_column_is_refused_by_name(load, column):
    before = codes()
    with pytest.raises(CommandError, match=f"Cột “{column}”: Không nhập"):
        load(f"{HEADER},{column}\nẤp 1,,H-01,,3,không,x\n")
    assert codes() == before


def test_any_error_writes_nothing_and_names_its_line(load):
    before = codes()
    rows = "Ấp 1,,H-01,,3,không\nẤp 99,,H-02,,3,không\nẤp 1,,H-03,,0,không\nẤp 1,,H-01,,3,không\nẤp 1,,,,3,không\n"
    with pytest.raises(CommandError) as refusal:
        load(f"{HEADER}\n{rows}")
    words = str(refusal.value)
    for expected in ("Dòng 3: Xã không có ấp", "Dòng 4: Số người", "Dòng 5: Mã hộ này đã có ở dòng 2", "Dòng 6:"):
        assert expected in words
    assert codes() == before


def test_a_phone_number_in_the_name_is_refused(load):
    with pytest.raises(CommandError, match="Dòng 2: Có thể là số điện thoại"):
        load(f"{HEADER}\nẤp 1,,H-01,Nguyễn Thị Sáu 0912345678,3,không\n")


def test_an_unknown_commune_and_another_encoding_are_said_plainly(load):
    with pytest.raises(CommandError, match="Hôm nay không có xã"):
        load(HEADER, commune="00000")
    with pytest.raises(CommandError, match="UTF-8"):
        load(f"{HEADER}\nẤp 1,,H-01,,3,không\n", encoding="utf-16")

"""Workbooks: dates are dates, numbers are numbers, and no text becomes a formula."""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from nammanh.platform import spreadsheets
from nammanh.platform.spreadsheets import CellKind, Column, Table, attachment, require_room, workbook_of

DANGEROUS = ["=1+1", "+84912345678", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1"]


def written(columns, rows, notes=("Không lọc.",)):
    """The sheet as read back, and where its first row under the headings is."""
    table = Table("Danh sách [thử]", list(notes), columns, rows)
    with workbook_of(table) as file:
        return load_workbook(file).active, table.rows_above + 1


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text):
    sheet, first = written([Column(text, "value")], [SimpleNamespace(value=text)], notes=[text])
    kept = text.replace("\r", "\n")  # XML's own reading of a line end
    for cell in (sheet.cell(2, 1), sheet.cell(first - 1, 1), sheet.cell(first, 1)):
        assert cell.data_type == "s"
        assert cell.value.strip() == kept.strip()
        assert cell.quotePrefix


def test_the_file_itself_holds_no_formula():
    with workbook_of(Table("=1", ["=1"], [Column("=1", "value")], [SimpleNamespace(value="=1")])) as file:
        root = ElementTree.fromstring(ZipFile(file).read("xl/worksheets/sheet1.xml"))  # our own file
    assert [element for element in root.iter() if element.tag.endswith("}f")] == []


def test_dates_numbers_and_codes_are_what_they_are():
    moment = datetime.datetime(2026, 11, 21, 20, 30, tzinfo=datetime.UTC)
    row = SimpleNamespace(
        day=datetime.date(2026, 2, 5), moment=moment, count=1234, ratio=Decimal("1.9149"), code="029014", phone="0912"
    )
    columns = [
        Column("Ngày", "day", CellKind.DATE),
        Column("Lúc", "moment", CellKind.MOMENT),
        Column("Số", "count", CellKind.NUMBER),
        Column("Bình quân", "ratio", CellKind.RATIO),
        Column("Mã", "code"),
        Column("Điện thoại", lambda row: row.phone),
    ]
    sheet, first = written(columns, [row])
    cells = sheet[first]
    assert [cell.value for cell in cells] == [
        datetime.datetime(2026, 2, 5),
        datetime.datetime(2026, 11, 22, 3, 30),  # in Vietnam
        1234,
        1.9149,
        "029014",
        "0912",
    ]
    assert [cell.number_format for cell in cells] == [
        "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0", "#,##0.00", "@", "@",
    ]  # fmt: skip


def test_what_is_missing_is_an_empty_cell():
    columns = [Column("Trực thuộc", "unit.parent.name"), Column("Ngày", "day", CellKind.DATE), Column("Tên", "name")]
    sheet, first = written(columns, [SimpleNamespace(unit=SimpleNamespace(parent=None), day=None, name="A")])
    assert [cell.value for cell in sheet[first]] == [None, None, "A"]


def test_a_row_with_zero_says_zero():
    sheet, first = written([Column("Số", "n", CellKind.NUMBER)], [SimpleNamespace(n=0)])
    assert sheet.cell(first, 1).value == 0


def test_what_a_workbook_cannot_hold_is_left_out():
    text = "a\x00b\x0bc\ud800d\ufffee" + "x" * 40_000
    sheet, first = written([Column("Tên", "name")], [SimpleNamespace(name=text)])
    value = sheet.cell(first, 1).value
    assert value.startswith("abcdexx") and value.endswith("x…")
    assert len(value) == spreadsheets.LONGEST_TEXT


def test_title_notes_and_headings_stand_above_and_stay_in_sight():
    sheet, first = written([Column("Tên", "name", width=33)], [SimpleNamespace(name="A")], notes=["Một.", "Hai."])
    assert [row[0].value for row in sheet.iter_rows(max_row=first)] == [
        "Danh sách [thử]", "Một.", "Hai.", None, "Tên", "A",
    ]  # fmt: skip
    assert sheet.title == "Danh sách  thử"
    assert sheet.freeze_panes == f"A{first}"
    assert sheet.auto_filter.ref == f"A{first - 1}:A{first}"
    assert sheet.column_dimensions["A"].width == 33
    assert sheet.cell(first - 1, 1).font.bold


def test_more_rows_than_a_sheet_holds_are_refused_in_words(monkeypatch):
    require_room(1_048_570, above=6)
    with pytest.raises(ValidationError, match=r"có 1\.048\.571 dòng"):
        require_room(1_048_571, above=6)
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 6)
    with pytest.raises(ValidationError, match="Hãy lọc bớt"):
        workbook_of(Table("Thử", [], [Column("Tên", "name")], (SimpleNamespace(name="A") for _row in range(9))))


def test_a_download_has_an_ascii_name_and_a_vietnamese_one():
    assert attachment("Danh sách hộ/ấp “Phú Đông”", datetime.date(2026, 2, 5)) == (
        'attachment; filename="danh-sach-ho-ap-phu-dong-20260205.xlsx"; '
        "filename*=UTF-8''Danh%20s%C3%A1ch%20h%E1%BB%99%20%E1%BA%A5p%20%E2%80%9CPh%C3%BA%20%C4%90%C3%B4ng"
        "%E2%80%9D%2005-02-2026.xlsx"
    )

"""Files made to hurt, and files that are merely broken, get a sentence; nothing of them is kept."""

import io
import zipfile

import pytest

from assignments.imports.sheets import RefusedFileError, lines_of, tables_in
from tests.imports.sheets import xls, xlsx

HEAD = b'<?xml version="1.0"?>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def remade(part: str, content: bytes) -> bytes:
    """A right workbook with one part put in place of its own."""
    source = zipfile.ZipFile(io.BytesIO(xlsx([["Ấp", "Mã hộ"], ["Ấp 1", "H1"]]).read()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, content if name == part else source.read(name))
        if part not in source.namelist():
            package.writestr(part, content)
    return buffer.getvalue()


def sheet(rows: bytes, before: bytes = b"") -> bytes:
    return remade("xl/worksheets/sheet1.xml", HEAD + before + SHEET % rows)


WIDE = b'<row r="1">' + b"".join(b"<c><v>1</v></c>" for _ in range(1_000_000)) + b"</row>"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

HOSTILE = {
    "zip bomb": (lambda: remade("xl/media/a.bin", b"\0" * 60_000_000), "giải nén ra quá lớn"),
    "entity bomb": (lambda: sheet(b"<row><c><v>&b;</v></c></row>", ENTITIES), "không an toàn"),
    "external entity": (lambda: sheet(b"<row><c><v>&a;</v></c></row>", EXTERNAL), "không an toàn"),
    "entity after a long comment": (
        lambda: sheet(b"", b"<!--" + b" " * 2_000_000 + b"-->" + EXTERNAL),
        "không an toàn",
    ),
    "hidden in UTF-16": (
        lambda: remade("xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")),
        "bảng mã lạ",
    ),
    "a million columns": (lambda: sheet(WIDE), "hơn 300 cột"),
    "a column far out": (lambda: sheet(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'), "hơn 300 cột"),
    "a column beyond all": (lambda: sheet(b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'), "hơn 300 cột"),
    "a row beyond all": (lambda: sheet(b'<row r="99999999999"><c><v>1</v></c></row>'), "số dòng"),
    "not a workbook": (lambda: remade_without_workbook(), "không phải bảng tính"),
    "a broken zip": (lambda: xlsx([["a"]]).read()[:-200], "hỏng"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00", "không phải bảng tính"),
    "a page of the web": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "trang web"),
    "encrypted": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "mật khẩu",
    ),
    "an .xls in ruins": (lambda: xls([["a"]]).read()[:700], "Không đọc được"),
    "nothing at all": (lambda: b"", "rỗng"),
    "malformed workbook": (lambda: remade("xl/workbook.xml", b"<workbook"), "Không đọc được"),
}


def remade_without_workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", b"<a/>")
    return buffer.getvalue()


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(name, tmp_path):
    make, sentence = HOSTILE[name]
    file = tmp_path / "tep.xlsx"
    file.write_bytes(make())
    with pytest.raises(RefusedFileError, match=sentence):
        tables_in(file)


def test_a_sheet_that_breaks_off_is_refused_while_it_is_read(tmp_path):
    file = tmp_path / "tep.xlsx"
    file.write_bytes(remade("xl/worksheets/sheet1.xml", HEAD + SHEET[:90] + b"<row><c><v>1</v></c></row><row>"))
    with pytest.raises(RefusedFileError):
        list(lines_of(file, tables_in(file)[0]))


def test_false_dimensions_are_not_believed(tmp_path):
    rows = b'<row r="3"><c r="B3" t="inlineStr"><is><t>H1</t></is></c></row>'
    content = HEAD + SHEET.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>') % rows
    file = tmp_path / "tep.xlsx"
    file.write_bytes(remade("xl/worksheets/sheet1.xml", content))
    assert list(lines_of(file, tables_in(file)[0])) == [(3, [None, "H1"])]


@pytest.mark.parametrize("number", [b"1e999", b"-1.5E400"])
def test_a_number_beyond_all_numbers_is_an_error_of_its_cell(tmp_path, number):
    file = tmp_path / "tep.xlsx"
    file.write_bytes(sheet(b'<row r="1"><c r="A1"><v>%s</v></c></row>' % number))
    assert list(lines_of(file, tables_in(file)[0])) == [(1, [{"error": "#NUM!"}])]


def test_an_xls_called_xlsx_and_a_csv_called_xls_are_read_for_what_they_are(tmp_path):
    old, text = tmp_path / "cu.xlsx", tmp_path / "chu.xls"
    old.write_bytes(xls([["Mã hộ", "Ấp"], [7.0, "Ấp 1"]]).read())
    text.write_bytes("Mã hộ;Ấp\nH1;Ấp 1\n".encode("utf-8-sig"))
    assert list(lines_of(old, tables_in(old)[0])) == [(1, ["Mã hộ", "Ấp"]), (2, [7, "Ấp 1"])]
    assert list(lines_of(text, tables_in(text)[0])) == [(1, ["Mã hộ", "Ấp"]), (2, ["H1", "Ấp 1"])]


def test_too_many_lines_stop_the_reading_and_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr("assignments.imports.sheets.opening.MAX_LINES", 2)
    file = tmp_path / "tep.csv"
    file.write_text("a\nb\nc\n")
    with pytest.raises(RefusedFileError, match="dòng"):
        list(lines_of(file, tables_in(file)[0]))

"""Rows of an .xlsx file, one after another.

openpyxl knows the format, but its own way there reads a sheet to the end on opening to learn its size, parses in Python
against what `limits.check_package` has refused before, and builds a tree of objects for each text: of 50,000 lines
three quarters of a minute. Only those three are put in place here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, SubElement, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import DATA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

_TEXT, _RUN, _ITEM = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("t", "r", "si"))
_CHECKED = ".xml"
"""Parts of this name have been searched for entities by `limits.check_package`; no other is read."""


def _text_of(element: Element) -> str:
    """A text with its formatted runs put together, without how it is pronounced."""
    plain = element.findtext(_TEXT, "")
    return plain + "".join(run.findtext(_TEXT, "") for run in element.iterfind(_RUN))


class _Rows(WorkSheetParser):
    """The cells of a sheet's rows, nothing else of it; a row that was read is not kept."""

    def parse(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        table = None
        for event, element in iterparse(self.source, ("start", "end")):  # noqa: S314
            if event == "start":
                table = element if element.tag == DATA_TAG else table
            elif element.tag == ROW_TAG:
                yield self.parse_row(element)
                if table is not None:
                    table.clear()

    def parse_cell(self, element: Element) -> dict[str, Any]:
        inline = element.find(INLINE_STRING) if element.get("t") == "inlineStr" else None
        if inline is not None:  # read like any other text
            element.set("t", "str")
            SubElement(element, VALUE_TAG).text = _text_of(inline)
        cell: dict[str, Any] = super().parse_cell(element)
        return cell


class Sheet(ReadOnlyWorksheet):
    """A sheet that is read from its beginning, whatever it says of its own size."""

    def _get_size(self) -> None:
        """Not looked for."""

    def numbered_rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """The rows with their numbers, upwards; of each the cells that are there, see `WorkSheetParser.parse_cell`."""
        book, last = self.parent, 0
        with self._get_source() as source:
            rows = _Rows(
                source,
                self._shared_strings,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for number, cells in rows.parse():
                if number > last:
                    last = number
                    yield number, cells


class Book(ExcelReader):
    """A workbook opened for reading: formulas as their text, no links to other files, no macros.

    The file must have passed `limits.check_package`: what is parsed here holds no entities.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, read_only=True, keep_vba=False, data_only=False, keep_links=False)
        self.read()

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None and part.PartName.endswith(_CHECKED):
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_shared(source))

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and relation.target.endswith(_CHECKED):
                worksheet = Sheet(self.wb, sheet.name, relation.target, self.shared_strings)
                worksheet.sheet_state = sheet.state
                if "chartsheet" not in relation.Type:
                    self.wb._sheets.append(worksheet)


def _shared(source: IO[bytes]) -> Iterator[str]:
    texts = None
    for event, element in iterparse(source, ("start", "end")):  # noqa: S314
        if event == "start":
            texts = element if texts is None else texts
        elif element.tag == _ITEM:
            yield _text_of(element).replace("x005F_", "")
            if texts is not None:
                texts.clear()

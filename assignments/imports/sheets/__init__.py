"""A table in a file, whatever program wrote it, as numbered lines of plain cells."""

from assignments.imports.sheets.limits import MAX_BYTES, MAX_COLUMNS, MAX_LINES, RefusedFileError
from assignments.imports.sheets.opening import Table, first_lines, lines_of, tables_in
from assignments.imports.sheets.writing import write_table

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_LINES",
    "RefusedFileError",
    "Table",
    "first_lines",
    "lines_of",
    "tables_in",
    "write_table",
]

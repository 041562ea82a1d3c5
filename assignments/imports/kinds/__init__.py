"""What may be imported, each kind told as data."""

from assignments.imports.kinds.assignments import ASSIGNMENTS
from assignments.imports.kinds.headings import Headings, find_headings, is_numbering, is_total
from assignments.imports.kinds.households import HOUSEHOLDS
from assignments.imports.kinds.lines import DECLINE, NEW, Context, Line, Table, read_cells
from assignments.imports.kinds.officers import OFFICERS
from assignments.imports.kinds.units import UNITS

TABLES: dict[str, Table] = {table.kind: table for table in (UNITS, HOUSEHOLDS, OFFICERS, ASSIGNMENTS)}

__all__ = [
    "DECLINE",
    "NEW",
    "TABLES",
    "Context",
    "Headings",
    "Line",
    "Table",
    "find_headings",
    "is_numbering",
    "is_total",
    "read_cells",
]

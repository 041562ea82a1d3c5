"""The list of facts that a portal starts with, written from a data file; what is there stays as it is."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from assignments.models import FieldOfWork
from assignments.profiles.models import FactKind
from nammanh.platform.refusals import explained

KINDS_FILE = Path(__file__).resolve().parent / "data" / "fact_kinds.json"
SINCE = datetime.date(2016, 1, 1)
"""The policy's first phase: nobody is asked about the time before."""


class MissingFieldsError(Exception):
    """The file names fields of work that the database doesn't have yet; the message lists their codes."""


def write_kinds(file: Path = KINDS_FILE) -> int:
    """Write the kinds whose code is not known yet; return how many. Edited rows are never overwritten.

    Raises MissingFieldsError before the policy is loaded, ValidationError when a row breaks a rule of the table.
    """
    with explained():
        known = set(FactKind.objects.values_list("code", flat=True))
        rows = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["kinds"]
        new = [row for row in rows if row["code"] not in known]
        fields = _fields(new)
        for row in new:
            kind = FactKind(valid_from=SINCE, **(row | {"field": fields.get(row.get("field"))}))
            kind.full_clean(exclude=["life"])
            kind.save()
    return len(new)


def _fields(rows: list[dict[str, Any]]) -> dict[str, FieldOfWork]:
    wanted = {row["field"] for row in rows if row.get("field")}
    found = {field.code: field for field in FieldOfWork.objects.filter(code__in=wanted)} if wanted else {}
    if missing := sorted(wanted - set(found)):
        raise MissingFieldsError(", ".join(missing))
    return found

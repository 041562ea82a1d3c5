"""Writing the layout rules from the data file; what is on record stays as it is."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from nammanh.papers.models import LayoutRules
from nammanh.platform.refusals import explained

LAYOUTS_FILE = Path(__file__).resolve().parent / "data" / "layouts.json"


def write_layouts(file: Path = LAYOUTS_FILE) -> int:
    """Write the sets that are missing; returns how many. Raises ValidationError when a set breaks a rule."""
    rows = json.loads(file.read_text(encoding="utf-8"))["layouts"]
    written = 0
    with explained():
        for row in rows:
            if LayoutRules.objects.filter(code=row["code"]).exists():
                continue
            days = {name: _day(row[name]) for name in ("valid_from", "valid_to")}
            rules = LayoutRules(**{**row, **days})
            rules.full_clean(exclude=["life"])
            rules.save()
            written += 1
    return written


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

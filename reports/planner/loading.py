"""Writing the year's events from a data file; what is there stays as the office has it."""

from __future__ import annotations

import json
from pathlib import Path

from nammanh.platform.refusals import explained
from reports.planner.models import YearlyEvent

EVENTS_FILE = Path(__file__).parent / "data" / "yearly_events.json"


def write_yearly_events(file: Path = EVENTS_FILE) -> int:
    """Add the events that aren't there yet, by code; returns how many.

    Raises ValidationError when a row breaks a rule of the table, KeyError or TypeError when it has other columns.
    """
    rows = json.loads(file.read_text(encoding="utf-8"))["events"]
    known = set(YearlyEvent.objects.values_list("code", flat=True))
    with explained():
        new = [YearlyEvent(**row) for row in rows if row["code"] not in known]
        for event in new:
            event.full_clean()
            event.save()
    return len(new)

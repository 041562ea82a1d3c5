"""Writing the ladders and the hours of letters from a data file; what the office has set stays as it is."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from assignments.models import Post
from nammanh.platform.refusals import explained
from reports.reminders.models import MailTerm, Rung

LADDERS_FILE = Path(__file__).with_name("data") / "ladders.json"


def write_ladders(*, since: datetime.date, file: Path = LADDERS_FILE) -> tuple[int, bool]:
    """Write each ladder that has no rung yet, and the hours of letters when there are none.

    Returns how many rungs are new, and whether the hours are. Raises ValidationError when a row breaks a rule of the
    table, KeyError or TypeError when it has other columns.
    """
    proposed = json.loads(file.read_text(encoding="utf-8"))
    known = set(Rung.objects.values_list("ladder", flat=True))
    posts = {post.name: post for post in Post.objects.all()}
    with explained():
        rungs = [
            _rung(ladder, step, row, posts, since)
            for ladder, rows in proposed["ladders"].items()
            if ladder not in known
            for step, row in enumerate(rows, start=1)
        ]
        if MailTerm.objects.exists():
            return len(rungs), False
        term = MailTerm(**proposed["mail"], valid_from=since)
        term.clean_fields(exclude=["life"])  # hours are text until here
        term.full_clean(exclude=["life"])
        term.save()
    return len(rungs), True


def _rung(ladder: str, step: int, row: dict[str, Any], posts: dict[str, Post], since: datetime.date) -> Rung:
    """A post that this province doesn't have is left out: then the highest in rank comes first."""
    rung = Rung(ladder=ladder, step=step, valid_from=since, **{**row, "post": posts.get(row.get("post", ""))})
    rung.full_clean(exclude=["life"])
    rung.save()
    return rung

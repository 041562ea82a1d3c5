"""The catalogue of issues and the term of retention that a new installation starts with."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from reports.household_visits.models import IssueCategory, RetentionTerm

FILE = Path(__file__).with_name("data") / "policy.json"
"""Categories proposed by the project; 24 months proposed after domain rule 6.3. Both are rows the office may change."""


def write_household_policy() -> tuple[int, bool]:
    """Write what is missing; what the office has entered stays. Returns new categories, and whether a term was set."""
    proposed = json.loads(FILE.read_text(encoding="utf-8"))
    since = datetime.date.fromisoformat(proposed["since"])
    known = set(IssueCategory.objects.values_list("code", flat=True))
    new = [IssueCategory(**row, valid_from=since) for row in proposed["issue_categories"] if row["code"] not in known]
    for row in new:
        row.full_clean(exclude=["life"])
        row.save()
    if RetentionTerm.objects.exists():
        return len(new), False
    term = RetentionTerm(months=proposed["retention_months"], valid_from=since)
    term.full_clean(exclude=["life"])
    term.save()
    return len(new), True

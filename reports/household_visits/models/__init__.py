"""The tables of this slice. Everything outside imports them from here."""

from reports.household_visits.models.counts import MonthCount, TouchedYear, VisitedCount
from reports.household_visits.models.lines import (
    HouseholdLine,
    IssueCategory,
    OverriddenWarning,
    RetentionTerm,
    SupportKind,
)

__all__ = [
    "HouseholdLine",
    "IssueCategory",
    "MonthCount",
    "OverriddenWarning",
    "RetentionTerm",
    "SupportKind",
    "TouchedYear",
    "VisitedCount",
]

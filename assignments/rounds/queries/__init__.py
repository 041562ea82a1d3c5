"""What is read about rounds."""

from assignments.rounds.queries.checks import Finding, Report, check
from assignments.rounds.queries.comparison import (
    Change,
    Comparison,
    OfficerChange,
    UnitChange,
    compare,
    holdings,
    unit_condition,
)
from assignments.rounds.queries.paper import decision_context

__all__ = [
    "Change",
    "Comparison",
    "Finding",
    "OfficerChange",
    "Report",
    "UnitChange",
    "check",
    "compare",
    "decision_context",
    "holdings",
    "unit_condition",
]

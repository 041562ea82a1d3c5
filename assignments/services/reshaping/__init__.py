"""One engine for all that happens to units: rename, retype, move, merge, split, and a whole reform."""

from assignments.services.reshaping.carrying import Written, carry_out
from assignments.services.reshaping.ledger import Ledger, take_back, written_since
from assignments.services.reshaping.shape import Committees, Decision, Edge, Fate, NewUnit, Regime, Shape
from assignments.services.reshaping.survey import Blocker, Survey, survey

__all__ = [
    "Blocker",
    "Committees",
    "Decision",
    "Edge",
    "Fate",
    "Ledger",
    "NewUnit",
    "Regime",
    "Shape",
    "Survey",
    "Written",
    "carry_out",
    "survey",
    "take_back",
    "written_since",
]

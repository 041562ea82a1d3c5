"""What is read for reports: who they go to, what the period's records say."""

from reports.reporting.queries.material import MOST_DRAFTED, Piece, material, offered
from reports.reporting.queries.reviews import reviews_waiting_for
from reports.reporting.queries.superiors import (
    Superior,
    held_between,
    in_charge_above,
    superiors_of,
    with_stand_in,
)

__all__ = [
    "MOST_DRAFTED",
    "Piece",
    "Superior",
    "held_between",
    "in_charge_above",
    "material",
    "offered",
    "reviews_waiting_for",
    "superiors_of",
    "with_stand_in",
]

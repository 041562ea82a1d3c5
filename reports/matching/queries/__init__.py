"""What is read to suggest an officer for a unit."""

from reports.matching.queries.needs import Need, Needs, needs_of
from reports.matching.queries.people import Candidate, Spell
from reports.matching.queries.proposals import Line, Loads, Match, Proposals, propose
from reports.matching.queries.weights import shipped_weights, weight_versions, weights_on

__all__ = [
    "Candidate",
    "Line",
    "Loads",
    "Match",
    "Need",
    "Needs",
    "Proposals",
    "Spell",
    "needs_of",
    "propose",
    "shipped_weights",
    "weight_versions",
    "weights_on",
]

"""Who holds what, when: units, policy, people, households, assignments."""

from assignments.models.holding import Assignment
from assignments.models.households import AssignedHousehold, Household
from assignments.models.kinds import Level, UnitKind
from assignments.models.people import Agency, FieldOfWork, Officer, Position, Post
from assignments.models.policy import AssignmentRole, Cadence, Duty, LegalDocument, Mandate, Phase, Policy, Tier
from assignments.models.units import Lineage, LineageQuerySet, Placed, Succession, Unit

__all__ = [
    "Agency",
    "AssignedHousehold",
    "Assignment",
    "AssignmentRole",
    "Cadence",
    "Duty",
    "FieldOfWork",
    "Household",
    "LegalDocument",
    "Level",
    "Lineage",
    "LineageQuerySet",
    "Mandate",
    "Officer",
    "Phase",
    "Placed",
    "Policy",
    "Position",
    "Post",
    "Succession",
    "Tier",
    "Unit",
    "UnitKind",
]

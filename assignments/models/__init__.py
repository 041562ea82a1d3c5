"""Who holds what, when: units, policy, people, households, assignments."""

from assignments.models.groupings import Cluster, ClusterMember, Delegation, DelegationCharter, DelegationMember
from assignments.models.holding import Assignment
from assignments.models.households import AssignedHousehold, Household, HouseholdCount
from assignments.models.kinds import Level, UnitKind
from assignments.models.people import Agency, FieldOfWork, Officer, Position, Post
from assignments.models.policy import AssignmentRole, Cadence, Duty, LegalDocument, Mandate, Phase, Policy, Tier
from assignments.models.presence import Absence, DutyReading
from assignments.models.units import AfterSuccession, Lineage, LineageQuerySet, Placed, Succession, Unit
from assignments.models.workdays import ChangedDay

__all__ = [
    "Absence",
    "AfterSuccession",
    "Agency",
    "AssignedHousehold",
    "Assignment",
    "AssignmentRole",
    "Cadence",
    "ChangedDay",
    "Cluster",
    "ClusterMember",
    "Delegation",
    "DelegationCharter",
    "DelegationMember",
    "Duty",
    "DutyReading",
    "FieldOfWork",
    "Household",
    "HouseholdCount",
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

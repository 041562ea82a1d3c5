"""Who takes a brief along."""

from __future__ import annotations

from nammanh.accounts.models import User
from reports.visits.models import Visit
from reports.visits.policies import handles


def takes_along(user: User, visit: Visit) -> bool:
    """The officer of the plan, and who stands in while it is still a plan. A secretary acts as that officer."""
    return handles(user, visit)

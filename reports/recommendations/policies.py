"""Who may judge a comment."""

from __future__ import annotations

from assignments.access import PortalRole, access_of
from nammanh.accounts.models import User
from reports.recommendations.models import Comment


def may_judge(user: User, comment: Comment) -> bool:
    """The Party committee of the commune that received the comment."""
    access = access_of(user)
    return access.has(PortalRole.COMMUNE_COMMITTEE) and any(
        area.unit_id == comment.commune_id for area in access.committee_areas
    )

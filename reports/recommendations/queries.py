"""What is read about comments."""

from __future__ import annotations

from collections.abc import Iterable

from assignments.access import PortalRole, access_of
from nammanh.accounts.models import User
from reports.recommendations.models import Comment, Specificity
from reports.visits.timeline import author

VERDICT_TONES = {Specificity.SPECIFIC: "success", Specificity.VAGUE: "warning", "": "neutral"}


def communes_judged_by(user: User) -> frozenset[int]:
    """The communes whose comments this person judges: of one's own Party committee."""
    access = access_of(user)
    if not access.has(PortalRole.COMMUNE_COMMITTEE):
        return frozenset()
    return frozenset(area.unit_id for area in access.committee_areas)


def dressed(comments: Iterable[Comment], user: User) -> list[Comment]:
    """Rows with what a page shows beside their fields: whose they are, the verdict's tone, who may judge."""
    rows, judged = list(comments), communes_judged_by(user)
    for comment in rows:
        comment.author, comment.tone = author(comment), VERDICT_TONES[comment.specificity]
        comment.may_judge = comment.commune_id in judged
    return rows

"""Which syntheses and reviews wait for a person."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assignments.access import PortalRole, access_of
from nammanh.accounts.models import User
from reports.reporting.models import Review, ReviewStep
from reports.reporting.review_states import ReviewAction, ReviewStatus


def reviews_waiting_for(user: User) -> QuerySet[Review]:
    """One's own that came back (`reason`: why), then those to approve, the oldest first, as `policies.acts_on_review`
    says for one: Thường trực approves any, a district's committee those of its district, nobody the own.
    """
    access = access_of(user)
    mine = Q(author=access.officer_id or 0)
    latest = ReviewStep.objects.filter(report=OuterRef("pk")).order_by("-at", "-pk")
    returned = latest.filter(action=ReviewAction.RETURN)
    to_approve = Q(status=ReviewStatus.SUBMITTED) & ~mine
    if not access.has(PortalRole.STANDING):
        own = tuple(area for area in access.committee_areas if area.level == "district")
        led = access.has(PortalRole.DISTRICT_COMMITTEE)
        to_approve &= Q(unit__in=[area.unit_id for area in own]) if led else Q(pk__in=[])
    rows = Review.objects.visible_to(user).annotate(
        last_action=Subquery(latest.exclude(action=ReviewAction.EDIT).values("action")[:1]),
        reason=Subquery(returned.values("note")[:1]),
    )
    rows = rows.filter(to_approve | mine & Q(status=ReviewStatus.DRAFT, last_action=ReviewAction.RETURN))
    return rows.with_names().order_by("status", "submitted_at", "pk")

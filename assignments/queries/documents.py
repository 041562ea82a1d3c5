"""Which documents a person meets on the pages that they may open."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from assignments.access import access_of
from assignments.models import (
    Absence,
    Assignment,
    Cluster,
    Delegation,
    Duty,
    LegalDocument,
    Officer,
    Policy,
    Position,
    Succession,
    Unit,
)
from nammanh.accounts.models import User


def documents_for(user: User) -> QuerySet[LegalDocument]:
    """Documents that something in the person's scope cites: an assignment of a unit there or of one above it (see
    `answering_for`), the unit itself, its succession, its clusters and delegations, an officer's post or absence; and
    the policy's own documents for everyone who has a unit at all.
    """
    access = access_of(user)
    if access.reads_all_units:
        return LegalDocument.objects.all()
    if not access.areas:
        return LegalDocument.objects.none()
    units = Unit.objects.visible_to(user)
    above = Q()
    for level in ("district", "commune", "hamlet"):
        above |= Q(unit__in=units.filter(**{f"{level}__isnull": False}).values(level))
    assignments = Assignment.objects.filter(
        above | Q(pk__in=Assignment.objects.visible_to(user).order_by().values("pk"))
    )
    officers = Officer.objects.visible_to(user)
    citing = [
        assignments.values("document"),
        units.filter(opened_by__isnull=False).values("opened_by"),
        Succession.objects.visible_to(user).values("document"),
        Cluster.objects.visible_to(user).filter(document__isnull=False).values("document"),
        Delegation.objects.visible_to(user).values("document"),
        Position.objects.filter(officer__in=officers.values("pk"), document__isnull=False).values("document"),
        Absence.objects.visible_to(user).filter(document__isnull=False).values("document"),
        Duty.objects.values("document"),
        Policy.documents.through.objects.values("legaldocument"),
    ]
    condition = Q()
    for rows in citing:
        condition |= Q(pk__in=rows.order_by())
    return LegalDocument.objects.filter(condition)

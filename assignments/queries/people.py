"""What is read about officers: their posts on a day, their units, and what may be cited."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from assignments.models import (
    Agency,
    Assignment,
    AssignmentRole,
    LegalDocument,
    Mandate,
    Officer,
    Phase,
    Position,
    Tier,
    Unit,
)
from nammanh.platform.text import fold

CITABLE = 200
"""How many of the latest documents a form offers; an older one is typed again and found by its number."""


def with_posts(officers: QuerySet[Officer], day: datetime.date) -> QuerySet[Officer]:
    """Each officer with `current_posts`, the principal one first: one more query for all of them."""
    posts = Position.objects.on(day).principal_first().select_related("agency", "post")
    return officers.prefetch_related(Prefetch("positions", queryset=posts, to_attr="current_posts"))


def with_holdings(officers: QuerySet[Officer], day: datetime.date) -> QuerySet[Officer]:
    """Each officer with `units_held`: on how many units an assignment is in force."""
    current = Q(assignments__life__contains=day)
    return officers.annotate(units_held=Count("assignments__unit", filter=current, distinct=True))


def titles_on(officer_ids: Iterable[int], day: datetime.date) -> dict[int, str]:
    """The principal title of each officer on `day`: documents and pages print the one of their date."""
    rows = Position.objects.on(day).filter(officer__in=set(officer_ids)).principal_first()
    titles: dict[int, str] = {}
    for officer_id, title in rows.values_list("officer_id", "title"):
        titles.setdefault(officer_id, title)
    return titles


def title_on(day: datetime.date) -> Subquery:
    """`titles_on`, for rows that have an officer."""
    posts = Position.objects.on(day).filter(officer=OuterRef("officer")).principal_first()
    return Subquery(posts.values("title")[:1])


def holding_in(officers: QuerySet[Officer], unit: Unit, day: datetime.date) -> QuerySet[Officer]:
    """Officers who hold something in or below `unit` on `day`."""
    held = Assignment.objects.on(day).filter(officer=OuterRef("pk"), unit__in=Unit.objects.within(unit))
    return officers.filter(Exists(held))


def counted_in(officers: QuerySet[Officer], tier: Tier, day: datetime.date, units: QuerySet[Unit]) -> QuerySet[Officer]:
    """Officers whom the coverage of `tier` counts within `units` (already scoped)."""
    held = Assignment.objects.on(day).filter(officer=OuterRef("pk"), role__tier=tier, unit__in=units).counted()
    return officers.filter(Exists(held))


def serving_in(officers: QuerySet[Officer], agency: Agency, day: datetime.date) -> QuerySet[Officer]:
    """Officers with a post in `agency` on `day`."""
    return officers.filter(Exists(Position.objects.on(day).filter(officer=OuterRef("pk"), agency=agency)))


def named(officers: QuerySet[Officer], text: str) -> QuerySet[Officer]:
    """Officers by part of their name; a text without letters finds nobody."""
    return officers.matching(text).in_order() if fold(text) else officers.none()


def agencies_of(officers: QuerySet[Officer], day: datetime.date) -> QuerySet[Agency]:
    """The agencies in which these officers serve: what a filter may offer."""
    serving = Position.objects.on(day).filter(agency=OuterRef("pk"), officer__in=officers.order_by().values("pk"))
    return Agency.objects.filter(Exists(serving))


def all_tiers() -> QuerySet[Tier]:
    return Tier.objects.select_related("phase").order_by("-phase__valid_from", "order")


def all_roles() -> QuerySet[AssignmentRole]:
    return AssignmentRole.objects.select_related("tier", "tier__phase").order_by(
        "-tier__phase__valid_from", "tier__order", "pk"
    )


def all_mandates() -> QuerySet[Mandate]:
    return Mandate.objects.all()


def phases_on(day: datetime.date) -> set[int]:
    return set(Phase.objects.on(day).values_list("pk", flat=True))


def citable_documents() -> QuerySet[LegalDocument]:
    """Every document a decision may rest on; forms list the latest `CITABLE`."""
    return LegalDocument.objects.order_by("-issued_on", "-pk")

"""What is read about comments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from assignments.access import PortalRole, access_of
from assignments.models import Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months, today
from reports.recommendations.models import Comment, Rest, Visibility
from reports.recommendations.standing import dress
from reports.visits.models import Visit

IN_A_ROW = 3
"""So many visits to a commune without a comment call for a word (seed 001)."""
LOOK_BACK_MONTHS = 12


def communes_judged_by(user: User) -> frozenset[int]:
    """The communes whose comments this person judges: of one's own Party committee."""
    access = access_of(user)
    if not access.has(PortalRole.COMMUNE_COMMITTEE):
        return frozenset()
    return frozenset(area.unit_id for area in access.committee_areas)


def dressed(comments: Iterable[Comment], user: User) -> list[Comment]:
    """Rows with what a page shows beside their fields; needs `officer`, `commune` and `entered_by` loaded."""
    rows, judged, own, day = list(comments), communes_judged_by(user), access_of(user).officer_id, today()
    for comment in rows:
        dress(comment, day)
        comment.is_own = comment.officer_id == own
        comment.may_judge = (
            comment.commune_id in judged
            and not comment.is_unsent
            and not comment.is_own
            and comment.visibility == Visibility.COMMUNE
        )
    return rows


@dataclass(frozen=True)
class Quiet:
    """A commune whose latest visits by one officer brought no comment."""

    commune: Unit
    latest: datetime.date


def quiet_communes(user: User, day: datetime.date) -> list[Quiet]:
    """Where this officer's last three visits brought no comment, unless the reminder was put off: one query.

    Told to the officer alone. Any comment counts, sent, kept as a draft or for oneself.
    """
    access = access_of(user)
    if access.officer_id is None or not access.holds_units:
        return []
    said = Comment.objects.filter(visit=OuterRef("pk"), officer=access.officer_id)
    resting = Rest.objects.filter(officer=access.officer_id, commune=OuterRef("commune"), until__gt=day)
    recent = (
        Visit.objects.filter(access.area(), officer=access.officer_id)
        .filter(
            Q(commune__valid_to__isnull=True) | Q(commune__valid_to__gte=day)
        )  # a commune that is no more is left be
        .happened()
        .made_between(add_months(day, -LOOK_BACK_MONTHS), day)
        .annotate(
            nth=Window(RowNumber(), partition_by=[F("commune")], order_by=[F("date").desc(), F("pk").desc()]),
            said=Exists(said),
            resting=Exists(resting),
        )
        .filter(nth__lte=IN_A_ROW)
        .select_related("commune")
        .only("date", "commune__kind", "commune__name")
        .order_by("commune", "nth")
    )
    found: dict[int, list[Visit]] = {}
    for visit in recent:
        if visit.commune is not None:
            found.setdefault(visit.commune.pk, []).append(visit)
    return [
        Quiet(rows[0].commune, rows[0].date)
        for rows in found.values()
        if len(rows) == IN_A_ROW and not any(row.said or row.resting for row in rows)
    ]

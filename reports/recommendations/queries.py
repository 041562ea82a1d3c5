"""What is read about comments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import JSONObject, RowNumber

from assignments.access import Access, PortalRole, access_of
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
    return quiet_among(_latest_visits(access, day).values_list("told", flat=True))


def latest_visits(access: Access, day: datetime.date) -> ArraySubquery:
    """What `quiet_among` asks of an officer, as a column of a row that a page asks for anyway."""
    return ArraySubquery(_latest_visits(access, day).values("told"))


def quiet_among(visits: Iterable[dict[str, Any]]) -> list[Quiet]:
    """Those communes of which all the latest visits brought no comment."""
    found: dict[int, list[dict[str, Any]]] = {}
    for visit in visits:
        found.setdefault(visit["commune"], []).append(visit)
    return [
        Quiet(Unit(pk=pk, kind=rows[0]["kind"], name=rows[0]["name"]), max(_day_of(row) for row in rows))
        for pk, rows in found.items()
        if len(rows) == IN_A_ROW and not any(row["said"] or row["resting"] for row in rows)
    ]


def _day_of(visit: dict[str, Any]) -> datetime.date:
    return datetime.date.fromisoformat(visit["date"])


def _latest_visits(access: Access, day: datetime.date) -> QuerySet[Visit]:
    """The last three of this officer to each commune, with what is `told` of them."""
    said = Comment.objects.filter(visit=OuterRef("pk"), officer=access.officer_id)
    resting = Rest.objects.filter(officer=access.officer_id, commune=OuterRef("commune"), until__gt=day)
    return (
        Visit.objects.filter(access.area(), officer=access.officer_id, commune__isnull=False)
        .filter(
            Q(commune__valid_to__isnull=True) | Q(commune__valid_to__gte=day)
        )  # a commune that is no more is left be
        .happened()
        .made_between(add_months(day, -LOOK_BACK_MONTHS), day)
        .annotate(
            nth=Window(RowNumber(), partition_by=[F("commune")], order_by=[F("date").desc(), F("pk").desc()]),
            told=JSONObject(
                commune="commune",
                kind="commune__kind",
                name="commune__name",
                date="date",
                said=Exists(said),
                resting=Exists(resting),
            ),
        )
        .filter(nth__lte=IN_A_ROW)
        .order_by("commune")
    )

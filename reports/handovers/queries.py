"""Which hand-overs are due or done, and for whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assignments.access import access_of
from assignments.models import Assignment, Officer
from assignments.queries import with_predecessor
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months
from reports.handovers.models import HandOverLine, HandOverTerm
from reports.handovers.states import State

NO_TERM = HandOverTerm(accept_within_days=10, look_back_months=12)
"""Used until the first term is entered: what `load_hand_over_term` writes."""


def term_on(day: datetime.date) -> HandOverTerm:
    return HandOverTerm.objects.on(day).order_by("-valid_from").first() or NO_TERM


def hand_overs(
    assignments: QuerySet[Assignment], day: datetime.date, term: HandOverTerm | None = None
) -> QuerySet[Assignment]:
    """Those that took over from another officer's: recent ones, and those on whose hand-over work has begun. `term` is
    that of `day` where somebody has read it.
    """
    since = add_months(day, -(term or term_on(day)).look_back_months)
    rows = assignments.filter(Q(valid_from__range=(since, day)) | Q(hand_over__isnull=False))
    return with_predecessor(rows).filter(leaver_id__isnull=False).exclude(leaver_id=F("officer_id"))


def readable_by(user: User, day: datetime.date, term: HandOverTerm | None = None) -> QuerySet[Assignment]:
    """The hand-overs whose lines this person may read: received, left, or all for whoever reads all records.

    Not by area: that a commune's committee sees the place doesn't make two officers' dossier its business.
    """
    access, rows = access_of(user), hand_overs(Assignment.objects.all(), day, term)
    if access.reads_all_records:
        return rows
    own = access.officer_id or 0
    given = HandOverLine.objects.filter(hand_over__assignment=OuterRef("pk"), given_by=own)
    return rows.filter(Q(officer=own) | Q(leaver_id=own) | Exists(given))


def between(rows: QuerySet[Assignment], officer: Officer) -> QuerySet[Assignment]:
    """Those that this officer receives or has left behind."""
    return rows.filter(Q(officer=officer) | Q(leaver_id=officer.pk))


def waiting(rows: QuerySet[Assignment], day: datetime.date) -> QuerySet[Assignment]:
    """Not yet taken over by somebody who holds the place on `day`."""
    return rows.on(day).filter(Q(hand_over__isnull=True) | Q(hand_over__closed_at__isnull=True))


def waiting_for(officer_id: int | None, day: datetime.date, term: HandOverTerm) -> QuerySet[Assignment]:
    """What this officer has still to take over on `day`, when `term` holds."""
    return waiting(hand_overs(Assignment.objects.filter(officer=officer_id or 0), day, term), day)


def late(rows: QuerySet[Assignment], day: datetime.date, term: HandOverTerm | None = None) -> QuerySet[Assignment]:
    """Waiting for longer than the term allows."""
    allowed = datetime.timedelta(days=(term or term_on(day)).accept_within_days)
    return waiting(rows, day).filter(valid_from__lt=day - allowed)


def closed(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.filter(hand_over__closed_at__isnull=False)


def with_names(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related("officer", "unit", "unit__parent", "role", "hand_over")


def named_leavers(rows: Iterable[Assignment]) -> list[Assignment]:
    """The rows with `predecessor`: the assignment before, its officer and unit loaded. One query."""
    rows = list(rows)
    found = Assignment.objects.select_related("officer", "unit").in_bulk({row.predecessor_id for row in rows})
    for row in rows:
        row.predecessor = found[row.predecessor_id]
    return rows


def questions_to(officer_id: int | None) -> QuerySet[HandOverLine]:
    """What receivers have asked this officer and still wait to hear."""
    rows = HandOverLine.objects.filter(given_by=officer_id or 0, state=State.QUESTIONED)
    return rows.select_related("hand_over__assignment__officer").order_by("pk")


# --- what belongs on whose desk --------------------------------------------------------------------------------------


def followed_up_by(user: User, taken: Q, line: str) -> Q:
    """The condition on petitions (`line="petition"`) or comments that are this officer's to follow up: the own ones,
    and those that the places held now brought with them (`taken`, of `taken_over`). An own one goes away when the
    next holder has accepted it, unless the place has come back.
    """
    access = access_of(user)
    own = access.officer_ids  # and of those whom the officer stands in for
    accepted = HandOverLine.objects.filter(**{line: OuterRef("pk")}, given_by__in=own, state=State.ACCEPTED)
    return taken | Q(officer__in=own) & ~(Q(Exists(accepted)) & ~access.area())

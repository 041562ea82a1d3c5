"""Which hand-overs are due or done, and for whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assignments.access import access_of
from assignments.models import Assignment, Officer
from assignments.queries import predecessor_among, with_predecessor
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
    """The recent ones that took over from another officer's, and all on whose hand-over work has begun. `term` is that
    of `day` where somebody has read it.

    Who was before is looked up row by row, so it is asked of the recent ones alone: work begins with a leaver only.
    """
    since = add_months(day, -(term or term_on(day)).look_back_months)
    begun = Q(hand_over__isnull=False)
    another = Assignment.objects.filter(pk=OuterRef("predecessor_id")).exclude(officer=OuterRef("officer_id"))
    near = assignments.filter(begun | Q(valid_from__range=(since, day)))
    return with_predecessor(near).filter(begun | Exists(another))


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


IS_CLOSED = Q(hand_over__closed_at__isnull=False)


def is_waiting(day: datetime.date) -> Q:
    """Not yet taken over by somebody who holds the place on `day`."""
    return Q(life__contains=day, hand_over__closed_at__isnull=True)


def is_late(day: datetime.date, term: HandOverTerm) -> Q:
    """Waiting for longer than the term allows."""
    return is_waiting(day) & Q(valid_from__lt=day - datetime.timedelta(days=term.accept_within_days))


def waiting(rows: QuerySet[Assignment], day: datetime.date) -> QuerySet[Assignment]:
    return rows.filter(is_waiting(day))


def still_to_take_over(row: Assignment, earlier: Iterable[Assignment], day: datetime.date, term: HandOverTerm) -> bool:
    """Whether `row`, in force on `day` and read `as_heirs` with its `hand_over`, is one of the `hand_overs` that are
    `waiting`: the rule on rows at hand. `earlier` holds those before it (`held_earlier`).
    """
    begun = getattr(row, "hand_over", None)
    if begun:
        return begun.closed_at is None
    if row.valid_from < add_months(day, -term.look_back_months):
        return False
    before = predecessor_among(row, earlier)
    return before is not None and before.officer_id != row.officer_id


def late(rows: QuerySet[Assignment], day: datetime.date, term: HandOverTerm | None = None) -> QuerySet[Assignment]:
    return rows.filter(is_late(day, term or term_on(day)))


def numbers(rows: QuerySet[Assignment], parts: Iterable[Q]) -> list[int]:
    """How many of `rows` are in each of these parts: one query."""
    counted = rows.aggregate(**{f"part_{nth}": Count("pk", filter=part) for nth, part in enumerate(parts)})
    return list(counted.values())


def with_names(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related("officer", "unit", "unit__parent", "role", "hand_over")


def named_leavers(rows: Iterable[Assignment]) -> list[Assignment]:
    """The rows with `predecessor`: the assignment before, its officer and unit loaded. One query.

    None where the one before was corrected away after work had begun.
    """
    rows = list(rows)
    before = {row.predecessor_id for row in rows if row.predecessor_id}
    found = Assignment.objects.select_related("officer", "unit").in_bulk(before)
    for row in rows:
        row.predecessor = found.get(row.predecessor_id)
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

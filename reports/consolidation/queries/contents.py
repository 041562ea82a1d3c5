"""What a batch holds, what waits for it, and what earlier ones still wait for. Each a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Prefetch, QuerySet

from nammanh.accounts.models import User
from reports.consolidation.models import Batch, BatchLine, LineSource, LineSupport, SourceState
from reports.feedback.models import Petition
from reports.feedback.states import Status

WAITING = (Status.SUBMITTED, Status.RECEIVED)
MOST_COUNTED = 500
"""Beyond this it only matters that there are more."""


def waiting(batch: Batch, user: User) -> QuerySet[Petition]:
    """Petitions of the agency's area that were reported in time and are with nobody yet, the most pressing first."""
    rows = Petition.objects.visible_to(user).within(batch.agency.unit)
    return (
        rows.filter(status__in=WAITING, reported_on__lte=batch.closes_on)
        .with_names()
        .with_voices()
        .order_by("deadline_on", "pk")
    )


def count_waiting(batch: Batch, user: User) -> int:
    """How many wait, by at most MOST_COUNTED + 1 of them."""
    return waiting(batch, user).values("pk")[: MOST_COUNTED + 1].count()


def lines_of(batch: Batch, user: User) -> QuerySet[BatchLine]:
    """The standing lines with what their page shows, by department; those without one come first."""
    supports = LineSupport.objects.select_related("agency")
    return (
        BatchLine.objects.visible_to(user)
        .filter(batch=batch)
        .standing()
        .with_names()
        .prefetch_related(Prefetch("supports", supports))
        .order_by(F("lead__name_key").asc(nulls_first=True), "number")
    )


def held_by_line(lines: Iterable[BatchLine]) -> dict[int, list[LineSource]]:
    """The sources of each line that it holds or was sent with, the earliest report first."""
    rows = (
        LineSource.objects.filter(line__in=[line.pk for line in lines])
        .exclude(state=SourceState.RELEASED)
        .select_related("petition__unit", "petition__commune", "petition__district", "petition__field")
        .order_by("petition__reported_on", "pk")
    )
    found: dict[int, list[LineSource]] = defaultdict(list)
    for row in rows:
        found[row.line_id].append(row)
    return found


def places(line: BatchLine) -> str:
    """Where the sources of a line are (`held`), each place once; a hamlet with its commune."""
    names = []
    for row in line.held:
        unit, commune = row.petition.unit, row.petition.commune
        inside = commune is not None and commune.pk != unit.pk
        names.append(f"{unit.full_name}, {commune.full_name}" if inside else unit.full_name)
    return "; ".join(dict.fromkeys(names))


def carried_over(batch: Batch, user: User) -> QuerySet[BatchLine]:
    """Lines of the agency's earlier batches that no department has answered yet, the first due first: so they are read
    from the few referrals that are owed, not from all lines.
    """
    rows = BatchLine.objects.visible_to(user).filter(batch__agency=batch.agency_id, batch__month__lt=batch.month)
    return rows.unanswered().with_names().select_related("batch").order_by("referral__expected_on", "referral_id")


def places_of(petition: Petition, user: User) -> list[LineSource]:
    """The lines that hold the petition or were sent with it, as far as this person reads batches; the latest first."""
    rows = LineSource.objects.filter(petition=petition, line__in=BatchLine.objects.visible_to(user))
    return list(
        rows.exclude(state=SourceState.RELEASED).select_related("line__batch__agency", "line__lead").order_by("-pk")
    )

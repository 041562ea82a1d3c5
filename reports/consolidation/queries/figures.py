"""How much a batch has, read from what is kept: no line is counted for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from reports.consolidation.models import Batch, LineTally


@dataclass(frozen=True)
class Share:
    """The lines of one lead department, or those that have none yet (`key` is then None)."""

    key: int | None
    name: str
    lines: int
    unfinished: int
    answered: int
    owed: int

    @property
    def word(self) -> str:
        """How an address names it."""
        return NO_LEAD if self.key is None else str(self.key)


NO_LEAD = "chua"


@dataclass(frozen=True)
class Figures:
    """A batch as a whole, its departments in the order of a page, and what earlier batches still wait for."""

    shares: tuple[Share, ...]
    petitions: int
    owed_before: int

    @property
    def lines(self) -> int:
        return sum(share.lines for share in self.shares)

    @property
    def unfinished(self) -> int:
        return sum(share.unfinished for share in self.shares)

    @property
    def answered(self) -> int:
        return sum(share.answered for share in self.shares)

    @property
    def owed(self) -> int:
        return sum(share.owed for share in self.shares)


def figures_of(batch: Batch) -> Figures:
    """One query, over the kept rows of the agency's batches up to this one."""
    rows = (
        LineTally.objects.filter(batch__agency=batch.agency_id, batch__month__lte=batch.month)
        .order_by()
        .values("lead_id", "lead__name", "lead__name_key")
        .annotate(here=ExpressionWrapper(Q(batch=batch.pk), output_field=BooleanField()))
        .annotate(*(Sum(name) for name in ("lines", "unfinished", "answered", "owed", "petitions")))
    )
    found: dict[bool, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["here"]].append(row)
    here = sorted(found[True], key=lambda row: (row["lead_id"] is not None, row["lead__name_key"], row["lead_id"]))
    shares = (
        Share(
            row["lead_id"],
            row["lead__name"] or "",
            row["lines__sum"],
            row["unfinished__sum"],
            row["answered__sum"],
            row["owed__sum"],
        )
        for row in here
        if row["lines__sum"]
    )
    return Figures(
        tuple(shares),
        petitions=sum(row["petitions__sum"] for row in here),
        owed_before=sum(row["owed__sum"] for row in found[False]),
    )


def with_figures(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """`line_count`, `answered_count`, `owed_count` of the standing lines."""
    return batches.annotate(
        line_count=Coalesce(Sum("tallies__lines"), 0),
        answered_count=Coalesce(Sum("tallies__answered"), 0),
        owed_count=Coalesce(Sum("tallies__owed"), 0),
    )

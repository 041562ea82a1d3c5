"""The evidence of a visit as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from nammanh.accounts.models import User
from nammanh.platform.dates import format_datetime
from nammanh.platform.numbers import format_number
from reports.evidence import policies
from reports.evidence.models import Evidence, EvidenceStep
from reports.evidence.states import Status
from reports.visits.models import Visit
from reports.visits.timeline import signature

KILOBYTE = 1024


@dataclass(frozen=True)
class Piece:
    """One photograph or paper with what stands beside it; without a file only its mark."""

    evidence: Evidence
    title: str
    caption: str
    weight: str
    by: str
    position: str
    mark: str
    opens: bool
    may_take_back: bool


def of_visit(visit: Visit, user: User) -> list[Piece]:
    """All evidence of a visit (already in the person's scope), in the order in which it came."""
    rows = (
        Evidence.objects.visible_to(user)
        .filter(visit=visit)
        .select_related("by", "secretary", "visit")
        .prefetch_related(Prefetch("steps", EvidenceStep.objects.select_related("by", "secretary")))
        .order_by("at", "pk")
    )
    return list(_told(rows, user))


def _told(rows: Iterable[Evidence], user: User) -> Iterable[Piece]:
    pictures = 0
    for row in rows:
        pictures += row.is_picture
        number = _("Ảnh %(number)s") % {"number": pictures}
        yield Piece(
            evidence=row,
            title=(row.caption or number) if row.is_picture else row.name,
            caption="" if row.is_picture else row.caption,
            weight=weight(row.size),
            by=signature(row.by, row.secretary),
            position=_position(row),
            mark=_mark(row),
            opens=row.status == Status.KEPT or (row.status == Status.WAITING and policies.gave(user, row)),
            may_take_back=policies.may_take_back(user, row),
        )


def weight(size: int) -> str:
    """“1,4 MB”, “312 KB”."""
    if size >= KILOBYTE * KILOBYTE:
        return _("%(size)s MB") % {"size": format_number(size / KILOBYTE / KILOBYTE, 1)}
    return _("%(size)s KB") % {"size": format_number(max(1, size // KILOBYTE))}


def _position(row: Evidence) -> str:
    if row.latitude is None or row.longitude is None:
        return ""
    return f"{format_number(row.latitude, 4)}; {format_number(row.longitude, 4)}"


def _mark(row: Evidence) -> str:
    """What became of evidence without a file: who, when, why."""
    if row.has_file:
        return ""
    step = list(row.steps.all())[-1]
    who = signature(step.by, step.secretary) if step.by else _("Phần mềm quét")
    told = {"what": row.get_status_display(), "who": who, "when": format_datetime(step.at), "why": step.note}
    return _("%(what)s: %(who)s, %(when)s. %(why)s") % told

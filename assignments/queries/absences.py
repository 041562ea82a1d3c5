"""Who is away on a day, and who stands in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Greatest

from assignments.models import Absence


def with_attendance(absences: QuerySet[Absence], day: datetime.date) -> QuerySet[Absence]:
    """Each absence with `substitute_away`: on `day` (on its first day, when it is to come) they are away too."""
    asked = Greatest(F("valid_from"), day)
    away = Absence.objects.filter(officer=OuterRef("substitute"), life__contains=OuterRef("asked_day"))
    return absences.annotate(asked_day=asked).annotate(substitute_away=Exists(away)).with_names()


def absences_on(officer_ids: Iterable[int], day: datetime.date) -> dict[int, Absence]:
    """Who of these officers is away on `day`: one query.

    Whoever sees that an officer answers for a place may know that they are away and who stands in, so this starts
    from officers already shown and not from `visible_to`. The reason is not for everybody: pages leave it out.
    """
    rows = with_attendance(Absence.objects.on(day).filter(officer__in=set(officer_ids)), day)
    return {row.officer_id: row for row in rows}


def is_unattended(absence: Absence) -> bool:
    """Whether nobody stands in; needs `with_attendance`."""
    return absence.substitute_id is None or absence.substitute_away


def present_and_coming(absences: QuerySet[Absence], day: datetime.date) -> tuple[list[Absence], list[Absence]]:
    """The absences of `day` and those to come, in each those without anybody standing in first."""
    found = with_attendance(absences.filter(valid_to__gte=day), day).order_by("valid_from", "pk")
    rows = sorted(found, key=lambda row: not is_unattended(row))
    return [row for row in rows if row.valid_from <= day], [row for row in rows if row.valid_from > day]


def past(absences: QuerySet[Absence], day: datetime.date) -> QuerySet[Absence]:
    return absences.filter(valid_to__lt=day).with_names()

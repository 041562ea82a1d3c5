"""Who comes after whom: what passes to the new holder of a place when an earlier one leaves it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assignments.access import Area, within_areas
from assignments.models import Assignment, Succession


def with_predecessor(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Each assignment with `predecessor_id` and `leaver_id`: from which one, and from whom, it takes over.

    The row itself says so (`taken_over_from`). Where it doesn't, as after a vacancy, it is the last one in the same
    work that ended before on this unit, else on a unit that this one came out of.
    """
    came_from = Succession.objects.filter(successor=OuterRef(OuterRef("unit_id"))).values("predecessor")
    on_unit = _ended_in_same_work().filter(unit=OuterRef("unit_id")).order_by("-valid_to", "-pk")
    on_former = _ended_in_same_work().filter(unit__in=came_from).order_by("-valid_to", "-pk")
    return assignments.annotate(
        predecessor_id=Coalesce(
            F("taken_over_from_id"), Subquery(on_unit.values("pk")[:1]), Subquery(on_former.values("pk")[:1])
        )
    ).annotate(leaver_id=Subquery(Assignment.objects.filter(pk=OuterRef("predecessor_id")).values("officer")[:1]))


def _ended_in_same_work() -> QuerySet[Assignment]:
    """Leads of whole units, at the same levels, that ended before the outer row began.

    Counted roles of one level are one work (whoever comes after a member of a delegation holds the commune as well);
    of the others, several hold a unit side by side, so the role decides.
    """
    lead = Q(is_lead=True, whole_unit=True) & Q(is_lead=OuterRef("is_lead"), whole_unit=OuterRef("whole_unit"))
    both_counted = Q(role__counted=True) & Q(role__counted=OuterRef("role__counted"))
    return Assignment.objects.filter(
        lead,
        both_counted | Q(role__code=OuterRef("role__code")),
        role__tier__holder_level=OuterRef("role__tier__holder_level"),
        valid_to__lt=OuterRef("valid_from"),
    )


def as_heirs(holdings: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The rows with what is asked of them here: `former`, the units that theirs came out of, `came_from` those of them
    that it came out of directly, and whether an assignment on their own unit ended before they began (`ended_here`).
    """
    ended = Assignment.objects.filter(unit=OuterRef("unit_id"), valid_to__lt=OuterRef("valid_from"))
    directly = Succession.objects.filter(successor=OuterRef("unit_id")).order_by()
    return holdings.select_related("role__tier").annotate(
        former=Func(F("unit_id"), function="assignments_former_units", output_field=ArrayField(BigIntegerField())),
        came_from=ArraySubquery(directly.values("predecessor")),
        ended_here=Exists(ended),
    )


def held_earlier(heirs: Iterable[Assignment]) -> Q | None:
    """The condition on the assignments among which those before `heirs` are; none where nobody was before."""
    later = [heir for heir in heirs if heir.ended_here or heir.former or heir.taken_over_from_id]
    places = {pk for heir in later for pk in (heir.unit_id, *heir.former)}
    named = {heir.taken_over_from_id for heir in later if heir.taken_over_from_id}
    return Q(unit__in=places, valid_to__isnull=False) | Q(pk__in=named) if later else None


def lines_of(heirs: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    """`lines_among` what is read for them: one query; none where nobody was before."""
    heirs = list(heirs)
    earlier = held_earlier(heirs)
    rows = Assignment.objects.filter(earlier) if earlier else Assignment.objects.none()
    return lines_among(heirs, rows.select_related("officer", "unit", "role__tier"))


def lines_among(heirs: Iterable[Assignment], earlier: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    """For each of `heirs` (by key) all earlier assignments of other officers that it stands in the line of, the latest
    first: not only the last holder's, so that nothing is lost when one of them never took over.
    """
    ended = _latest_first(earlier)
    return {heir.pk: _line_of(heir, ended) for heir in heirs}


def predecessor_among(heir: Assignment, earlier: Iterable[Assignment]) -> Assignment | None:
    """The rule of `with_predecessor` on rows at hand."""
    ended = _latest_first(earlier)
    if heir.taken_over_from_id:
        return next((row for row in ended if row.pk == heir.taken_over_from_id), None)
    same_work = [row for row in ended if _ended_before(row, heir) and _same_work(row, heir)]
    here = (row for row in same_work if row.unit_id == heir.unit_id)
    return next(here, None) or next((row for row in same_work if row.unit_id in heir.came_from), None)


def held_before(holdings: QuerySet[Assignment]) -> dict[int, list[Assignment]]:
    """`lines_of` these holdings: one query more."""
    return lines_of(as_heirs(holdings))


def _latest_first(earlier: Iterable[Assignment]) -> list[Assignment]:
    return sorted(earlier, key=lambda row: (row.valid_to or datetime.date.max, row.pk), reverse=True)


def _line_of(heir: Assignment, ended: list[Assignment]) -> list[Assignment]:
    by_key = {row.pk: row for row in ended}
    chain: set[int] = set()
    link = heir.taken_over_from_id
    while link and link not in chain:
        chain.add(link)
        link = by_key[link].taken_over_from_id if link in by_key else None
    places = {heir.unit_id, *heir.former}
    return [
        row
        for row in ended
        if row.officer_id != heir.officer_id
        and (row.pk in chain or (row.unit_id in places and _ended_before(row, heir) and _same_work(row, heir)))
    ]


def _ended_before(row: Assignment, heir: Assignment) -> bool:
    return row.valid_to is not None and row.valid_to < heir.valid_from


def _same_work(row: Assignment, heir: Assignment) -> bool:
    """The rule of `_ended_in_same_work` on two rows at hand."""
    leads = row.is_lead and row.whole_unit and heir.is_lead and heir.whole_unit
    same_role = (row.role.counted and heir.role.counted) or row.role.code == heir.role.code
    return leads and same_role and row.role.tier.holder_level == heir.role.tier.holder_level


def left_by(earlier: Iterable[Assignment]) -> Q:
    """The condition on records with an officer and a place: what these holders wrote about what they held."""
    areas: dict[int, tuple[Area, ...]] = {}
    for row in earlier:
        areas[row.officer_id] = (*areas.get(row.officer_id, ()), Area(row.unit.level, row.unit_id))
    condition = Q(pk__in=[])
    for officer_id, left in areas.items():
        condition |= Q(officer_id=officer_id) & within_areas(left)
    return condition


def taken_over(officer_ids: Iterable[int], day: datetime.date) -> Q:
    """The condition on records: left by those whose places these officers hold on `day`. It holds from the first day,
    whether or not the hand-over has been accepted: a deadline doesn't wait for that."""
    return left_before(held_before(Assignment.objects.on(day).filter(officer__in=list(officer_ids))))


def left_before(lines: Mapping[int, Iterable[Assignment]]) -> Q:
    """`left_by` all those who stand in these lines."""
    return left_by(row for line in lines.values() for row in line)

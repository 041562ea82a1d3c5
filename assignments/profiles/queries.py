"""What is read about the facts of units."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _

from assignments.models import Level, Succession, Unit
from assignments.profiles.models import Boundary, FactKind, UnitFact
from assignments.profiles.values import shown
from nammanh.platform.dates import add_months, format_date

FIVE = 5


def kinds_on(day: datetime.date, level: str) -> list[FactKind]:
    """What is asked of units of this level on `day`, in the order of the page."""
    return list(FactKind.objects.on(day).for_level(level).in_order())


def is_stale(kind: FactKind, as_of: datetime.date, day: datetime.date) -> bool:
    """Whether a value of `as_of` is too old on `day`."""
    return kind.stale_after_months is not None and add_months(as_of, kind.stale_after_months) < day


@dataclass(frozen=True)
class RollUp:
    """The sum over the communes of a district or a province: of how many, out of how many, the oldest figure."""

    total: Decimal
    known: int
    asked: int
    oldest: datetime.date


def latest_two(facts: QuerySet[UnitFact], unit: Unit, day: datetime.date) -> dict[int, list[UnitFact]]:
    """By kind: the value known for `day` and the one before it. `facts` already scoped; one query."""
    newest_first = Window(RowNumber(), partition_by=F("kind_id"), order_by=F("as_of").desc())
    rows = facts.filter(unit=unit, as_of__lte=day).annotate(nth=newest_first).filter(nth__lte=2)
    found: dict[int, list[UnitFact]] = {}
    for fact in rows.select_related("entered_by", "secretary", "document").order_by("kind_id", "-as_of"):
        found.setdefault(fact.kind_id, []).append(fact)
    return found


def sums_below(facts: QuerySet[UnitFact], units: QuerySet[Unit], unit: Unit, day: datetime.date) -> dict[int, RollUp]:
    """By summable kind: the sum of the communes of a district or a province on `day`; two queries."""
    if unit.level not in {Level.PROVINCE, Level.DISTRICT}:
        return {}
    communes = units.on(day).within(unit).filter(level=Level.COMMUNE)
    asked = communes.count()
    rows = (
        facts.filter(unit__in=communes.order_by().values("pk"), kind__summable=True)
        .latest_on(day)
        .order_by()
        .values("kind_id")
        .annotate(total=Sum("number"), known=Count("pk"), oldest=Min("as_of"))
    )
    return {row["kind_id"]: RollUp(row["total"], row["known"], asked, row["oldest"]) for row in rows}


@dataclass(frozen=True)
class FormerFacts:
    """What was known of a unit that this one came out of, up to its last day."""

    succession: Succession
    facts: list[UnitFact]


def former_facts(facts: QuerySet[UnitFact], unit: Unit, day: datetime.date) -> list[FormerFacts]:
    """The facts of the direct predecessors of `unit`; those without any are left out. Two queries."""
    kin = list(
        Succession.objects.filter(successor=unit)
        .select_related("predecessor", "document")
        .order_by("predecessor__name_key", "pk")
    )
    if not kin:
        return []
    last = min(day, unit.valid_from - datetime.timedelta(days=1))
    rows = facts.filter(unit__in=[row.predecessor_id for row in kin]).latest_on(last)
    by_unit: dict[int, list[UnitFact]] = {}
    for fact in rows.select_related("kind").order_by("kind__order", "kind"):
        by_unit.setdefault(fact.unit_id, []).append(fact)
    return [FormerFacts(row, by_unit[row.predecessor_id]) for row in kin if row.predecessor_id in by_unit]


def history(facts: QuerySet[UnitFact], unit: Unit, kind: FactKind) -> QuerySet[UnitFact]:
    """Every value of one kind, the latest first."""
    rows = facts.filter(unit=unit, kind=kind).select_related("entered_by", "secretary", "document")
    return rows.order_by("-as_of")


def corrections(facts: Iterable[UnitFact]) -> Mapping[int, list[UnitFact]]:
    """What corrected rows said before, the latest first, by row: one query, none when nothing was corrected."""
    corrected = [fact.pk for fact in facts if fact.revision > 1]
    if not corrected:
        return {}
    events = UnitFact.pgh_event_model.objects.filter(pgh_obj__in=corrected, revision__lt=F("pgh_obj__revision"))
    found: dict[int, list[UnitFact]] = {}
    for event in events.select_related("entered_by", "secretary").order_by("pgh_obj_id", "-pgh_id"):
        found.setdefault(event.pgh_obj_id, []).append(event)
    return found


# --- which profiles want work ----------------------------------------------------------------------------------------


def needing_update(units: QuerySet[Unit], day: datetime.date) -> QuerySet[Unit]:
    """Units of which something is unknown or too old on `day`, with `asked`, `known` and `fresh` counts.

    A kind is fresh when any value of it is young enough, since only the latest could be the youngest.
    """
    kinds = list(FactKind.objects.on(day))
    asked_of = {level: [kind for kind in kinds if level in kind.levels] for level in Level.values}
    young = Q(pk__in=[])
    for months in {kind.stale_after_months for kind in kinds}:
        ids = [kind.pk for kind in kinds if kind.stale_after_months == months]
        young |= Q(kind__in=ids) if months is None else Q(kind__in=ids, as_of__gte=_first_fresh(day, months))
    of_level = Q(pk__in=[])
    for level, asked in asked_of.items():
        of_level |= Q(unit__level=level, kind__in=[kind.pk for kind in asked])
    of_unit = UnitFact.objects.filter(of_level, unit=OuterRef("pk"), as_of__lte=day)
    return units.annotate(
        asked=Case(
            *[When(level=level, then=Value(len(asked))) for level, asked in asked_of.items() if asked],
            default=Value(0),
            output_field=IntegerField(),
        ),
        known=_count_of_kinds(of_unit),
        fresh=_count_of_kinds(of_unit.filter(young)),
    ).filter(asked__gt=F("fresh"))


def _first_fresh(day: datetime.date, months: int) -> datetime.date:
    """The earliest date that is not stale on `day`: add_months(date, months) >= day."""
    first = add_months(day, -months)
    while add_months(first - datetime.timedelta(days=1), months) >= day:
        first -= datetime.timedelta(days=1)
    while add_months(first, months) < day:
        first += datetime.timedelta(days=1)
    return first


def _count_of_kinds(facts: QuerySet[UnitFact]) -> Coalesce:
    counted = facts.order_by().values("unit").annotate(count=Count("kind", distinct=True)).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


# --- for others ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FactNeed:
    """Something in which a unit is weak: the field of work it belongs to, and the figure in words."""

    field_id: int
    text: str


def needs(units: Iterable[Unit], day: datetime.date) -> dict[int, list[FactNeed]]:
    """By unit id: the facts known for `day` that lie beyond their kind's thresholds. `units` already scoped; one query.

    A unit without such facts is left out. An old figure counts, with its date in the text.
    """
    weak = Q(number__lt=F("kind__weak_below")) | Q(number__gt=F("kind__weak_above"))
    rows = (
        UnitFact.objects.filter(unit__in=[unit.pk for unit in units], kind__life__contains=day)
        .latest_on(day)
        .filter(weak, kind__field__isnull=False)
        .select_related("kind")
        .order_by("unit", "kind__order", "kind")
    )
    found: dict[int, list[FactNeed]] = {}
    for fact in rows:
        words = {"kind": fact.kind, "value": shown(fact.kind, fact.number), "date": format_date(fact.as_of)}
        text = _("%(kind)s: %(value)s (số liệu đến %(date)s)") % words
        found.setdefault(fact.unit_id, []).append(FactNeed(fact.kind.field_id or 0, text))
    return found


# --- boundaries ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outline:
    """The boundary that stands for a commune: its own, or its predecessor's where only name, kind or parent changed."""

    unit_id: int
    boundary: int
    revision: int


def outlines_on(units: QuerySet[Unit], day: datetime.date) -> list[Outline]:
    """One for each commune of `units` (already scoped) in force on `day` that has an outline; four queries at most.

    Who sees a unit sees its outline, even where that was drawn for a predecessor in a district they don't see.
    """
    wanted = set(units.on(day).filter(level=Level.COMMUNE).values_list("pk", flat=True))
    own = Boundary.objects.on(day).filter(unit__in=wanted).values_list("unit_id", "pk", "revision")
    found = {unit: (pk, revision) for unit, pk, revision in own}
    before = _same_area_before(wanted - found.keys())
    former = Boundary.objects.filter(unit__in={pk for chain in before.values() for pk in chain}).order_by("valid_from")
    last = {unit: (pk, revision) for unit, pk, revision in former.values_list("unit_id", "pk", "revision")}
    for unit, chain in before.items():
        if known := next((last[pk] for pk in chain if pk in last), None):
            found[unit] = known
    return [Outline(unit, *found[unit]) for unit in sorted(found)]


def geometries(outlines: Iterable[Outline]) -> dict[int, dict]:
    """The GeoJSON geometry of each commune, by its id."""
    drawn = dict(Boundary.objects.filter(pk__in=[row.boundary for row in outlines]).values_list("pk", "geometry"))
    return {row.unit_id: drawn[row.boundary] for row in outlines if row.boundary in drawn}


def _same_area_before(units: set[int]) -> dict[int, list[int]]:
    """By unit: its predecessors of the same area, the latest first. A unit merged or divided has none."""
    keeps = [Succession.Kind.RENAMED, Succession.Kind.RETYPED, Succession.Kind.MOVED]
    parents: dict[int, list[int]] = {}
    children: dict[int, int] = {}
    keeping: dict[int, int] = {}
    rows = Succession.objects.filter(successor__level=Level.COMMUNE).order_by()
    for old, new, kind, whole in rows.values_list("predecessor_id", "successor_id", "kind", "whole"):
        parents.setdefault(new, []).append(old)
        children[old] = children.get(old, 0) + 1
        if whole and kind in keeps:
            keeping[new] = old
    found: dict[int, list[int]] = {}
    for unit in units:
        chain: list[int] = []
        current = unit
        while (before := keeping.get(current)) is not None:
            if len(parents[current]) > 1 or children[before] > 1 or before in chain:
                break
            chain.append(before)
            current = before
        if chain:
            found[unit] = chain
    return found

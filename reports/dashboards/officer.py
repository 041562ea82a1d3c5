"""Officer × duty: what one officer did for each duty month by month, beside the regime where one is set.

For the officer and for who is in charge above; of one person at a time, in the order of duties and places. Figures of
persons are kept nowhere: they are counted from the officer's own records of these months, as far as the reader may
read them, all in one query.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, Count, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from assignments.access import access_of
from assignments.models import Assignment, Cadence, Officer, Unit
from assignments.models.policy import TierTarget
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months, month_end, today
from reports.dashboards import links, policies
from reports.dashboards.duties import DUTIES, HOUSEHOLDS, VISITS, Duty
from reports.dashboards.matrices import Entry, Line, Matrix, short_month
from reports.facts.months import Months
from reports.visits.states import Status

_IN_HAMLET = Q(role__tier__target=TierTarget.HOUSEHOLD, hamlet__isnull=False)
_PLACE = Case(When(_IN_HAMLET, then=F("hamlet_id")), default=F("unit_id"))
"""Where the visits of an assignment are told: of households and groups at their hamlet, as silence is."""
_FORMER = Func(_PLACE, function="assignments_former_units", output_field=ArrayField(BigIntegerField()))
_AT = ("unit_id", "hamlet_id", "commune_id", "district_id")
UNTOLD = Entry(0, whole=0)
_DAY = datetime.timedelta(days=1)


@dataclass
class Place:
    """A place that the officer held on a day of the period, with the units that it came out of."""

    unit: Unit
    members: frozenset[int]
    held: list[Assignment]

    def held_through(self, start: datetime.date, end: datetime.date, tier: int) -> bool:
        """Whether assignments that count for the tier's regime cover every day from `start` to `end`."""
        until = start
        for row in sorted(self.held, key=lambda row: row.valid_from):
            if row.role.tier_id == tier and row.role.counted and row.is_lead and row.valid_from <= until:
                until = max(until, (row.valid_to or end) + _DAY)
        return until > end


@dataclass(frozen=True)
class Trip:
    """How many visits of one month lay at a place and above it, and how many of them are confirmed."""

    month: datetime.date
    at: frozenset[int | None]
    visits: int
    confirmed: int


@dataclass
class OfficerDuties:
    """The table of one officer for one reader and period."""

    user: User
    officer: Officer
    months: Months
    counts: dict[tuple[str, datetime.date], int] = field(init=False, default_factory=dict)
    trips: list[Trip] = field(init=False, default_factory=list)

    def may_open(self) -> bool:
        """The officer, and who is in charge above the places held today."""
        day = today()
        return policies.opens_officer(
            self.user, self.officer.pk, [row for row in self.holdings if row.in_force_on(day)]
        )

    @cached_property
    def holdings(self) -> list[Assignment]:
        """What the officer holds today or held in the period, each with its place (`place`) and whence that came."""
        day = today()
        start, end = min(self.months.start, day), max(self.months.end, day)
        rows = Assignment.objects.in_force_between(start, end).filter(officer=self.officer)
        rows = rows.select_related("unit", "unit__parent", "hamlet", "hamlet__parent", "role__tier")
        return list(rows.annotate(place=_PLACE, former=_FORMER).order_by("unit__name_key", "-valid_from", "pk"))

    @cached_property
    def places(self) -> list[Place]:
        """In the order of names; a unit that was merged or renamed goes with what came of it, where that is held."""
        inside = [
            row
            for row in self.holdings
            if row.valid_from <= self.months.end and (row.valid_to or self.months.end) >= self.months.start
        ]
        inside.sort(key=lambda row: len(row.former))
        heir = {old: row.place for row in inside for old in row.former}
        found: dict[int, Place] = {}
        for row in sorted(inside, key=lambda row: row.place in heir):
            key = heir.get(row.place, row.place)
            unit = row.unit if row.unit_id == row.place else row.hamlet
            place = found.setdefault(key, Place(unit, frozenset((row.place, *row.former)), []))
            place.held.append(row)
        return sorted(found.values(), key=lambda place: (place.unit.name_key, place.unit.pk))

    @cached_property
    def cadences(self) -> dict[int, list[Cadence]]:
        """The regimes of the tiers in which places are held, in force on a day of the period."""
        tiers = {row.role.tier_id for place in self.places for row in place.held}
        rows = Cadence.objects.filter(tier__in=tiers, valid_from__lte=self.months.end).order_by("-valid_from")
        found: dict[int, list[Cadence]] = {}
        for row in rows.exclude(valid_to__lt=self.months.start):
            found.setdefault(row.tier_id, []).append(row)
        return found

    # ------------------------------------------------------------------------------------------------ counting
    def _read(self) -> None:
        """All figures in one query: counts by kind and month, visits by place as well."""
        longest = max((row.months for rows in self.cadences.values() for row in rows), default=1)
        since = add_months(self.months.start, 1 - longest)
        parts = [self._trips(since), *(self._counted(duty) for duty in DUTIES[1:])]
        for key, month, count, confirmed, *at in parts[0].union(*parts[1:], all=True):
            if key == VISITS.key:
                self.trips.append(Trip(month, frozenset(at), count, confirmed))
            if month >= self.months.start:
                self.counts[key, month] = self.counts.get((key, month), 0) + count

    def _trips(self, since: datetime.date) -> QuerySet:
        rows = VISITS.rows(self.user, self.officer.pk).filter(date__range=(since, self.months.end)).order_by()
        rows = rows.annotate(of_kind=Value(VISITS.key), in_month=TruncMonth("date")).values("of_kind", "in_month", *_AT)
        rows = rows.annotate(made=Count("pk"), kept=Count("pk", filter=Q(status=Status.CONFIRMED)))
        return rows.values_list("of_kind", "in_month", "made", "kept", *_AT)

    def _counted(self, duty: Duty) -> QuerySet:
        rows = duty.rows(self.user, self.officer.pk)
        rows = rows.filter(**{f"{duty.day}__range": (self.months.start, self.months.end)}).order_by()
        rows = rows.annotate(of_kind=Value(duty.key), in_month=TruncMonth(duty.day)).values("of_kind", "in_month")
        nowhere = {f"no_{name}": Value(None, output_field=BigIntegerField()) for name in _AT}
        rows = rows.annotate(made=Count("pk"), kept=Value(0, output_field=IntegerField()), **nowhere)
        return rows.values_list("of_kind", "in_month", "made", "kept", *nowhere)

    # --------------------------------------------------------------------------------------------------- table
    def matrix(self) -> Matrix:
        """Duties down, with the places under the visits; months across, and the months together."""
        self._read()
        headings = [*map(short_month, self.months), _("Cả kỳ")]
        return Matrix(_("Việc được giao"), headings, list(self._lines()))

    def _lines(self) -> Iterator[Line]:
        in_households = any(row.role.tier.target == TierTarget.HOUSEHOLD for place in self.places for row in place.held)
        for duty in DUTIES:
            if duty is HOUSEHOLDS and not in_households and not self._of(duty, self.months):
                continue
            asks = {"dong_chi": self.officer.pk}
            yield Line(str(duty.label), [Entry(self._of(duty, span), duty.url(span, asks)) for span in self._spans])
            if duty is VISITS:
                yield from self._visits_by_place()

    @property
    def _spans(self) -> list[Months]:
        return [*(Months.of(month) for month in self.months), self.months]

    def _of(self, duty: Duty, span: Months) -> int:
        return sum(self.counts.get((duty.key, month), 0) for month in span)

    def _visits_by_place(self) -> Iterator[Line]:
        """Each place with the visits to it and below it; then what lay in none of them. Of a place that the reader
        may not read nothing is told.
        """
        read = policies.units_read(self.user, [place.unit for place in self.places])
        is_own = access_of(self.user).officer_id == self.officer.pk
        for place in self.places:
            if not is_own and place.unit.pk not in read:
                yield Line(place.unit.full_name, [UNTOLD for _span in self._spans], inner=True)
                continue
            asks = {"noi": place.unit.pk, "dong_chi": self.officer.pk}
            entries = [self._visits_at(place, span, links.visits(span, asks)) for span in self._spans]
            url = links.place(place.unit.pk, **self.months.query) if place.unit.pk in read else ""
            yield Line(place.unit.full_name, entries, url, self._regime(place), inner=True)
        known = frozenset().union(*(place.members for place in self.places))
        elsewhere = [trip for trip in self.trips if not trip.at & known]
        if any(trip.month in self.months for trip in elsewhere):
            counts = [sum(trip.visits for trip in elsewhere if trip.month in span) for span in self._spans]
            yield Line(_("Nơi khác"), [Entry(count) for count in counts], inner=True)

    def _visits_at(self, place: Place, span: Months, url: str) -> Entry:
        mark = self._mark(place, span.first) if len(span) == 1 else ""
        return Entry(sum(trip.visits for trip in self._at(place, span)), url, mark=mark)

    def _at(self, place: Place, span: Months) -> Iterable[Trip]:
        return (trip for trip in self.trips if trip.month in span and trip.at & place.members)

    # -------------------------------------------------------------------------------------------------- regime
    def _cadences_of(self, place: Place, day: datetime.date) -> Iterator[Cadence]:
        """The regimes that this place was held under on `day`."""
        tiers = {row.role.tier_id for row in place.held if row.role.counted and row.is_lead and row.in_force_on(day)}
        for tier in sorted(tiers):
            yield from (row for row in self.cadences.get(tier, ()) if row.in_force_on(day))

    def _mark(self, place: Place, month: datetime.date) -> str:
        """Whether the officer kept to the regime, once the month is over and where the place was theirs all along."""
        end = month_end(month)
        if end >= today():
            return ""
        for row in self._cadences_of(place, end):
            window = Months(add_months(month, 1 - row.months), month)
            if not place.held_through(window.start, end, row.tier_id):
                continue
            made = list(self._at(place, window))
            if sum(trip.confirmed for trip in made) >= row.visits:
                continue
            return _("chờ xác nhận") if sum(trip.visits for trip in made) >= row.visits else _("thiếu")
        return ""

    def _regime(self, place: Place) -> str:
        """“ít nhất 1 lần trong 3 tháng”: as it stands on the last day of the period, or today while that runs."""
        day = min(self.months.end, today())
        words = [
            _("ít nhất %(visits)s lần mỗi tháng") % {"visits": row.visits}
            if row.months == 1
            else _("ít nhất %(visits)s lần trong %(months)s tháng") % {"visits": row.visits, "months": row.months}
            for row in self._cadences_of(place, day)
        ]
        return "; ".join(dict.fromkeys(words))


def table_of(user: User, officer_id: int, months: Months) -> OfficerDuties | None:
    """Of any officer: who heads a delegation doesn't see its members in the list of officers. Ask `may_open` first."""
    officer = Officer.objects.filter(pk=officer_id).first()
    return OfficerDuties(user, officer, months) if officer else None

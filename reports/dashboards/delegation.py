"""A working delegation's own page: who holds which place for it, and what was done there. In the order of places."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, F, Func, Max, Q, QuerySet

from assignments.access import Area, PortalRole, access_of, within_areas
from assignments.models import Assignment, Delegation, DelegationMember, Unit
from assignments.models.groupings import DelegationDuty
from nammanh.accounts.models import User
from reports.dashboards import links
from reports.dashboards.period import Period
from reports.dashboards.scope import Scope, cut
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit, VisitType

_FORMER = Func(F("unit_id"), function="assignments_former_units", output_field=ArrayField(BigIntegerField()))


@dataclass(frozen=True)
class Done:
    """What one officer did in one place."""

    last_on: datetime.date | None = None
    visits: int = 0
    cell_meetings: int = 0
    comments: int = 0
    petitions: int = 0


@dataclass(frozen=True)
class Line:
    """One place with who holds it for the delegation; a member without a place has a line of their own."""

    officer: str
    duty: str
    since: datetime.date
    place: str = ""
    place_url: str = ""
    above: str = ""
    role: str = ""
    done: Done = field(default_factory=Done)
    visits_url: str = ""
    officer_url: str = ""
    assignment_id: int | None = None
    officer_id: int | None = None


@dataclass
class DelegationBoard:
    """All that the pages of one delegation show to one person, as of the day and for the period asked."""

    user: User
    delegation: Delegation
    period: Period

    @cached_property
    def members(self) -> list[DelegationMember]:
        rows = DelegationMember.objects.on(self.period.day).filter(delegation=self.delegation)
        return list(rows.select_related("officer").order_by("officer__name_key", "pk"))

    def has_seat(self) -> bool:
        """Whether the person is in the delegation on the day, or stands in for somebody who is."""
        return bool(access_of(self.user).officer_ids & {member.officer_id for member in self.members})

    def led_by(self) -> bool:
        """Whether the person heads it, or stands in for who does."""
        heads = {member.officer_id for member in self.members if member.duty == DelegationDuty.HEAD}
        return bool(access_of(self.user).officer_ids & heads)

    @cached_property
    def holdings(self) -> list[Assignment]:
        """Who holds what for the delegation on the day, each with the units that the place came out of (`former`)."""
        rows = Assignment.objects.on(self.period.day).filter(delegation=self.delegation)
        return list(
            rows.select_related("unit", "unit__parent", "role", "officer")
            .annotate(former=_FORMER)
            .order_by("unit__name_key", "unit_id", "officer__name_key", "pk")
        )

    @cached_property
    def scope(self) -> Scope:
        areas = tuple(Area(row.unit.level, pk) for row in self.holdings for pk in (row.unit_id, *row.former))
        asks = {"doan": self.delegation.pk, **cut(self.user)}
        if not self.period.is_today:
            asks["ngay"] = self.period.day
        return Scope(within_areas(areas), within_areas(areas, "pk"), asks, place=self.delegation)

    # -------------------------------------------------------------------------------------------------- lines
    def lines(self, *, whole: bool = False) -> list[Line]:
        """In the order of places, then members without one; `whole` also counts what was said and brought up."""
        done = self._done(whole)
        duty_of = {member.officer_id: member.get_duty_display() for member in self.members}
        found = [self._line(row, duty_of.get(row.officer_id, ""), done) for row in self.holdings]
        placed = {row.officer_id for row in self.holdings}
        without = [member for member in self.members if member.officer_id not in placed]
        return found + [
            Line(
                str(member.officer),
                member.get_duty_display(),
                member.valid_from,
                officer_url=self._officer_url(member.officer_id, holds=False),
                officer_id=member.officer_id,
            )
            for member in without
        ]

    def _officer_url(self, officer_id: int, *, holds: bool = True) -> str:
        """What this member did for each duty: for the head of today, Thường trực, and the member."""
        access = access_of(self.user)
        led = holds and self.period.is_today and self.led_by()
        opens = led or access.has(PortalRole.STANDING) or officer_id == access.officer_id
        return links.officer(officer_id) if opens else ""

    def _line(self, row: Assignment, duty: str, done: dict[tuple[int, int], Done]) -> Line:
        months, unit = self.period.months, row.unit
        asks = {"noi": unit.pk, "dong_chi": row.officer_id, **cut(self.user)}
        return Line(
            str(row.officer),
            duty,
            row.valid_from,
            str(unit),
            links.place(unit.pk, **self.period.asked) if self._reads(unit) else "",
            str(unit.parent or ""),
            row.role.name,
            done.get((row.officer_id, row.unit_id), Done()),
            links.visits(months, asks) if self._reads(unit) else "",
            self._officer_url(row.officer_id),
            row.pk,
            row.officer_id,
        )

    def _reads(self, unit: Unit) -> bool:
        access = access_of(self.user)
        above = {unit.pk, unit.province_id, unit.district_id, unit.commune_id, unit.hamlet_id}
        return access.reads_all_records or bool(above & {area.unit_id for area in access.areas})

    def _done(self, whole: bool) -> dict[tuple[int, int], Done]:
        """By officer and place held: one query for visits, one each for comments and petitions."""
        found: dict[tuple[int, int], Done] = {}
        for name, rows in self._sources(whole):
            for row in rows:
                for holding in self._holdings_of(row):
                    key = (holding.officer_id, holding.unit_id)
                    found[key] = _with(found.get(key, Done()), name, row)
        return found

    def _sources(self, whole: bool) -> list[tuple[str, QuerySet]]:
        months, place = self.period.months, ("officer_id", "unit_id", "hamlet_id", "commune_id", "district_id")
        people = {row.officer_id for row in self.holdings}

        def by_place(rows: QuerySet, **counts: Any) -> QuerySet:
            rows = rows.filter(self.scope.records, officer__in=people).order_by()
            return rows.values(*place).annotate(**counts)

        inside = Q(date__range=(months.start, months.end))
        visits = by_place(
            Visit.objects.visible_to(self.user).happened(),
            last_on=Max("date", filter=Q(date__lte=self.period.day)),
            visits=Count("pk", filter=inside),
            cell_meetings=Count("pk", filter=inside & Q(type=VisitType.PARTY_CELL_MEETING)),
        )
        if not whole:
            return [("visits", visits)]
        comments = Comment.objects.visible_to(self.user).sent().to_commune()
        petitions = Petition.objects.visible_to(self.user)
        span = (months.start, months.end)
        return [
            ("visits", visits),
            ("comments", by_place(comments.filter(given_on__range=span), comments=Count("pk"))),
            ("petitions", by_place(petitions.filter(reported_on__range=span), petitions=Count("pk"))),
        ]

    def _holdings_of(self, row: dict[str, Any]) -> Iterable[Assignment]:
        """What this officer holds where the records lie: the unit itself, or one above it."""
        at = {row["unit_id"], row["hamlet_id"], row["commune_id"], row["district_id"]}
        for holding in self.holdings:
            if holding.officer_id == row["officer_id"] and at & {holding.unit_id, *holding.former}:
                yield holding


def _with(done: Done, name: str, row: dict[str, Any]) -> Done:
    if name != "visits":
        return replace(done, **{name: getattr(done, name) + row[name]})
    days = [day for day in (done.last_on, row["last_on"]) if day]
    return replace(
        done,
        last_on=max(days, default=None),
        visits=done.visits + row["visits"],
        cell_meetings=done.cell_meetings + row["cell_meetings"],
    )


def delegations_of(user: User) -> list[Delegation]:
    """Those for which the person holds a place today; only a member can. Nobody else costs a query."""
    held_for = {area.delegation_id for area in access_of(user).areas} - {None}
    return list(Delegation.objects.filter(pk__in=held_for).order_by("name", "pk")) if held_for else []

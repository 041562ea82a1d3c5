"""Visits in all their states, written as the officers and communes would have left them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from assignments.models import Assignment, Officer, Unit
from nammanh.accounts.models import User
from nammanh.demo.roster import Roster
from nammanh.demo.stage import Stage
from nammanh.demo.texts import visit_words as words
from nammanh.demo.texts.theme import Theme
from nammanh.demo.wording import Wording
from nammanh.platform.working_days import is_working_day
from reports.visits.models import Amendment, Visit, VisitStep
from reports.visits.states import Action, Status

_MINUTE = datetime.timedelta(minutes=1)
_DAY = datetime.timedelta(days=1)


@dataclass
class Told:
    """A visit with the matters it was about, for the comments and petitions that hang on it."""

    visit: Visit
    unit: Unit
    user: User
    themes: tuple[Theme, Theme]


@dataclass
class Diary:
    """Collects visits and their steps; `save` writes them."""

    stage: Stage
    roster: Roster
    secretary: User
    wording: Wording
    visits: list[Visit] = field(default_factory=list)
    steps: list[VisitStep] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    assisted: set[int] = field(default_factory=set)
    """Officers (by key) for whom the secretary types most entries."""

    def made(
        self,
        assignment: Assignment,
        unit: Unit,
        day: datetime.date,
        *,
        confirmed: bool | None = None,
        kind: str = "",
    ) -> Told:
        """A visit that took place. `confirmed` None leaves it to the commune's habits."""
        themes = self.wording.themes_for(unit, day.month)
        visit = self._visit(assignment, unit, day, kind or self._type(assignment, day))
        visit.origin = self.stage.rng.choices(["planned", "adhoc", "invited"], weights=[68, 12, 20])[0]
        self._words(visit, unit, assignment.role.tier.order, themes)
        logged = self._moment_after(day, self.stage.rng.choices([0, 1, 3, 9], weights=[55, 22, 15, 8])[0])
        typist = self._typist(assignment.officer)
        if visit.origin == "planned":
            self._planned_steps(visit, assignment.officer, typist, logged)
        else:
            visit.created_at = logged
        visit.logged_at, visit.status = logged, Status.DONE
        visit.entered_by = typist or assignment.officer.user
        visit.content_hash = hashlib.sha256(f"{visit.uuid}{visit.highlights}".encode()).hexdigest()
        self._step(visit, Action.LOG, assignment.officer.user, logged, secretary=typist)
        self._confirm(visit, unit, logged, confirmed)
        told = Told(visit, unit, assignment.officer.user, themes)
        self.told.append(told)
        return told

    def planned(self, assignment: Assignment, unit: Unit, day: datetime.date, *, postponed: bool = False) -> None:
        """A visit in the plan, maybe moved to a later day."""
        visit = self._visit(assignment, unit, day, self._type(assignment, day))
        visit.purpose = self.stage.rng.choice(words.PURPOSES)
        visit.created_at = (
            self.stage.now - _DAY * self.stage.rng.randint(1, 9) - _MINUTE * self.stage.rng.randint(0, 500)
        )
        visit.entered_by = assignment.officer.user
        self._step(visit, Action.PLAN, assignment.officer.user, visit.created_at)
        if postponed:
            visit.status = Status.POSTPONED
            at = visit.created_at + (self.stage.now - visit.created_at) / 2
            note = self.stage.rng.choice(words.POSTPONE_REASONS)
            self._step(visit, Action.POSTPONE, assignment.officer.user, at, note)

    def cancelled(self, assignment: Assignment, unit: Unit, day: datetime.date) -> None:
        """A visit that was planned and did not take place."""
        visit = self._visit(assignment, unit, day, self._type(assignment, day))
        visit.purpose = self.stage.rng.choice(words.PURPOSES)
        visit.created_at = self.stage.moment(day - _DAY * self.stage.rng.randint(4, 14))
        visit.entered_by = assignment.officer.user
        self._step(visit, Action.PLAN, assignment.officer.user, visit.created_at)
        visit.status = Status.CANCELLED
        at = self.stage.moment(day - _DAY * self.stage.rng.randint(0, 3))
        self._step(visit, Action.CANCEL, assignment.officer.user, at, self.stage.rng.choice(words.CANCEL_REASONS))

    def lapsed(self, assignment: Assignment, unit: Unit, day: datetime.date) -> None:
        """A plan whose day went by without an entry."""
        self.planned(assignment, unit, day)
        visit = self.visits[-1]
        self.steps[-1].at = visit.created_at = self.stage.moment(day - _DAY * 6)

    def amend(self, visit: Visit, officer: User, unit: Unit) -> None:
        """A later word on a confirmed visit."""
        part, text, reason = self.stage.rng.choice(words.AMENDMENTS)
        at = min(visit.confirmed_at + _DAY * self.stage.rng.randint(1, 6), self.stage.now)
        self.amendments.append(
            Amendment(
                uuid=self.stage.uuid(), visit=visit, part=part, text=self.wording.fill(text, unit), reason=reason,
                by=officer, at=at,
            )
        )  # fmt: skip
        self._step(visit, Action.AMEND, officer, at, reason)

    def save(self) -> None:
        Visit.objects.bulk_create(self.visits, batch_size=1000)
        VisitStep.objects.bulk_create(self.steps, batch_size=2000)
        Amendment.objects.bulk_create(self.amendments)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _visit(self, assignment: Assignment, unit: Unit, day: datetime.date, kind: str) -> Visit:
        visit = Visit(
            uuid=self.stage.uuid(),
            officer=assignment.officer,
            unit=unit,
            tier=assignment.role.tier,
            date=day,
            type=kind,
        )
        self.visits.append(visit)
        return visit

    def _type(self, assignment: Assignment, day: datetime.date) -> str:
        kinds, weights = zip(*words.VISIT_TYPES_OF_TIER[assignment.role.tier.order], strict=True)
        chosen = self.stage.rng.choices(kinds, weights=weights)[0]
        if chosen == "gratitude" and day.month not in {1, 2, 7, 12}:
            return "working_session"
        if chosen == "disaster_response" and day.month not in range(6, 13):
            return "site_inspection"
        return chosen

    def _words(self, visit: Visit, unit: Unit, tier: int, themes: tuple[Theme, Theme]) -> None:
        first, second = themes
        parts = [self.wording.some(words.OPENINGS[visit.type], unit), self.wording.some(first.highlights, unit)]
        if self.stage.chance(0.6):
            parts.append(self.wording.some(second.highlights, unit))
        visit.highlights = "\n".join(parts)
        if self.stage.chance(0.85):
            visit.advantages = self.wording.some(
                first.advantages + second.advantages, unit, self.stage.rng.randint(1, 2)
            )
        if self.stage.chance(0.78):
            visit.difficulties = self.wording.some(
                first.difficulties + second.difficulties, unit, 1 + self.stage.chance(0.3)
            )
        visit.people_met = self.wording.some(words.PEOPLE_MET[tier], unit)

    def _planned_steps(self, visit: Visit, officer: Officer, typist: User | None, logged: datetime.datetime) -> None:
        visit.purpose = self.stage.rng.choice(words.PURPOSES)
        visit.created_at = self.stage.moment(visit.date - _DAY * self.stage.rng.randint(3, 16))
        self._step(visit, Action.PLAN, officer.user, visit.created_at, secretary=typist, status=Status.PLANNED)
        if self.stage.chance(0.1):
            at = min(self.stage.moment(visit.date - _DAY * 2), logged - _MINUTE)
            note = self.stage.rng.choice(words.POSTPONE_REASONS)
            self._step(visit, Action.POSTPONE, officer.user, at, note, secretary=typist, status=Status.POSTPONED)

    def _confirm(self, visit: Visit, unit: Unit, logged: datetime.datetime, confirmed: bool | None) -> None:
        """The commune confirms within days; some communes forget every fourth one and make up for it when reminded."""
        commune = self.stage.units.get(unit.commune_id, unit)
        habit = (0.98, 0.96, 0.92, 0.74)[int(commune.gso_code) % 4]
        at = logged + _MINUTE * self.stage.rng.choice([300, 1500, 3100, 6200, 13000])
        wanted = self.stage.chance(habit) if confirmed is None else confirmed
        if confirmed is None and not wanted and self.stage.chance(0.95):
            wanted, at = True, logged + _DAY * self.stage.rng.randint(12, 35)
        if not wanted or (at > self.stage.now and not confirmed):
            return
        clerk = self.roster.committees[commune.gso_code].user
        visit.status, visit.confirmed_by = Status.CONFIRMED, clerk
        visit.confirmed_at = min(at, self.stage.now)
        self._step(visit, Action.CONFIRM, clerk, visit.confirmed_at, self.stage.rng.choice(words.CONFIRM_NOTES))

    def _moment_after(self, day: datetime.date, days: int) -> datetime.datetime:
        at = self.stage.moment(day + _DAY * days, first_hour=16, last_hour=22)
        return at if at <= self.stage.now else self.stage.now - _MINUTE * self.stage.rng.randint(5, 90)

    def _typist(self, officer: Officer) -> User | None:
        return self.secretary if officer.pk in self.assisted and self.stage.chance(0.6) else None

    def _step(
        self,
        visit: Visit,
        action: str,
        by: User,
        at: datetime.datetime,
        note: str = "",
        *,
        secretary: User | None = None,
        status: str = "",
    ) -> None:
        entered = status or {Action.PLAN: Status.PLANNED, Action.POSTPONE: Status.POSTPONED, Action.LOG: Status.DONE,
                             Action.CANCEL: Status.CANCELLED, Action.CONFIRM: Status.CONFIRMED,
                             Action.AMEND: Status.CONFIRMED}[action]  # fmt: skip
        self.steps.append(
            VisitStep(visit=visit, action=action, status=entered, note=note, by=by, secretary=secretary, at=at)
        )


def working_day_in(stage: Stage, start: datetime.date, end: datetime.date) -> datetime.date | None:
    """A day between the two, mostly a working day; none when there is none."""
    if end < start:
        return None
    days = list(_days(start, end))
    working = [day for day in days if is_working_day(day)]
    return stage.rng.choice(working) if working and stage.chance(0.9) else stage.rng.choice(days)


def _days(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    for offset in range((end - start).days + 1):
        yield start + _DAY * offset

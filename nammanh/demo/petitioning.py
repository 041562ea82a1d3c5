"""Petitions on their way up and the answers on their way back: on time, late, vague, reopened, closed, forgotten."""

from __future__ import annotations

import datetime
from functools import lru_cache

from assignments.models import Agency
from nammanh.accounts.models import User
from nammanh.demo.agencies import answering_agencies
from nammanh.demo.diary import Told
from nammanh.demo.roster import Roster
from nammanh.demo.stage import Stage
from nammanh.demo.texts import visit_words as words
from nammanh.demo.texts.theme import Request
from nammanh.demo.wording import Wording
from nammanh.platform.working_days import add_working_days
from reports.feedback.models import Petition, PetitionStep
from reports.feedback.states import Action, Status

SHARE = {1: 0.2, 2: 0.085, 3: 0.04}
"""Of the visits of each tier, this many bring a petition."""
NEVER_ANSWERED = 0.035
_DAY = datetime.timedelta(days=1)
_add_working_days = lru_cache(maxsize=2000)(add_working_days)


class Petitioning:
    """Collects petitions and their steps; `save` writes them."""

    def __init__(
        self, stage: Stage, roster: Roster, agencies: dict[str, Agency], wording: Wording, working_days: int
    ) -> None:
        self.stage, self.roster, self.wording, self.working_days = stage, roster, wording, working_days
        self.agencies, self.answering = agencies, answering_agencies()
        self.rows: list[Petition] = []
        self.steps: list[PetitionStep] = []

    def on_visits(self, told: list[Told]) -> None:
        for one in told:
            if self.stage.chance(SHARE[one.visit.tier.order]):
                theme = one.themes[self.stage.chance(0.25)]
                self._go_its_way(self.submit(one, self.stage.rng.choice(theme.requests)), one)

    def submit(self, told: Told, request: Request) -> Petition:
        """A petition as sent with the visit."""
        visit = told.visit
        petition = Petition(
            uuid=self.stage.uuid(),
            visit=visit,
            unit=told.unit,
            officer=visit.officer,
            category=request.category,
            field=self.stage.fields[request.field],
            content=self.wording.fill(request.content, told.unit),
            proposed_solution=self.wording.fill(request.solution, told.unit),
            reported_on=visit.date,
            due_on=_add_working_days(visit.date, self.working_days),
            entered_by=visit.entered_by,
            created_at=visit.logged_at,
        )
        petition.demo_reply = self.wording.fill(request.reply, told.unit)
        self.rows.append(petition)
        self._step(petition, Action.SUBMIT, told.user, visit.logged_at)
        return petition

    def dispatch(self, petition: Petition, at: datetime.datetime) -> None:
        petition.status = Status.DISPATCHED
        petition.department = self.agencies[self.answering[petition.field.code]]
        note = self.stage.rng.choice(words.DISPATCH_NOTES)
        self._step(petition, Action.DISPATCH, self.stage.rng.choice(self.roster.office).user, at, note)

    def answer(self, petition: Petition, at: datetime.datetime, text: str) -> None:
        petition.status, petition.reply, petition.answered_at = Status.ANSWERED, text, at
        clerk = self.roster.answerers[self.answering[petition.field.code]].user
        self._step(petition, Action.ANSWER, clerk, at, text)

    def direct(self, petition: Petition, at: datetime.datetime) -> None:
        leader = self.stage.rng.choice(self.roster.standing[:2]).user
        self._step(petition, Action.DIRECT, leader, at, self.stage.rng.choice(words.DIRECTIONS))

    def save(self) -> None:
        Petition.objects.bulk_create(self.rows, batch_size=1000)
        PetitionStep.objects.bulk_create(self.steps, batch_size=2000)

    # --- the usual way -------------------------------------------------------------------------------------------

    def _go_its_way(self, petition: Petition, told: Told) -> None:
        """As far as time allows: dispatched, maybe directed, answered, maybe reopened, closed."""
        rng = self.stage.rng
        at = told.visit.logged_at + _DAY * rng.randint(1, 7)
        if at > self.stage.now or self.stage.chance(0.01):
            return
        self.dispatch(petition, at)
        if self.stage.chance(0.22 if petition.category == "hot_issue" else 0.03):
            directed = at + _DAY * rng.randint(1, 9)
            if directed < self.stage.now:
                self.direct(petition, directed)
                at = directed
        if self.stage.chance(NEVER_ANSWERED):
            return
        at += _DAY * rng.choice([5, 7, 8, 9, 10, 11, 12, 13, 13, 14, 15, 16, 17, 24, 33, 41])
        if at > self.stage.now:
            return
        if self.stage.chance(0.1):
            self.answer(petition, at, rng.choice(words.VAGUE_REPLIES))
            at = self._reopened(petition, told, at)
            if at is None:
                return
        self.answer(petition, at, petition.demo_reply)
        closed = at + _DAY * rng.randint(2, 18)
        if closed < self.stage.now and self.stage.chance(0.86):
            petition.status = Status.CLOSED
            self._step(
                petition, Action.CLOSE, rng.choice(self.roster.office).user, closed, rng.choice(words.CLOSE_NOTES)
            )

    def _reopened(self, petition: Petition, told: Told, at: datetime.datetime) -> datetime.datetime | None:
        """A vague reply goes back; the day of the second one, or none while it is awaited."""
        reopened = at + _DAY * self.stage.rng.randint(2, 6)
        if reopened > self.stage.now:
            return None
        petition.status, petition.answered_at = Status.DISPATCHED, None
        by = told.user if self.stage.chance(0.5) else self.roster.office[0].user
        self._step(petition, Action.REOPEN, by, reopened, self.stage.rng.choice(words.REOPEN_REASONS))
        second = reopened + _DAY * self.stage.rng.randint(5, 14)
        return second if second < self.stage.now else None

    def _step(self, petition: Petition, action: str, by: User, at: datetime.datetime, note: str = "") -> None:
        self.steps.append(
            PetitionStep(
                petition=petition, action=action, status=petition.status, department=petition.department, note=note,
                by=by, at=at,
            )
        )  # fmt: skip

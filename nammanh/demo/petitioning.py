"""Petitions on their way up and the answers on their way back: the rows, and each move that one of them makes."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from assignments.models import Agency, Unit
from nammanh.accounts.models import User
from nammanh.demo.agencies import answering_agencies
from nammanh.demo.diary import Told
from nammanh.demo.roster import Roster
from nammanh.demo.stage import Stage
from nammanh.demo.texts import visit_words as words
from nammanh.demo.texts.theme import Request
from nammanh.demo.wording import Wording
from nammanh.platform.dates import local_date
from nammanh.platform.working_days import add_working_days, working_days_between
from reports.feedback.models import (
    Pause,
    Petition,
    PetitionStep,
    Referral,
    ReferralSupport,
    Reply,
    ReplyKind,
    ReplyTerm,
    Source,
    TermKind,
    Verdict,
)
from reports.feedback.states import TRANSITIONS, Action, ReferralStatus

_add_working_days = lru_cache(maxsize=4000)(add_working_days)


class Petitioning:
    """Collects petitions and all that belongs to them; `save` writes them."""

    def __init__(self, stage: Stage, roster: Roster, agencies: dict[str, Agency], wording: Wording) -> None:
        self.stage, self.roster, self.wording = stage, roster, wording
        self.agencies, self.answering = agencies, answering_agencies()
        self.terms = {
            row.kind: row.working_days for row in ReplyTerm.objects.on(stage.today).order_by("valid_from", "pk")
        }
        self.rows: list[Petition] = []
        self.steps: list[PetitionStep] = []
        self.referrals: list[Referral] = []
        self.supports: list[ReferralSupport] = []
        self.replies: list[Reply] = []
        self.verdicts: list[Verdict] = []
        self.pauses: list[Pause] = []

    def due(self, kind: TermKind, start: datetime.date) -> datetime.date:
        return _add_working_days(local_date(start), self.terms[kind])

    # --- on the way up -------------------------------------------------------------------------------------------

    def submit(self, told: Told, request: Request) -> Petition:
        """A petition as sent with the visit."""
        visit = told.visit
        return self._begin(
            request,
            told.unit,
            told.user,
            visit.logged_at,
            visit=visit,
            officer=visit.officer,
            reported_on=visit.date,
            entered_by=visit.entered_by,
        )

    def send(self, request: Request, unit: Unit, at: datetime.datetime, meeting: str = "") -> Petition:
        """A petition that a commune sends itself, or that the office took down at a meeting."""
        code = self.stage.units[unit.commune_id].gso_code
        user = self.roster.office[1].user if meeting else self.roster.committees[code].user
        return self._begin(
            request,
            unit,
            user,
            at,
            source=Source.MEETING if meeting else Source.COMMUNE,
            sender=self.agencies["vanphong" if meeting else code],
            meeting=meeting,
            reported_on=local_date(at),
            entered_by=user,
        )

    def _begin(self, request: Request, unit: Unit, user: User, at: datetime.datetime, **origin: Any) -> Petition:
        hot = request.category == "hot_issue"
        petition = Petition(
            uuid=self.stage.uuid(),
            unit=unit,
            category=request.category,
            field=self.stage.fields[request.field],
            content=self.wording.fill(request.content, unit),
            proposed_solution=self.wording.fill(request.solution, unit),
            due_on=self.due(TermKind.HOT if hot else TermKind.ORDINARY, origin["reported_on"]),
            created_at=at,
            **origin,
        )
        petition.demo_reply = self.wording.fill(request.reply, unit)
        self.rows.append(petition)
        self.move(petition, Action.SUBMIT, user, at)
        return petition

    def receive(self, petition: Petition, at: datetime.datetime) -> None:
        petition.received_at = at
        self.move(petition, Action.RECEIVE, self.clerk(), at)

    def send_back(self, petition: Petition, at: datetime.datetime, reason: str) -> None:
        self.move(petition, Action.RETURN, self.clerk(), at, reason)
        self.pauses.append(Pause(petition=petition, started_on=local_date(at)))

    def supplement(self, petition: Petition, user: User, at: datetime.datetime, text: str) -> None:
        pause = self.pauses[-1]
        pause.ended_on = local_date(at)
        pause.working_days = working_days_between(pause.started_on, pause.ended_on)
        petition.paused_days += pause.working_days
        if pause.working_days:
            petition.due_on = _add_working_days(petition.due_on, pause.working_days)
        petition.supplement = text
        self.move(petition, Action.SUPPLEMENT, user, at, text)

    def link(self, petition: Petition, root: Petition, at: datetime.datetime) -> None:
        petition.duplicate_of = root
        self.move(petition, Action.LINK, self.clerk(), at, words.DUPLICATE_NOTE)

    # --- at a department -----------------------------------------------------------------------------------------

    def dispatch(self, petition: Petition, at: datetime.datetime, to: str = "") -> None:
        if petition.received_at is None:
            petition.received_at = at
        key, hot, office = to or self.answering[petition.field.code], petition.is_hot, self.clerk()
        note = self.stage.rng.choice(words.DISPATCH_NOTES)
        least = self.due(TermKind.HOT if hot else TermKind.DEPARTMENT, local_date(at))
        referral = Referral(
            uuid=self.stage.uuid(),
            wording=petition.content,
            note=note,
            field=petition.field,
            department=self.agencies[key],
            hot=hot,
            dispatched_at=at,
            due_on=max(petition.due_on, least),
            by=office,
        )
        referral.demo_key = key
        self.referrals.append(referral)
        if self.stage.chance(0.12) and key != "taichinh" and "taichinh" in self.agencies:
            self.supports.append(
                ReferralSupport(referral=referral, agency=self.agencies["taichinh"], note=words.SUPPORT_NOTE)
            )
        petition.referral = referral
        self.move(petition, Action.DISPATCH, office, at, note)

    def take_up(self, petition: Petition, at: datetime.datetime) -> None:
        petition.referral.status = ReferralStatus.IN_PROGRESS
        self.move(petition, Action.TAKE_UP, self.answerer(petition), at)

    def hand_back(self, petition: Petition, at: datetime.datetime, reason: str) -> None:
        clerk, referral = self.answerer(petition), petition.referral
        referral.status = ReferralStatus.HANDED_BACK
        self.move(petition, Action.HAND_BACK, clerk, at, reason)
        petition.referral = None

    def interim(self, petition: Petition, at: datetime.datetime, reason: str) -> None:
        referral = petition.referral
        first = max(referral.due_on, local_date(at))
        promised = min(_add_working_days(first, 8), self.due(TermKind.EXTENSION, local_date(at)))
        if promised <= first:
            return
        referral.status, referral.committed_on = ReferralStatus.IN_PROGRESS, promised
        reply = self._reply(petition, ReplyKind.INTERIM, at, reason, committed_on=promised)
        self.move(petition, Action.INTERIM, reply.by, at, reason, reply)

    def answer(self, petition: Petition, at: datetime.datetime, text: str) -> None:
        referral = petition.referral
        referral.status, referral.answered_at = ReferralStatus.ANSWERED, at
        petition.reply, petition.answered_at = text, at
        reply = self._reply(petition, ReplyKind.FINAL, at, text)
        self.move(petition, Action.ANSWER, reply.by, at, text, reply)

    # --- what became of it ---------------------------------------------------------------------------------------

    def approve(self, petition: Petition, user: User, at: datetime.datetime) -> None:
        self._judge(petition, user, at, "", passed=True)
        self.move(petition, Action.APPROVE, user, at)

    def reopen(self, petition: Petition, user: User, at: datetime.datetime, reason: str) -> None:
        self._judge(petition, user, at, reason, passed=False)
        petition.renewed_due_on = petition.referral.renewed_due_on = self.due(TermKind.RENEWED, local_date(at))
        petition.referral.status, petition.referral.answered_at = ReferralStatus.REOPENED, None
        petition.answered_at = None
        self.move(petition, Action.REOPEN, user, at, reason)

    def settle(self, petition: Petition, action: Action, user: User, at: datetime.datetime, text: str) -> None:
        """Resolved or unresolvable without a department."""
        petition.reply, petition.answered_at = text, at
        petition.reason = text if action == Action.GIVE_UP else ""
        reply = Reply(petition=petition, kind=ReplyKind.FINAL, text=text, by=user, at=at, uuid=self.stage.uuid())
        self.replies.append(reply)
        self.move(petition, action, user, at, text, reply)

    def direct(self, petition: Petition, at: datetime.datetime) -> None:
        leader = self.stage.rng.choice(self.roster.standing[:2]).user
        self.move(petition, Action.DIRECT, leader, at, self.stage.rng.choice(words.DIRECTIONS))

    def tell(self, petition: Petition, at: datetime.datetime) -> None:
        petition.told_at = at
        self.move(petition, Action.TELL, self.clerk(), at, words.TOLD_NOTE)

    def close(self, petition: Petition, at: datetime.datetime) -> PetitionStep:
        return self.move(petition, Action.CLOSE, self.clerk(), at, self.stage.rng.choice(words.CLOSE_NOTES))

    # --- parts ---------------------------------------------------------------------------------------------------

    def clerk(self) -> User:
        return self.stage.rng.choice(self.roster.office).user

    def answerer(self, petition: Petition) -> User:
        return self.roster.answerers[petition.referral.demo_key].user

    def _reply(self, petition: Petition, kind: ReplyKind, at: datetime.datetime, text: str, **said: Any) -> Reply:
        clerk = self.answerer(petition)
        reply = Reply(referral=petition.referral, kind=kind, text=text, by=clerk, at=at, uuid=self.stage.uuid(), **said)
        self.replies.append(reply)
        return reply

    def _judge(self, petition: Petition, user: User, at: datetime.datetime, reason: str, *, passed: bool) -> None:
        reply = next(row for row in reversed(self.replies) if row.referral is petition.referral)
        verdict = Verdict(reply=reply, petition=petition, passed=passed, specific=passed, reason=reason, by=user, at=at)
        self.verdicts.append(verdict)

    def move(
        self,
        petition: Petition,
        action: Action,
        by: User,
        at: datetime.datetime,
        note: str = "",
        reply: Reply | None = None,
    ) -> PetitionStep:
        """The state that the action leads to, and its line."""
        petition.status, petition.demo_last = TRANSITIONS[action][1] or petition.status, at
        referral = petition.referral
        step = PetitionStep(
            petition=petition, action=action, status=petition.status, referral=referral, reply=reply, note=note, by=by,
            department=referral.department if referral else None, at=at,
        )  # fmt: skip
        self.steps.append(step)
        return step

    def save(self) -> None:
        """Referrals before petitions, roots before their duplicates, replies before what is said of them."""
        Referral.objects.bulk_create(self.referrals, batch_size=1000)
        for petition in self.rows:
            petition.department = petition.referral.department if petition.referral else None
        Petition.objects.bulk_create([row for row in self.rows if row.duplicate_of is None], batch_size=1000)
        Petition.objects.bulk_create([row for row in self.rows if row.duplicate_of is not None], batch_size=1000)
        for model, rows in (
            (ReferralSupport, self.supports),
            (Reply, self.replies),
            (Verdict, self.verdicts),
            (Pause, self.pauses),
            (PetitionStep, self.steps),
        ):
            model.objects.bulk_create(rows, batch_size=2000)

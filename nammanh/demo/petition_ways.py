"""Which way each petition of the illustration goes: on time, late, vague, given back, settled at home, forgotten."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator

from nammanh.accounts.models import User
from nammanh.demo.diary import Told
from nammanh.demo.month_batches import MonthBatches
from nammanh.demo.petitioning import Petitioning
from nammanh.demo.texts import visit_words as words
from reports.feedback.models import Petition
from reports.feedback.states import Action

SHARE = {1: 0.2, 2: 0.085, 3: 0.04}
"""Of the visits of each tier, this many bring a petition."""
NEVER_ANSWERED = 0.035
FROM_COMMUNES, FROM_MEETINGS = 36, 8
_DAY = datetime.timedelta(days=1)


class Ways:
    """Sends petitions their ways, as far as time allows."""

    def __init__(self, petitions: Petitioning, months: MonthBatches) -> None:
        self.petitions, self.stage, self.months = petitions, petitions.stage, months
        self.roots: dict[tuple[int, int], list[Petition]] = defaultdict(list)

    def of_visits(self, told: list[Told]) -> None:
        for one in told:
            if self.stage.chance(SHARE[one.visit.tier.order]):
                theme = one.themes[self.stage.chance(0.25)]
                petition = self.petitions.submit(one, self.stage.rng.choice(theme.requests))
                self._go(petition, one.user)

    def of_communes_and_meetings(self, told: list[Told]) -> None:
        """Some communes send one themselves; the office takes some down at meetings. In the words of recent visits."""
        rng, stands = self.stage.rng, list(self._stands())
        recent = [one for one in told if one.visit.date > self.stage.days_ago(150) and one.unit.level == "commune"]
        for number, one in enumerate(rng.sample(recent, min(FROM_COMMUNES + FROM_MEETINGS, len(recent)))):
            meeting = rng.choice(words.MEETINGS) if number < FROM_MEETINGS else ""
            at = min(one.visit.logged_at + _DAY * rng.randint(1, 6), self.stage.now - _DAY / 8)
            petition = self.petitions.send(rng.choice(one.themes[0].requests), one.unit, at, meeting)
            self._go(petition, self.petitions.steps[-1].by)
        for act, one in zip(stands, rng.sample(recent, min(len(stands), len(recent))), strict=False):
            act(self.petitions.send(one.themes[0].requests[0], one.unit, self.stage.now - _DAY * 9.6))

    def _stands(self) -> Iterator[Callable[[Petition], None]]:
        """Ways of the last days on which a petition stands today, so that every desk has some of each."""
        petitions, now = self.petitions, self.stage.now

        def received(petition: Petition) -> None:
            petitions.receive(petition, now - _DAY * 8.6)

        def returned(petition: Petition) -> None:
            received(petition)
            petitions.send_back(petition, now - _DAY * 6.6, words.RETURN_REASONS[0])

        def at_home(petition: Petition) -> None:
            received(petition)
            petitions.move(petition, Action.HANDLE, petitions.clerk(), now - _DAY * 7.6, words.HANDLE_NOTES[0])

        def not_now(petition: Petition) -> None:
            received(petition)
            reason = words.NOT_NOW_REASONS[0]
            petitions.settle(petition, Action.GIVE_UP, petitions.clerk(), now - _DAY * 5.6, reason)

        def taken_up(petition: Petition) -> None:
            received(petition)
            petitions.dispatch(petition, now - _DAY * 7.6)
            petitions.take_up(petition, now - _DAY * 6.6)

        def sent_back(petition: Petition) -> None:
            taken_up(petition)
            petitions.answer(petition, now - _DAY * 4.6, words.VAGUE_REPLIES[0])
            petitions.reopen(petition, petition.entered_by, now - _DAY * 2.6, words.REOPEN_REASONS[0])

        yield from (received, received, returned, at_home, not_now, taken_up, sent_back)

    def _go(self, petition: Petition, sender: User) -> None:
        """Received; then returned, settled at home, linked to another, or sent to its department."""
        petitions, rng = self.petitions, self.stage.rng
        at = petition.created_at + _DAY * rng.randint(1, 3)
        if at > self.stage.now or self.stage.chance(0.01):
            return
        petitions.receive(petition, at)
        earlier = self.roots[petition.unit_id, petition.field_id]
        at += _DAY * rng.randint(0, 3)
        if at > self.stage.now:
            return
        if earlier and self.stage.chance(0.5):
            self._linked(petition, earlier[0], at)
            return
        earlier.append(petition)
        way, ready = rng.random(), at
        if way < 0.05:
            ready = self._returned(petition, sender, at)
        elif way < 0.1:
            self._at_home(petition, at)
            return
        elif way < 0.115:
            petitions.settle(petition, Action.GIVE_UP, petitions.clerk(), at, rng.choice(words.NOT_NOW_REASONS))
            return
        if ready is not None:
            self._to_department(petition, sender, ready)

    def _linked(self, petition: Petition, root: Petition, at: datetime.datetime) -> None:
        self.petitions.link(petition, root, at)
        if root.answered_at is not None:
            self._told_and_closed(petition, max(at, root.answered_at))

    def _told_and_closed(self, petition: Petition, at: datetime.datetime) -> None:
        for act in (self.petitions.tell, self.petitions.close):
            at += _DAY * self.stage.rng.randint(1, 6)
            if at > self.stage.now or self.stage.chance(0.1):
                return
            act(petition, at)

    def _returned(self, petition: Petition, sender: User, at: datetime.datetime) -> datetime.datetime | None:
        rng = self.stage.rng
        self.petitions.send_back(petition, at, rng.choice(words.RETURN_REASONS))
        back = at + _DAY * rng.randint(1, 9)
        if back > self.stage.now or self.stage.chance(0.08):
            return None
        self.petitions.supplement(petition, sender, back, rng.choice(words.SUPPLEMENTS))
        later = back + _DAY * rng.randint(0, 3)
        return later if later < self.stage.now else None

    def _at_home(self, petition: Petition, at: datetime.datetime) -> None:
        petitions, rng = self.petitions, self.stage.rng
        petitions.move(petition, Action.HANDLE, petitions.clerk(), at, rng.choice(words.HANDLE_NOTES))
        done = at + _DAY * rng.randint(4, 25)
        commune = self.stage.units.get(petition.unit.commune_id)
        committee = petitions.roster.committees.get(commune.gso_code) if commune else None
        if done > self.stage.now or committee is None or self.stage.chance(0.1):
            return
        petitions.settle(petition, Action.RESOLVE, committee.user, done, rng.choice(words.HOME_OUTCOMES))
        self._told_and_closed(petition, done)

    def _to_department(self, petition: Petition, sender: User, at: datetime.datetime) -> None:
        """Dispatched, maybe handed back first, maybe directed, worked on, answered."""
        petitions, rng, now = self.petitions, self.stage.rng, self.stage.now
        if self.stage.chance(0.03):
            at = self._wrong_place(petition, at)
        if at > now:
            return
        sent = self.months.wait_for(petition, at)
        if sent is None:
            return
        at = sent
        petitions.dispatch(petition, at)
        self.months.note(petition)
        if self.stage.chance(0.22 if petition.is_hot else 0.03):
            directed = at + _DAY * rng.randint(1, 9)
            if directed < now:
                petitions.direct(petition, directed)
                at = directed
        if self.stage.chance(NEVER_ANSWERED):
            return
        answered = at + _DAY * rng.choice([5, 7, 8, 9, 10, 11, 12, 13, 13, 14, 15, 16, 17, 24, 33, 41])
        self._worked_on(petition, at, answered)
        if answered <= now:
            self._answered(petition, sender, answered)

    def _wrong_place(self, petition: Petition, at: datetime.datetime) -> datetime.datetime:
        """Sent to a department that hands it back as none of its business; when it can go to the right one."""
        petitions, rng = self.petitions, self.stage.rng
        right = petitions.answering[petition.field.code]
        petitions.dispatch(petition, at, to=rng.choice([key for key in petitions.roster.answerers if key != right]))
        at += _DAY * rng.randint(1, 4)
        if at <= self.stage.now:
            petitions.hand_back(petition, at, rng.choice(words.HAND_BACK_REASONS))
        return at + _DAY

    def _worked_on(self, petition: Petition, start: datetime.datetime, answered: datetime.datetime) -> None:
        petitions, rng, now = self.petitions, self.stage.rng, self.stage.now
        taken_up = start + _DAY * rng.randint(1, 4)
        if taken_up < now and self.stage.chance(0.8):
            petitions.take_up(petition, taken_up)
        put_off = start + _DAY * rng.randint(6, 12)
        if (answered - start).days > 14 and put_off < now and self.stage.chance(0.5):
            petitions.interim(petition, put_off, rng.choice(words.INTERIM_REASONS))

    def _answered(self, petition: Petition, sender: User, at: datetime.datetime) -> None:
        petitions, rng = self.petitions, self.stage.rng
        if self.stage.chance(0.1):
            petitions.answer(petition, at, rng.choice(words.VAGUE_REPLIES))
            reopened = at + _DAY * rng.randint(2, 6)
            if reopened > self.stage.now:
                return
            by = sender if self.stage.chance(0.5) else petitions.roster.office[0].user
            petitions.reopen(petition, by, reopened, rng.choice(words.REOPEN_REASONS))
            at = reopened + _DAY * rng.randint(5, 14)
            if at > self.stage.now:
                return
        petitions.answer(petition, at, petition.demo_reply)
        judged = at + _DAY * rng.randint(1, 7)
        if judged < self.stage.now and self.stage.chance(0.6):
            petitions.approve(petition, sender, judged)
            done = judged + _DAY * rng.randint(10, 40)
            if done < self.stage.now and self.stage.chance(0.15):
                petitions.move(petition, Action.RESOLVE, sender, done, rng.choice(words.DONE_NOTES))

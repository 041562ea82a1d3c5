"""Contributions that visits have brought, at every step of the funnel."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import dataclass, field

from nammanh.accounts.models import User
from nammanh.demo.diary import Told
from nammanh.demo.stage import SEED, Stage
from nammanh.demo.texts.resources import ACCEPTED, FAILURES, OFFERS, RECEIVED
from nammanh.platform.dates import VIETNAM
from reports.resources.models import Pledge, PledgeStep, Receipt
from reports.resources.states import Action, Status

PLEDGES = 64
OF_STAGE = 4
"""Of those, this many belong to the provincial officer who may log in."""
_DAY = datetime.timedelta(days=1)
_WAYS = {
    Status.APPROACHED: (Action.APPROACH,),
    Status.PLEDGED: (Action.APPROACH, Action.PLEDGE),
    Status.RECEIVED: (Action.PLEDGE, Action.RECEIVE),
    Status.HANDED_OVER: (Action.PLEDGE, Action.RECEIVE, Action.RECEIVE, Action.HAND_OVER),
    Status.FAILED: (Action.APPROACH, Action.FAIL),
}
_ENTERED = {
    Action.APPROACH: Status.APPROACHED,
    Action.PLEDGE: Status.PLEDGED,
    Action.RECEIVE: Status.RECEIVED,
    Action.HAND_OVER: Status.HANDED_OVER,
    Action.FAIL: Status.FAILED,
}


@dataclass
class Raising:
    """Collects pledges with their receipts and steps. Its own chance: the rest of the story stays as it is."""

    stage: Stage
    rng: random.Random = field(default_factory=lambda: random.Random(SEED + 22))  # noqa: S311  chance, not secrecy
    pledges: list[Pledge] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    steps: list[PledgeStep] = field(default_factory=list)

    def write(self, told: list[Told]) -> None:
        """On visits of the last ten months, some of them of the officer on stage."""
        recent = [one for one in told if one.visit.date > self.stage.days_ago(300)]
        mine = [one for one in recent if one.user.username == "canbotinh"]
        chosen = self.rng.sample(mine, min(OF_STAGE, len(mine)))
        others = [one for one in recent if one.user.username != "canbotinh"]
        chosen += self.rng.sample(others, min(PLEDGES - len(chosen), len(others)))
        for number, one in enumerate(chosen):
            self._one(one, list(_WAYS)[number % len(_WAYS)], OFFERS[number % len(OFFERS)])
        self._save()

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def _one(self, told: Told, status: Status, offer: tuple) -> None:
        visit = told.visit
        donor_kind, donor_name, origin, form, amount, description, purpose = offer
        pledge = Pledge(
            uuid=self._uuid(), visit=visit, unit=told.unit, officer_id=visit.officer_id, found_on=visit.date,
            donor_kind=donor_kind, donor_name=donor_name, origin=origin, form=form, amount=amount,
            description=description, purpose=purpose, entered_by_id=visit.entered_by_id, created_at=visit.logged_at,
            expected_by=visit.date + _DAY * self.rng.choice([30, 45, 60, 90]) if self.rng.random() < 0.8 else None,
            status=Status.RECEIVED if status == Status.HANDED_OVER else status,
        )  # fmt: skip
        pledge.demo_status = status
        self.pledges.append(pledge)
        at = visit.logged_at
        for action in _WAYS[status]:
            note = self._note(action)
            self.steps.append(
                PledgeStep(pledge=pledge, action=action, status=_ENTERED[action], note=note, by=told.user, at=at)
            )
            if action == Action.RECEIVE:
                self._arrive(pledge, told.user, at, note)
            at = min(at + _DAY * self.rng.randint(3, 25), self.stage.now - datetime.timedelta(minutes=5))

    def _note(self, action: Action) -> str:
        words = {Action.RECEIVE: RECEIVED, Action.HAND_OVER: ACCEPTED, Action.FAIL: FAILURES}.get(action)
        return self.rng.choice(words) if words else ""

    def _arrive(self, pledge: Pledge, user: User, at: datetime.datetime, note: str) -> None:
        """Half of it at a time; things that nobody valued come without a figure."""
        day = max(at.astimezone(VIETNAM).date(), pledge.found_on)
        self.receipts.append(
            Receipt(
                uuid=self._uuid(), pledge=pledge, received_on=day, amount=pledge.amount and pledge.amount // 2,
                note=note, by=user, at=at,
            )
        )  # fmt: skip

    def _save(self) -> None:
        Pledge.objects.bulk_create(self.pledges)
        Receipt.objects.bulk_create(self.receipts)
        PledgeStep.objects.bulk_create(self.steps)
        done = [pledge.pk for pledge in self.pledges if pledge.demo_status == Status.HANDED_OVER]
        Pledge.objects.filter(pk__in=done).update(status=Status.HANDED_OVER)

"""The months of the illustration: what the office gathered in the last days of each month and sent together."""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.utils import timezone

from nammanh.demo.petitioning import Petitioning
from nammanh.platform.dates import VIETNAM, add_months, local_date, month_start
from reports.consolidation.models import Batch, BatchLine, BatchStep, LineSource, LineSupport, SourceState
from reports.consolidation.states import Action as BatchAction
from reports.consolidation.states import Status as BatchStatus
from reports.feedback.models import Petition, Referral
from reports.feedback.states import Action, Status

FIRST_DAY, CLOSING_DAY, SENT_DAY = 20, 25, 27
"""What is ready from the first of these days on waits for the letter of the month; hot issues never do."""
MISSED = 4
"""So many months ago nobody gathered anything."""
BEGUN = 4
"""So many lines of the open month are there already."""
_DAY = datetime.timedelta(days=1)


class MonthBatches:
    """Holds petitions back for their month's letter, and writes the batches once they are saved."""

    def __init__(self, petitions: Petitioning) -> None:
        self.petitions, self.stage = petitions, petitions.stage
        self.this_month = month_start(self.stage.today)
        self.missed = add_months(self.this_month, -MISSED)
        self.sent: dict[datetime.date, list[tuple[Petition, Referral]]] = defaultdict(list)
        self.begun: list[Petition] = []

    def goes_out(self, month: datetime.date) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime(month.year, month.month, SENT_DAY, 9), VIETNAM)

    def wait_for(self, petition: Petition, at: datetime.datetime) -> datetime.datetime | None:
        """When a petition that is ready at `at` is sent: at once, or with its month's letter; None: that is to come."""
        day = local_date(at)
        month = month_start(day)
        out = self.goes_out(month)
        in_time = FIRST_DAY <= day.day < SENT_DAY and petition.reported_on <= month.replace(day=CLOSING_DAY)
        if petition.is_hot or not in_time or month == self.missed:
            return at
        if out > self.stage.now:
            return None
        self.petitions.move(petition, Action.CONSOLIDATE, self.petitions.clerk(), max(at, out - _DAY))
        return out

    def note(self, petition: Petition) -> None:
        """The referral that has just been made goes into the month's batch, if it waited for it."""
        month = month_start(local_date(petition.referral.dispatched_at))
        if petition.referral.dispatched_at == self.goes_out(month):
            self.sent[month].append((petition, petition.referral))

    def begin_this_month(self) -> None:
        """Some of what waits is in lines of the open month already."""
        if self.goes_out(self.this_month) <= self.stage.now:
            return
        last = self.this_month.replace(day=CLOSING_DAY)
        ready = [
            row
            for row in self.petitions.rows
            if row.status == Status.RECEIVED and row.reported_on <= last and row.field_id and row.duplicate_of is None
        ]
        for petition in ready[:BEGUN]:
            self.petitions.move(petition, Action.CONSOLIDATE, self.petitions.clerk(), self.stage.now - _DAY / 12)
            self.begun.append(petition)

    def save(self) -> None:
        """Batches are written open, filled, and then go their way step by step, as the database asks."""
        office, agency = self.petitions.roster.office, self.petitions.agencies["vanphong"]
        months = sorted(self.sent)
        batches = {month: self._batch(month, agency, office[-1].user) for month in months}
        if self.begun or self.goes_out(self.this_month) > self.stage.now:
            batches[self.this_month] = self._batch(self.this_month, agency, office[-1].user)
        Batch.objects.bulk_create(batches.values())
        lines = [
            self._line(batches[month], number, petition, referral)
            for month in months
            for number, (petition, referral) in enumerate(self.sent[month], start=1)
        ]
        lines += [
            self._line(batches[self.this_month], number, petition, None)
            for number, petition in enumerate(self.begun, start=1)
        ]
        BatchLine.objects.bulk_create(lines, batch_size=1000)
        LineSource.objects.bulk_create(
            [
                LineSource(line=line, petition=line.demo_petition, state=line.demo_state, at=line.created_at)
                for line in lines
            ],
            batch_size=1000,
        )
        supports: dict[int, list[int]] = defaultdict(list)
        for row in self.petitions.supports:
            supports[row.referral_id].append(row.agency_id)
        LineSupport.objects.bulk_create(
            [LineSupport(line=line, agency_id=pk) for line in lines for pk in supports.get(line.referral_id, ())]
        )
        self._send([batches[month] for month in months])

    def _batch(self, month: datetime.date, agency: object, clerk: object) -> Batch:
        begun = timezone.make_aware(datetime.datetime(month.year, month.month, 18, 8), VIETNAM)
        return Batch(
            month=month,
            agency=agency,
            closes_on=month.replace(day=CLOSING_DAY),
            opened_by=clerk,
            opened_at=min(begun, self.stage.now - _DAY / 6),
        )

    def _line(self, batch: Batch, number: int, petition: Petition, referral: Referral | None) -> BatchLine:
        lead = (
            referral.department if referral else self.petitions.agencies[self.petitions.answering[petition.field.code]]
        )
        line = BatchLine(
            batch=batch,
            number=number,
            uuid=referral.uuid if referral else self.stage.uuid(),
            wording=referral.wording if referral else petition.content,
            note=referral.note if referral else "",
            field=petition.field,
            area=petition.unit,
            proposed=lead,
            lead=lead,
            referral=referral,
            created_at=max(batch.opened_at, petition.created_at),
        )
        line.demo_petition = petition
        line.demo_state = SourceState.SENT if referral else SourceState.HELD
        return line

    def _send(self, batches: list[Batch]) -> None:
        """Reviewed, approved and sent, with the number that văn thư gave."""
        office = self.petitions.roster.office
        steps = [
            self._step(batch, BatchAction.OPEN, BatchStatus.OPEN, batch.opened_at) for batch in Batch.objects.all()
        ]
        for number, batch in enumerate(batches, start=1):
            out = self.goes_out(batch.month)
            batch.status = BatchStatus.REVIEWED
            batch.save(update_fields=["status"])
            batch.status, batch.approved_by, batch.approved_at = BatchStatus.APPROVED, office[0].user, out - _DAY / 24
            batch.save(update_fields=["status", "approved_by", "approved_at"])
            batch.status, batch.dispatched_at, batch.left_out = BatchStatus.DISPATCHED, out, self._left_out(batch, out)
            batch.number, batch.signed_on, batch.signer = f"{number:02}-CV/VPTU", local_date(out), office[0].full_name
            batch.save(update_fields=["status", "dispatched_at", "left_out", "number", "signed_on", "signer"])
            steps += [
                self._step(batch, BatchAction.REVIEW, BatchStatus.REVIEWED, out - _DAY / 6),
                self._step(batch, BatchAction.APPROVE, BatchStatus.APPROVED, out - _DAY / 24),
                self._step(batch, BatchAction.DISPATCH, BatchStatus.DISPATCHED, out),
            ]
        BatchStep.objects.bulk_create(steps)

    def _step(self, batch: Batch, action: str, status: str, at: datetime.datetime) -> BatchStep:
        who = self.petitions.roster.office[0 if action == BatchAction.APPROVE else -1]
        return BatchStep(batch=batch, action=action, status=status, by=who.user, at=at)

    def _left_out(self, batch: Batch, out: datetime.datetime) -> int:
        """Received in time, and with nobody when the letter went out."""
        waiting = {Action.SUBMIT, Action.RECEIVE, Action.SUPPLEMENT}
        latest: dict[int, str] = {}
        for step in self.petitions.steps:
            if step.at < out and step.petition.reported_on <= batch.closes_on:
                latest[id(step.petition)] = step.action
        return sum(action in waiting for action in latest.values())

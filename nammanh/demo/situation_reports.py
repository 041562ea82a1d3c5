"""Officers' reports on stage: last month's on the way up, earlier ones received, this month's draft begun."""

from __future__ import annotations

import datetime
import random
import uuid

from assignments.models import Assignment, Officer
from nammanh.demo.stage import SEED, Stage
from nammanh.platform.dates import VIETNAM, add_months, month_end, month_start
from reports.reporting import queries
from reports.reporting.models import (
    Sentence,
    SentenceSource,
    SituationPlace,
    SituationReport,
    SituationStep,
)
from reports.reporting.states import GIVEN, Action, Status

MONTHS = 3
ON_STAGE = ("canbotinh", "uvbtv.giongtrom", "uvbtv.cum", "cbh.xa", "cbh.tieuvung")
OTHERS = 12
"""Further officers who wrote, besides the accounts on stage."""
MISSING = "Đề nghị đồng chí ghi rõ tình hình hạn mặn và việc đã làm ở từng ấp."
_DAY = datetime.timedelta(days=1)


class Writing:
    """Writes reports with their whole way. Its own chance: the rest of the story stays as it is."""

    def __init__(self, stage: Stage, by_username: dict[str, Officer]) -> None:
        self.stage, self.rng = stage, random.Random(SEED + 32)  # noqa: S311  chance, not secrecy
        self.on_stage = [by_username[name] for name in ON_STAGE if name in by_username]
        self.steps: list[SituationStep] = []

    def write(self, assignments: list[Assignment]) -> None:
        """The last months of those on stage and of some others, the last month in every state."""
        current = [row for row in assignments if row.valid_to is None or row.valid_to >= self.stage.today]
        levels = {row.officer_id: row.role.tier.holder_level for row in current}
        others = [pk for pk, level in sorted(levels.items()) if level == "province"]
        chosen = {row.pk for row in self.on_stage if row.pk in levels}
        chosen |= set(self.rng.sample(others, min(OTHERS, len(others))))
        ways = (Status.RECEIVED, Status.SENT, Status.RETURNED, Status.SENT)
        for number, officer in enumerate(Officer.objects.filter(pk__in=chosen, user__isnull=False).order_by("pk")):
            for back in range(MONTHS, -1, -1):
                first = add_months(month_start(self.stage.today), -back)
                if back == 0:
                    status = Status.DRAFT
                else:
                    status = ways[number % len(ways)] if back == 1 else Status.RECEIVED
                if back or officer in self.on_stage:
                    self._report(officer, first, status)
        SituationStep.objects.bulk_create(self.steps)

    def _report(self, officer: Officer, first: datetime.date, status: str) -> None:
        last = month_end(first)
        held = queries.held_between(officer.pk, first, last)
        superiors = queries.superiors_of(held, self.stage.today) if held else []
        if not superiors:
            return
        addressee = superiors[0].officer
        report = SituationReport(
            uuid=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            officer=officer,
            holder_level=held[0].role.tier.holder_level,
            start=first,
            end=last,
            addressee=addressee,
            entered_by=officer.user,
            created_at=self._moment(min(last, self.stage.today - _DAY)),
        )
        pieces = queries.material(report)[:24]
        if not pieces:
            return
        report.save()
        units = dict.fromkeys(row.unit_id for row in held)
        SituationPlace.objects.bulk_create(SituationPlace(report=report, unit_id=unit) for unit in units)
        sentences = Sentence.objects.bulk_create(
            Sentence(
                report=report, section=piece.section, sphere=piece.sphere, order=order, text=piece.text,
                drafted=piece.text,
            )
            for order, piece in enumerate(pieces, start=1)
        )  # fmt: skip
        sources = [piece.source(report) for piece in pieces]
        for source, sentence in zip(sources, sentences, strict=True):
            source.sentence = sentence
        SentenceSource.objects.bulk_create(sources)
        self._step(report, Action.DRAFT, Status.DRAFT, officer, report.created_at)
        self._give(report, status, addressee)

    def _give(self, report: SituationReport, status: str, addressee: Officer) -> None:
        if status not in GIVEN:
            return
        sent = min(self._moment(report.end + _DAY * self.rng.randrange(1, 4)), self._moment(self.stage.today - _DAY))
        report.status, report.sent_at = Status.SENT, max(sent, report.created_at)
        report.save()
        self._step(report, Action.SEND, Status.SENT, report.officer, report.sent_at)
        if status == Status.SENT:
            return
        action = Action.RECEIVE if status == Status.RECEIVED else Action.RETURN
        report.status = status
        report.save()
        note = MISSING if action == Action.RETURN else ""
        self._step(report, action, status, addressee, report.sent_at + datetime.timedelta(hours=5), note)

    def _step(
        self, report: SituationReport, action: str, status: str, by: Officer, at: datetime.datetime, note: str = ""
    ) -> None:
        row = SituationStep(report=report, action=action, status=status, by=by.user, at=at, note=note)
        self.steps.append(row)

    def _moment(self, day: datetime.date) -> datetime.datetime:
        clock = datetime.time(self.rng.randrange(8, 17), self.rng.randrange(60))
        return datetime.datetime.combine(day, clock, tzinfo=VIETNAM)

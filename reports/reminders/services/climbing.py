"""Climbing a ladder: which rungs have come for which records, who is told, and the line of the ledger for each.

Chosen by state and stamp, never by “yesterday”: whatever has come and stands in no ledger is done now, however many
nights were missed. A line and its message are written together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from assignments.queries.workdays import changed_days
from nammanh.platform.dates import local_date
from nammanh.platform.working_days import Overrides
from reports.reminders.limits import ONE_DAY, end_of, latest_day
from reports.reminders.models import Message, Rung, RungStep, Span
from reports.reminders.queries import urges_waiting
from reports.reminders.queries.people import Directory
from reports.reminders.states import STAMPS, Kind, Target
from reports.reminders.subjects import SUBJECTS, Matter
from reports.reminders.wording import told

BATCH = 1000


@dataclass
class Climbed:
    """What one pass over a ladder came to. `unreached`: records for which nobody in the province could be told; their
    rungs stay due."""

    steps: list[RungStep] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    unreached: int = 0


def climb(*, ladder: str, at: datetime.datetime, directory: Directory | None = None) -> Climbed:
    """Take every rung of `ladder` that has come by `at`. Call it in a transaction, under the ladder's lock."""
    day = local_date(at)
    directory = directory or Directory(day)
    changed = changed_days()
    done = Climbed()
    words: dict[tuple[int, int], Message] = {}
    for span in Rung.objects.spans(ladder, day):
        rung = span.rung
        for matter in _come(span, at, changed):
            step = _step(rung, matter, directory, at)
            if step is None:
                done.unreached += 1
                continue
            done.steps.append(step)
            words[step.recipient_id, matter.pk] = _message(step, rung, matter, day, changed)
    RungStep.objects.bulk_create(done.steps, batch_size=BATCH)
    done.messages = list(words.values())
    Message.objects.bulk_create(done.messages, batch_size=BATCH)
    return done


def settle(*, at: datetime.datetime) -> int:
    """Mark what was done since: an unread message about it calls for nothing any more. Returns how many.

    What a rung told holds as long as its record carries the stamp: “not sent on” ends when it is sent on.
    """
    day, count = local_date(at), 0
    unread = Message.objects.waiting().filter(created_at__lte=at)
    for kind, subject in SUBJECTS.items():
        for stamp in sorted(STAMPS[kind]):
            still = subject.since(stamp, day).filter(pk=OuterRef("subject"), stamped=OuterRef("step__cycle"))
            told_of = unread.filter(kind=kind, step__rung__stamp=stamp)
            count += told_of.exclude(Exists(still)).update(settled_at=at)
    return count + unread.filter(kind=Kind.URGE).exclude(urge__in=urges_waiting(day).values("pk")).update(settled_at=at)


def _come(span: Span, at: datetime.datetime, changed: Overrides) -> Iterator[Matter]:
    """The records that came to this rung while it was in force, and for which it has not been taken."""
    rung = span.rung
    subject = SUBJECTS[rung.ladder]
    taken = RungStep.objects.filter(
        ladder=rung.ladder, step=rung.step, subject=OuterRef("pk"), cycle=OuterRef("stamped")
    )
    rows = subject.since(rung.stamp, local_date(at)).filter(
        stamped__gte=end_of(latest_day(span.first - ONE_DAY, rung.working_days, changed)),
        stamped__lt=end_of(latest_day(span.last, rung.working_days, changed)),
    )
    if rung.working_days >= 0:
        rows = rows.filter(stamped__lte=at)
    for row in rows.filter(~Exists(taken)).order_by("pk").iterator(chunk_size=BATCH):
        yield subject.matter(row)


def _step(rung: Rung, matter: Matter, directory: Directory, at: datetime.datetime) -> RungStep | None:
    found = directory.reach(rung.to, matter, rung.post_id)
    if found is None:
        return None
    return RungStep(
        ladder=rung.ladder,
        step=rung.step,
        rung=rung,
        subject=matter.pk,
        cycle=matter.stamped,
        meant=matter.handler if rung.to == Target.HANDLER else rung.to,
        reached=found.target,
        recipient_id=found.user_id,
        at=at,
    )


def _message(step: RungStep, rung: Rung, matter: Matter, day: datetime.date, changed: Overrides) -> Message:
    """Of several rungs that come at once for one record and one person, the last one speaks."""
    word = told(rung.ladder, rung.stamp, matter, day, meant=step.meant, reached=step.reached, changed=changed)
    return Message(
        recipient_id=step.recipient_id,
        key=f"{rung.ladder}:{matter.pk}:{rung.step}:{matter.stamped.astimezone(datetime.UTC):%Y%m%dT%H%M%S.%f}",
        kind=rung.ladder,
        subject=matter.pk,
        title=word.title,
        text=word.text,
        url=matter.url,
        urgent=rung.urgent,
        step=step,
        created_at=step.at,
    )

"""Running what is due: each periodic task under a lock of its own, so that two runs at once do nothing twice."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from nammanh.platform.periodic import Task, tasks
from reports.reminders.models import TaskRun

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How one task went. `said` is empty when it wasn't due; `problem` is what stopped it."""

    task: Task
    said: str = ""
    problem: str = ""


class RolledBack(Exception):  # noqa: N818  as visits.services.Conflict
    """Ends a rehearsal: nothing of it stays."""


def run_due(
    *,
    at: datetime.datetime,
    only: str = "",
    rehearsal: bool = False,
    begun: Callable[[Task], None] = lambda task: None,
) -> list[Outcome]:
    """Run every task that is due at `at`, one after another; one that fails doesn't keep the others from running.

    `rehearsal`: tasks of one transaction are run and rolled back, the others left out.
    """
    outcomes = []
    for task in tasks():
        if only and task.name != only:
            continue
        begun(task)
        try:
            outcomes.append(Outcome(task, _rehearse(task, at) if rehearsal else _run(task, at)))
        except Exception as problem:
            log.exception("periodic task %s", task.name)
            outcomes.append(Outcome(task, problem=f"{type(problem).__name__}: {problem}"))
    return outcomes


def _run(task: Task, at: datetime.datetime) -> str:
    with _alone(task):
        if not _is_due(task, at):
            return ""
        said = task.work(at)
        values = {"at": at, "finished_at": timezone.now(), "said": said}
        TaskRun.objects.update_or_create(name=task.name, defaults=values)
        return said


def _rehearse(task: Task, at: datetime.datetime) -> str:
    said = ""
    if task.atomic:
        try:
            with _alone(task):
                said = task.work(at) if _is_due(task, at) else ""
                raise RolledBack
        except RolledBack:
            pass
    return said


def _is_due(task: Task, at: datetime.datetime) -> bool:
    if task.every is None:
        return True
    last = TaskRun.objects.filter(name=task.name).values_list("at", flat=True).first()
    return last is None or at - last >= task.every


@contextmanager
def _alone(task: Task) -> Iterator[None]:
    """Another process that runs this task is waited for. The database gives the lock back when a process dies."""
    if task.atomic:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [task.lock])
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [task.lock])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [task.lock])

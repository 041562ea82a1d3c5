"""`run_due`: twice, in parallel, with faults at every write: the same end."""

import datetime
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from nammanh.platform import periodic
from reports.reminders import services
from reports.reminders.models import Message, RungStep, TaskRun
from tests.factories.reminders import RungFactory
from tests.reminders.scenes import at, late, unconfirmed


def ledger():
    """Everything that a run leaves, in the words that count."""
    steps = RungStep.objects.values_list("ladder", "step", "subject", "cycle", "recipient")
    return sorted(steps), sorted(Message.objects.values_list("recipient", "key", "title"))


@pytest.fixture
def scene(world, request, officer, office, commune_secretary):
    """Three late petitions and two visits that wait; one rung on each ladder."""
    for days in (1, 4, 9):
        late(world, request, days)
    for days in (6, 12):
        unconfirmed(world, officer, days)
    RungFactory()
    RungFactory(ladder="visit", stamp="received", working_days=5, to="commune")


@pytest.fixture
def own_task(monkeypatch):
    """A task of this test's own, as a later slice would add it."""
    periodic.tasks()  # what the slices register themselves is known before, and stays
    monkeypatch.setattr(periodic, "_TASKS", dict(periodic._TASKS))
    done = []

    def add(name="own", **options):
        periodic.periodic(name, name, **options)(lambda moment: done.append(moment) or "xong")
        return done

    return add


def test_each_task_says_what_it_did(scene):
    said = StringIO()
    call_command("run_due", stdout=said)
    assert "Phản ánh, kiến nghị chờ trả lời: 3 bậc, 3 thông báo" in said.getvalue()
    assert "Chuyến đi chờ xã xác nhận: 2 bậc, 2 thông báo" in said.getvalue()
    again = StringIO()
    call_command("run_due", stdout=again)
    assert "Phản ánh, kiến nghị chờ trả lời: 0 bậc, 0 thông báo" in again.getvalue()


def test_what_every_slice_does_by_itself_is_known():
    names = {task.name for task in periodic.tasks()}
    assert names >= {"scan-evidence", "sweep-evidence", "forget-household-details", "clear-sessions", "climb-hot"}
    assert len({task.lock for task in periodic.tasks()}) == len(names)


def test_a_task_waits_for_its_time(db, own_task):
    done = own_task(every=datetime.timedelta(hours=20))
    for hours in (0, 1, 19, 20, 21):
        services.run_due(at=at() + datetime.timedelta(hours=hours), only="own")
    assert done == [at(), at() + datetime.timedelta(hours=20)]


def test_one_that_fails_keeps_no_other_from_running(scene, own_task, monkeypatch, caplog):
    own_task(order=1)
    task = periodic._TASKS["own"]
    monkeypatch.setitem(periodic._TASKS, "own", type(task)(**{**vars(task), "work": lambda moment: 1 / 0}))
    with pytest.raises(CommandError, match="own"):
        call_command("run_due", stdout=StringIO())
    assert RungStep.objects.count() == 5
    assert not TaskRun.objects.filter(name="own").exists()


def test_a_rehearsal_leaves_nothing(scene):
    said = StringIO()
    call_command("run_due", "--dry-run", stdout=said)
    assert "3 bậc" in said.getvalue()
    assert ledger() == ([], [])


def test_a_moment_that_cannot_be_read_is_refused(db):
    with pytest.raises(CommandError, match="thời điểm"):
        call_command("run_due", "--at", "hôm qua", stdout=StringIO())


def test_a_real_portal_never_runs_ahead_of_the_clock(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="tương lai"):
        call_command("run_due", "--at", "2099-01-01T08:00", stdout=StringIO())


class Struck(Exception):
    """The process is struck down here."""


def test_struck_at_any_write_and_run_again_the_end_is_the_same(scene, monkeypatch):
    services.run_due(at=at(), rehearsal=True)
    writes = {"left": 0}
    real = QuerySet.bulk_create

    def mortal(self, *args, **kwargs):
        made = real(self, *args, **kwargs)  # written, and then struck before the transaction ends
        if writes["left"] == 0:
            raise Struck
        writes["left"] -= 1
        return made

    monkeypatch.setattr("reports.reminders.services.running.log.exception", lambda *args: None)
    monkeypatch.setattr(QuerySet, "bulk_create", mortal)
    struck = 0
    for survives in range(4):
        writes["left"] = survives
        outcomes = services.run_due(at=at())
        struck += any("Struck" in outcome.problem for outcome in outcomes)
        steps, _messages = ledger()
        assert {(row[2], row[0]) for row in steps} == {
            (row.subject, row.kind) for row in Message.objects.all()
        }  # never a line without its message
    monkeypatch.setattr(QuerySet, "bulk_create", real)
    services.run_due(at=at())
    after_faults = ledger()
    assert struck >= 3
    assert [len(part) for part in after_faults] == [5, 5]


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_write_one_line_for_each_step(scene):
    together, problems = threading.Barrier(4), []

    def run():
        try:
            together.wait()
            problems.extend(outcome.problem for outcome in services.run_due(at=at()) if outcome.problem)
        finally:
            connection.close()

    runs = [threading.Thread(target=run) for _nth in range(4)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert problems == []
    assert RungStep.objects.count() == Message.objects.count() == 5

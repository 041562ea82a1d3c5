"""`run_due` killed where it stands, again and again, on a real database: run once more, the end is the same."""

import datetime
import json
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from nammanh.platform.dates import today
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

PATIENCE = 40  # seconds for all the killing
AT = f"{today() + datetime.timedelta(days=45):%Y-%m-%d}T08:00"
"""Six weeks on, every ladder of the illustration has something to tell."""

LEDGER = """
import json
from reports.reminders.models import Message, RungStep
steps = RungStep.objects.values_list("ladder", "step", "subject", "cycle", "meant", "reached", "recipient")
messages = Message.objects.values_list("recipient", "key", "title", "text", "url", "settled_at", "step__subject")
plain = lambda rows: sorted([str(value) for value in row] for row in rows)
print(json.dumps([plain(steps), plain(messages)]))
"""
REHEARSED = f"""
from django.db import transaction
from django.utils.dateparse import parse_datetime
from nammanh.platform.dates import VIETNAM
from reports.reminders.services import run_due
at = parse_datetime("{AT}").replace(tzinfo=VIETNAM)
with transaction.atomic():
    problems = [o.problem for o in run_due(at=at) if o.problem and o.task.atomic]
    assert problems == [], problems
    exec({LEDGER!r})
    transaction.set_rollback(True)
"""


def ledger(server, code=LEDGER):
    return json.loads(server.manage("shell", "-v0", "-c", code).strip().splitlines()[-1])


def killed(server, chance):
    """Start a run, and kill it a moment after it has begun one of its tasks; whether it was killed in time."""
    command = [sys.executable, "manage.py", "run_due", "--at", AT, "-v", "2"]
    run = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=subprocess.PIPE, text=True)
    fatal = chance.randrange(10)
    for number, _line in enumerate(filter(lambda line: line.startswith("> "), run.stdout)):
        if number == fatal:
            threading.Timer(chance.uniform(0, 0.12), run.kill).start()
    run.stdout.close()
    return run.wait(timeout=60) == -signal.SIGKILL


def test_killed_at_any_point_and_run_again_it_ends_the_same(server):
    expected = ledger(server, REHEARSED)
    before = ledger(server)
    assert len(expected[0]) > len(before[0]) + 20  # there is something to do
    chance, kills, until = random.Random(27112026), 0, time.monotonic() + PATIENCE
    while time.monotonic() < until and kills < 12:
        kills += killed(server, chance)
    assert kills
    for _again in range(2):
        server.manage("run_due", "--at", AT)
        assert ledger(server) == expected

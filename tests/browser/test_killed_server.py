"""A server that dies a hundred times while it receives: what it has acknowledged is there, and nothing is there twice.

The client keeps to the outbox's rule (static/src/js/offline): an entry leaves only for "stored" with its own identity.
"""

import contextlib
import http.client
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

import pytest

from nammanh.platform.dates import format_date, today
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

KILLS = 100
PATIENCE = 1200  # seconds after which it hangs
MARK = f"máy chủ tắt giữa chừng {uuid.uuid4().hex[:8]}"


class MortalServer:
    """The production server with one worker. The worker is killed where it stands and the master brings the next."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = environment | {"PORT": str(self.port), "WEB_CONCURRENCY": "1"}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--preload"]  # the next worker is there at once
        quiet = subprocess.DEVNULL
        self.master = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=quiet, stderr=quiet)

    def worker(self) -> int | None:
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text().split()
        return int(children[0]) if children else None

    def kill_worker(self) -> bool:
        worker = self.worker()
        if worker is None:
            return False
        os.kill(worker, signal.SIGKILL)
        return True

    def kill_all(self) -> None:
        """Master and worker at once, as when the machine loses power; then it is started again."""
        worker = self.worker()
        self.master.kill()
        self.master.wait(timeout=30)
        if worker is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        self.start()

    def stop(self) -> None:
        self.master.terminate()
        self.master.wait(timeout=30)


class Outbox:
    """One device: asks for the session first, sends one entry at a time, believes nothing but `stored`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.received: set[str] = set()

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = urllib.parse.urlencode(fields) if fields is not None else None
        own = {"Accept": "application/json", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            own["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, own | headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = line.partition("=")
                self.cookies[name] = rest.split(";")[0]
            return answer.status, text
        finally:
            connection.close()

    def log_in(self, username: str, password: str) -> None:
        self.ask("GET", "/dang-nhap/", Accept="text/html")
        token = {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        status, _ = self.ask("POST", "/dang-nhap/", token | {"username": username, "password": password})
        assert status == 302

    def send(self, entry: dict[str, str]) -> bool:
        try:
            status, text = self.ask("GET", "/ngoai-tuyen/phien.json")
            session = json.loads(text)
            if session.get("state") != "open":
                return False
            headers = {"X-CSRFToken": session["csrf"]}
            status, text = self.ask("POST", "/ghi-nhan/", entry, **headers)
            answer = json.loads(text)
        except (OSError, http.client.HTTPException, ValueError):
            return False
        if status in {200, 201} and answer["state"] == "stored" and answer["uuid"] == entry["uuid"]:
            self.received.add(entry["uuid"])
            return True
        assert status >= 500 or answer["state"] not in {"refused", "conflict", "ask"}, text
        return False


@pytest.fixture
def mortal(server):
    made = MortalServer(server.environment)
    yield made
    made.stop()


def entry(unit: str, number: int) -> dict[str, str]:
    """What the short form sends."""
    return {
        "uuid": str(uuid.uuid4()),
        "unit": unit,
        "date": format_date(today()),
        "type": "working_session",
        "origin": "adhoc",
        "highlights": f"Lượt {number}, {MARK}.",
    }


def stored(server) -> list[str]:
    code = (
        "import json; from reports.visits.models import Visit;"
        f"print(json.dumps([str(u) for u in Visit.objects.filter(highlights__contains={MARK!r})"
        ".values_list('uuid', flat=True)]))"
    )
    return json.loads(server.manage("shell", "-v0", "-c", code).strip().splitlines()[-1])


def place(server) -> str:
    wanted = "name='Sơn Phú', level='commune', valid_to=None"
    code = f"from assignments.models import Unit; print(Unit.objects.get({wanted}).pk)"
    return server.manage("shell", "-v0", "-c", code).strip().splitlines()[-1]


def test_a_server_killed_a_hundred_times_while_it_receives_loses_and_doubles_nothing(server, mortal):
    chance = random.Random(26112026)
    device = Outbox(mortal.port)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            device.log_in("canbotinh", server.account("canbotinh")["password"])
            break
        except (OSError, http.client.HTTPException, KeyError):
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.2)

    unit, kills, sent = place(server), 0, []
    began = time.monotonic()
    undisturbed = entry(unit, 0)
    assert device.send(undisturbed)
    sent.append(undisturbed["uuid"])
    usual = time.monotonic() - began
    while kills < KILLS:
        waiting = entry(unit, len(sent))
        sent.append(waiting["uuid"])
        for turn in itertools.count():
            assert time.monotonic() < until, f"{kills} kills in {PATIENCE} s"
            # at any moment from the question for the session to shortly after the answer; each third try is left alone
            killer = None
            if kills < KILLS and turn % 3 < 2:
                deadly = mortal.kill_all if kills % 20 == 19 else mortal.kill_worker
                killer = threading.Timer(chance.uniform(0.05, 1.2) * usual, deadly)
                killer.start()
                kills += 1
            began = time.monotonic()
            arrived = device.send(waiting)
            if killer:
                killer.join()
            elif arrived:
                usual = 0.7 * usual + 0.3 * (time.monotonic() - began)
            if arrived:
                break
            time.sleep(0.05)

    found = stored(server)
    assert device.received == set(sent)
    assert sorted(found) == sorted(sent)  # each once, and none that was not sent

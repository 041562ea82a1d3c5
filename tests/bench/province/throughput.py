"""Pages a second of the production server at so many clients that ask at once."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

from nammanh.accounts.passwords import DEMO_PASSWORD

CLIENTS, SECONDS = 16, 8
START_SECONDS = 60


def pages_a_second(env: dict[str, str], username: str, addresses: list[str]) -> tuple[float, int]:
    """Of pages that come round in turn; and how many answers were not 200."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        env={**env, "PORT": str(port), "HOST": "127.0.0.1"},
        stderr=subprocess.DEVNULL,
    )
    try:
        cookies = _log_in(port, username)
        counts, wrong = [0] * CLIENTS, [0] * CLIENTS
        until = time.perf_counter() + SECONDS

        def ask(number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            turn = number
            while time.perf_counter() < until:
                turn += 1
                connection.request("GET", addresses[turn % len(addresses)], headers={"Cookie": cookies})
                response = connection.getresponse()
                response.read()
                counts[number] += 1
                wrong[number] += response.status != 200

        threads = [threading.Thread(target=ask, args=[number]) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / SECONDS, sum(wrong)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _log_in(port: int, username: str) -> str:
    """The cookies of a session, taken through the form as a browser would."""
    form = _answer(port, "GET", "/dang-nhap/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form[1])[1]
    fields = {"username": username, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token}
    headers = {"Cookie": form[0], "Content-Type": "application/x-www-form-urlencoded"}
    return _answer(port, "POST", "/dang-nhap/", urllib.parse.urlencode(fields), headers)[0]


def _answer(port: int, method: str, address: str, body: str = "", headers: dict[str, str] | None = None):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request(method, address, body, headers or {})
            response = connection.getresponse()
            cookies = "; ".join(value.split(";")[0] for value in response.headers.get_all("Set-Cookie") or ())
            return cookies, response.read().decode()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

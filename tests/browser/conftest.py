"""A browser against the production server: its own data folder and database, its own port, the demo's people.

Skipped, and saying so, where no Chromium is installed.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import CHROMIUM, QUIET, ROOT, grave
from tests.browser.phones import Phone
from tests.template_database import address_of, copy_database, drop_database, ensure_template

PATIENCE = 15_000
"""Milliseconds: a machine with other work answers late, and late is not wrong."""
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (Debian: apt install chromium)"))


@dataclass(frozen=True)
class Server:
    """The running portal, its demo accounts by user name, and `manage.py` on its data."""

    url: str
    accounts: dict[str, dict[str, str]]
    manage: Callable[..., str] = field(compare=False)
    environment: dict[str, str] = field(compare=False, repr=False)

    def account(self, username: str) -> dict[str, str]:
        return self.accounts[username]


@pytest.fixture(scope="session")
def place(django_db_blocker) -> Iterator[dict[str, str]]:
    """Where the server keeps what it is given: a copy of the empty database, and a folder; both go at the end.

    In a folder that is named it has an embedded database, and all stays: the illustration isn't loaded at each run.
    """
    if kept := os.environ.get("NAMMANH_BROWSER_DATA"):
        Path(kept).mkdir(exist_ok=True)
        Path(kept).chmod(0o755)  # root's embedded server runs as another user, who must get in
        yield {"DATABASE_URL": "embedded", "NAMMANH_DATA_DIR": kept}
        return
    database = f"nammanh_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock():
        copy_database(ensure_template(), database)
    with tempfile.TemporaryDirectory(prefix="nammanh-browser-") as data:
        yield {"DATABASE_URL": address_of(database), "NAMMANH_DATA_DIR": data}
    with django_db_blocker.unblock():
        drop_database(database)


@pytest.fixture(scope="session")
def server(place) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    env |= place | {"NAMMANH_ENV": "demo", "PORT": str(port), "OFFLINE_PAGES": "16"}

    def manage(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    manage("prepare")
    accounts = {account["username"]: account for account in json.loads(manage("demo_accounts", "--json"))}
    log = (Path(place["NAMMANH_DATA_DIR"]) / "server.log").open("w+")
    process = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/healthz", process)
        yield Server(url, accounts, manage, env)
        log.seek(0)
        complaints = [line for line in log.read().splitlines() if " ERROR " in line or "Traceback" in line]
        assert complaints == []
    finally:
        process.terminate()
        process.wait(timeout=30)
        manage("stop_database")
        log.close()


def wait_for(url: str, process: subprocess.Popen) -> None:
    for _ in range(150):
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {url}")


@pytest.fixture(scope="module")
def browser():
    """Ends with its module: while the driver runs, its event loop would keep other tests from the database."""
    with sync_playwright() as driver:
        expect.set_options(timeout=PATIENCE)
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser, server, tmp_path):
    made = Phone(browser.browser_type.launch_persistent_context, server, tmp_path / "phone")
    yield made
    made.switch_off()


@dataclass
class Person:
    """Somebody at a browser. Keeps what the console said; looks at each page with axe."""

    page: Page
    server: Server
    console: list[str] = field(default_factory=list)
    width: str = "phone"

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.console.append(said.text) if said.type in NOISE else None)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.server.url + path)
        self.look()

    def log_in(self, username: str) -> "Person":
        account = self.server.account(username)
        self.open("/dang-nhap/")
        self.page.fill("input[name=username]", account["username"])
        self.page.fill("input[name=password]", account["password"])
        self.page.click("form button[type=submit]:has-text('Đăng nhập')")
        self.page.wait_for_url(lambda url: "dang-nhap" not in url)
        self.look()
        return self

    def look(self) -> None:
        """The page is whole: nothing sticks out sideways, axe finds nothing serious, the console is clean."""
        self.page.wait_for_load_state("networkidle")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide}px too wide at {self.width}"
        assert grave(self.page) == [], self.page.url
        assert self.console == [], self.page.url


NOISE = {"error", "warning"}


@pytest.fixture(params=sorted(WIDTHS))
def width(request):
    return request.param


@pytest.fixture
def someone(browser: Browser, server: Server, width: str):
    """A new person with a browser of their own: `someone("canbotinh")`; without a name nobody is logged in."""
    contexts = []

    def arrive(username: str | None = None, **options) -> Person:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": wide, "height": high},
            has_touch=width == "phone",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script("delete Navigator.prototype.serviceWorker")  # test_offline.py has phones that have one
        person = Person(context.new_page(), server, width=width)
        return person.log_in(username) if username else person

    yield arrive
    for context in contexts:
        context.close()

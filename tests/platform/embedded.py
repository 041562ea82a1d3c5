"""Embedded servers for tests: each on a cluster of its own, none left running."""

import contextlib
import shutil
import tempfile
from pathlib import Path

import psycopg2
import pytest

from nammanh.platform.embedded_postgres import EmbeddedServer, EmbeddedServerError, locations

LONG_PATH = "Thôn bản vùng cao biên giới " * 4
"""Vietnamese letters take two or three bytes each: more than a socket's path may have."""


@pytest.fixture
def folder(monkeypatch):
    """A folder that every OS user can enter, unlike pytest's own; it also holds root's system place."""
    path = Path(tempfile.mkdtemp(prefix="nm-")).resolve()
    path.chmod(0o755)
    monkeypatch.setattr(locations, "SYSTEM_PLACE", path / "system")
    monkeypatch.setattr(locations, "SOCKET_PLACE", path)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def make(folder):
    """Servers that are stopped at the end, however the test ended."""
    made = []

    def server(path: Path = folder / "pg", **options) -> EmbeddedServer:
        path.parent.mkdir(parents=True, exist_ok=True)
        made.append(EmbeddedServer(path, **{"durable": False, **options}))
        return made[-1]

    yield server
    for one in made:
        with contextlib.suppress(EmbeddedServerError):
            one.stop()


def ask(server: EmbeddedServer, statement: str, database: str | None = None):
    with contextlib.closing(psycopg2.connect(**server.params(database))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None


def pid_of(server: EmbeddedServer) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])

"""The embedded server against what machines do to it. Each test has a cluster of its own and leaves nothing running."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg2
import pytest
from django.db.utils import ConnectionHandler, OperationalError

from nammanh.platform.embedded_postgres import EmbeddedServerError, database_settings
from nammanh.platform.embedded_postgres import server as server_module
from tests.platform.embedded import LONG_PATH, ask, folder, make, pid_of

__all__ = ["folder", "make"]  # fixtures
PROJECT = Path(__file__).resolve().parents[2]
with_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc, which this system has not")


# ------------------------------------------------------------------------------------------------ start and stop
def test_a_fresh_folder_gets_a_server_with_the_application_database_and_a_pinned_order_of_text(make):
    server = make()
    assert not server.alive()
    server.ensure()
    found = ask(
        server,
        "SELECT datname, datlocprovider, datlocale, pg_encoding_to_char(encoding) "
        "FROM pg_database WHERE datname = 'nammanh'",
    )
    assert found == [("nammanh", "b", "C.UTF-8", "UTF8")]
    assert ask(server, "SHOW listen_addresses") == [("",)]


def test_data_are_kept_from_one_start_to_the_next(make):
    server = make(name="khác")
    server.ensure()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    assert not server.alive()
    server.ensure()
    assert ask(server, "SELECT number FROM kept") == [(7,)]


def test_eight_processes_at_once_on_a_fresh_folder_share_one_server(make, folder):
    server = make()
    code = (
        "import sys; from nammanh.platform.embedded_postgres import EmbeddedServer as S; import psycopg2\n"
        "s = S(sys.argv[1], durable=False); s.ensure(); c = psycopg2.connect(**s.params()); q = c.cursor()\n"
        "q.execute('SELECT pg_postmaster_start_time()::text'); print(q.fetchone()[0])"
    )
    command = [sys.executable, "-c", code, str(folder / "pg")]
    started = [
        subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    answers = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * 8, answers
    assert len({out for out, _ in answers}) == 1
    assert server.alive()


@with_proc
def test_the_server_does_not_inherit_the_environment_and_its_secrets(make, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    server = make()
    server.ensure()
    assert b"SECRET_KEY" not in Path(f"/proc/{pid_of(server)}/environ").read_bytes()


# --------------------------------------------------------------------------------------------------------- paths
@pytest.mark.parametrize("name", ["có dấu cách", "Nắm Mạnh $HOME `id` \"x\" 'y' \\", "xã, huyện", LONG_PATH])
def test_any_path_will_do(make, folder, name):
    server = make(folder / name / "pg")
    server.ensure()
    assert ask(server, "SELECT current_database()") == [("nammanh",)]
    assert len(os.fsencode(server.place.socket / ".s.PGSQL.5432")) <= 103
    assert stat.S_IMODE(server.place.socket.stat().st_mode) == 0o700
    again = make(folder / name / "pg")
    assert again.place == server.place
    assert again.alive()


# ----------------------------------------------------------------------------------------------- crashed servers
@pytest.mark.parametrize("content", ["", "4", "không phải số", "living stranger", "zombie"])
def test_a_stale_or_half_written_pid_file_does_not_stop_a_start(make, content):
    server = make()
    server.ensure()
    full = (server.data / "postmaster.pid").read_text().splitlines()
    server.stop()
    user = server.place.user  # the server's own user: PostgreSQL sees through other users' pids by itself
    identity = {"user": user.uid, "group": user.gid} if user else {}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **identity)
    zombie = subprocess.Popen(["true"], cwd="/", **identity)
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)  # has ended; nobody has asked how
    pid = {"living stranger": stranger.pid, "zombie": zombie.pid}.get(content)
    text = "\n".join([str(pid), *full[1:]]) if pid else content
    (server.data / "postmaster.pid").write_text(text)
    (server.place.socket / ".s.PGSQL.5432.lock").write_text(text)
    try:
        server.ensure()
        assert server.alive()
    finally:
        zombie.wait()
        stranger.kill()
        stranger.wait()


def test_killed_under_load_three_times_it_comes_back_with_every_confirmed_row(make):
    server = make(durable=True)
    server.ensure()
    ask(server, "CREATE TABLE written (number int PRIMARY KEY)")
    confirmed = []

    def write(start: int):
        with contextlib.suppress(psycopg2.Error), contextlib.closing(psycopg2.connect(**server.params())) as connection:
            connection.autocommit = True
            for number in range(start, start + 100_000):
                connection.cursor().execute("INSERT INTO written VALUES (%s)", [number])
                confirmed.append(number)

    for turn in range(3):
        before = len(confirmed)
        writer = threading.Thread(target=write, args=[turn * 100_000])
        writer.start()
        while len(confirmed) < before + 50 and writer.is_alive():
            time.sleep(0.005)
        os.kill(pid_of(server), signal.SIGKILL)
        server.ensure()
        writer.join(timeout=30)
        assert not writer.is_alive()
    present = {number for (number,) in ask(server, "SELECT number FROM written")}
    assert len(confirmed) >= 150
    assert set(confirmed) <= present


def test_a_killed_initdb_leaves_nothing_that_is_taken_for_a_cluster(make, folder):
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("18\n")
    server = make()
    server.ensure()
    assert server.alive()
    assert not (folder / "pg.new").exists()


def test_a_living_server_that_lost_its_socket_is_replaced(make):
    server = make()
    server.ensure()
    first = pid_of(server)
    (server.place.socket / ".s.PGSQL.5432").unlink()
    server.ensure()
    assert server.alive()
    assert pid_of(server) != first


def test_a_server_that_cannot_start_says_what_to_do_and_where_the_log_is(make, monkeypatch):
    monkeypatch.setattr(server_module, "START_ATTEMPTS", 2)
    server = make()
    server.ensure()
    server.stop()
    (server.data / "postgresql.conf").write_text("nonsense\n")
    with pytest.raises(EmbeddedServerError, match="DATABASE_URL") as caught:
        server.ensure()
    assert str(server.log) in str(caught.value)
    assert "postgresql.conf" in server.log.read_text()


def test_another_postgresql_is_used_when_named_and_its_failure_is_told(make, folder, monkeypatch):
    initdb = folder / "initdb"
    initdb.write_text("#!/bin/sh\necho 'initdb (PostgreSQL) 15.2'; echo \"$*\" >&2; exit 1\n")
    initdb.chmod(0o755)
    monkeypatch.setenv("PG_BINDIR", str(folder))
    server = make()
    with pytest.raises(EmbeddedServerError, match="initdb"):
        server.ensure()
    assert "--locale=C.UTF-8" in server.log.read_text()
    assert "--locale-provider" not in server.log.read_text()  # unknown before PostgreSQL 17


# ------------------------------------------------------------------------------------------------ Django's backend
@pytest.fixture
def connection(make, folder, django_db_blocker):
    make()
    wrapper = ConnectionHandler({"default": database_settings(folder / "pg", durable=False)})["default"]
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


def one(connection, statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_the_first_connection_starts_the_server_and_makes_the_database(connection):
    assert one(connection, "SELECT current_database()") == "nammanh"


def test_a_kept_connection_recovers_at_the_next_request_when_the_server_was_killed(connection, make):
    server = make()
    one(connection, "SELECT 1")
    os.kill(pid_of(server), signal.SIGKILL)
    with pytest.raises(OperationalError):
        for _ in range(500):  # the orphaned process behind the connection may still answer once or twice
            one(connection, "SELECT 1")
            time.sleep(0.01)
    connection.close_if_unusable_or_obsolete()  # what Django does between two requests
    assert one(connection, "SELECT 2") == 2


def test_django_makes_and_drops_its_test_database(connection):
    connection.creation._create_test_db(verbosity=0, autoclobber=True)
    assert one(connection, "SELECT count(*) FROM pg_database WHERE datname = 'test_nammanh'") == 1
    connection.creation._destroy_test_db("test_nammanh", verbosity=0)
    assert one(connection, "SELECT count(*) FROM pg_database WHERE datname = 'test_nammanh'") == 0


def test_only_the_applications_own_database_is_made_unasked(connection):
    connection.settings_dict["NAME"] = "mistyped"
    with pytest.raises(OperationalError, match="mistyped"):
        one(connection, "SELECT 1")

"""The embedded server against what machines do to it. Each test has a cluster of its own and leaves nothing running."""

import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from django.db.utils import ConnectionHandler, OperationalError

from nammanh.platform.embedded_postgres import EmbeddedServer, EmbeddedServerError, database_settings, locations
from nammanh.platform.embedded_postgres import server as server_module

PROJECT = Path(__file__).resolve().parents[2]
LONG = "Thôn bản vùng cao biên giới"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another OS user")
with_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc, which this system has not")


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


def in_child_as(name: str, work) -> str:
    """What `work` returns in a forked process of the OS user `name` (an interpreter of root's can't be executed)."""
    user = pwd.getpwnam(name)
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads: the child uses none
        child = os.fork()
    if child == 0:
        answer = ""
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            answer = str(work())
        except BaseException as error:
            answer = repr(error)
        finally:
            os.write(writing, answer.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


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
@pytest.mark.parametrize("name", ["có dấu cách", "Nắm Mạnh $HOME `id` \"x\" 'y' \\", "xã, huyện", f"{LONG} " * 4])
def test_any_path_will_do(make, folder, name):
    server = make(folder / name / "pg")
    server.ensure()
    assert ask(server, "SELECT current_database()") == [("nammanh",)]
    assert len(os.fsencode(server.place.socket / ".s.PGSQL.5432")) <= 103
    assert stat.S_IMODE(server.place.socket.stat().st_mode) == 0o700
    again = make(folder / name / "pg")
    assert again.place == server.place
    assert again.alive()


@as_root
def test_another_users_long_path_puts_only_the_socket_elsewhere_and_renews_it_when_it_is_gone(folder, monkeypatch):
    home = folder / (f"{LONG} " * 4)
    home.mkdir()
    os.chown(home, pwd.getpwnam("nobody").pw_uid, -1)
    folder.chmod(0o1777)  # as /tmp
    monkeypatch.setenv("PG_BINDIR", str(locations.binaries(locations._unprivileged_user())))

    def work():
        server = EmbeddedServer(home / "pg", durable=False)
        try:
            server.ensure()
            first = server.place.socket
            assert server.data == home / "pg"
            assert stat.S_IMODE(first.stat().st_mode) == 0o700
            shutil.rmtree(first)  # as a cleaner of /tmp does, under the running server
            server = EmbeddedServer(home / "pg", durable=False)
            server.ensure()
            assert server.place.socket != first
            return ask(server, "SELECT 'works'")[0][0]
        finally:
            server.stop()

    assert in_child_as("nobody", work) == "works"


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


# ------------------------------------------------------------------------------------------------ other OS users
@as_root
def test_roots_closed_checkout_sends_the_data_to_a_safe_place_and_says_so(make, folder, capfd):
    closed = folder / "root's"
    closed.mkdir(mode=0o700)
    server = make(closed / ".data" / "pg")
    server.ensure()
    assert server.data.is_relative_to(folder / "system")
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    assert server.data.stat().st_uid not in {0, os.getuid()}
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    note = closed / ".data" / "pg.data-place.txt"
    assert note.read_text().splitlines()[0] == str(server.data.parent)
    again = make(closed / ".data" / "pg")
    assert again.place == server.place
    assert capfd.readouterr().err.count(str(server.data.parent)) == 1  # said once


@as_root
def test_unreachable_binaries_are_copied_once(make, folder, monkeypatch):
    hidden = folder / "venv of root"
    hidden.mkdir(mode=0o700)
    package = Path(locations.importlib.util.find_spec(locations.PACKAGE).origin).parent
    for real in package.parent.glob(f"{locations.PACKAGE}*"):
        (hidden / real.name).symlink_to(real)
    spec = SimpleNamespace(origin=str(hidden / locations.PACKAGE / "__init__.py"))
    monkeypatch.setattr(locations.importlib.util, "find_spec", lambda name: spec)
    monkeypatch.delenv("PG_BINDIR", raising=False)
    server = make(folder / "checkout" / "pg")
    umask = os.umask(0o077)
    try:
        server.ensure()
    finally:
        os.umask(umask)
    (copy,) = (folder / "system").glob("postgresql-*")
    assert os.fsencode(copy) in Path(f"/proc/{pid_of(server)}/cmdline").read_bytes()
    made = copy.stat().st_ino
    server.stop()
    server.ensure()
    assert copy.stat().st_ino == made
    copy.chmod(0o777)
    server.stop()
    with pytest.raises(EmbeddedServerError, match="root"):
        server.ensure()
    copy.chmod(0o755)


@as_root
def test_without_a_user_postgres_the_server_runs_as_nobody(make, monkeypatch):
    monkeypatch.setattr(locations, "UNPRIVILEGED_USERS", ("no-such-user", "nobody"))
    server = make()
    server.ensure()
    assert Path(f"/proc/{pid_of(server)}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    monkeypatch.undo()
    assert EmbeddedServer(server.wanted).place == server.place  # the cluster's owner decides, not the list


@as_root
def test_without_any_unprivileged_user_root_is_told_what_to_do(make, monkeypatch):
    monkeypatch.setattr(locations, "UNPRIVILEGED_USERS", ("no-such-user",))
    with pytest.raises(EmbeddedServerError, match=r"no-such-user.*DATABASE_URL"):
        make()


@as_root
def test_no_other_os_user_can_reach_the_socket(make, folder, monkeypatch):
    monkeypatch.setattr(locations, "UNPRIVILEGED_USERS", ("nobody",))
    server = make()
    server.ensure()

    def connect():
        return ask(server, "SELECT 'let in'")[0][0]

    assert in_child_as("nobody", connect) == "let in"  # the control: the server's own user
    assert "Permission denied" in in_child_as("daemon", connect)


@as_root
def test_a_second_os_user_has_a_server_of_its_own(make, folder, monkeypatch):
    make().ensure()
    home = folder / "second"
    home.mkdir()
    os.chown(home, pwd.getpwnam("daemon").pw_uid, -1)
    monkeypatch.setenv("PG_BINDIR", str(locations.binaries(locations._unprivileged_user())))

    def work():
        server = EmbeddedServer(home / "pg", durable=False)
        server.ensure()
        try:
            return ask(server, "SELECT current_database()")[0][0], Path(f"/proc/{pid_of(server)}").stat().st_uid
        finally:
            server.stop()

    assert in_child_as("daemon", work) == str(("nammanh", pwd.getpwnam("daemon").pw_uid))

    def intrude():
        EmbeddedServer(folder / "pg").ensure()

    assert "EmbeddedServerError" in in_child_as("daemon", intrude)


@as_root
def test_a_tampered_place_is_refused(make, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = make(closed / "pg")
    server.ensure()
    server.stop()
    server.data.chmod(0o755)
    with pytest.raises(EmbeddedServerError, match="quyền"):
        make(closed / "pg")
    server.data.chmod(0o700)
    os.chown(server.data.parent, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(EmbeddedServerError, match="an toàn"):
        make(closed / "pg")
    os.chown(server.data.parent, 0, -1)
    locations.SYSTEM_PLACE.chmod(0o777)
    with pytest.raises(EmbeddedServerError, match="root"):
        make(folder / "closed" / "other")
    locations.SYSTEM_PLACE.chmod(0o755)


@as_root
def test_a_cluster_that_was_copied_as_root_is_refused_with_the_reason(make, folder):
    server = make()
    server.ensure()
    server.stop()
    os.chown(server.data, 0, 0)
    with pytest.raises(EmbeddedServerError, match="không phải root"):
        make()
    os.chown(server.data, server.place.user.uid, server.place.user.gid)


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

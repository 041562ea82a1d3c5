"""The embedded server where several OS users meet: root, the server's own user, and a stranger."""

import os
import pwd
import shutil
import stat
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from nammanh.platform.embedded_postgres import EmbeddedServer, EmbeddedServerError, locations
from tests.platform.embedded import LONG_PATH, ask, folder, make, pid_of

__all__ = ["folder", "make"]  # fixtures
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another OS user")


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


def test_without_a_user_postgres_the_server_runs_as_nobody(make, monkeypatch):
    monkeypatch.setattr(locations, "UNPRIVILEGED_USERS", ("no-such-user", "nobody"))
    server = make()
    server.ensure()
    assert Path(f"/proc/{pid_of(server)}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    monkeypatch.undo()
    assert EmbeddedServer(server.wanted).place == server.place  # the cluster's owner decides, not the list


def test_without_any_unprivileged_user_root_is_told_what_to_do(make, monkeypatch):
    monkeypatch.setattr(locations, "UNPRIVILEGED_USERS", ("no-such-user",))
    with pytest.raises(EmbeddedServerError, match=r"no-such-user.*DATABASE_URL"):
        make()


def test_no_other_os_user_can_reach_the_socket(make, folder, monkeypatch):
    monkeypatch.setattr(locations, "UNPRIVILEGED_USERS", ("nobody",))
    server = make()
    server.ensure()

    def connect():
        return ask(server, "SELECT 'let in'")[0][0]

    assert in_child_as("nobody", connect) == "let in"  # the control: the server's own user
    assert "Permission denied" in in_child_as("daemon", connect)


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


def test_a_cluster_that_was_copied_as_root_is_refused_with_the_reason(make, folder):
    server = make()
    server.ensure()
    server.stop()
    os.chown(server.data, 0, 0)
    with pytest.raises(EmbeddedServerError, match="không phải root"):
        make()
    os.chown(server.data, server.place.user.uid, server.place.user.gid)


def test_another_users_long_path_puts_only_the_socket_elsewhere_and_renews_it_when_it_is_gone(folder, monkeypatch):
    home = folder / LONG_PATH
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

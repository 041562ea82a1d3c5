"""Starting, finding and stopping the embedded server."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from enum import Enum, auto
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from nammanh.platform.embedded_postgres.locations import EmbeddedServerError, binaries, locate
from nammanh.platform.file_lock import exclusive

PORT = 5432  # only names the socket's file; nothing listens on a network
SUPERUSER = "postgres"
START_SECONDS = 300  # recovery of a large database after a crash takes minutes
START_ATTEMPTS = 4
LARGEST_LOG = 10_000_000  # bytes
WAIT_MESSAGES = ("starting up", "shutting down", "recovery mode", "not yet accepting", "timeout expired")
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "autovacuum": "off",  # how a question is planned must not depend on whether a vacuum came by between two tests
}


class State(Enum):
    """What answers at the socket."""

    READY = auto()
    BUSY = auto()
    GONE = auto()


class EmbeddedServer:
    """One PostgreSQL cluster of our own; any number of processes may ask for it at the same time."""

    def __init__(self, data: Path | str, durable: bool = True, name: str = "nammanh") -> None:
        self.wanted = Path(data).resolve()
        self.durable = durable
        self.name = name
        self.place = locate(self.wanted)
        self.data = self.place.data
        self.log = self.wanted.with_name(f"{self.wanted.name}.log")

    def params(self, name: str | None = None) -> dict[str, Any]:
        """What psycopg2.connect needs for the database `name` (the application's unless told)."""
        return {"host": str(self.place.socket), "port": PORT, "user": SUPERUSER, "dbname": name or self.name}

    def alive(self) -> bool:
        """Whether the server takes connections now."""
        return self._state() is State.READY

    def ensure(self) -> None:
        """Have the server running and the application's database in it, from whatever state it was left in."""
        try:
            with exclusive(self.wanted):
                self._start()
                self._create_database()
        except OSError as error:
            raise self._failure(f"không dùng được tệp của máy chủ ({error})") from error

    def stop(self) -> None:
        """Stop the server if it runs; open transactions are rolled back."""
        with exclusive(self.wanted):
            self._stop()

    def _state(self) -> State:
        try:
            psycopg2.connect(**self.params("postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError as error:
            if any(message in str(error) for message in WAIT_MESSAGES):
                return State.BUSY
            return State.READY if "FATAL" in str(error) else State.GONE  # FATAL: it answers, though with a no
        return State.READY

    def _start(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        attempts, pid = 0, 0
        while (state := self._state()) is not State.READY:
            if time.monotonic() > deadline:
                raise self._failure(f"máy chủ chưa sẵn sàng sau {START_SECONDS} giây")
            if state is State.BUSY or self._runs_here(pid):
                time.sleep(0.05)
                continue
            if attempts == START_ATTEMPTS:
                raise self._failure("máy chủ không khởi động được")
            if attempts:
                time.sleep(attempts / 2)  # the last backends of a killed server need a moment to notice and let go
            attempts += 1
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._stop()  # a living server without a socket (a cleaned /tmp) is of no use to anybody
            self._remove_stale_pid_files()
            pid = self._launch()

    def _initialise(self) -> None:
        """Make the cluster aside and move it into place whole, so that a killed initdb leaves nothing half-made."""
        unfinished = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.place.user:
            os.chown(unfinished, self.place.user.uid, self.place.user.gid)
        initdb = binaries(self.place.user) / "initdb"
        version = subprocess.run([initdb, "--version"], **self._process(), stdout=subprocess.PIPE, text=True).stdout
        major = int(version.split()[-1].split(".")[0]) if version.strip() else 0
        # The same order of text on every machine, whatever its C library believes; PostgreSQL 17 brought it.
        provider = ["--locale-provider=builtin"] if major >= 17 else []
        options = ["--encoding=UTF8", *provider, "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
        speed = [] if self.durable else ["--no-sync"]
        command: list[Path | str] = [initdb, "-D", unfinished, "-U", SUPERUSER, *options, "--no-instructions", *speed]
        with self._open_log() as log:
            done = subprocess.run(command, **self._process(), stdout=log, stderr=log)
        if done.returncode:
            raise self._failure("không tạo được cơ sở dữ liệu (initdb)")
        unfinished.rename(self.data)

    def _launch(self) -> int:
        """Start `postgres` detached from us and return its pid. Not by pg_ctl: it pastes paths into a shell command."""
        directories = '"' + str(self.place.socket).replace('"', '""') + '"'
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": directories,
            "unix_socket_permissions": "0700",
            "log_timezone": "UTC",
            "log_min_error_statement": "panic",  # a refused statement may hold somebody's personal data
            "log_error_verbosity": "terse",
            **({} if self.durable else THROW_AWAY),
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        postgres = str(binaries(self.place.user) / "postgres")
        shell = ["/bin/sh", "-c", '"$@" >&2 </dev/null & echo $!', "sh", postgres, "-D", str(self.data), *options]
        with self._open_log() as log:
            started = subprocess.run(
                shell, **self._process(), start_new_session=True, stdout=subprocess.PIPE, stderr=log, text=True
            )
        return int(started.stdout or 0)

    def _stop(self) -> None:
        if pid := self._server_pid():
            os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
            deadline = time.monotonic() + 60
            while self._runs_here(pid):
                if time.monotonic() > deadline:
                    raise self._failure(f"máy chủ (tiến trình {pid}) không dừng sau 60 giây")
                time.sleep(0.05)

    def _server_pid(self) -> int:
        """The living server's pid; 0 when the pid file is absent, half-written or names a stranger or a zombie."""
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            return pid if self._runs_here(pid) else 0
        return 0

    def _runs_here(self, pid: int) -> bool:
        """Whether `pid` is alive and serves this cluster. A zombie's command line is empty."""
        if pid <= 0:
            return False
        if not Path("/proc/self").exists():
            question = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
            return str(self.data) in subprocess.run(question, stdout=subprocess.PIPE, text=True).stdout
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return os.fsencode(self.data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return False

    def _remove_stale_pid_files(self) -> None:
        """PostgreSQL refuses to start over a pid that is in use again, is a zombie, or was half-written."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.place.socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _create_database(self) -> None:
        with contextlib.closing(psycopg2.connect(**self.params("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))

    def _process(self) -> dict[str, Any]:
        """How the server's programs run: as its OS user, from a folder it can enter, without our secrets."""
        user = self.place.user
        identity = {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}
        return {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, "stdin": subprocess.DEVNULL, **identity}

    def _open_log(self) -> Any:
        full = self.log.exists() and self.log.stat().st_size > LARGEST_LOG
        return self.log.open("wb" if full else "ab")

    def _failure(self, what: str) -> EmbeddedServerError:
        return EmbeddedServerError(
            f"PostgreSQL kèm theo: {what}. Dữ liệu: {self.data}. Xem nhật ký {self.log}, sửa rồi chạy lại; "
            "hoặc đặt DATABASE_URL để dùng một máy chủ PostgreSQL khác."
        )

"""Databases that many tests begin with are built once and copied: the empty one, and the illustration of a day.

Applying all migrations or loading the illustration is a minute of computing; a copy takes a second. A template's name
is a fingerprint of all that it is made of: every worker and every run finds it, until something of that changes.
As a program it only builds the empty one, so that the proof's two databases are ready while something else is checked.
"""

import datetime
import hashlib
import inspect
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import django
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from nammanh.platform.dates import today

EMPTY, ILLUSTRATED = "nammanh_template_", "nammanh_illustrated_"
KEPT = 3  # as many branches, or days and regimes, may take turns without building again
LOCK = 0x74656D706C617465  # "template": one process builds, the others wait
SOURCES = ("assignments", "nammanh", "reports", "constraints.txt", "tests/template_database.py")
"""What the illustration is loaded by and from."""


def ensure_template() -> str:
    """The name of a database that all migrations of this checkout have been applied to."""
    digest = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = Path(inspect.getfile(sys.modules[type(migration).__module__]))
        digest.update(repr(key).encode() + source.read_bytes())
    return _ensure(EMPTY + digest.hexdigest()[:16], _migrate)


def ensure_illustration(day: datetime.date, regime: str) -> str:
    """The name of a database that holds the illustration as of `day`. Its pictures are in `media_of` that name."""
    empty = ensure_template()
    digest = hashlib.sha256(repr((empty, day, regime, today(), address_of(empty))).encode())
    for source in SOURCES:
        place = settings.BASE_DIR / source
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    name = ILLUSTRATED + digest.hexdigest()[:16]

    def load(unfinished: str) -> None:
        from nammanh.demo import loading  # noqa: PLC0415  the program above it has no models yet

        shutil.rmtree(media_of(name), ignore_errors=True)
        copy_database(empty, unfinished)
        with connected_to(unfinished), override_settings(MEDIA_ROOT=media_of(name)):
            assert loading.load(day, regime)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # every copy is planned on real numbers, and has no dead rows

    return _ensure(name, load)


def media_of(template: str) -> Path:
    return settings.DATA_DIR / "test-templates" / template


@contextmanager
def copy_of(template: str) -> Iterator[None]:
    """In between, the tests' database is a copy of this one, of their own. Not within a transaction."""
    copy = f"{connection.settings_dict['NAME']}_copy"
    copy_database(template, copy)
    try:
        with connected_to(copy):
            yield
    finally:
        drop_database(copy)


@contextmanager
def illustrated(day: datetime.date, regime: str = "three-tier") -> Iterator[None]:
    """In between, the tests' database is a copy of the illustration, and its pictures are among the media."""
    template = ensure_illustration(day, regime)
    shutil.copytree(media_of(template), settings.MEDIA_ROOT, dirs_exist_ok=True)
    with copy_of(template):
        yield


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def address_of(database: str) -> str:
    """What DATABASE_URL is for another process."""
    server = connection.get_connection_params()
    where = urlencode({name: server[name] for name in ("host", "port") if server.get(name)})
    return f"postgresql://{quote(server['user'])}:{quote(server.get('password', ''))}@/{database}?{where}"


def copy_database(template: str, name: str) -> None:
    """Anew, whatever an interrupted run left behind."""
    drop_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def database_exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _ensure(name: str, build: Callable[[str], None]) -> str:
    """Renamed when it is whole: what an interrupted run left behind is never copied."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # given back with this connection
        if not database_exists(cursor, name):
            build(f"{name}_unfinished")
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
            _drop_oldest(cursor, like=name.rpartition("_")[0] + "_%")
    return name


def _migrate(unfinished: str) -> None:
    test_settings, usual_name = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    test_name, test_settings["NAME"] = test_settings["NAME"], unfinished
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        test_settings["NAME"] = test_name
        connection.creation.destroy_test_db(usual_name, verbosity=0, keepdb=True)


def _drop_oldest(cursor: CursorWrapper, like: str) -> None:
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [like])
    for (old,) in cursor.fetchall()[KEPT:]:
        cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        shutil.rmtree(media_of(old), ignore_errors=True)


if __name__ == "__main__":
    django.setup()
    ensure_template()

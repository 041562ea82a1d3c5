"""The empty test database is built once for a state of the migrations; every worker and every run copies it.

Building renders the models of each migration anew (a minute of computing); a copy takes a second.
As a program it only builds, so that the proof's two databases are ready while something else is checked.
"""

import hashlib
import inspect
import sys
from pathlib import Path

import django
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

PREFIX = "nammanh_template_"
KEPT = 3  # as many branches may take turns without building again
LOCK = 0x74656D706C617465  # "template": one process builds, the others wait


def ensure_template() -> str:
    """The name of a database that all migrations of this checkout have been applied to."""
    name = PREFIX + fingerprint_of_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # given back with this connection
        if not database_exists(cursor, name):
            _build(cursor, name)
    return name


def database_exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def fingerprint_of_migrations() -> str:
    digest = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = Path(inspect.getfile(sys.modules[type(migration).__module__]))
        digest.update(repr(key).encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _build(cursor: CursorWrapper, name: str) -> None:
    """Renamed when it is whole: what an interrupted run left behind is never copied."""
    unfinished = f"{name}_unfinished"
    test_settings, usual_name = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    test_name, test_settings["NAME"] = test_settings["NAME"], unfinished
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        test_settings["NAME"] = test_name
        connection.creation.destroy_test_db(usual_name, verbosity=0, keepdb=True)
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [f"{PREFIX}%"])
    for (old,) in cursor.fetchall()[KEPT:]:
        cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')


if __name__ == "__main__":
    django.setup()
    ensure_template()

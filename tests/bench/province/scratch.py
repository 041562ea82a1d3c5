"""A database for one size, and the environment in which the portal's own commands find it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.template_database import address_of, copy_database, database_exists, drop_database, ensure_template

MANAGE = [sys.executable, "manage.py"]


def environment(database: str) -> dict[str, str]:
    """Demo mode over the scratch database: accounts may log in, and everything else is as in production."""
    own = {"NAMMANH_ENV": "demo", "DJANGO_SETTINGS_MODULE": "nammanh.settings", "DATABASE_URL": address_of(database)}
    return os.environ | own


@contextmanager
def province(visits: int, *, keep: bool = False) -> Iterator[dict[str, str]]:
    """A loaded province, as the environment of whoever looks at it. `keep`: it stays, and the next run takes it up."""
    database = f"nammanh_bench_{visits}"
    env = environment(database)
    if keep and _exists(database):
        subprocess.run([*MANAGE, "migrate"], env=env, check=True, stdout=sys.stderr)
    else:
        copy_database(ensure_template(), database)
        subprocess.run([*MANAGE, "load_scale", "--visits", str(visits)], env=env, check=True, stdout=sys.stderr)
    try:
        subprocess.run([*MANAGE, "prepare"], env=env, check=True, stdout=subprocess.DEVNULL)
        yield env
    finally:
        if not keep:
            drop_database(database)


def _exists(database: str) -> bool:
    with connection._nodb_cursor() as cursor:
        return database_exists(cursor, database)

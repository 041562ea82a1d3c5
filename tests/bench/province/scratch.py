"""A database for one size, and the environment in which the portal's own commands find it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

from tests.template_database import ensure_template

MANAGE = [sys.executable, "manage.py"]


def environment(database: str) -> dict[str, str]:
    """Demo mode over the scratch database: accounts may log in, and everything else is as in production."""
    settings = connection.settings_dict
    server = f"{quote(settings['USER'])}@{quote(settings['HOST'], safe='')}:{settings['PORT']}"
    url = f"postgres://{server}/{database}"
    return {**os.environ, "NAMMANH_ENV": "demo", "DJANGO_SETTINGS_MODULE": "nammanh.settings", "DATABASE_URL": url}


@contextmanager
def province(visits: int, *, keep: bool = False) -> Iterator[dict[str, str]]:
    """A loaded province, as the environment of whoever looks at it. `keep`: it stays, and the next run takes it up."""
    database = f"nammanh_bench_{visits}"
    env = environment(database)
    if keep and _exists(database):
        subprocess.run([*MANAGE, "migrate"], env=env, check=True, stdout=sys.stderr)
    else:
        _drop(database)
        template = ensure_template()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        subprocess.run([*MANAGE, "load_scale", "--visits", str(visits)], env=env, check=True, stdout=sys.stderr)
    try:
        subprocess.run([*MANAGE, "prepare"], env=env, check=True, stdout=subprocess.DEVNULL)
        yield env
    finally:
        if not keep:
            _drop(database)


def _exists(database: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def _drop(database: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

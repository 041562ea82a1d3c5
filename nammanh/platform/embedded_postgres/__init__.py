"""The portal's own PostgreSQL, for a machine where nobody has installed one.

The binaries come from a wheel (or from the folder named by PG_BINDIR); the server starts by itself when a
connection first fails, listens on a Unix socket that only its own OS user can reach, and survives what laptops and
containers do to it: kill -9, stale pid files, long paths, a checkout that belongs to root. POSIX only. A production
server has DATABASE_URL instead.
"""

from pathlib import Path
from typing import Any

from nammanh.platform.embedded_postgres.locations import EmbeddedServerError, locate
from nammanh.platform.embedded_postgres.server import PORT, SUPERUSER, EmbeddedServer

__all__ = ["EmbeddedServer", "EmbeddedServerError", "database_settings"]


def database_settings(data: Path, durable: bool, name: str = "nammanh") -> dict[str, Any]:
    """Django's DATABASES entry for the embedded server whose cluster is kept in `data`.

    `durable=False` gives up crash safety for speed: only for data that may be lost, such as a test suite's.
    """
    return {
        "ENGINE": "nammanh.platform.embedded_postgres.backend",
        "NAME": name,
        "USER": SUPERUSER,
        "PASSWORD": "",
        "HOST": str(locate(data).socket),
        "PORT": str(PORT),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "EMBEDDED": {"data": str(data), "durable": durable, "name": name},
    }

"""See the package."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import json

from django.db import connection

from tests.bench.province import report, scratch
from tests.bench.province.throughput import CLIENTS, cores, pages_a_second

SIZES = [100_000, 1_000_000]
AT_ONCE = ("overview of the standing committee", "list of visits", "register of petitions", "unit page, commune")
"""What the clients open, in turn."""


def look_at(env: dict[str, str], wanted: str) -> dict:
    """Everything about one province."""
    command = [sys.executable, "-m", "tests.bench.province.measuring", wanted]
    found = json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout)
    addresses = [found["pages"][name]["address"] for name in AT_ONCE if name in found["pages"]]
    found["rate"] = pages_a_second(env, "thuongtruc", addresses) if addresses else (0, 0)
    return found


def main(arguments: list[str]) -> None:
    wanted = arguments.pop(arguments.index("--pages") + 1) if "--pages" in arguments else ""
    keep = "--keep" in arguments
    sizes = [int(word) for word in arguments if word.isdecimal()] or SIZES
    found, began = {}, time.strftime("%d/%m/%Y %H:%M")
    for size in sizes:
        with scratch.province(size, keep=keep) as env:
            found[size] = look_at(env, wanted)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    load = os.getloadavg()[1]
    sys.stdout.write(
        f"{began}, {cores()} cores, Python {platform.python_version()}, PostgreSQL {version}, "
        f"load at the end {load:.1f}; "
        f"pages in ms by one client, pages/s at {CLIENTS}.\n\n"
    )
    sys.stdout.write("\n".join(report.table(found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

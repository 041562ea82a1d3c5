"""What 50,000 households with 200 wrong lines cost from the file to the table, and how far memory grows.

    python -m tests.bench.imports

Works in a scratch database of its own and drops it. The floor is one INSERT of the same rows in the same run: the
table's own rules, history and foreign keys, and nothing else. Every wrong line must be told at its own place, and none
of them written. A tenth of the lines is measured first, in a process of its own: memory must not grow with the file.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test import override_settings

from assignments.imports import services
from assignments.models import Household
from nammanh.accounts.actor import Actor
from tests.conftest import in_post
from tests.imports.sheets import HOUSEHOLDS, check, faults, xlsx
from tests.imports.test_households_import import BAD, line
from tests.world import build_world

SIZES, EVERY, ALLOWED = (5_000, 50_000), 250, 60
FAMILY, MIDDLE, GIVEN = (
    ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"],
    ["Văn", "Thị", "Hữu", "Minh", "Thanh", "Ngọc", "Quốc", "Kim"],
    [
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Hạnh",
        "Hòa",
        "Khánh",
        "Lan",
        "Liên",
        "Mai",
        "Nam",
        "Oanh",
        "Phúc",
        "Sơn",
        "Tâm",
        "Út",
    ],
)

_FLOOR = """
    INSERT INTO assignments_household (unit_id, code, householder, search, size_band, officially_poor)
    SELECT unit_id, 'floor ' || code, householder, search, size_band, officially_poor FROM assignments_household
"""


class Meter:
    """Prints what each step took: on the clock, in this process, in the database."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._in_sql = 0.0

    @property
    def peak(self) -> int:
        """The most memory that this process has held so far, in MB."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    def _timed(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self._in_sql += time.perf_counter() - start

    def run(self, label: str, work: Callable[[], object]) -> object:
        self._in_sql, clock, processor = 0.0, time.perf_counter(), time.process_time()
        with connection.execute_wrapper(self._timed):
            result = work()
        took = time.perf_counter() - clock
        self.steps[label] = took
        sys.stdout.write(
            f"  {label:28} {took:7.1f} s   here {time.process_time() - processor:6.1f} s   "
            f"SQL {self._in_sql:6.1f} s   peak memory {self.peak} MB\n"
        )
        sys.stdout.flush()
        return result


def sheet(size: int) -> tuple[list, set]:
    """The lines, and every fault that must be found as (line, letter of the column, kind)."""
    chance, lines, expected = random.Random(1), [HOUSEHOLDS], set()
    for number in range(size):
        name = " ".join(map(chance.choice, (FAMILY, MIDDLE, GIVEN)))
        change, letter, fault = BAD[number // EVERY % len(BAD)]
        wrong = number % EVERY == 7
        lines.append(line(**{"C": f"H-{number:05}", "D": name, **(change if wrong else {})}))
        if wrong:
            expected.add((len(lines), letter, fault))
    return lines, expected


def floor() -> None:
    """The same rows once more, foreign keys checked, then taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_FLOOR)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def measure(size: int) -> None:
    world = build_world()
    person = in_post("commune_committee", world.commune, "Bí thư", "Đặng Văn Bí Thư", "Đảng ủy xã Sơn Phú")
    actor, meter = Actor(person), Meter()
    lines, expected = sheet(size)
    file = xlsx(lines)
    del lines
    meter.run("the process before", lambda: None)
    before = meter.peak
    job = meter.run(
        "file taken in", lambda: services.upload(kind="households", file=file, by=actor, commune=world.commune)
    )
    laid = {"job": job, "columns": job.columns, "encoding": job.encoding, "by": actor}
    job = meter.run("lines laid out", lambda: services.match_columns(**laid))
    job = meter.run("lines checked", lambda: check(job, actor))
    if faults(job) != expected:
        raise SystemExit(f"told otherwise: {sorted(faults(job) ^ expected)[:20]}")
    meter.run("written", lambda: services.confirm(job=job, by=actor))
    if Household.objects.count() != 1 + size - len(expected):
        raise SystemExit("not every right line was written, or a wrong one was")
    grown = meter.peak - before
    whole = sum(meter.steps.values())
    meter.run("floor: one INSERT", floor)
    bare = meter.steps["floor: one INSERT"]
    sys.stdout.write(
        f"\n  all {len(expected)} wrong lines (of {len(BAD)} sorts) told at line and column, none written; "
        f"{whole:.1f} s of {ALLOWED} s in all; memory grew by {grown} MB\n"
    )
    for label, took in meter.steps.items():
        sys.stdout.write(f"  {label:28} {took / bare:7.1f} × floor\n")


def main() -> None:
    if len(sys.argv) == 1:  # a process of its own for each size: the peak of one would hide the other's
        for size in SIZES:
            sys.stdout.write(f"\n{size:,} lines\n")
            sys.stdout.flush()
            subprocess.run([sys.executable, "-m", "tests.bench.imports", str(size)], check=True)
        return
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
            measure(int(sys.argv[1]))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

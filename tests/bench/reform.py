"""Shows what the reform of 148 communes into 48 costs at two sizes: drafting, preview, applying, taking back.

    python -m tests.bench.reform

Works in a scratch database of its own and drops it. The floor is one INSERT … SELECT that copies as many units, with
the triggers of the table, in the same run: where the work grows faster than the rows, the ratio grows.
"""

import datetime
import os
import sys
import time
from io import StringIO

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from assignments.models import Household, Unit
from assignments.reforms import services
from assignments.reforms.edges_file import read_edges
from assignments.reforms.management.commands.apply_reform import BENTRE
from nammanh.accounts.actor import Actor
from tests.conftest import in_post

OPENED, DAY = datetime.date(2025, 2, 1), datetime.date(2025, 7, 1)
SIZES = ((2, 5, 1), (6, 9, 3))
"""Hamlets in each commune, groups in each hamlet, households in each group."""
_FLOOR = """
    INSERT INTO assignments_unit (kind, level, name, name_key, search, gso_code, note, valid_from, parent_id)
    SELECT kind, level, name, name_key, search, '', '', valid_from, parent_id FROM assignments_unit
    WHERE level IN ('hamlet', 'group')
"""


def grow(hamlets: int, groups: int, households: int) -> str:
    """Places and households below the real communes; returns how many there are."""
    communes = Unit.objects.on(DAY).filter(level="commune")
    below = Unit.objects.bulk_create(
        Unit(kind="hamlet", level="hamlet", name=str(number + 1), parent=commune, valid_from=OPENED)
        for commune in communes
        for number in range(hamlets)
    )
    lowest = Unit.objects.bulk_create(
        Unit(kind="self_managed_group", level="group", name=str(number + 1), parent=hamlet, valid_from=OPENED)
        for hamlet in below
        for number in range(groups)
    )
    homes = Household.objects.bulk_create(
        Household(unit=group, code=f"H{number}") for group in lowest for number in range(households)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return f"{len(below):,} hamlets, {len(lowest):,} groups, {len(homes):,} households"


def copy_units() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FLOOR)
        transaction.set_rollback(True)


def measure(size: tuple[int, int, int], by: Actor) -> None:
    out = sys.stdout.write
    with transaction.atomic():
        out(f"\n{grow(*size)}\n")
        edges, floor, drafts = read_edges(BENTRE.read_bytes()), None, []
        for label, work in {
            "floor: copying the units": copy_units,
            "drafting": lambda: drafts.append(services.draft_from_edges(edges=edges, by=by)),
            "preview": lambda: services.preview(drafts[0]),
            "applying": lambda: services.apply_operation(operation=drafts[0], by=by),
            "taking back": lambda: services.undo_operation(operation=drafts[0], by=by),
        }.items():
            start = time.perf_counter()
            work()
            took = time.perf_counter() - start
            floor = floor or took
            out(f"  {label:26} {took:7.2f} s   {took / floor:6.1f} × floor\n")
        transaction.set_rollback(True)


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_policy", stdout=StringIO())
        call_command("load_units", stdout=StringIO())
        province = Unit.objects.on(datetime.date(2025, 6, 30)).get(level="province")
        by = Actor(in_post("admin", province, "Quản trị hệ thống", "Đỗ Văn Quản Trị", "Phòng Cơ yếu"))
        for size in SIZES:
            measure(size, by)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

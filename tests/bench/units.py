"""Shows that `within` and `on` stay flat from 100 to 1,000,000 units: plans, and times as multiples of a floor.

    python -m tests.bench.units

Works in a scratch database of its own and drops it. The floor is a look-up by primary key in the same run.
"""

import datetime
import os
import statistics
import sys
import time

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection

from assignments.models import Unit

SIZES = (100, 10_000, 1_000_000)
DAY = datetime.date(2018, 8, 15)

GROW = """
    SET session_replication_role = replica;
    INSERT INTO assignments_unit
        (kind, level, name, name_key, search, gso_code, note, valid_from, valid_to, parent_id,
         province_id, district_id, commune_id, hamlet_id)
    SELECT 'hamlet', 'hamlet', n::text, n::text, 'ap ' || n, '', '',
           CASE WHEN n %% 2 = 0 THEN date '2016-01-01' ELSE date '2020-01-01' END,
           CASE WHEN n %% 2 = 0 THEN date '2019-12-31' END,
           c.id, c.province_id, c.district_id, c.id, NULL
    FROM generate_series(%s, %s) n
    JOIN (SELECT id, province_id, district_id, row_number() OVER (ORDER BY id) - 1 AS place
          FROM assignments_unit WHERE level = 'commune') c
      ON c.place = (n / 10) %% (SELECT count(*) FROM assignments_unit WHERE level = 'commune');
    SET session_replication_role = origin;
"""


def grow(target: int) -> None:
    """Bring the table to about `target` units: communes of ten hamlets each, half of them history."""
    have = Unit.objects.count()
    communes = max(1, target // 11)
    with connection.cursor() as cursor:
        cursor.execute(
            """SET session_replication_role = replica;
               INSERT INTO assignments_unit (kind, level, name, name_key, search, gso_code, note, valid_from,
                                             parent_id, province_id, commune_id)
               SELECT 'commune', 'commune', n::text, n::text, 'xa ' || n, '', '', date '2016-01-01', p.id, p.id,
                      currval(pg_get_serial_sequence('assignments_unit', 'id'))
               FROM generate_series(1, %s) n, (SELECT id FROM assignments_unit WHERE level = 'province') p;
               UPDATE assignments_unit SET commune_id = id WHERE level = 'commune';
               SET session_replication_role = origin;""",
            [communes - Unit.objects.filter(level="commune").count()],
        )
        cursor.execute(GROW, [have, target - communes])
        cursor.execute("VACUUM ANALYZE assignments_unit")


def median_ms(read, runs: int = 200) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        read()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    out = sys.stdout.write
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        Unit.objects.create(kind="province", level="province", name="Bến Tre", valid_from=datetime.date(2016, 1, 1))
        for size in SIZES:
            grow(size)
            commune = Unit.objects.filter(level="commune").order_by("pk")[5]
            code = Unit.objects.filter(level="hamlet", commune=commune)
            questions = {
                "floor: one unit by key": Unit.objects.filter(pk=commune.pk),
                "within(commune)": Unit.objects.within(commune),
                "within(commune).on(day)": Unit.objects.within(commune).on(DAY),
                "hamlets of a commune on a day": code.on(DAY),
            }
            floor = None
            out(f"\n{Unit.objects.count():>9,} units\n")
            for label, rows in questions.items():
                took = median_ms(lambda rows=rows: list(rows.order_by().values_list("pk")))
                floor = floor or took
                out(f"  {label:32} {took:7.3f} ms   {took / floor:5.2f} × floor\n")
            if size == SIZES[-1]:
                for label in ("within(commune)", "within(commune).on(day)"):
                    out(f"\n{label}\n{questions[label].order_by().explain(analyze=True)}\n")
                out(f"\non(day)\n{Unit.objects.on(datetime.date(2015, 1, 1)).order_by().explain(analyze=True)}\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

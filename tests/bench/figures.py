"""What figures cost in a province at full size: a page's questions, one written visit, a drain, a whole rebuild.

    python -m tests.bench.figures [visits …]      (10,000 and 1,000,000 without an argument)

Works in a scratch database of its own and drops it. The floor is the insert of the same visits without announcements.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import setup_test_environment

from assignments.models import Unit
from nammanh.platform.dates import today
from reports.facts import queries, recounting, services
from reports.facts.models import Activity
from reports.facts.months import Months
from reports.visits.models import Visit
from tests.bench import full_province
from tests.conftest import in_post
from tests.factories.assignments import OfficerFactory
from tests.factories.reports import VisitFactory
from tests.template_database import ensure_template
from tests.world import World

RUNS = 25

_VISITS = """
    INSERT INTO visits_visit (uuid, content_hash, officer_id, tier_id, date, type, origin, status, purpose, people_met,
                              highlights, advantages, difficulties, correction, entered_by_id, created_at, logged_at,
                              confirmed_by_id, confirmed_at,
                              unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), '', (SELECT min(id) FROM assignments_officer), %(tier)s,
           current_date - (n * 7919 %% 1460)::int,
           (ARRAY['party_cell_meeting', 'working_session', 'household_visit'])[(n %% 3 + 1)::int],
           'adhoc', CASE WHEN n %% 10 = 0 THEN 'done' ELSE 'confirmed' END, '', '', 'Tình hình ổn định', '', '', '',
           %(user)s, now(), now(), CASE WHEN n %% 10 <> 0 THEN %(user)s END, CASE WHEN n %% 10 <> 0 THEN now() END,
           g.id, g.province_id, g.district_id, g.commune_id, g.hamlet_id
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM assignments_unit WHERE level = %(level)s) g
      ON g.place = n * 31 %% (SELECT count(*) FROM assignments_unit WHERE level = %(level)s)
"""
_COMMENTS = """
    INSERT INTO recommendations_comment (uuid, visit_id, officer_id, given_on, type, visibility, addressee, matter,
        proposal, responsible, status, specificity, answer, reply, progress, entered_by_id, created_at, sent_at,
        unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), id, officer_id, date, 'informal', 'commune', 'committee', 'Việc', 'Đề xuất', '', 'sent',
           '', '', '', '', entered_by_id, now(), now(), unit_id, province_id, district_id, commune_id, hamlet_id
    FROM visits_visit v WHERE id %% 10 = 1 AND id > %(after)s
"""
_PETITIONS = """
    INSERT INTO feedback_petition (uuid, source, visit_id, officer_id, meeting, category, whose, content,
        proposed_solution, supplement, reported_on, due_on, paused_days, status, reply, reason, entered_by_id,
        created_at, unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), 'visit', id, officer_id, '', 'obstacle', '', 'Cầu xuống cấp', '', '', date, date + 21, 0,
           'submitted', '', '', entered_by_id, now(), unit_id, province_id, district_id, commune_id, hamlet_id
    FROM visits_visit v WHERE id %% 10 = 2 AND id > %(after)s
"""


def write(world: World, first: int, last: int) -> None:
    """Visits by the share of their tiers: a tenth of the province's, three of the districts', six of the communes'."""
    user, before = Visit.objects.first().entered_by_id, Visit.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for tier, level, share in zip(world.tiers, ("commune", "hamlet", "group"), (0.1, 0.3, 0.6), strict=True):
            ends = {"first": int(first * share), "last": int(last * share) - 1}
            cursor.execute(_VISITS, {"tier": tier.pk, "level": level, "user": user, **ends})
        cursor.execute(_COMMENTS, {"after": before})
        cursor.execute(_PETITIONS, {"after": before})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def timed(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Median and slowest of some runs, in ms."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), max(times)


def report(label: str, work: Callable[[], object], runs: int = RUNS) -> None:
    median, slowest = timed(work, runs)
    sys.stdout.write(f"  {label:46} {median:9.2f} ms  (slowest {slowest:.2f})\n")
    sys.stdout.flush()


def measure(world: World, user: object) -> None:
    year = Months.latest(today(), 13)
    rows = Activity.objects.visible_to(user)
    report("whole rebuild", services.rebuild, 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sys.stdout.write(f"  {Activity.objects.count():,} rows of figures\n")
    report("province, 13 months", lambda: queries.by_month(rows, year))
    report("district, 13 months", lambda: queries.by_month(rows.within(world.district), year))
    report("commune, 13 months", lambda: queries.by_month(rows.within(world.commune), year))
    report("hamlet, 13 months", lambda: queries.by_month(rows.within(world.hamlet), year))
    report("by district, 13 months", lambda: queries.by_place(rows, year, "district"))
    report("by commune, 1 month", lambda: queries.by_place(rows, Months.of(today()), "commune"))
    report("by commune, 13 months", lambda: queries.by_place(rows, year, "commune"))
    report("commune × month of the province", lambda: queries.by_place_and_month(rows, year, "commune"))
    in_district = rows.within(world.district)
    report("hamlet × month of a district", lambda: queries.by_place_and_month(in_district, year, "hamlet"))
    for tier, name in zip(world.tiers, ("communes", "hamlets"), strict=False):
        report(f"silent {name}", lambda tier=tier: list(queries.silent(tier, today(), Unit.objects.all())))
    report("nothing to count", services.freshen)
    written(world)


def written(world: World) -> None:
    """A visit written with and without announcing, and what the next reader counts."""
    officer = OfficerFactory()

    def write_one() -> None:
        VisitFactory(unit=world.hamlet, officer=officer, tier=world.tiers[1])

    def silently() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            write_one()

    def announced() -> None:
        with transaction.atomic():
            write_one()

    report("insert of a visit, no triggers at all", silently)
    report("insert of a visit", announced)
    services.freshen()
    cell = [(world.hamlet.pk, today().replace(day=1))]
    report("count one cell again", lambda: recounting.recount_places(cell))
    report(
        "the latest contact of one place", lambda: recounting.recount_contacts([(world.hamlet.pk, world.tiers[1].pk)])
    )

    def drained() -> None:
        write_one()
        services.freshen()

    report("a visit, and the next reader's count", drained)
    changed = list(Visit.objects.filter(status="done").values_list("pk", flat=True)[:10_000])
    Visit.objects.filter(pk__in=changed).update(type="dialogue")
    report("drain after 10,000 changed visits", services.freshen, 1)


def main() -> None:
    out = sys.stdout.write
    sizes = [int(text.replace(",", "")) for text in sys.argv[1:]] or [10_000, 1_000_000]
    setup_test_environment()
    connection.settings_dict["TEST"] |= {"NAME": "nammanh_bench", "TEMPLATE": ensure_template()}
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        world = full_province.build()
        user = in_post("standing", world.province, "Phó Bí thư", "Mai Văn Thường Trực", "Tỉnh ủy")
        have = 0
        for size in sizes:
            started = time.perf_counter()
            write(world, have, size)
            out(f"\n{size:,} visits (written in {time.perf_counter() - started:.0f} s)\n")
            measure(world, user)
            have = size
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

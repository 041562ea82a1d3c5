"""How long the search box takes over a million visits, 300,000 comments, 300,000 petitions and 400,000 households.

    python -m tests.bench.search

Works in a scratch database of its own and drops it. Texts are put together from 5,000 sentences whose syllables are as
unevenly common as in speech, and one word in a hundred thousand is rare. Each question is asked by somebody who reads
the province and by the committee of one commune.
"""

import os
import statistics
import sys
import time

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from nammanh.accounts.models import User
from tests.bench import full_province
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.factories.reports import FieldFactory
from tests.template_database import ensure_template
from tests.world import World

VISITS, COMMENTS, PETITIONS = 1_000_000, 300_000, 300_000
RUNS = 15
QUESTIONS = {
    "one common word": "đường",
    "one common word without accents": "duong",
    "two common words": "đường dân",
    "four words": "sửa đường giao thông",
    "two common words that never meet": "zalo facebook",
    "a rare word": "ma4321",
    "a rare word with a common one": "đường ma4321",
    "common long ago only": "covid",
    "a beginning": "giao tho",
    "two letters": "th",
    "one letter": "a",
    "nonsense": "qwxz zzzk",
    "a name": "Sơn Phú",
    "a slip": "Giồng Trômm",
}

SYLLABLES = (
    "dân xã ấp đường nước người hộ cán bộ chi công việc nông thôn giao thông sửa cầu kênh trường học y tế vườn dừa tôm"
    " lúa mặn hạn ngọt cống đập điện mạng chợ nhà đất vốn vay nghèo mới tiêu chí họp góp ý kiến nghị phản ánh đề xuất"
    " lãnh đạo đảng viên đoàn thể phụ nữ thanh niên cựu chiến binh hợp tác giống cây con giá bán mua hàng xe tải rác"
    " môi trường sạch đẹp văn hóa gia đình trẻ em người già sức khỏe bệnh viện thuốc tiêm lớp nghề làm ăn xa đi về"
)
_VOCABULARY = """
    CREATE TEMP TABLE sentence AS
    SELECT n, string_agg(word[1 + floor(cardinality(word) * power(random(), 2))::int], ' ')
              || CASE WHEN n % 97 = 0 THEN ' zalo' WHEN n % 89 = 0 THEN ' facebook' ELSE '' END AS text
    FROM generate_series(0, 4999) n, generate_series(1, 14), (SELECT string_to_array(%s, ' ') AS word) s
    GROUP BY n
"""
_PLACES = """
    CREATE TEMP TABLE place AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, province_id, district_id, commune_id, hamlet_id
    FROM assignments_unit WHERE level IN ('commune', 'hamlet')
"""
_VISITS = """
    INSERT INTO visits_visit (uuid, content_hash, officer_id, tier_id, date, type, origin, status, purpose, people_met,
        highlights, advantages, difficulties, correction, entered_by_id, created_at, logged_at, unit_id, province_id,
        district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), '', %(officer)s, %(tier)s, current_date - d.age, 'working_session', 'planned', 'done', '',
        '', a.text || CASE WHEN d.age > 1200 AND d.i %% 3 = 0 THEN ' covid' ELSE '' END, b.text,
        'ma' || d.i %% 100000, '', %(user)s, now(), now(), p.id, p.province_id, p.district_id, p.commune_id, p.hamlet_id
    FROM (SELECT i, i * 7919 %% 4999 AS first, i * 104729 %% 4993 AS second, (i * 1459 %% 1460)::int AS age,
                 i %% (SELECT count(*) FROM place) AS place
          FROM generate_series(1::bigint, %(count)s) i) d
    JOIN place p ON p.n = d.place JOIN sentence a ON a.n = d.first JOIN sentence b ON b.n = d.second
"""
_COMMENTS = """
    INSERT INTO recommendations_comment (uuid, visit_id, officer_id, given_on, type, visibility, addressee, matter,
        proposal, responsible, status, number, number_year, sent_at, specificity, answer, reply, progress,
        entered_by_id, created_at, unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), id, officer_id, date, 'official', 'commune', 'committee', highlights, advantages, '',
        'sent', row_number() OVER (), 2026, now(), '', '', '', '', entered_by_id, now(), unit_id, province_id,
        district_id, commune_id, hamlet_id
    FROM visits_visit WHERE advantages <> '' ORDER BY id LIMIT %s
"""
_PETITIONS = """
    INSERT INTO feedback_petition (uuid, source, visit_id, officer_id, meeting, category, field_id, whose, content,
        proposed_solution, supplement, reported_on, due_on, paused_days, status, reply, reason, entered_by_id,
        created_at, unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), 'visit', id, officer_id, '', 'obstacle', %s, '', highlights, advantages, '', date,
        date + 21, 0, 'submitted', '', '', entered_by_id, now(), unit_id, province_id, district_id, commune_id,
        hamlet_id
    FROM visits_visit WHERE advantages <> '' ORDER BY id DESC LIMIT %s
"""
_INDEXES = {
    "visits_visit_words": "visits_visit",
    "recommendations_words": "recommendations_comment",
    "feedback_words": "feedback_petition",
}


def build() -> World:
    """A whole province, and records in it; triggers are off, so their columns are filled by hand."""
    world = full_province.build()
    values = {
        "officer": make.OfficerFactory().pk,
        "tier": world.tiers[0].pk,
        "user": make.UserFactory().pk,
        "count": VISITS,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for index in _INDEXES:
            cursor.execute(f"DROP INDEX {index}")
        cursor.execute(_VOCABULARY.replace("%", "%%").replace("%%s", "%s"), [SYLLABLES])
        cursor.execute(_PLACES)
        cursor.execute(_VISITS, values)
        cursor.execute(_COMMENTS, [COMMENTS])
        cursor.execute(_PETITIONS, [FieldFactory().pk, PETITIONS])
        for index, table in _INDEXES.items():
            cursor.execute(f"CREATE INDEX {index} ON {table} USING gin (words)")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
    return world


def measure(client: Client, typed: str) -> tuple[float, float, float, int, str]:
    """Median and 95th percentile of the page (ms), SQL's share of one (ms), number of queries, what was found."""
    address = reverse("search:results")
    with CaptureQueriesContext(connection) as captured:
        found = client.get(address, {"q": typed}).context["sections"]
    sql = sum(float(query["time"]) for query in captured.captured_queries) * 1000
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        client.get(address, {"q": typed})
        times.append((time.perf_counter() - start) * 1000)
    counts = " ".join(
        f"{row.name} {row.count}{'+' if row.more else ''}{' (unfinished)' if row.unfinished else ''}" for row in found
    )
    return statistics.median(times), sorted(times)[int(RUNS * 0.95)], sql, len(captured), counts


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="nammanh.accounts.backends.PortalBackend")
    return client


def ask(world: World) -> None:
    out = sys.stdout.write
    province = in_post("standing", world.province, "Phó Bí thư", "Mai Văn Thường Trực", "Tỉnh ủy Bến Tre")
    commune = in_post("commune_committee", world.commune, "Bí thư Đảng ủy xã", "Đặng Văn Bí Thư", "Đảng ủy xã Sơn Phú")
    for whose, user in (("the province", province), ("one commune", commune)):
        out(f"\nwho reads {whose}\n")
        client = client_of(user)
        for label, typed in QUESTIONS.items():
            median, p95, sql, queries, counts = measure(client, typed)
            out(f"  {label:34} {median:6.0f} ms  p95 {p95:6.0f}  SQL {sql:6.1f} in {queries}   {counts}\n")


def main() -> None:
    setup_test_environment()
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"] |= {"NAME": "bench_search", "TEMPLATE": ensure_template()}
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        started = time.perf_counter()
        world = build()
        sys.stdout.write(f"{VISITS:,} visits and the rest in {time.perf_counter() - started:.0f} s\n")
        ask(world)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


if __name__ == "__main__":
    main()

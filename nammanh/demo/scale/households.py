"""Visits to households: two to four each. Beyond the term only the numbers of the months are left, as it is done."""

from __future__ import annotations

import datetime

from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from reports.household_visits.forgetting import horizon_on
from reports.household_visits.models import IssueCategory

_HOUSES = """
    CREATE TEMP TABLE scale_house ON COMMIT DROP AS
    SELECT place_id, row_number() OVER (PARTITION BY place_id ORDER BY id) - 1 AS n, id, unit_id
    FROM (
        SELECT h.unit_id AS place_id, h.id, h.unit_id FROM assignments_household h
        UNION ALL
        SELECT h.hamlet_id, h.id, h.unit_id FROM assignments_household h WHERE h.hamlet_id <> h.unit_id
    ) one
"""

_FOUND = """
    CREATE TEMP TABLE scale_found ON COMMIT DROP AS
    SELECT v.id AS visit_id, v.date, v.user_id, v.province_id, v.district_id, v.commune_id, v.hamlet_id,
           h.id AS household_id, h.unit_id, v.id * 8 + k AS id
    FROM scale_visit v
    JOIN (SELECT place_id, count(*)::integer AS houses FROM scale_house GROUP BY place_id) p ON p.place_id = v.unit_id
    CROSS JOIN LATERAL generate_series(0, least(1 + pg_temp.dice(v.id, 151, 3), p.houses - 1)) k
    JOIN scale_house h ON h.place_id = v.unit_id AND h.n = (pg_temp.dice(v.id, 152, p.houses) + k) %% p.houses
    WHERE v.type = 'household_visit' AND v.logged_at IS NOT NULL
"""

_LINES = """
    INSERT INTO household_visits_householdline (visit_id, household_id, visited_on, category_id, note, support_kind,
        support_programme, support_amount, follow_up_by, follow_up_done_on, follow_up_done_by_id, unit_id, province_id,
        district_id, commune_id, hamlet_id)
    SELECT visit_id, household_id, date, CASE WHEN needs THEN (%(needed)s::bigint[])[1 + n %% %(kinds)s] ELSE %(none)s END,
           CASE WHEN needs THEN words ELSE '' END, CASE WHEN helped THEN 'goods' ELSE '' END,
           CASE WHEN helped THEN 'Trữ nước ngọt mùa mặn' ELSE '' END, CASE WHEN helped THEN 1800000 END,
           CASE WHEN promised THEN date + 30 END, CASE WHEN done THEN date + 20 END, CASE WHEN done THEN user_id END,
           unit_id, province_id, district_id, commune_id, hamlet_id
    FROM (
        SELECT f.*, l.words, l.n, chance.*, promised AND f.date + 20 < %(today)s::date AND pg_temp.dice(f.id, 155, 4) > 0 AS done
        FROM scale_found f
        JOIN scale_line l ON l.pool = 'need' AND l.n = pg_temp.dice(f.id, 153, 24)
        CROSS JOIN LATERAL (SELECT pg_temp.dice(f.id, 154, 100) < 60 AS needs, pg_temp.dice(f.id, 154, 100) < 27 AS promised,
                                   pg_temp.dice(f.id, 154, 100) < 6 AS helped) chance
        WHERE f.date >= %(horizon)s AND f.visit_id > %(after)s AND f.visit_id <= %(upto)s
    ) told
    ORDER BY id
"""

_COUNTS = """
    INSERT INTO household_visits_monthcount (month, households, new_in_quarter, new_in_year, unit_id, province_id, district_id,
                                             commune_id, hamlet_id)
    SELECT month, count(*), count(*) FILTER (WHERE quarter_before IS DISTINCT FROM date_trunc('quarter', month)),
           count(*) FILTER (WHERE year_before IS DISTINCT FROM date_trunc('year', month)),
           unit_id, province_id, district_id, commune_id, hamlet_id
    FROM (
        SELECT *, date_trunc('quarter', lag(month) OVER one) AS quarter_before, date_trunc('year', lag(month) OVER one) AS year_before
        FROM (
            SELECT DISTINCT date_trunc('month', date)::date AS month, household_id, unit_id, province_id, district_id, commune_id,
                   hamlet_id
            FROM scale_found WHERE date < %(closed_until)s
        ) visited
        WINDOW one AS (PARTITION BY household_id ORDER BY month)
    ) known
    GROUP BY month, unit_id, province_id, district_id, commune_id, hamlet_id
"""


def write_household_visits(bulk: Bulk, ground: Ground) -> int:
    """Returns how many lines were written."""
    today = ground.stage.today
    horizon = horizon_on(today) or datetime.date.min
    closed_until = datetime.date(horizon.year + (horizon > datetime.date(horizon.year, 1, 1)), 1, 1)
    categories = dict(IssueCategory.objects.on(today).values_list("code", "pk"))
    none = categories.pop("none")
    bulk.run(_HOUSES)
    bulk.analyse("scale_house")
    bulk.run(_FOUND)
    bulk.run("CREATE INDEX ON scale_found (visit_id)")
    bulk.analyse("scale_found")
    with bulk.without_indexes("household_visits_householdline", "household_visits_monthcount"):
        needed = list(categories.values())
        lines = bulk.run_in_order(
            _LINES, of="scale_visit", today=today, horizon=horizon, none=none, needed=needed, kinds=len(categories)
        )
        bulk.run(_COUNTS, closed_until=closed_until)
    return lines

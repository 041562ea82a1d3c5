"""The plan of all visits (who went where when, and what became of it), and the visits with their steps.

The plan is a temporary table without words. Everything else of the province is drawn from it: its rows are numbered by
day, so that the tables lie on the disk as they would have grown.
"""

from __future__ import annotations

import json

from assignments.models import Succession, Unit, UnitKind
from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.scale.size import VISITS_A_MONTH, Size
from nammanh.demo.texts.visit_words import VISIT_TYPES_OF_TIER

_PLACES = """
    CREATE TEMP TABLE scale_place ON COMMIT DROP AS
    SELECT u.id AS unit_id, u.province_id, u.district_id, u.commune_id, u.hamlet_id, u.level,
           u.level = 'commune' AS of_commune,
           (%(kinds)s::jsonb ->> u.kind) || ' ' || u.name AS place, k.user_id AS committee_user_id, k.agency_id,
           CASE WHEN EXISTS (SELECT FROM scale_sort s WHERE s.district_id = u.district_id AND s.kind = c.kind)
                THEN c.kind ELSE 'commune' END AS kind
    FROM assignments_unit u
    JOIN assignments_unit c ON c.id = u.commune_id JOIN scale_committee k ON k.commune_id = c.id
"""

_HOLDINGS = """
    CREATE TEMP TABLE scale_holding ON COMMIT DROP AS
    SELECT *, pg_temp.dice(n, 11, 100) < silent AS gone_silent,
           CASE WHEN pg_temp.dice(n, 11, 100) < silent THEN least(until, %(today)s::date - 60 - pg_temp.dice(n, 12, 100))
                ELSE until END AS last
    FROM (
        SELECT row_number() OVER (ORDER BY a.id) AS n, a.officer_id, o.user_id, a.unit_id, a.valid_to IS NULL AS holds,
               t.id AS tier_id, t."order" AS tier, u.level, (%(rates)s::jsonb ->> r.code)::numeric AS rate,
               greatest(a.valid_from, %(start)s::date) AS first,
               least(coalesce(a.valid_to, %(today)s::date - 1), %(today)s::date - 1) AS until,
               CASE WHEN NOT r.counted OR a.valid_to IS NOT NULL THEN 0 WHEN t."order" = 3 THEN 10 ELSE 6 END AS silent
        FROM assignments_assignment a
        JOIN assignments_assignmentrole r ON r.id = a.role_id JOIN assignments_tier t ON t.id = r.tier_id
        JOIN assignments_officer o ON o.id = a.officer_id JOIN assignments_unit u ON u.id = a.unit_id
        WHERE a.life && daterange(%(start)s::date, %(today)s::date)
    ) held
"""

_TARGETS = """
    CREATE TEMP TABLE scale_target ON COMMIT DROP AS
    SELECT h.n AS holding, row_number() OVER (PARTITION BY h.n ORDER BY u.id) - 1 AS n, u.id AS unit_id
    FROM scale_holding h
    JOIN LATERAL (
        SELECT id FROM assignments_unit WHERE h.level = 'district' AND district_id = h.unit_id AND level = 'commune'
               AND life @> daterange(h.first, NULL)
        UNION ALL
        SELECT id FROM assignments_unit WHERE h.level = 'hamlet' AND h.tier = 3 AND parent_id = h.unit_id
               AND life @> daterange(h.first, NULL)
        UNION ALL
        SELECT h.unit_id WHERE h.level <> 'district'
    ) u ON true
    WHERE h.last >= h.first
"""
"""Where a holder goes: to the unit itself; in a district to its communes; below the commune also to the groups."""

_SHARES = """
    CREATE TEMP TABLE scale_share ON COMMIT DROP AS
    SELECT n, targets, first, last, holds AND NOT gone_silent AS looks_ahead,
           floor(%(past)s * upto / total)::bigint - floor(%(past)s * (upto - weight) / total)::bigint AS visits
    FROM (
        SELECT h.*, t.targets, w.weight, sum(w.weight) OVER (ORDER BY h.n) AS upto, sum(w.weight) OVER () AS total
        FROM scale_holding h
        JOIN (SELECT holding, count(*)::integer AS targets FROM scale_target GROUP BY holding) t ON t.holding = h.n
        CROSS JOIN LATERAL (
            SELECT h.rate * (h.last - h.first + 1) * (50 + pg_temp.dice(h.n, 13, 100)) AS weight
        ) w
    ) weighed
"""
"""How many of the visits each holder makes: by the role, the time, and how eager the person is."""

_DAYS = """
    CREATE TEMP TABLE scale_day ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY date, holding, k) AS id, date, holding, targets, ahead
    FROM (
        SELECT s.n AS holding, s.targets, k, false AS ahead,
               CASE WHEN extract(isodow FROM drawn) > 5 AND drawn - 2 >= s.first
                         AND pg_temp.dice(s.n * 1000003 + k, 14, 100) < 80 THEN drawn - 2 ELSE drawn END AS date
        FROM scale_share s CROSS JOIN LATERAL generate_series(1, s.visits) k
        CROSS JOIN LATERAL (
            SELECT s.first + floor((k - 1 + pg_temp.dice(s.n * 1000003 + k, 15, 1000) / 1000.0::float)
                                   * (s.last - s.first + 1) / s.visits)::integer AS drawn
        ) one
        UNION ALL
        (SELECT n, targets, 0, true, %(today)s::date + 1 + pg_temp.dice(n, 16, 30) FROM scale_share WHERE looks_ahead
         ORDER BY pg_temp.dice(n, 17, 1000000), n LIMIT %(ahead)s)
    ) slot
"""

_PLAN = """
    CREATE TEMP TABLE scale_visit ON COMMIT DROP AS
    SELECT id, date, officer_id, user_id, tier_id, tier, unit_id, place, said, province_id, district_id, commune_id, hamlet_id,
           level, committee_user_id, agency_id, sort, origin, planned_at, logged_at, confirmed_at,
           CASE WHEN drawn = 'gratitude' AND extract(month FROM date) NOT IN (1, 2, 7, 12) THEN 'working_session'
                WHEN drawn = 'disaster_response' AND extract(month FROM date) NOT BETWEEN 6 AND 12 THEN 'site_inspection'
                ELSE drawn END AS type,
           CASE WHEN luck < 0 AND pg_temp.dice(id, 41, 100) < 15 THEN 'postponed' WHEN luck < 0 THEN 'planned'
                WHEN luck < 35 THEN 'cancelled' WHEN luck < 41 THEN 'planned'
                WHEN confirmed_at IS NULL THEN 'done' ELSE 'confirmed' END AS status
    FROM (
        SELECT *, pg_temp.past(logged_at + delay) AS confirmed_at
        FROM (
            SELECT d.id, d.date, h.officer_id, h.user_id, h.tier_id, h.tier, p.*, s.sort, o.origin, luck,
                   (CASE h.tier WHEN 1 THEN %(of_1)s::text[] WHEN 2 THEN %(of_2)s::text[] ELSE %(of_3)s::text[] END)
                       [1 + pg_temp.dice(d.id, 22, 100)] AS drawn,
                   CASE WHEN d.ahead THEN %(now)s::timestamptz - interval '1 minute' * (60 + pg_temp.dice(d.id, 23, 12000))
                        WHEN o.origin = 'planned' OR luck < 41
                        THEN d.date + interval '1 minute' * (420 + pg_temp.dice(d.id, 24, 780) - 1440 * (4 + pg_temp.dice(d.id, 25, 12)))
                   END AS planned_at,
                   CASE WHEN luck >= 41 THEN least(
                       d.date + interval '1 minute' * (960 + pg_temp.dice(d.id, 26, 360)
                           + 1440 * (ARRAY[0, 0, 0, 0, 0, 0, 1, 1, 3, 9])[1 + pg_temp.dice(d.id, 27, 10)]),
                       %(now)s::timestamptz - interval '1 minute' * (5 + pg_temp.dice(d.id, 28, 85))) END AS logged_at,
                   CASE WHEN pg_temp.dice(d.id, 29, 100) < (ARRAY[98, 96, 92, 74])[1 + p.commune_id %% 4]
                        THEN interval '1 minute' * (ARRAY[300, 1500, 3100, 6200, 13000])[1 + pg_temp.dice(d.id, 30, 5)]
                        WHEN pg_temp.dice(d.id, 30, 100) < 95
                        THEN interval '1 day' * (12 + pg_temp.dice(d.id, 31, 24)) END AS delay
            FROM scale_day d
            JOIN scale_holding h ON h.n = d.holding
            JOIN scale_target t ON t.holding = d.holding AND t.n = pg_temp.dice(d.id, 18, d.targets)
            JOIN scale_place p ON p.unit_id = t.unit_id
            JOIN scale_sort s ON s.district_id = p.district_id AND s.kind = p.kind AND s.of_commune = p.of_commune
                              AND s.month = extract(month FROM d.date)
            CROSS JOIN LATERAL (
                SELECT CASE WHEN d.ahead THEN -1 ELSE pg_temp.dice(d.id, 20, 1000) END AS luck,
                       (ARRAY['planned', 'planned', 'planned', 'planned', 'planned', 'planned', 'planned', 'adhoc',
                              'invited', 'invited'])[1 + pg_temp.dice(d.id, 21, 10)] AS origin
            ) o
            OFFSET 0
        ) made
    ) met
    ORDER BY id
"""

_VISITS = """
    INSERT INTO visits_visit (id, uuid, content_hash, officer_id, tier_id, date, type, origin, status, purpose, people_met,
                              highlights, advantages, difficulties, correction, entered_by_id, created_at, logged_at,
                              confirmed_at, confirmed_by_id, unit_id, province_id, district_id, commune_id, hamlet_id, words)
    SELECT v.id, gen_random_uuid(), '', v.officer_id, v.tier_id, v.date, v.type,
           CASE WHEN v.logged_at IS NULL THEN 'planned' ELSE v.origin END, v.status,
           CASE WHEN v.planned_at IS NULL THEN '' ELSE w.words END,
           CASE WHEN v.logged_at IS NULL THEN '' ELSE m.words END,
           CASE WHEN v.logged_at IS NULL THEN ''
                ELSE pg_temp.at_place(o.words, v.place) || E'\n' || pg_temp.at_place(s.highlights, v.place) END,
           CASE WHEN v.logged_at IS NULL THEN '' ELSE pg_temp.at_place(s.advantages, v.place) END,
           CASE WHEN v.logged_at IS NULL THEN '' ELSE pg_temp.at_place(s.difficulties, v.place) END,
           CASE WHEN v.status = 'done' AND pg_temp.dice(v.id, 51, 100) < 5 THEN a.words ELSE '' END,
           v.user_id, coalesce(v.planned_at, v.logged_at), v.logged_at, v.confirmed_at,
           CASE WHEN v.confirmed_at IS NOT NULL THEN v.committee_user_id END,
           v.unit_id, v.province_id, v.district_id, v.commune_id, v.hamlet_id,
           CASE WHEN v.planned_at IS NULL THEN ''::tsvector ELSE w.said END ||
           CASE WHEN v.logged_at IS NULL THEN ''::tsvector ELSE pg_temp.at_place(m.said || o.said || s.told, v.said) END
    FROM scale_visit v
    JOIN scale_story s ON s.sort = v.sort AND s.n = pg_temp.dice(v.id, 1, 16)
    JOIN scale_line o ON o.pool = 'open ' || v.type AND o.n = pg_temp.dice(v.id, 52, 24)
    JOIN scale_line m ON m.pool = 'met ' || v.tier AND m.n = pg_temp.dice(v.id, 53, 24)
    JOIN scale_line w ON w.pool = 'purpose' AND w.n = pg_temp.dice(v.id, 54, 24)
    JOIN scale_line a ON a.pool = 'ask' AND a.n = pg_temp.dice(v.id, 55, 24)
    WHERE v.id > %(after)s AND v.id <= %(upto)s
    ORDER BY v.id
"""

_STEPS = """
    INSERT INTO visits_visitstep (visit_id, action, status, note, by_id, at)
    SELECT v.id, step.action, step.status, coalesce(l.words, ''), step.by_id, step.at
    FROM scale_visit v
    CROSS JOIN LATERAL (
        SELECT 'plan' AS action, 'planned' AS status, NULL AS pool, v.user_id AS by_id, v.planned_at AS at
        WHERE v.planned_at IS NOT NULL
        UNION ALL SELECT 'postpone', 'postponed', 'postpone', v.user_id, v.planned_at + interval '30 minutes'
        WHERE v.status = 'postponed'
        UNION ALL SELECT 'cancel', 'cancelled', 'cancel', v.user_id, v.planned_at + interval '3 days'
        WHERE v.status = 'cancelled'
        UNION ALL SELECT 'log', 'done', NULL, v.user_id, v.logged_at WHERE v.logged_at IS NOT NULL
        UNION ALL SELECT 'ask', 'done', 'ask', v.committee_user_id, v.logged_at + interval '3 minutes'
        WHERE v.status = 'done' AND pg_temp.dice(v.id, 51, 100) < 5
        UNION ALL SELECT 'confirm', 'confirmed', 'confirm', v.committee_user_id, v.confirmed_at
        WHERE v.confirmed_at IS NOT NULL
    ) step
    LEFT JOIN scale_line l ON l.pool = step.pool
         AND l.n = CASE step.pool WHEN 'ask' THEN pg_temp.dice(v.id, 55, 24) ELSE pg_temp.dice(v.id, 56, 24) END
"""


def plan_visits(bulk: Bulk, ground: Ground, size: Size) -> None:
    """Lay down who goes where on which day, as often as was asked for in all."""
    days = {"today": size.today, "start": size.start, "now": ground.stage.now}
    bulk.table("scale_committee", "commune_id bigint, user_id bigint, agency_id bigint", _committees(ground))
    kinds = {value: str(label).lower() for value, label in UnitKind.choices}
    bulk.run(_PLACES, kinds=json.dumps(kinds, ensure_ascii=False))
    bulk.find_words("scale_place", said="place")
    bulk.run(_HOLDINGS, rates=json.dumps(VISITS_A_MONTH), **days)
    bulk.run(_TARGETS)
    ahead = size.visits // 50
    for _again in range(2):  # there may be fewer who look ahead than asked for
        bulk.run("DROP TABLE IF EXISTS scale_share")
        bulk.run(_SHARES, past=size.visits - ahead)
        bulk.cursor.execute("SELECT least(%s, count(*)) FROM scale_share WHERE looks_ahead", [ahead])
        (ahead,) = bulk.cursor.fetchone()
    for name in ("scale_place", "scale_holding", "scale_target", "scale_share"):
        bulk.analyse(name)
    bulk.run(_DAYS, ahead=ahead, **days)
    bulk.analyse("scale_day")
    bulk.run(_PLAN, **days, **{f"of_{tier}": _types(tier) for tier in VISIT_TYPES_OF_TIER})
    bulk.run("ALTER TABLE scale_visit ADD PRIMARY KEY (id)")
    bulk.analyse("scale_visit")


def write_visits(bulk: Bulk) -> int:
    """The visits of the plan with their words, and each step of theirs."""
    with bulk.without_indexes("visits_visit", "visits_visitstep"):
        visits = bulk.run_in_order(_VISITS, of="scale_visit")
        bulk.run(_STEPS)
    return visits


def _types(tier: int) -> list[str]:
    """A hundred kinds of visits, each as often as the tier makes it."""
    return [kind for kind, times in VISIT_TYPES_OF_TIER[tier] for _nth in range(times)]


def _committees(ground: Ground) -> list[tuple[int, int, int]]:
    """Who confirms for a commune; for one that is gone the committee of what it became."""
    heirs = dict(Succession.objects.order_by("-whole").values_list("predecessor", "successor"))
    known = {
        unit.pk: (ground.roster.committees[code].user.pk, ground.agencies[code].pk)
        for code, unit in ground.stage.communes.items()
    }
    rows = []
    for commune in Unit.objects.filter(level="commune", province=ground.stage.province).values_list("pk", flat=True):
        heir: int | None = commune
        while heir is not None and heir not in known:
            heir = heirs.get(heir)
        if heir is not None:
            rows.append((commune, *known[heir]))
    return rows

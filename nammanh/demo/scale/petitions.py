"""Petitions on a fifth of the visits: the plan of what became of each, and the petitions themselves."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

from nammanh.demo.agencies import answering_agencies
from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.scale.size import PETITIONS_IN_100_VISITS, Size
from nammanh.platform.working_days import is_working_day
from reports.feedback.models import ReplyTerm, TermKind

_BEGUN = """
    CREATE TEMP TABLE scale_begun ON COMMIT DROP AS
    SELECT *, CASE WHEN fate < 40 AND lag(fate) OVER near >= 40 THEN lag(id) OVER near END AS root
    FROM (
        SELECT row_number() OVER (ORDER BY v.logged_at, v.id) AS id, v.id AS visit_id, v.sort, v.date AS reported_on,
               v.logged_at AS created_at, v.officer_id, v.user_id, v.unit_id, v.place, v.said, v.province_id, v.district_id,
               v.commune_id, v.hamlet_id, v.committee_user_id, v.agency_id, s.n AS story, s.category, s.field_id,
               CASE WHEN pg_temp.dice(v.id, 101, 100) < 92 THEN 'visit' WHEN pg_temp.dice(v.id, 101, 100) < 99 THEN 'commune'
                    ELSE 'meeting' END AS source,
               s.category = 'hot_issue' AS hot, pg_temp.dice(v.id, 102, 1000) AS fate
        FROM scale_visit v JOIN scale_story s ON s.sort = v.sort AND s.n = pg_temp.dice(v.id, 103, 16)
        WHERE v.logged_at IS NOT NULL AND pg_temp.dice(v.id, 104, 100) < %(of_100)s
        OFFSET 0
    ) told
    WINDOW near AS (PARTITION BY commune_id, field_id ORDER BY id)
"""
"""A few are about what was told in the same commune just before: those are linked to it."""

_SENT_ON = """
    CREATE TEMP TABLE scale_sent_on ON COMMIT DROP AS
    SELECT *, CASE WHEN way <> 'department' OR NOT waits THEN pg_temp.past(ready_at) ELSE pg_temp.past(letter_at) END AS acted_at
    FROM (
        SELECT *, CASE WHEN extract(day FROM ready_at) < 27 THEN date_trunc('month', ready_at)
                       ELSE date_trunc('month', ready_at) + interval '1 month' END + interval '26 days 9 hours' AS letter_at
        FROM (
            SELECT *, received_at + interval '1 minute' * (120 + pg_temp.dice(id, 106, 4000)) AS ready_at
            FROM (
                SELECT b.*, CASE WHEN root IS NOT NULL THEN 'duplicate' WHEN fate BETWEEN 40 AND 43 THEN 'returned'
                                 WHEN fate BETWEEN 44 AND 143 THEN 'home' WHEN fate BETWEEN 144 AND 153 THEN 'not now'
                                 ELSE 'department' END AS way,
                       NOT hot AND pg_temp.dice(id, 107, 100) < 60 AS waits,
                       pg_temp.later(created_at, id, 105, 60, 4000) AS received_at
                FROM scale_begun b
                OFFSET 0
            ) one
            OFFSET 0
        ) two
    ) three
"""
"""`acted_at`: linked, given to the commune, settled, or sent to the department; most wait for the month's letter."""

_ANSWERED = """
    CREATE TEMP TABLE scale_answered ON COMMIT DROP AS
    SELECT *, coalesce(second_at, CASE WHEN reopened_at IS NULL THEN first_at END) AS answered_at
    FROM (
        SELECT *, CASE WHEN reopened_at IS NOT NULL AND pg_temp.dice(id, 112, 100) < 97
                       THEN pg_temp.later(reopened_at, id, 113, 4000, 14000) END AS second_at
        FROM (
            SELECT *, CASE WHEN way = 'department' AND pg_temp.dice(id, 114, 100) < 6
                           THEN pg_temp.later(first_at, id, 115, 1500, 6000) END AS reopened_at
            FROM (
                SELECT s.*, CASE WHEN way = 'department' THEN pg_temp.later(acted_at, id, 108, 300, 5000)
                       END AS taken_at,
                       CASE way
                           WHEN 'not now' THEN acted_at
                           WHEN 'home' THEN CASE WHEN pg_temp.dice(id, 109, 100) < 95
                                THEN pg_temp.later(acted_at, id, 110, 6000, 30000) END
                           WHEN 'department' THEN CASE WHEN pg_temp.dice(id, 109, 1000) < 985
                                THEN pg_temp.past(acted_at + interval '1 minute' * (5500 + CASE
                                     WHEN hot THEN pg_temp.dice(id, 110, 8000)
                                     WHEN pg_temp.dice(id, 111, 100) < 84 THEN pg_temp.dice(id, 110, 15000)
                                     ELSE 15000 + pg_temp.dice(id, 110, 50000) END)) END
                       END AS first_at
                FROM scale_sent_on s
                OFFSET 0
            ) one
            OFFSET 0
        ) two
    ) three
"""

_PLAN = """
    CREATE TEMP TABLE scale_petition ON COMMIT DROP AS
    SELECT *, CASE
        WHEN closed_at IS NOT NULL THEN 'closed' WHEN way = 'duplicate' AND acted_at IS NOT NULL THEN 'duplicate'
        WHEN given_up_at IS NOT NULL THEN 'unresolvable' WHEN resolved_at IS NOT NULL THEN 'resolved'
        WHEN answered_at IS NOT NULL THEN 'answered' WHEN reopened_at IS NOT NULL THEN 'reopened'
        WHEN taken_at IS NOT NULL THEN 'in_progress' WHEN way = 'department' AND acted_at IS NOT NULL THEN 'dispatched'
        WHEN way = 'home' AND acted_at IS NOT NULL THEN 'handled_locally'
        WHEN way = 'returned' AND acted_at IS NOT NULL AND fresh THEN 'returned'
        WHEN gathered THEN 'consolidated' WHEN received_at IS NOT NULL THEN 'received' ELSE 'submitted' END AS status
    FROM (
        SELECT *, CASE WHEN coalesce(told_at, carried_at) IS NOT NULL AND pg_temp.dice(id, 127, 100) < 94 THEN
                       pg_temp.later(greatest(told_at, carried_at, resolved_at, given_up_at), id, 128, 1500, 12000) END AS closed_at
        FROM (
            SELECT a.*, c.visit_id AS carrier_id, c.at AS carried_at, resolved.at AS resolved_at, given_up.at AS given_up_at,
                   CASE WHEN c.at IS NULL AND pg_temp.dice(id, 126, 100) < 85 THEN
                        pg_temp.later(coalesce(resolved.at, given_up.at, CASE WHEN way = 'duplicate' THEN acted_at END),
                                      id, 125, 1500, 9000) END AS told_at,
                   way = 'department' AND waits AND acted_at IS NULL AND ready_at + interval '2 hours' <= %(now)s::timestamptz
                       AND letter_at <= %(now)s::timestamptz + interval '30 days' AND pg_temp.dice(id, 129, 100) < 70 AS gathered,
                   created_at > %(now)s::timestamptz - interval '20 days' AS fresh
            FROM scale_answered a
            LEFT JOIN LATERAL (
                SELECT v.id AS visit_id, v.logged_at AS at FROM scale_visit v
                WHERE pg_temp.dice(a.id, 120, 100) < 88 AND v.unit_id = a.unit_id AND v.date > a.answered_at::date
                      AND v.status IN ('done', 'confirmed') ORDER BY v.date, v.id LIMIT 1
            ) c ON true
            CROSS JOIN LATERAL (
                SELECT CASE WHEN way = 'home' THEN answered_at WHEN way = 'department' AND pg_temp.dice(a.id, 121, 100) < 40 THEN
                       pg_temp.later(answered_at, a.id, 122, 8000, 40000) END AS at
            ) resolved
            CROSS JOIN LATERAL (
                SELECT CASE WHEN way = 'not now' THEN answered_at WHEN way = 'department' AND resolved.at IS NULL
                            AND pg_temp.dice(a.id, 123, 100) < 3 THEN
                       pg_temp.later(answered_at, a.id, 124, 8000, 40000) END AS at
            ) given_up
            OFFSET 0
        ) told
    ) ended
"""

_PETITIONS = """
    INSERT INTO feedback_petition (id, uuid, source, visit_id, officer_id, sender_id, meeting, category, field_id, whose, since,
        content, proposed_solution, supplement, reported_on, due_on, renewed_due_on, paused_days, status, duplicate_of_id,
        referral_id, department_id, owed_on, promised_on, reply, reason, received_at, answered_at, told_at, entered_by_id, created_at,
        unit_id, province_id, district_id, commune_id, hamlet_id, words)
    SELECT p.id, gen_random_uuid(), p.source, CASE p.source WHEN 'visit' THEN p.visit_id END,
           CASE p.source WHEN 'visit' THEN p.officer_id END,
           CASE p.source WHEN 'commune' THEN p.agency_id WHEN 'meeting' THEN %(office)s END,
           CASE p.source WHEN 'meeting' THEN m.words ELSE '' END, p.category, p.field_id,
           (ARRAY['people', 'people', 'members', 'both', ''])[1 + pg_temp.dice(p.id, 131, 5)],
           CASE WHEN pg_temp.dice(p.id, 132, 3) = 0
                THEN (date_trunc('month', p.reported_on) - interval '1 month' * pg_temp.dice(p.id, 133, 8))::date END,
           pg_temp.at_place(s.content, p.place), pg_temp.at_place(s.solution, p.place), '', p.reported_on, due.day,
           renewed.day, 0, p.status, CASE WHEN p.acted_at IS NOT NULL THEN p.root END,
           CASE WHEN p.way = 'department' AND p.acted_at IS NOT NULL THEN p.id END,
           CASE WHEN p.way = 'department' AND p.acted_at IS NOT NULL THEN f.department_id END,
           CASE WHEN p.owed THEN coalesce(renewed.day, greatest(due.day, own.day)) END,
           CASE WHEN p.owed THEN greatest(due.day, own.day, renewed.day) END,
           CASE WHEN p.first_at IS NULL THEN '' WHEN p.way = 'department' THEN pg_temp.at_place(s.reply, p.place) ELSE l.words END,
           CASE WHEN p.given_up_at IS NOT NULL THEN n.words ELSE '' END,
           p.received_at, p.answered_at, p.told_at, a.author_id, p.created_at,
           p.unit_id, p.province_id, p.district_id, p.commune_id, p.hamlet_id,
           pg_temp.at_place(CASE WHEN p.first_at IS NOT NULL AND p.way = 'department' THEN s.asked || s.replied
                                 ELSE s.asked END, p.said)
           || CASE WHEN p.first_at IS NULL OR p.way = 'department' THEN ''::tsvector ELSE l.said END
           || CASE WHEN p.given_up_at IS NOT NULL THEN n.said ELSE ''::tsvector END
           || CASE WHEN p.source = 'meeting' THEN m.said ELSE ''::tsvector END
    FROM (SELECT *, status IN ('dispatched', 'in_progress', 'reopened') AS owed FROM scale_petition) p
    JOIN scale_story s ON s.sort = p.sort AND s.n = p.story
    JOIN scale_answering f ON f.field_id = p.field_id
    JOIN scale_author a ON a.id = p.id
    JOIN scale_term due ON due.start = p.reported_on AND due.kind = CASE WHEN p.hot THEN 'hot' ELSE 'ordinary' END
    LEFT JOIN scale_term own ON own.start = p.acted_at::date AND own.kind = CASE WHEN p.hot THEN 'hot' ELSE 'department' END
    LEFT JOIN scale_term renewed ON renewed.start = p.reopened_at::date AND renewed.kind = 'renewed'
    JOIN scale_line m ON m.pool = 'meeting' AND m.n = 0
    JOIN scale_line n ON n.pool = 'not now' AND n.n = pg_temp.dice(p.id, 134, 24)
    LEFT JOIN scale_line l ON l.pool = CASE p.way WHEN 'home' THEN 'at home' WHEN 'not now' THEN 'not now' END
                           AND l.n = pg_temp.dice(p.id, 134, 24)
    WHERE p.id > %(after)s AND p.id <= %(upto)s
    ORDER BY p.id
"""


def plan_petitions(bulk: Bulk, ground: Ground, size: Size) -> None:
    """What becomes of each petition and when, up to now."""
    bulk.table(
        "scale_term",
        "kind text, start date, day date",
        _terms(size.start - datetime.timedelta(days=40), size.today),
    )
    answering = answering_agencies()
    bulk.table(
        "scale_answering",
        "field_id bigint, department_id bigint, user_id bigint",
        (
            (field.pk, ground.agencies[answering[code]].pk, ground.roster.answerers[answering[code]].user.pk)
            for code, field in ground.stage.fields.items()
            if code in answering
        ),
    )
    bulk.run(_BEGUN, of_100=PETITIONS_IN_100_VISITS)
    bulk.analyse("scale_begun")
    bulk.run(_SENT_ON)
    bulk.run(_ANSWERED)
    bulk.analyse("scale_answered")
    bulk.run("CREATE INDEX ON scale_visit (unit_id, date, id)")
    bulk.run(_PLAN, now=ground.stage.now)
    bulk.run("ALTER TABLE scale_petition ADD PRIMARY KEY (id)")
    bulk.analyse("scale_petition")
    bulk.run(
        """CREATE TEMP TABLE scale_author ON COMMIT DROP AS
           SELECT id, CASE source WHEN 'visit' THEN user_id WHEN 'commune' THEN committee_user_id ELSE %(clerk)s END AS author_id
           FROM scale_petition""",
        clerk=ground.roster.office[1].user.pk,
    )
    bulk.run("ALTER TABLE scale_author ADD PRIMARY KEY (id)")
    bulk.analyse("scale_author")


def write_petitions(bulk: Bulk, ground: Ground) -> int:
    with bulk.without_indexes("feedback_petition"):
        return bulk.run_in_order(_PETITIONS, of="scale_petition", office=ground.agencies["vanphong"].pk)


def leaders(ground: Ground) -> str:
    """The account of who is in charge of each district, as JSON by the district's key."""
    heads = ground.roster.district_heads
    return json.dumps({str(unit.pk): heads[code].user.pk for code, unit in ground.stage.districts.items()})


def _terms(first: datetime.date, last: datetime.date) -> Iterator[tuple[str, datetime.date, datetime.date]]:
    """For each kind of term and each day, the last day of the term: read off one list of working days."""
    one = datetime.timedelta(days=1)
    working = [day for number in range((last - first).days + 120) if is_working_day(day := first + one * number)]
    terms = {row.kind: row.working_days for row in ReplyTerm.objects.on(last).order_by("valid_from", "pk")}
    for kind in (TermKind.ORDINARY, TermKind.HOT, TermKind.DEPARTMENT, TermKind.RENEWED):
        gone = 0
        for number in range((last - first).days + 1):
            day = first + one * number
            while working[gone] <= day:
                gone += 1
            yield kind.value, day, working[gone + terms[kind] - 1]

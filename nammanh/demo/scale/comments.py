"""Comments on a third of the visits: sent, read, judged, answered, looked after again until most are done."""

from __future__ import annotations

from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.scale.size import COMMENTS_IN_100_VISITS

_PLAN = """
    CREATE TEMP TABLE scale_comment ON COMMIT DROP AS
    SELECT *, row_number() OVER (ORDER BY logged_at, visit_id) AS id,
           CASE WHEN numbered THEN year END AS number_year,
           CASE WHEN numbered THEN row_number() OVER (PARTITION BY numbered, commune_id, visibility, year
                                                      ORDER BY logged_at, visit_id) END AS number,
           CASE WHEN kept_back THEN 'draft' WHEN done_at IS NOT NULL THEN 'done' WHEN followed_at IS NOT NULL THEN 'followed_up'
                WHEN answered_at IS NOT NULL THEN 'answered' WHEN read_at IS NOT NULL THEN 'read' ELSE 'sent' END AS status
    FROM (
        SELECT *, NOT kept_back AND type <> 'informal' AS numbered, extract(year FROM logged_at)::integer AS year,
               CASE WHEN visibility = 'superior' THEN pg_temp.later(read_at, visit_id, 70, 2880, 43200)
                       WHEN finds = 'done' THEN followed_at END AS done_at
        FROM (
            SELECT *, CASE WHEN visibility = 'commune' AND read_at IS NOT NULL AND pg_temp.dice(visit_id, 67, 100) < 64
                           THEN pg_temp.later(read_at, visit_id, 68, 1, 30) END AS judged_at,
                   CASE WHEN pg_temp.dice(visit_id, 66, 100) < 80 THEN
                       pg_temp.later(answered_at, visit_id, 69, 21600, 64800) END AS followed_at
            FROM (
                SELECT *, CASE WHEN visibility = 'commune' AND type NOT IN ('informal', 'commendation')
                                    AND pg_temp.dice(visit_id, 65, 100) < 93 THEN
                       pg_temp.later(read_at, visit_id, 77, 60, 28000) END AS answered_at
                FROM (
                    SELECT *, CASE WHEN NOT kept_back AND pg_temp.dice(visit_id, 64, 100) < 98 THEN
                           pg_temp.later(logged_at, visit_id, 78, 30, 13000) END AS read_at
                    FROM (
                        SELECT v.id AS visit_id, v.sort, v.logged_at, v.date, v.officer_id, v.user_id, v.unit_id, v.place, v.said,
                               v.province_id, v.district_id, v.commune_id, v.hamlet_id, v.committee_user_id,
                               %(leaders)s::jsonb ->> v.district_id::text AS leader_id,
                               (%(types)s::text[])[1 + pg_temp.dice(v.id, 62, 50)] AS type,
                               CASE WHEN v.tier = 1 AND pg_temp.dice(v.id, 63, 100) < 8 THEN 'superior' ELSE 'commune' END
                                   AS visibility,
                               pg_temp.dice(v.id, 79, 100) < 12 AS vague,
                               pg_temp.dice(v.id, 71, 100) < 90 AS complete,
                               v.date + 10 + 5 * pg_temp.dice(v.id, 72, 10) AS due_on,
                               v.date > %(today)s::date - 30 AND pg_temp.dice(v.id, 73, 100) < 4 AS kept_back,
                               (ARRAY['accepted', 'accepted', 'accepted', 'accepted', 'explained', 'not_yet', 'already_done'])
                                   [1 + pg_temp.dice(v.id, 74, 7)] AS answer,
                               (ARRAY['done', 'done', 'done', 'done', 'done', 'done', 'done', 'under_way', 'not_done'])
                                   [1 + pg_temp.dice(v.id, 75, 9)] AS finds
                        FROM scale_visit v WHERE v.logged_at IS NOT NULL AND pg_temp.dice(v.id, 61, 100) < %(of_100)s
                        OFFSET 0
                    ) given
                    OFFSET 0
                ) seen
                OFFSET 0
            ) said
            OFFSET 0
        ) looked
    ) lived
"""

_COMMENTS = """
    INSERT INTO recommendations_comment (id, uuid, visit_id, officer_id, given_on, type, visibility, addressee, matter,
        proposal, responsible, due_on, status, number, number_year, sent_at, read_at, read_by_id, specificity, judged_by_id,
        judged_at, answer, reply, answered_at, answered_by_id, progress, followed_on, expected_on, entered_by_id, created_at,
        unit_id, province_id, district_id, commune_id, hamlet_id, words)
    SELECT c.id, gen_random_uuid(), c.visit_id, c.officer_id, c.date, c.type, c.visibility,
           (ARRAY['committee', 'standing_board', 'key_officials'])[1 + pg_temp.dice(c.id, 80, 3)],
           pg_temp.at_place(coalesce(m.words, s.matter), c.place), pg_temp.at_place(coalesce(p.words, s.proposal), c.place),
           CASE WHEN c.complete AND m.words IS NULL THEN pg_temp.at_place(s.responsible, c.place) ELSE '' END,
           CASE WHEN c.complete AND m.words IS NULL THEN c.due_on END,
           c.status, c.number, c.number_year, CASE WHEN NOT c.kept_back THEN c.logged_at END,
           c.read_at, CASE WHEN c.read_at IS NOT NULL THEN
                           CASE c.visibility WHEN 'superior' THEN c.leader_id::bigint ELSE c.committee_user_id END END,
           CASE WHEN c.judged_at IS NULL THEN '' WHEN m.words IS NOT NULL THEN 'vague'
                WHEN pg_temp.dice(c.id, 81, 100) < 85 THEN 'specific' ELSE 'hard' END,
           CASE WHEN c.judged_at IS NOT NULL THEN c.committee_user_id END, c.judged_at,
           CASE WHEN c.answered_at IS NULL THEN '' ELSE c.answer END, CASE WHEN c.answered_at IS NULL THEN '' ELSE a.words END,
           c.answered_at, CASE WHEN c.answered_at IS NOT NULL THEN c.committee_user_id END,
           CASE c.status WHEN 'done' THEN 'done' WHEN 'followed_up' THEN c.finds ELSE '' END,
           coalesce(c.done_at, c.followed_at)::date,
           CASE WHEN c.status = 'followed_up' THEN c.followed_at::date + 15 END,
           c.user_id, c.logged_at, c.unit_id, c.province_id, c.district_id, c.commune_id, c.hamlet_id,
           pg_temp.at_place(CASE WHEN m.said IS NOT NULL THEN m.said || p.said
                                 WHEN c.complete THEN s.remarked || s.of_whom ELSE s.remarked END, c.said)
           || CASE WHEN c.answered_at IS NULL THEN ''::tsvector ELSE a.said END
    FROM scale_comment c
    JOIN scale_story s ON s.sort = c.sort AND s.n = pg_temp.dice(c.visit_id, 1, 16)
    JOIN scale_line a ON a.pool = 'answer ' || c.answer AND a.n = pg_temp.dice(c.id, 82, 24)
    LEFT JOIN scale_line m ON m.n = pg_temp.dice(c.id, 83, 24)
         AND m.pool = CASE WHEN c.type = 'commendation' THEN 'praise matter' WHEN c.vague THEN 'vague matter' END
    LEFT JOIN scale_line p ON p.n = pg_temp.dice(c.id, 83, 24)
         AND p.pool = CASE WHEN c.type = 'commendation' THEN 'praise proposal' WHEN c.vague THEN 'vague proposal' END
    WHERE c.id > %(after)s AND c.id <= %(upto)s
    ORDER BY c.id
"""

_STEPS = """
    INSERT INTO recommendations_commentstep (comment_id, action, status, outcome, day, expected_on, note, by_id, at)
    SELECT c.id, step.action, step.status, step.outcome, step.day, step.expected_on, coalesce(l.words, ''), step.by_id, step.at
    FROM scale_comment c
    JOIN recommendations_comment r ON r.id = c.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.kept_back THEN 'write' ELSE 'send' END AS action, CASE WHEN c.kept_back THEN 'draft' ELSE 'sent' END
               AS status, '' AS outcome, NULL::date AS day, NULL::date AS expected_on, NULL AS pool, c.user_id AS by_id,
               c.logged_at AS at
        UNION ALL SELECT 'read', 'read', '', NULL, NULL, NULL, r.read_by_id, c.read_at WHERE c.read_at IS NOT NULL
        UNION ALL SELECT 'judge', 'read', r.specificity, NULL, NULL, NULL, r.judged_by_id, c.judged_at
        WHERE c.judged_at IS NOT NULL
        UNION ALL SELECT 'answer', 'answered', c.answer, NULL, NULL, 'answer ' || c.answer, r.answered_by_id, c.answered_at
        WHERE c.answered_at IS NOT NULL
        UNION ALL SELECT CASE r.status WHEN 'done' THEN 'finish' ELSE 'follow_up' END, r.status, r.progress, r.followed_on,
               r.expected_on, 'looked ' || r.progress, c.user_id, coalesce(c.done_at, c.followed_at)
        WHERE r.followed_on IS NOT NULL
    ) step
    LEFT JOIN scale_line l ON l.pool = step.pool AND l.n = pg_temp.dice(c.id, 82, 24)
"""
_TYPES = {"official": 34, "suggestion": 6, "reminder": 4, "guidance": 2, "informal": 2, "commendation": 2}
"""Of fifty."""


def write_comments(bulk: Bulk, ground: Ground, leaders: str) -> int:
    """`leaders`: who reads what goes to the superior, as JSON by the district's key."""
    types = [kind for kind, times in _TYPES.items() for _nth in range(times)]
    bulk.run(_PLAN, types=types, leaders=leaders, today=ground.stage.today, of_100=COMMENTS_IN_100_VISITS)
    bulk.run("ALTER TABLE scale_comment ADD PRIMARY KEY (id)")
    bulk.analyse("scale_comment")
    with bulk.without_indexes("recommendations_comment", "recommendations_commentstep"):
        comments = bulk.run_in_order(_COMMENTS, of="scale_comment")
        bulk.run(_STEPS)
    return comments

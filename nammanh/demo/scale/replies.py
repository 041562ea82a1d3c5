"""What hangs on the petitions: referrals, replies, verdicts, answers carried back, and each step on the way."""

from __future__ import annotations

from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk

_REFERRALS = """
    INSERT INTO feedback_referral (id, uuid, wording, note, hot, status, dispatched_at, due_on, renewed_due_on, answered_at,
                                   by_id, department_id, field_id)
    SELECT r.id, gen_random_uuid(), r.content, n.words, p.hot,
           CASE WHEN p.answered_at IS NOT NULL THEN 'answered' WHEN p.reopened_at IS NOT NULL THEN 'reopened'
                WHEN p.taken_at IS NOT NULL THEN 'in_progress' ELSE 'dispatched' END,
           p.acted_at, greatest(r.due_on, own.day), r.renewed_due_on, p.answered_at, %(clerk)s, r.department_id, r.field_id
    FROM scale_petition p
    JOIN feedback_petition r ON r.id = p.id
    JOIN scale_line n ON n.pool = 'dispatch' AND n.n = pg_temp.dice(p.id, 140, 24)
    JOIN scale_term own ON own.start = p.acted_at::date
         AND own.kind = CASE WHEN p.hot THEN 'hot' ELSE 'department' END
    WHERE r.referral_id IS NOT NULL AND p.id > %(after)s AND p.id <= %(upto)s
    ORDER BY p.id
"""
"""Each petition was asked of one department; its referral has its number."""

_REPLIES = """
    INSERT INTO feedback_reply (id, uuid, kind, text, legal_ground, will_do, at, by_id, petition_id, referral_id)
    SELECT 2 * p.id - 1, gen_random_uuid(), 'final', CASE WHEN p.reopened_at IS NULL THEN r.reply ELSE v.words END, '', '',
           p.first_at, CASE p.way WHEN 'department' THEN f.user_id WHEN 'home' THEN p.committee_user_id ELSE %(clerk)s END,
           CASE WHEN r.referral_id IS NULL THEN p.id END, r.referral_id
    FROM scale_petition p
    JOIN feedback_petition r ON r.id = p.id JOIN scale_answering f ON f.field_id = p.field_id
    JOIN scale_line v ON v.pool = 'vague reply' AND v.n = pg_temp.dice(p.id, 141, 24)
    WHERE p.first_at IS NOT NULL AND p.id > %(after)s AND p.id <= %(upto)s
    UNION ALL
    SELECT 2 * p.id, gen_random_uuid(), 'final', r.reply, '', '', p.second_at, f.user_id, NULL, r.referral_id
    FROM scale_petition p
    JOIN feedback_petition r ON r.id = p.id JOIN scale_answering f ON f.field_id = p.field_id
    WHERE p.second_at IS NOT NULL AND p.id > %(after)s AND p.id <= %(upto)s
    ORDER BY 1
"""
"""The first reply of petition n is 2n − 1; the one after a reopening 2n."""

_APPROVED_AT = """
    CREATE TEMP TABLE scale_approved ON COMMIT DROP AS
    SELECT id, pg_temp.later(answered_at, id, 142, 600, 900) AS at, 2 * id - (second_at IS NULL)::integer AS reply_id
    FROM scale_petition WHERE way = 'department' AND answered_at IS NOT NULL AND pg_temp.dice(id, 143, 100) < 60
"""

_VERDICTS = """
    INSERT INTO feedback_verdict (passed, specific, reason, at, by_id, petition_id, reply_id)
    SELECT false, false, w.words, p.reopened_at, a.author_id, p.id, 2 * p.id - 1
    FROM scale_petition p JOIN scale_author a ON a.id = p.id
    JOIN scale_line w ON w.pool = 'reopen' AND w.n = pg_temp.dice(p.id, 144, 24) WHERE p.reopened_at IS NOT NULL
    UNION ALL
    SELECT true, true, '', y.at, a.author_id, y.id, y.reply_id
    FROM scale_approved y JOIN scale_author a ON a.id = y.id WHERE y.at IS NOT NULL
"""

_CARRIED = """
    INSERT INTO feedback_carriedback (answered_at, reaction, note, at, entered_by_id, officer_id, petition_id, visit_id)
    SELECT p.answered_at, r.reaction, CASE r.reaction WHEN 'agreed' THEN w.words WHEN 'disagreed'
           THEN 'Bà con đề nghị làm sớm hơn thời hạn đã nêu.' ELSE 'Bà con đề nghị mở rộng thêm đoạn giáp ranh.' END,
           v.logged_at, v.user_id, v.officer_id, p.id, v.id
    FROM scale_petition p JOIN scale_visit v ON v.id = p.carrier_id
    JOIN scale_line w ON w.pool = 'carried' AND w.n = pg_temp.dice(p.id, 145, 24)
    CROSS JOIN LATERAL (
        SELECT (ARRAY['agreed', 'agreed', 'agreed', 'agreed', 'agreed', 'agreed', 'agreed', 'agreed', 'disagreed', 'added'])
               [1 + pg_temp.dice(p.id, 146, 10)] AS reaction
    ) r
"""

_STEPS = """
    INSERT INTO feedback_petitionstep (action, status, note, at, by_id, petition_id, department_id, referral_id, reply_id)
    SELECT step.action, step.status, coalesce(l.words, ''), step.at, step.by_id, p.id,
           CASE WHEN step.at >= p.acted_at THEN r.department_id END,
           CASE WHEN step.action IN ('dispatch', 'take_up', 'answer', 'reopen') THEN r.referral_id END, step.reply_id
    FROM scale_petition p
    JOIN feedback_petition r ON r.id = p.id JOIN scale_answering f ON f.field_id = p.field_id
    JOIN scale_author a ON a.id = p.id LEFT JOIN scale_approved y ON y.id = p.id AND y.at IS NOT NULL
    LEFT JOIN scale_visit c ON c.id = p.carrier_id
    CROSS JOIN LATERAL (
        VALUES ('submit', 'submitted', p.created_at, a.author_id, NULL, NULL::bigint),
               ('receive', 'received', p.received_at, %(clerk)s, NULL, NULL),
               ('consolidate', 'consolidated', CASE WHEN p.gathered OR p.waits AND p.way = 'department' AND p.acted_at IS NOT NULL
                THEN p.ready_at END, %(clerk)s, NULL, NULL),
               (CASE p.way WHEN 'duplicate' THEN 'link' WHEN 'returned' THEN 'send_back' WHEN 'home' THEN 'handle'
                           WHEN 'not now' THEN 'give_up' ELSE 'dispatch' END,
                CASE p.way WHEN 'duplicate' THEN 'duplicate' WHEN 'returned' THEN 'returned' WHEN 'home' THEN 'handled_locally'
                           WHEN 'not now' THEN 'unresolvable' ELSE 'dispatched' END,
                CASE WHEN p.way <> 'returned' OR p.status = 'returned' THEN p.acted_at END, %(clerk)s,
                CASE p.way WHEN 'duplicate' THEN 'duplicate' WHEN 'returned' THEN 'return' WHEN 'home' THEN 'handle'
                           WHEN 'not now' THEN 'not now' ELSE 'dispatch' END,
                CASE WHEN p.way = 'not now' AND p.first_at IS NOT NULL THEN 2 * p.id - 1 END),
               ('take_up', 'in_progress', p.taken_at, f.user_id, NULL, NULL),
               ('answer', 'answered', CASE WHEN p.way = 'department' THEN p.first_at END, f.user_id, NULL, 2 * p.id - 1),
               ('reopen', 'reopened', p.reopened_at, a.author_id, 'reopen', NULL),
               ('answer', 'answered', p.second_at, f.user_id, NULL, 2 * p.id),
               ('approve', 'answered', y.at, a.author_id, NULL, NULL),
               ('resolve', 'resolved', p.resolved_at, p.committee_user_id, CASE p.way WHEN 'home' THEN 'at home' END,
                CASE p.way WHEN 'home' THEN 2 * p.id - 1 END),
               ('give_up', 'unresolvable', CASE WHEN p.way = 'department' THEN p.given_up_at END, p.committee_user_id, 'not now',
                NULL),
               ('tell', CASE WHEN p.resolved_at IS NOT NULL THEN 'resolved' WHEN p.given_up_at IS NOT NULL THEN 'unresolvable'
                             ELSE 'duplicate' END, p.told_at, %(clerk)s, 'told', NULL),
               ('carry', CASE WHEN p.given_up_at <= p.carried_at THEN 'unresolvable' WHEN p.resolved_at <= p.carried_at
                              THEN 'resolved' ELSE 'answered' END, p.carried_at, c.user_id, NULL, NULL),
               ('close', 'closed', p.closed_at, %(clerk)s, 'close', NULL)
    ) AS step (action, status, at, by_id, pool, reply_id)
    LEFT JOIN scale_line l ON l.pool = step.pool AND l.n = pg_temp.dice(p.id, 134, 24)
    WHERE step.at IS NOT NULL
"""

_PAUSES = """
    INSERT INTO feedback_pause (started_on, petition_id) SELECT acted_at::date, id FROM scale_petition WHERE status = 'returned'
"""


def write_lives(bulk: Bulk, ground: Ground) -> tuple[int, int]:
    """Returns how many replies were written, and how many answers carried back."""
    clerk = ground.roster.office[1].user.pk
    tables = ("referral", "reply", "verdict", "carriedback", "petitionstep", "pause")
    with bulk.without_indexes(*(f"feedback_{table}" for table in tables)):
        bulk.run_in_order(_REFERRALS, of="scale_petition", clerk=clerk)
        replies = bulk.run_in_order(_REPLIES, of="scale_petition", clerk=clerk)
        bulk.run(_APPROVED_AT)
        bulk.run(_VERDICTS)
        carried = bulk.run(_CARRIED)
        bulk.run(_STEPS, clerk=clerk)
        bulk.run(_PAUSES)
    return replies, carried

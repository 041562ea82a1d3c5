"""The office's months: what waited for the letter lies in the lines of its batch; the newest batch is still open."""

from __future__ import annotations

from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from reports.consolidation.services import tallying

_MONTHS = """
    CREATE TEMP TABLE scale_month ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY letter_at) AS id, letter_at, letter_at <= %(now)s::timestamptz AS sent
    FROM scale_petition WHERE way = 'department' AND waits AND (acted_at IS NOT NULL OR gathered) GROUP BY letter_at
"""

_BATCHES = """
    INSERT INTO consolidation_batch (id, month, closes_on, status, number, signed_on, signer, left_out, opened_at, approved_at,
                                     dispatched_at, agency_id, approved_by_id, opened_by_id)
    SELECT id, date_trunc('month', letter_at)::date, letter_at::date - 2, CASE WHEN sent THEN 'dispatched' ELSE 'open' END,
           CASE WHEN sent THEN lpad(id::text, 2, '0') || '-CV/VPTU' ELSE '' END, CASE WHEN sent THEN letter_at::date END,
           CASE WHEN sent THEN %(signer)s ELSE '' END, CASE WHEN sent THEN 0 END,
           least(letter_at - interval '9 days', %(now)s::timestamptz - interval '4 hours'),
           CASE WHEN sent THEN letter_at - interval '1 hour' END, CASE WHEN sent THEN letter_at END, %(agency)s,
           CASE WHEN sent THEN %(head)s END, %(clerk)s
    FROM scale_month
"""

_BATCH_STEPS = """
    INSERT INTO consolidation_batchstep (action, status, note, at, batch_id, by_id)
    SELECT step.action, step.status, '', step.at, b.id, step.by_id FROM consolidation_batch b
    CROSS JOIN LATERAL (
        VALUES ('open', 'open', b.opened_at, b.opened_by_id),
               ('review', 'reviewed', b.dispatched_at - interval '4 hours', b.opened_by_id),
               ('approve', 'approved', b.approved_at, b.approved_by_id),
               ('dispatch', 'dispatched', b.dispatched_at, b.opened_by_id)
    ) AS step (action, status, at, by_id)
    WHERE step.at IS NOT NULL
"""

_LINES = """
    INSERT INTO consolidation_batchline (id, number, uuid, wording, note, created_at, area_id, batch_id, field_id, lead_id,
                                         proposed_id, referral_id)
    SELECT p.id, row_number() OVER (PARTITION BY m.id ORDER BY p.id), coalesce(f.uuid, gen_random_uuid()), r.content,
           coalesce(f.note, ''), greatest(r.created_at, m.letter_at - interval '9 days'), p.unit_id, m.id, p.field_id,
           a.department_id, a.department_id, f.id
    FROM scale_petition p JOIN scale_month m ON m.letter_at = p.letter_at
    JOIN feedback_petition r ON r.id = p.id JOIN scale_answering a ON a.field_id = p.field_id
    LEFT JOIN feedback_referral f ON f.id = p.id
    WHERE p.way = 'department' AND p.waits AND (p.acted_at IS NOT NULL OR p.status = 'consolidated')
"""

_SOURCES = """
    INSERT INTO consolidation_linesource (state, at, line_id, petition_id)
    SELECT CASE WHEN referral_id IS NULL THEN 'held' ELSE 'sent' END, created_at, id, id FROM consolidation_batchline
"""


def write_months(bulk: Bulk, ground: Ground) -> int:
    """Returns how many batches were written."""
    office = ground.roster.office
    values = {
        "now": ground.stage.now,
        "agency": ground.agencies["vanphong"].pk,
        "signer": office[0].full_name,
        "head": office[0].user.pk,
        "clerk": office[-1].user.pk,
    }
    bulk.run(_MONTHS, now=ground.stage.now)
    tables = ("batch", "batchstep", "batchline", "linesource")
    with bulk.without_indexes(*(f"consolidation_{table}" for table in tables)):
        batches = bulk.run(_BATCHES, **values)
        bulk.run(_BATCH_STEPS)
        bulk.run(_LINES)
        bulk.run(_SOURCES)
    tallying.rebuild()  # the triggers slept
    return batches

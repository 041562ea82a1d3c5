"""The illustration's bulletins, conveyed on the visits of their time and read by most who hold something."""

from __future__ import annotations

from nammanh.demo.bulletins import Information
from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.scale.size import CONVEYED_IN_100_VISITS

_CONVEYED = """
    INSERT INTO bulletins_conveyance (uuid, conveyed_on, form, attended, question, created_at, bulletin_id, entered_by_id,
                                      officer_id, visit_id, unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT DISTINCT ON (b.id, v.unit_id, v.officer_id, v.date, f.form)
           gen_random_uuid(), v.date, f.form, CASE WHEN pg_temp.dice(v.id, 162, 2) = 0 THEN 3 + pg_temp.dice(v.id, 163, 80) END,
           CASE WHEN pg_temp.dice(v.id, 164, 100) < 20 THEN q.words ELSE '' END, v.logged_at, b.id, v.user_id, v.officer_id,
           v.id, v.unit_id, v.province_id, v.district_id, v.commune_id, v.hamlet_id
    FROM bulletins_bulletin b
    JOIN scale_visit v ON v.date BETWEEN (b.published_at + interval '1 day')::date AND coalesce(b.valid_to, v.date)
    JOIN assignments_tier t ON t.id = v.tier_id
    JOIN scale_line q ON q.pool = 'question' AND q.n = pg_temp.dice(v.id, 165, 24)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN v.type = 'party_cell_meeting' THEN 'party_cell'
                    WHEN v.type IN ('committee_meeting', 'working_session') THEN 'committee'
                    WHEN v.type IN ('household_visit', 'gratitude') THEN 'household'
                    WHEN v.type IN ('dialogue', 'local_activity') THEN 'people_meeting' ELSE 'other' END AS form
    ) f
    WHERE b.status = 'published' AND v.logged_at IS NOT NULL AND (b.levels = '{}' OR t.holder_level = ANY (b.levels))
      AND pg_temp.dice(v.id * 31 + b.id, 161, 100) < %(of_100)s
      AND EXISTS (SELECT FROM bulletins_bulletintarget g WHERE g.bulletin_id = b.id
                  AND g.unit_id IN (v.unit_id, v.commune_id, v.district_id, v.province_id))
    ORDER BY b.id, v.unit_id, v.officer_id, v.date, f.form, v.id
"""

_READINGS = """
    INSERT INTO bulletins_bulletinreading (at, bulletin_id, reader_id)
    SELECT least(b.published_at + interval '1 minute' * (60 + pg_temp.dice(h.user_id, 166, 9000)), %(now)s::timestamptz),
           b.id, h.user_id
    FROM bulletins_bulletin b CROSS JOIN (SELECT DISTINCT user_id FROM scale_holding WHERE holds) h
    WHERE b.status = 'published' AND pg_temp.dice(h.user_id * 31 + b.id, 167, 100) < 62
"""


def write_bulletins(ground: Ground) -> None:
    """Drafted, published, some withdrawn: as the illustration has them. Nobody has conveyed one yet."""
    Information(ground.stage, ground.cast.by_username["tuyengiao"].user).write([], [])


def convey(bulk: Bulk, ground: Ground) -> int:
    """Returns how often one was conveyed."""
    with bulk.without_indexes("bulletins_conveyance", "bulletins_bulletinreading"):
        conveyed = bulk.run(_CONVEYED, of_100=CONVEYED_IN_100_VISITS)
        bulk.run(_READINGS, now=ground.stage.now)
    return conveyed

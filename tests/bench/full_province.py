"""A province at full size, written by bulk SQL: 9 districts, 148 communes, 1,000 hamlets, 8,000 groups, 400,000
households, every tier held. Triggers are off while it is written, so their columns are filled by hand.
"""

from __future__ import annotations

from django.db import connection

from assignments.models import Assignment, Household, Officer, Unit
from assignments.services import recount_households
from reports.household_visits.models import HouseholdLine
from tests.factories import assignments as make
from tests.factories.reports import IssueCategoryFactory
from tests.world import World, build_world

HAMLETS, GROUPS, HOUSEHOLDS = 1_000, 8_000, 400_000
COMMUNES, DISTRICTS = 148, 9
OFFICERS = {
    "province_officer_for_commune": 150,
    "district_officer_for_hamlet": 500,
    "commune_officer_for_hamlet": 3_000,
}

_UNITS = """
    INSERT INTO assignments_unit (kind, level, name, name_key, search, gso_code, note, valid_from, parent_id,
                                  province_id, district_id, commune_id, hamlet_id)
    SELECT %(kind)s, %(kind_level)s, n::text, lpad(n::text, 6, '0'), %(kind)s || ' ' || n, '', '', date '2016-01-01',
           p.id, p.province_id, p.district_id, p.commune_id, p.hamlet_id
    FROM generate_series(0, %(count)s - 1) n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM assignments_unit WHERE level = %(above)s) p
      ON p.place = n %% (SELECT count(*) FROM assignments_unit WHERE level = %(above)s)
"""
_OWN_COLUMN = "UPDATE assignments_unit SET {level}_id = id WHERE level = '{level}'"
_HOUSEHOLDS = """
    INSERT INTO assignments_household (unit_id, province_id, district_id, commune_id, hamlet_id, code, householder,
                                       search, size_band, officially_poor)
    SELECT g.id, g.province_id, g.district_id, g.commune_id, g.hamlet_id, 'H' || n, '', '', '1-2', n %% 25 = 0
    FROM generate_series(0, %s - 1) n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM assignments_unit WHERE level = 'group') g
      ON g.place = n %% (SELECT count(*) FROM assignments_unit WHERE level = 'group')
"""
_OFFICERS = """
    INSERT INTO assignments_officer (full_name, name_key, search, source_group, phone, valid_from)
    SELECT 'Cán bộ ' || n, lpad(n::text, 6, '0'), 'can bo ' || n, 'civil_servant', '', date '2016-01-01'
    FROM generate_series(1, %s) n
"""
_ASSIGNMENTS = """
    INSERT INTO assignments_assignment (officer_id, unit_id, role_id, mandate_id, document_id, is_lead, whole_unit,
                                        left_vacant, end_reason, valid_from, province_id, district_id, commune_id,
                                        hamlet_id)
    SELECT o.id, u.id, %(role)s, %(mandate)s, %(document)s, true, true, false, '', date '2016-01-01',
           u.province_id, u.district_id, u.commune_id, u.hamlet_id
    FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM assignments_unit WHERE level = %(level)s) u
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM assignments_officer
          WHERE search LIKE 'can bo%%' ORDER BY id OFFSET %(skip)s LIMIT %(officers)s) o
      ON o.place - %(skip)s = u.place %% %(officers)s
    WHERE u.place %% 20 <> 7
      AND NOT EXISTS (SELECT 1 FROM assignments_assignment a WHERE a.unit_id = u.id AND a.role_id = %(role)s)
"""

_VISITS = """
    INSERT INTO visits_visit (uuid, content_hash, officer_id, tier_id, date, type, origin, status, purpose, people_met,
                              highlights, advantages, difficulties, correction, entered_by_id, created_at, logged_at,
                              unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT gen_random_uuid(), '', (SELECT min(id) FROM assignments_officer), %(tier)s, current_date, 'household_visit',
           'adhoc', 'done', '', '', 'Thăm hộ', '', '', '', %(user)s, now(), now(), g.id, g.province_id, g.district_id,
           g.commune_id, g.hamlet_id
    FROM assignments_unit g WHERE g.level = 'group'
"""
_LINES = """
    INSERT INTO household_visits_householdline (visit_id, household_id, visited_on, category_id, note, support_kind,
        support_programme, unit_id, province_id, district_id, commune_id, hamlet_id)
    SELECT v.id, h.id, v.date, %(category)s, '', '', '', h.unit_id, h.province_id, h.district_id, h.commune_id,
           h.hamlet_id
    FROM assignments_household h JOIN visits_visit v ON v.unit_id = h.unit_id WHERE h.id %% 3 <> 0
"""
"""Two households of three were visited today."""


def build() -> World:
    """The small world of the tests, grown to a whole province."""
    world = build_world()
    have = {level: Unit.objects.filter(level=level).count() for level in ("district", "commune", "hamlet", "group")}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for kind, above, total in (
            ("district", "province", DISTRICTS),
            ("commune", "district", COMMUNES),
            ("hamlet", "commune", HAMLETS),
            ("self_managed_group", "hamlet", GROUPS),
        ):
            level = "group" if kind == "self_managed_group" else kind
            values = {"kind": kind, "kind_level": level, "above": above, "count": total - have[level]}
            cursor.execute(_UNITS, values)
            if level != "group":
                cursor.execute(_OWN_COLUMN.format(level=level))
        cursor.execute(_HOUSEHOLDS, [HOUSEHOLDS])
        cursor.execute(_OFFICERS, [sum(OFFICERS.values())])
        mandate, document = make.MandateFactory().pk, make.DocumentFactory().pk
        skip = 0
        for code, officers in OFFICERS.items():
            role = world.roles[code]
            cursor.execute(
                _ASSIGNMENTS,
                {
                    "role": role.pk,
                    "mandate": mandate,
                    "document": document,
                    "level": role.unit_level,
                    "skip": skip,
                    "officers": officers,
                },
            )
            skip += officers
        cursor.execute(_VISITS, {"tier": world.tiers[2].pk, "user": make.UserFactory().pk})
        cursor.execute(_LINES, {"category": IssueCategoryFactory().pk})
        cursor.execute("SET session_replication_role = origin")
    recount_households()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return world


def counts() -> str:
    """One line of what there is."""
    rows = {
        "communes": Unit.objects.filter(level="commune").count(),
        "hamlets": Unit.objects.filter(level="hamlet").count(),
        "groups": Unit.objects.filter(level="group").count(),
        "households": Household.objects.count(),
        "households visited": HouseholdLine.objects.count(),
        "officers": Officer.objects.count(),
        "assignments": Assignment.objects.count(),
    }
    return ", ".join(f"{count:,} {name}" for name, count in rows.items())

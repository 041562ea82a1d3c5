"""Which cells a write touches: only what figures are counted from, once a statement, in its own transaction."""

import pytest
from django.db import connection

from nammanh.platform.dates import today
from reports.facts.models import Activity, Grain, TouchedDepartment, TouchedPlace
from reports.facts.services import freshen
from reports.visits.models import Visit
from tests.factories.reports import ReferralFactory, VisitFactory


@pytest.fixture
def visit(world, officer):
    row = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    freshen()
    return row


def test_words_touch_nothing(visit):
    Visit.objects.update(highlights="Xã khởi công đường ấp 3.", difficulties="Thiếu vốn đối ứng.")
    assert not TouchedPlace.objects.exists()


def test_a_statement_over_many_rows_notes_each_cell_once(world, visit):
    for _nth in range(5):
        VisitFactory(unit=world.commune, officer=visit.officer, tier=world.tiers[0])
    freshen()
    Visit.objects.update(type="dialogue")
    assert TouchedPlace.objects.get().unit_id == world.commune.pk
    assert TouchedPlace.objects.get().month == today().replace(day=1) or visit.date.month != today().month


def test_copy_is_announced_too(world, visit):
    fields = [field for field in Visit._meta.concrete_fields if not field.generated]
    columns = [field.column for field in fields if field.column not in {"id", "uuid"}]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO visits_visit (uuid, {', '.join(columns)})"
            f" SELECT gen_random_uuid(), {', '.join(columns)} FROM visits_visit, generate_series(1, 50)"
        )
    assert TouchedPlace.objects.count() == 1
    freshen()
    assert set(Activity.objects.values_list("visits", flat=True)) == {51}


def test_a_department_is_touched_by_its_clock(db):
    referral = ReferralFactory()
    freshen()
    referral.status = "in_progress"
    referral.save()
    cell = TouchedDepartment.objects.get()
    assert (cell.agency_id, cell.month) == (referral.department_id, referral.due_on.replace(day=1))


FULL = """
    INSERT INTO facts_activity (grain, unit_id, province_id, district_id, commune_id, hamlet_id, month, superior,
        visits, confirmed, cell_meetings, household_visits, comments, specific, petitions, hot, answers_due,
        answered_on_time, answered_late, carried_back, conveyed)
    SELECT grain, n, 1, %s + n %% 9, %s + n %% 148, %s + n, month, false, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM generate_series(2, 3) grain,
        generate_series(0, CASE grain WHEN 2 THEN 147 ELSE 1100 END) n,
        generate_series(date '2023-01-01', date '2026-12-01', '1 month') month
"""


@pytest.fixture
def full(world):
    """Four years of all communes and a thousand hamlets, so that the planner has something to choose from."""
    with connection.cursor() as cursor:
        cursor.execute(FULL, [world.district.pk, world.commune.pk, world.hamlet.pk])
        cursor.execute("ANALYZE facts_activity")
    return world


@pytest.mark.parametrize(
    ("level", "told_by", "index"),
    [
        ("province", Grain.COMMUNE, "facts_activity_month_read"),
        ("district", Grain.UNIT, "facts_activity_district"),
        ("commune", Grain.COMMUNE, "facts_activity_commune"),
        ("hamlet", Grain.UNIT, "facts_activity_hamlet"),
    ],
)
def test_each_level_is_read_by_its_index(full, level, told_by, index):
    rows = Activity.objects.within(getattr(full, level)).down_to(told_by).one_grain()
    assert index in rows.filter(month__range=("2026-01-01", "2026-03-01")).explain()

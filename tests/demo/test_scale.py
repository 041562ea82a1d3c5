"""A small part of the full province: each row as the portal itself would have left it, and its pages open."""

import datetime
from collections import defaultdict
from itertools import groupby, pairwise

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, ForeignKey, Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, Household, Placed, Unit
from nammanh.accounts.models import User
from nammanh.demo.scale import bulk
from nammanh.demo.scale.loading import load
from nammanh.demo.scale.size import Size
from nammanh.platform.fulltext import lexemes_of
from reports.consolidation.models import Batch, BatchLine, LineSource
from reports.facts.checking import differences
from reports.feedback.models import CarriedBack, Petition, PetitionStep, Referral, Reply
from reports.feedback.states import TRANSITIONS as PETITION_MOVES
from reports.feedback.states import Action as PetitionAction
from reports.household_visits.forgetting import horizon_on
from reports.household_visits.models import HouseholdLine, MonthCount
from reports.recommendations.models import Comment, CommentStep
from reports.recommendations.states import TRANSITIONS as COMMENT_MOVES
from reports.visits.models import Visit, VisitStep
from reports.visits.states import TRANSITIONS as VISIT_MOVES
from tests.demo.conftest import STORY_DAY
from tests.template_database import copy_of, ensure_template

VISITS, COMMUNES = 2_000, 3

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_province")]


@pytest.fixture(scope="module")
def small_province(django_db_setup, django_db_blocker):
    """Loaded once for the module; returns what the loading told."""
    told: list[str] = []
    with django_db_blocker.unblock(), copy_of(ensure_template()):
        load(Size(today=STORY_DAY, visits=VISITS, communes=COMMUNES), told.append)
        yield told


def test_as_many_as_were_asked_for(small_province):
    assert Visit.objects.count() == VISITS
    told = " ".join(small_province)
    for number, what in (
        (VISITS, "chuyến đi"),
        (Comment.objects.count(), "góp ý"),
        (Petition.objects.count(), "phản ánh"),
        (HouseholdLine.objects.count(), "hộ đã thăm"),
    ):
        assert f"{number:,} {what}".replace(",", ".") in told
    made = Visit.objects.happened().count()
    assert 0.93 * VISITS < made < 0.98 * VISITS
    assert 0.27 * made < Comment.objects.count() < 0.35 * made
    assert 0.18 * made < Petition.objects.count() < 0.24 * made
    assert Petition.objects.answered().count() > 0.85 * Petition.objects.count()


def test_four_years_of_every_tier():
    """Some of each tier in each year; nothing lies ahead of the day but plans; the silent and the vacant exist."""
    years = Visit.objects.happened().values_list("date__year", "tier__order").distinct()
    assert set(years) >= {(year, tier) for year in range(2023, 2027) for tier in (1, 2, 3)}
    assert not Visit.objects.filter(date__gte=STORY_DAY).exclude(status__in=["planned", "postponed"]).exists()
    assert set(Visit.objects.values_list("status", flat=True)) == {
        "planned",
        "postponed",
        "done",
        "confirmed",
        "cancelled",
    }
    ended = Assignment.objects.filter(valid_to__range=(STORY_DAY - datetime.timedelta(days=1400), STORY_DAY))
    assert ended.exists()
    busy = Visit.objects.filter(date__gt=STORY_DAY - datetime.timedelta(days=60)).values("officer")
    held = Assignment.objects.on(STORY_DAY).filter(role__code="commune_officer_for_hamlet")
    assert held.filter(officer__in=busy).exists()


def test_every_reference_leads_somewhere():
    """Keys were not followed while the rows were written."""
    tables = set(connection.introspection.table_names())
    keys = [
        (model._meta.db_table, field.column, field.related_model._meta.db_table, field.target_field.column)
        for model in apps.get_models()
        if model._meta.db_table in tables
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.db_constraint
    ]
    with connection.cursor() as cursor:
        for table, column, other, target in keys:
            cursor.execute(
                f"""SELECT count(*) FROM "{table}" a LEFT JOIN "{other}" b ON b."{target}" = a."{column}"
                    WHERE a."{column}" IS NOT NULL AND b."{target}" IS NULL"""
            )
            assert cursor.fetchone() == (0,), (table, column)


def test_every_record_knows_where_it_lies():
    for model in apps.get_models():
        if issubclass(model, Placed):
            astray = _differs("province") | _differs("district") | _differs("commune") | _differs("hamlet")
            assert not model._base_manager.filter(astray).exists(), model._meta.label


def _differs(level: str) -> Q:
    same = Q(**{f"{level}_id": F(f"unit__{level}_id")})
    neither = Q(**{f"{level}_id__isnull": True, f"unit__{level}_id__isnull": True})
    return ~(same | neither)


def test_all_constraints_hold_in_python_too():
    """The database checked them as well; this also reads each row through its model."""
    for model in (Visit, Comment, Petition, Referral, Reply, HouseholdLine, Household, BatchLine):
        for row in model.objects.order_by("-pk")[:20]:
            row.clean_fields()
            for constraint in model._meta.constraints:
                constraint.validate(model, row)


@pytest.mark.parametrize(
    ("step", "of", "moves"),
    [
        (VisitStep, "visit", VISIT_MOVES),
        (CommentStep, "comment", COMMENT_MOVES),
        (PetitionStep, "petition", PETITION_MOVES),
    ],
)
def test_each_life_is_one_that_the_states_allow(step, of, moves):
    """Step by step from nothing to the state in which the record is now."""
    states = dict(step._meta.get_field(of).related_model.objects.values_list("pk", "status"))
    rows = step.objects.order_by(of, "at", "pk").values_list(of, "action", "status")
    seen = set()
    for record, steps in groupby(rows, key=lambda row: row[0]):
        before = None
        for _record, action, after in steps:
            left, entered = moves[action]
            assert before in left, (record, before, action)
            assert after == (before if entered is None else entered), (record, action)
            before = after
        assert before == states[record], record
        seen.add(record)
    assert seen == set(states)


def test_nothing_happened_before_what_it_follows_from():
    for first, second in pairwise(("created_at", "received_at", "answered_at")):
        assert not Petition.objects.filter(**{f"{second}__lt": F(first)}).exists()
    assert not Visit.objects.filter(confirmed_at__lt=F("logged_at")).exists()
    assert not Comment.objects.filter(Q(read_at__lt=F("sent_at")) | Q(answered_at__lt=F("read_at"))).exists()
    assert not CarriedBack.objects.filter(visit__date__lt=F("answered_at__date")).exists()


@pytest.mark.parametrize("model", [Visit, Comment, Petition])
def test_a_search_finds_in_each_record_what_its_own_texts_say(model):
    """Put together from the pool's words while no trigger watched; the trigger would have read the texts."""
    sources = model._meta.get_field("words").sources
    texts = " || ' ' || ".join(f'"{name}"' for name in sources)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{model._meta.db_table}" WHERE words IS DISTINCT FROM {lexemes_of(texts)}'
        )
        assert cursor.fetchone() == (0,)


def test_answers_referrals_and_batches_fit_together():
    assert not CarriedBack.objects.exclude(answered_at=F("petition__answered_at")).exists()
    closed = Petition.objects.filter(status="closed", told_at__isnull=True)
    assert not closed.filter(carried_back__isnull=True).exists()
    assert not Petition.objects.filter(referral__isnull=False).exclude(department=F("referral__department")).exists()
    assert not Referral.objects.filter(status="answered").exclude(answered_at=F("petitions__answered_at")).exists()
    assert not Petition.objects.filter(duplicate_of__duplicate_of__isnull=False).exists()
    assert Batch.objects.filter(status="open").count() <= 1
    for batch in Batch.objects.annotate(n=Count("lines")):
        assert list(batch.lines.order_by("number").values_list("number", flat=True)) == list(range(1, batch.n + 1))
    assert LineSource.objects.count() == BatchLine.objects.count() > 0
    gathered = PetitionStep.objects.filter(action=PetitionAction.CONSOLIDATE).values("petition").distinct()
    assert gathered.count() == LineSource.objects.count()


def test_household_visits_are_of_their_place_and_forgotten_in_time():
    horizon = horizon_on(STORY_DAY)
    lines = HouseholdLine.objects.select_related("visit", "household")
    assert lines and MonthCount.objects.exists()
    for line in lines:
        assert line.visited_on == line.visit.date >= horizon
        assert line.visit.type == "household_visit"
        assert line.visit.unit_id in {line.household.unit_id, line.household.hamlet_id}
    months = defaultdict(int)
    for line in lines.filter(visited_on__year=2024).values("unit", "visited_on__month", "household").distinct():
        months[line["unit"], line["visited_on__month"]] += 1
    for (unit, month), households in months.items():
        assert MonthCount.objects.get(unit=unit, month=datetime.date(2024, month, 1)).households == households


def test_every_commune_that_was_grown_has_its_hamlets_groups_and_households():
    grown = Household.objects.values("commune").distinct()
    assert grown.count() == COMMUNES
    groups = Unit.objects.on(STORY_DAY).filter(level="group")
    assert groups.filter(commune__in=grown).count() == groups.count() > 100
    assert not groups.exclude(pk__in=Household.objects.values("unit")).exists()


@pytest.mark.parametrize(
    ("username", "routes"),
    [
        ("thuongtruc", ("dashboards:overview", "visits:list", "recommendations:list", "household_visits:coverage")),
        ("vanphong", ("feedback:list", "consolidation:list")),
        ("tochuc", ("assignments:matrix", "assignments:units", "assignments:assignments", "handovers:list")),
        ("so.nongnghiep", ("feedback:desk",)),
        ("xa.vinhthanh", ("dashboards:desk", "assignments:households")),
        ("cbx.ap", ("dashboards:desk", "fieldbook:log", "household_visits:places", "bulletins:list")),
    ],
)
def test_pages_open(username, routes):
    client = Client()
    client.force_login(User.objects.get(username=username), backend="nammanh.accounts.backends.PortalBackend")
    for route in routes:
        assert client.get(reverse(route)).status_code == 200, route


def test_details_open():
    """One record of each sort that has a page of its own, as the office reads it."""
    client = Client()
    client.force_login(User.objects.get(username="vanphong"), backend="nammanh.accounts.backends.PortalBackend")
    for route, key in (
        ("visits:detail", Visit.objects.confirmed().last().uuid),
        ("recommendations:detail", Comment.objects.filter(status="done").last().uuid),
        ("feedback:detail", Petition.objects.filter(status="closed", referral__isnull=False).last().uuid),
        ("consolidation:detail", Batch.objects.order_by("month").last().pk),
        ("assignments:unit", Household.objects.first().commune_id),
    ):
        assert client.get(reverse(route, args=[key])).status_code == 200, route


def test_slices_leave_out_no_row_and_lie_in_order(monkeypatch):
    """What was written together is read together: a measure of a scrambled table would tell of nobody's province."""
    monkeypatch.setattr(bulk, "SLICE", 7)
    made = bulk.Bulk(1, timezone.now())
    made.table("drawn", "id bigint, said text", ((number, "x" * number) for number in (*range(40, 0, -1), 50)))
    made.run("CREATE TEMP TABLE written (id bigint, said text) ON COMMIT DROP")
    copy = (
        "INSERT INTO written SELECT id, said || %(end)s FROM drawn WHERE id > %(after)s AND id <= %(upto)s ORDER BY id"
    )
    assert made.run_in_order(copy, of="drawn", end="!") == 41
    made.cursor.execute("SELECT id, length(said) FROM written ORDER BY ctid")
    assert made.cursor.fetchall() == [(number, number + 1) for number in (*range(1, 41), 50)]
    made.run("TRUNCATE drawn")
    assert made.run_in_order(copy, of="drawn", end="") == 0


def test_figures_equal_the_records():
    assert differences() == []


def test_it_refuses_a_database_that_holds_people():
    with pytest.raises(CommandError, match="trống"):
        call_command("load_scale", "--visits", "10")


def test_triggers_watch_again():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('session_replication_role'), current_setting('TimeZone')")
        assert cursor.fetchone() == ("origin", "UTC")

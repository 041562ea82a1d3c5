"""Figures at each level, in each person's scope, told by the queries that pages use."""

import datetime
from dataclasses import fields

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.models import Unit
from nammanh.platform.dates import today
from reports.facts import queries
from reports.facts.models import MEASURES, PUNCTUALITY, Activity, DepartmentMonth
from reports.facts.months import Months
from reports.facts.services import freshen
from reports.visits import queries as visit_queries
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.factories.reports import (
    CarriedBackFactory,
    CommentFactory,
    DraftFactory,
    PetitionFactory,
    ReferralFactory,
    VisitFactory,
)
from tests.facts import naive

NOW = Months.of(today())
YEAR = Months.latest(today(), 13)


@pytest.fixture
def story(world, officer, stranger, hamlet_officer):
    """A little of everything, in two communes and at three levels."""
    long_ago = today() - datetime.timedelta(days=70)
    tiers = world.tiers
    at_commune = VisitFactory(unit=world.commune, officer=officer.officer, tier=tiers[0], status="confirmed")
    at_hamlet = VisitFactory(
        unit=world.hamlet, officer=hamlet_officer.officer, tier=tiers[1], type="party_cell_meeting", date=long_ago
    )
    VisitFactory(unit=world.group, officer=hamlet_officer.officer, tier=tiers[2], type="household_visit")
    VisitFactory(unit=world.far_hamlet, officer=stranger.officer, tier=tiers[0])
    VisitFactory(unit=world.commune, officer=officer.officer, tier=tiers[0], status="planned", date=today())
    CommentFactory(visit=at_commune, specificity="hard")
    CommentFactory(visit=at_commune, visibility="superior")
    DraftFactory(visit=at_commune)
    CommentFactory(visit=at_hamlet, responsible="Chi ủy ấp 1", due_on=today())
    PetitionFactory(visit=at_commune, category="hot_issue")
    answered = PetitionFactory(visit=at_hamlet, status="answered")
    PetitionFactory(visit=at_hamlet, status="duplicate", duplicate_of=answered)
    CarriedBackFactory(petition=answered, visit=at_commune)
    ConveyanceFactory(bulletin=bulletin_for(world.commune), unit=world.hamlet, officer=officer.officer)
    ReferralFactory(due_on=today() - datetime.timedelta(days=1))
    freshen()
    return world


@pytest.mark.parametrize(
    "place", ["province", "district", "other_district", "commune", "far_commune", "hamlet", "group"]
)
@pytest.mark.parametrize("months", [NOW, YEAR], ids=str)
def test_totals_are_those_of_the_records_at_every_level(story, standing_committee, place, months):
    unit = getattr(story, place)
    rows = Activity.objects.visible_to(standing_committee).within(unit)
    assert naive.plain(queries.totals(rows, months)) == naive.plain(naive.count(months, unit))


def test_months_and_places_add_up_to_the_same(story, standing_committee):
    rows = Activity.objects.visible_to(standing_committee)
    months = queries.by_month(rows, YEAR)
    assert list(months) == list(YEAR)
    for month in YEAR:
        assert naive.plain(months[month]) == naive.plain(naive.count(Months.of(month)))
    for level, units in {
        "province": [story.province],
        "district": [story.district, story.other_district],
        "commune": [story.commune, story.neighbour, story.far_commune],
        "hamlet": [story.hamlet, story.far_hamlet],
    }.items():
        found = queries.by_place(rows, YEAR, level)
        assert {unit.pk: naive.plain(found.get(unit.pk, queries.Totals())) for unit in units} == {
            unit.pk: naive.plain(naive.count(YEAR, unit)) for unit in units
        }
        cells = queries.by_place_and_month(rows, YEAR, level)
        assert sum(cells.values(), queries.Totals()) == queries.totals(rows, YEAR)


def test_what_lies_at_the_commune_itself_is_told_beside_its_hamlets(story, standing_committee):
    rows = Activity.objects.visible_to(standing_committee).within(story.commune)
    found = queries.by_place(rows, YEAR, "hamlet")
    assert set(found) == {story.hamlet.pk, None}
    assert (found[story.hamlet.pk].visits, found[None].visits) == (2, 1)


def test_a_group_of_places_is_counted_once(story, standing_committee):
    rows = Activity.objects.visible_to(standing_committee).within_any([story.commune, story.hamlet, story.far_commune])
    assert queries.totals(rows, YEAR) == queries.totals(Activity.objects.visible_to(standing_committee), YEAR)
    assert queries.totals(Activity.objects.visible_to(standing_committee).within_any([]), YEAR) == queries.Totals()


def test_a_tier_is_told_apart(story, standing_committee):
    for tier in story.tiers:
        rows = Activity.objects.visible_to(standing_committee).filter(tier=tier)
        assert naive.plain(queries.totals(rows, YEAR)) == naive.plain(naive.count(YEAR, tier=tier.pk))


@pytest.mark.parametrize(
    ("person", "place", "superiors"),
    [
        ("officer", "commune", False),
        ("hamlet_officer", "hamlet", False),
        ("household_officer", "group", False),
        ("stranger", "far_commune", False),
        ("commune_secretary", "commune", False),
        ("standing_member", "district", True),
        ("inspector", "province", True),
        ("organiser", "province", True),
    ],
)
def test_each_reads_the_figures_of_their_area(story, request, person, place, superiors):
    rows = Activity.objects.visible_to(request.getfixturevalue(person))
    expected = naive.count(YEAR, getattr(story, place), superiors=superiors)
    assert naive.plain(queries.totals(rows, YEAR)) == naive.plain(expected)
    assert naive.plain(queries.totals(rows.within(story.hamlet), YEAR)) == (
        naive.plain(naive.count(YEAR, story.hamlet, superiors=superiors))
        if place in {"hamlet", "commune", "district", "province"}
        else naive.plain(naive.count(YEAR, story.group, superiors=superiors))
        if place == "group"
        else naive.plain(queries.Totals())
    )


def test_what_an_officer_of_the_province_tells_the_superior_is_not_for_the_district(story, district_secretary):
    told = queries.totals(Activity.objects.visible_to(district_secretary), YEAR).comments
    assert told == naive.count(YEAR, story.district, superiors=False).comments


@pytest.mark.parametrize("person", ["nobody", "administrator", "propaganda", "department_head"])
def test_others_read_none(story, request, person):
    rows = Activity.objects.visible_to(request.getfixturevalue(person))
    assert queries.totals(rows, YEAR) == queries.Totals()


def test_departments(story, department_head):
    found = queries.departments(YEAR)
    together = {agency: queries.together(months) for agency, months in found.items()}
    told = {
        agency: (row.due, row.on_time, row.on_time_committed, row.late, row.owed) for agency, row in together.items()
    }
    assert told == naive.departments(YEAR)
    assert queries.departments(YEAR, []) == {}
    assert queries.departments_of(DepartmentMonth.objects.visible_to(department_head), YEAR) == {}


@pytest.mark.parametrize("days", [0, 2, 60, 71, 400])
def test_contact_is_the_same_as_from_the_visits(story, days):
    day = today() - datetime.timedelta(days=days)
    freshen()
    for tier in story.tiers:
        units = Unit.objects.all()
        columns = ("pk", "last_on", "waiting_on")
        assert set(queries.with_last_contact(tier, day, units).values_list(*columns)) == set(
            visit_queries.with_last_contact(tier, day, units).values_list(*columns)
        )
        assert set(queries.silent(tier, day, units)) == set(visit_queries.silent(tier, day, units))


def test_each_answer_is_one_query(story, standing_committee):
    rows = Activity.objects.visible_to(standing_committee).within(story.district)
    for ask in (
        lambda: queries.totals(rows, YEAR),
        lambda: queries.by_month(rows, YEAR),
        lambda: queries.by_place(rows, YEAR, "commune"),
        lambda: queries.by_place_and_month(rows, YEAR, "hamlet"),
        lambda: queries.departments(YEAR),
        lambda: queries.last_contact(story.tiers[0], Unit.objects.all()),
        freshen,
    ):
        with CaptureQueriesContext(connection) as asked:
            ask()
        assert len(asked) == 1


def test_what_is_told_has_the_columns_of_the_tables():
    assert [field.name for field in fields(queries.Totals)] == [*MEASURES, "corrections"]
    assert [field.name for field in fields(queries.Punctuality)] == [*PUNCTUALITY, "corrections"]

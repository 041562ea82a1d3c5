"""The tables of a review are the board's figures, for the same scope and period: random records, across a merger."""

import datetime
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nammanh.platform.dates import add_months, month_start, today
from nammanh.platform.numbers import format_number
from reports.dashboards import figures as board_figures
from reports.dashboards import scope
from reports.dashboards.board import Board, six
from reports.dashboards.delegation import DelegationBoard
from reports.dashboards.period import asked_period
from reports.facts.months import Months
from reports.facts.services import freshen
from reports.reporting.queries import figures
from tests.dashboards.story import KINDS, merge, tell
from tests.factories import assignments as make
from tests.factories.reporting import review_by

NOW = Months.of(today())
OVER_THE_MERGER = Months(add_months(month_start(today()), -6), today())
COLUMNS = ("visits", "cell_meetings", "comments", "petitions", "answered_on_time", "carried_back")
"""Of the annex, those that the board shows."""
EVENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(["0", "1", "hamlet", "far"]), st.integers(1, 200)),
    min_size=4,
    max_size=14,
)


def period_of(months):
    return asked_period(QueryDict(urlencode(months.query)))


def in_review(author, unit, months, **narrowed):
    """The totals of the annex, as printed; each is the sum of its places and of its months."""
    review = review_by(author, unit, first=months.first, last=months.last, **narrowed)
    annex, column = figures.annex_of(review), 1 + list(figures.MEASURES).index("visits")
    for table in (annex["by_place"], annex["by_month"]):
        assert sum(int(row[column]) for row in table["rows"][:-1]) == int(table["rows"][-1][column])
    total = annex["by_place"]["rows"][-1]
    return [total[1 + list(figures.MEASURES).index(name)] for name in COLUMNS]


def on_board(reader, part, months):
    return [format_number(number.value) for number in Board(reader, part, period_of(months)).numbers()]


@pytest.fixture
def merged(world):
    return merge(world)


@pytest.fixture
def delegation(world, merged):
    """Holds the commune that came out of two."""
    member = make.DelegationMemberFactory()
    role = world.roles["province_officer_for_commune"]
    make.AssignmentFactory(
        officer=member.officer, unit=merged.new, role=role, delegation=member.delegation, valid_from=merged.day
    )
    return member.delegation


@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(events=EVENTS, months=st.sampled_from([NOW, OVER_THE_MERGER]))
def test_a_review_says_what_the_board_says(
    world, officer, merged, delegation, organiser, district_secretary, events, months
):
    with transaction.atomic():
        for kind, place, days in events:
            day = today() - datetime.timedelta(days=days)
            unit = world.far_commune if place == "far" else merged.at(place, day)
            tell(world, officer.officer, unit, day, kind)
        freshen()
        whole, district = scope.whole(organiser), scope.of_unit(organiser, world.district, [])
        assert in_review(organiser, world.province, months) == on_board(organiser, whole, months)
        assert in_review(organiser, world.district, months) == on_board(organiser, district, months)
        own = scope.of_unit(district_secretary, world.district, [])
        assert in_review(district_secretary, world.district, months) == on_board(district_secretary, own, months)
        page = DelegationBoard(organiser, delegation, period_of(months))
        shown = six(*board_figures.three(organiser, page.scope.records, months), months, page.scope)
        written = in_review(organiser, world.province, months, delegation=delegation)
        assert written == [format_number(number.value) for number in shown]
        transaction.set_rollback(True)

"""A calm word after three visits without a comment: when, to whom, and how it is put off."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from nammanh.platform.dates import today
from reports.recommendations import services
from reports.recommendations.models import Rest
from reports.recommendations.queries import quiet_communes
from tests.factories.reports import CommentFactory, DraftFactory, VisitFactory


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


@pytest.fixture
def visits(world, officer):
    """Four to Sơn Phú, the latest yesterday; the oldest brought a comment."""
    own = {"officer": officer.officer, "tier": world.tiers[0]}
    rows = [VisitFactory(**own, unit=unit, date=ago(day)) for unit, day in
            ((world.commune, 40), (world.hamlet, 30), (world.commune, 9), (world.commune, 1))]  # fmt: skip
    CommentFactory(visit=rows[0])
    return rows


def quiet(user) -> list[tuple[str, datetime.date]]:
    return [(str(row.commune), row.latest) for row in quiet_communes(user, today())]


def test_three_in_a_row_without_a_comment_are_told_to_the_officer_alone(
    visits, officer, standing_member, commune_secretary, standing_committee
):
    assert quiet(officer) == [("Xã Sơn Phú", ago(1))]
    for person in (standing_member, commune_secretary, standing_committee):
        assert quiet(person) == []


@pytest.mark.parametrize("make", [CommentFactory, DraftFactory])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_any_comment_on_one_of_the_three_is_enough(visits, officer, nth, make):
    make(visit=visits[nth])
    assert quiet(officer) == []


def test_two_visits_and_visits_that_were_only_planned_call_for_nothing(world, officer):
    own = {"officer": officer.officer, "tier": world.tiers[0], "unit": world.commune}
    for day in (1, 2):
        VisitFactory(**own, date=ago(day))
    VisitFactory(**own, date=ago(3), status="cancelled")
    assert quiet(officer) == []


def test_it_is_on_the_desk_and_can_be_put_off_for_a_month(world, visits, officer, as_user):
    browser = as_user(officer)
    address = reverse("recommendations:quiet", args=[world.commune.pk])
    desk = browser.get(reverse("dashboards:desk"))
    assert address in desk.text
    assert "không tính vào đánh giá nào" in browser.get(address).text
    for _click in range(2):
        browser.post(address)
    assert Rest.objects.count() == 1
    assert quiet(officer) == []
    assert address not in browser.get(reverse("dashboards:desk")).text
    assert "Hiện không có gì cần nhắc" in browser.get(address).text
    Rest.objects.update(until=today())
    assert quiet(officer) == [("Xã Sơn Phú", ago(1))]


def test_who_holds_nothing_has_nothing_to_put_off(world, visits, by, commune_secretary):
    with pytest.raises(PermissionDenied):
        services.put_off(commune=world.commune, by=by(commune_secretary))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_one_query_for_any_number_of_visits(world, officer, rows, django_assert_num_queries):
    own = {"officer": officer.officer, "tier": world.tiers[0], "unit": world.commune}
    for day in range(rows * 3):
        VisitFactory(**own, date=ago(day))
    quiet_communes(officer, today())  # the rights of the person are read once
    with django_assert_num_queries(1):
        quiet_communes(officer, today())

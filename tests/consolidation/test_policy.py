"""The office's own page: when months close, and which department leads where."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nammanh.platform.dates import format_date, month_end, today
from reports.consolidation import services
from reports.consolidation.models import ClosingDay, RoutingRule
from reports.consolidation.queries import Router
from reports.consolidation.queries.calendar import closing_date
from tests.consolidation.scenes import agency_of, field_of

PAGE = "/ky-tap-hop/quy-dinh/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def rule(world, request, office, department_head, by):
    return services.add_rule(
        field=field_of(request),
        unit=world.district,
        lead=agency_of(department_head),
        valid_from=today(),
        valid_to=None,
        by=by(office),
    )


def test_a_new_closing_day_ends_the_one_before_and_moves_the_months_to_come(office, as_user):
    browser = as_user(office)
    ahead = month_end(today()) + DAY
    for day, since in ((20, today()), (22, ahead), (22, ahead)):
        sent = {"day": day, "valid_from": format_date(since)}
        assert browser.post(f"{PAGE}ngay-khoa-so/", sent)["Location"] == PAGE
    found = list(ClosingDay.objects.order_by("valid_from").values_list("day", "valid_from", "valid_to"))
    assert found == [(20, today(), ahead - DAY), (22, ahead, None)]
    assert (closing_date(today().replace(day=1)).day, closing_date(ahead).day) == (20, 22)
    page = browser.get(PAGE).text
    assert "khóa sổ ngày 20 hằng tháng" in page
    assert "Chưa áp dụng" in page


@pytest.mark.parametrize("sent", [{"day": 29}, {"day": 0}, {"valid_from": today() - DAY}])
def test_a_day_that_no_month_has_or_that_is_past_is_refused(office, as_user, sent):
    words = {"day": 20, "valid_from": today()} | sent
    answer = as_user(office).post(f"{PAGE}ngay-khoa-so/", words | {"valid_from": format_date(words["valid_from"])})
    assert answer.status_code == 422
    assert not ClosingDay.objects.exists()


def test_a_rule_is_added_with_its_days_routes_and_ends(world, request, office, department_head, as_user):
    browser, field, lead = as_user(office), field_of(request), agency_of(department_head)
    words = {
        "field": field.pk,
        "unit": world.district.pk,
        "lead": lead.pk,
        "valid_from": format_date(today()),
        "valid_to": format_date(today() + 30 * DAY),
    }
    for _click in range(2):
        assert browser.post(f"{PAGE}them/", words)["Location"] == PAGE
    rule = RoutingRule.objects.get()
    assert Router(today()).propose(field.pk, world.commune).by_rule
    answer = browser.post(f"{PAGE}them/", words | {"valid_to": ""})
    assert answer.status_code == 422
    assert "Đã có quy tắc của lĩnh vực này" in answer.text
    browser.post(f"{PAGE}{rule.pk}/ket-thuc/", {"valid_to": format_date(today())})
    rule.refresh_from_db()
    assert rule.valid_to == today()
    assert not Router(today() + DAY).propose(field.pk, world.commune).by_rule


def test_what_is_over_stays_as_it_was(rule, office, by):
    with pytest.raises(ValidationError):
        services.end_rule(rule=rule, valid_to=today() - DAY, by=by(office))
    RoutingRule.objects.update(valid_from=today() - 9 * DAY, valid_to=today() - DAY)
    with pytest.raises(ValidationError):
        services.end_rule(rule=rule, valid_to=today() + DAY, by=by(office))


@pytest.mark.parametrize("who", ["standing_committee", "organiser", "department_head", "commune_secretary"])
def test_only_the_office_decides(rule, request, by, who):
    person = by(request.getfixturevalue(who))
    said = {"field": rule.field, "unit": None, "lead": rule.lead, "valid_from": today(), "valid_to": None}
    for act in (
        lambda: services.set_closing_day(day=20, valid_from=today(), by=person),
        lambda: services.add_rule(by=person, **said),
        lambda: services.end_rule(rule=rule, valid_to=today(), by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_page_costs_the_same_with_one_rule_and_with_three(
    rule, world, standing_committee, as_user, django_assert_num_queries
):
    browser = as_user(standing_committee)
    for unit in (None, world.commune):
        with django_assert_num_queries(8):
            page = browser.get(PAGE)
        assert "/ket-thuc/" not in page.text
        RoutingRule.objects.create(field=rule.field, unit=unit, lead=rule.lead, valid_from=today())
    with django_assert_num_queries(8):
        browser.get(PAGE)

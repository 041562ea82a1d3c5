"""Every state × action of a pledge, by service; and what the database refuses by itself."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from nammanh.platform.dates import today
from reports.resources import services
from reports.resources.models import Pledge, Receipt
from reports.resources.services import PledgeContent
from reports.resources.states import TRANSITIONS, Action, Status, after, may_follow
from tests.factories.resources import pledge_in

CHANGES = [action for action in Action if action != Action.APPROACH]
DAY = datetime.timedelta(days=1)


def content(**changes):
    words = {
        "uuid": uuid.uuid4(),
        "donor_kind": "organisation",
        "donor_name": "Hội Doanh nghiệp tỉnh",
        "origin": "external",
        "form": "cash",
        "amount": 431_381_000_000,
        "description": "Nhà tình nghĩa",
        "purpose": "social_security",
    }
    return PledgeContent(**(words | changes))


def seen(pledge):
    return pledge.steps.order_by("-pk").first().pk


def act(action, pledge, by, **changes):
    last = changes.pop("seen", None) or seen(pledge)
    receipt = {"uuid": uuid.uuid4(), "received_on": today(), "amount": 1_000_000, "note": ""} | changes
    return {
        Action.PLEDGE: lambda: services.promise(
            pledge=pledge, amount=7, expected_by=today() + 30 * DAY, seen=last, by=by
        ),
        Action.EDIT: lambda: services.edit_pledge(pledge=pledge, content=content(), seen=last, by=by),
        Action.RECEIVE: lambda: services.receive(pledge=pledge, seen=last, by=by, **receipt),
        Action.HAND_OVER: lambda: services.hand_over(pledge=pledge, note="Biên bản số 02", by=by),
        Action.FAIL: lambda: services.fail(pledge=pledge, reason="Doanh nghiệp đổi kế hoạch", by=by),
    }[action]()


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("status", Status)
def test_the_table_is_what_the_services_do(world, officer, by, status, action):
    pledge = pledge_in(status, unit=world.commune, officer=officer.officer)
    person = by(officer)
    if may_follow(action, status):
        act(action, pledge, person)
        pledge.refresh_from_db()
        assert pledge.status == after(action, status)
        assert list(pledge.steps.values_list("action", flat=True))[1:] == [action]
        return
    if (action, status) == (Action.HAND_OVER, Status.HANDED_OVER):
        act(action, pledge, person)  # twice is once
    else:
        with pytest.raises(ValidationError):
            act(action, pledge, person)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.steps.count()) == (status, 1)


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("person", ["stranger", "hamlet_officer", "office", "commune_secretary"])
def test_nobody_else_may_but_the_commune_says_what_has_arrived(world, officer, request, by, person, action):
    status = next(state for state in TRANSITIONS[action][0] if state)
    pledge = pledge_in(status, unit=world.commune, officer=officer.officer)
    who = by(request.getfixturevalue(person))
    if person == "commune_secretary" and action in {Action.RECEIVE, Action.HAND_OVER}:
        act(action, pledge, who)
        return
    with pytest.raises(PermissionDenied):
        act(action, pledge, who)
    pledge.refresh_from_db()
    assert pledge.status == status


def test_whoever_holds_the_place_after_goes_on(world, officer, successor, by):
    pledge = pledge_in("pledged", unit=world.commune, officer=officer.officer)
    act(Action.RECEIVE, pledge, by(successor))
    pledge.refresh_from_db()
    assert pledge.status == "received"


LEGAL = {
    (state, entered)
    for states, entered in TRANSITIONS.values()
    for state in states
    if state and entered and state != entered
}


@pytest.mark.parametrize("new", Status)
@pytest.mark.parametrize("old", Status)
def test_sql_cannot_make_a_move_that_the_table_forbids(world, officer, old, new):
    pledge = pledge_in(old, unit=world.commune, officer=officer.officer)

    def move():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE resources_pledge SET status = %s WHERE id = %s", [new.value, pledge.pk])

    if old == new or (old, new) in LEGAL:
        move()
    else:
        with pytest.raises(DatabaseError, match="may not make this move"):
            move()
        pledge.refresh_from_db()
        assert pledge.status == old


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE resources_pledge SET amount = 1",
        "UPDATE resources_pledge SET donor_name = 'Ai đó'",
        "DELETE FROM resources_pledge",
        "UPDATE resources_receipt SET amount = 1",
        "DELETE FROM resources_receipt",
        "DELETE FROM resources_pledgestep",
    ],
)
def test_what_has_begun_to_arrive_keeps_its_terms(world, officer, statement):
    pledge_in("received", unit=world.commune, officer=officer.officer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("status", ["approached", "failed", "handed_over"])
def test_sql_receives_only_what_was_promised(world, officer, status):
    pledge = pledge_in(status, unit=world.commune, officer=officer.officer)
    with pytest.raises(DatabaseError, match="only what was promised"), transaction.atomic():
        Receipt.objects.create(pledge=pledge, received_on=today(), amount=5, by=officer)


def test_an_entry_sent_twice_is_one_pledge_with_its_exact_amount(world, officer, by):
    words = content(pledged=True)
    first = services.record_pledge(content=words, unit=world.hamlet, found_on=today(), by=by(officer))
    again = services.record_pledge(content=words, unit=world.hamlet, found_on=today(), by=by(officer))
    assert first == again == Pledge.objects.get()
    assert (first.status, first.amount, first.commune) == ("pledged", 431_381_000_000, world.commune)
    assert first.steps.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"donor_name": " "}, "donor_name"),
        ({"amount": None}, "amount"),
        ({"amount": 0}, "amount"),
        ({"expected_by": today() - DAY}, "expected_by"),
        ({"description": ""}, "description"),
        ({"purpose": "x"}, "purpose"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(world, officer, by, changes, field):
    with pytest.raises(ValidationError) as refusal:
        services.record_pledge(
            content=content(pledged=True, **changes), unit=world.commune, found_on=today(), by=by(officer)
        )
    assert list(refusal.value.error_dict) == [field]
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    ("unit", "day", "field"),
    [("far_commune", today(), "unit"), ("commune", today() + DAY, "found_on")],
)
def test_only_for_ones_own_places_and_days_gone(world, officer, by, unit, day, field):
    with pytest.raises(ValidationError) as refusal:
        services.record_pledge(content=content(), unit=getattr(world, unit), found_on=day, by=by(officer))
    assert list(refusal.value.error_dict) == [field]


def test_a_person_need_not_be_named_and_things_need_no_price(world, officer, by):
    words = content(donor_kind="individual", donor_name="", form="in_kind", amount=None, pledged=True)
    pledge = services.record_pledge(content=words, unit=world.commune, found_on=today(), by=by(officer))
    assert pledge.donor == "Cá nhân, mạnh thường quân"
    with pytest.raises(ValidationError):
        act(Action.RECEIVE, pledge, by(officer), amount=None)
    act(Action.RECEIVE, pledge, by(officer), amount=None, note="Đã nhận 20 tấn xi măng")
    pledge.refresh_from_db()
    assert pledge.status == "received"


def test_parts_add_up_and_a_wrong_one_is_set_right(world, officer, by):
    pledge, person, key = pledge_in("pledged", unit=world.commune, officer=officer.officer), by(officer), uuid.uuid4()
    act(Action.RECEIVE, pledge, person, amount=300_000_000, uuid=key)
    act(Action.RECEIVE, pledge, person, amount=300_000_000, uuid=key)  # a double click
    act(Action.RECEIVE, pledge, person, amount=250_000_000)
    with pytest.raises(ValidationError):
        act(Action.RECEIVE, pledge, person, amount=-50_000_000)
    with pytest.raises(ValidationError, match="lớn hơn"):
        act(Action.RECEIVE, pledge, person, amount=-600_000_000, note="Ghi nhầm")
    act(Action.RECEIVE, pledge, person, amount=-50_000_000, note="Lần hai ghi nhầm 50 triệu")
    assert Pledge.objects.with_received().get().received == 500_000_000
    assert Receipt.objects.count() == 3

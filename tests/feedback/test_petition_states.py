"""Every state × action of a petition, by service; and moves that the database refuses by itself."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from reports.feedback import services
from reports.feedback.states import TRANSITIONS, Action, Status, after, may_follow
from tests.fieldbook.scenes import department, petition_in

CHANGES = [action for action in Action if action not in {Action.SUBMIT, Action.CARRY, Action.UNCARRY}]
"""What is done on the petition's own page; an answer is carried back with a visit (test_carrying_back.py)."""


def act(action, petition, agency, by):
    return {
        Action.DISPATCH: lambda: services.dispatch(petition=petition, department=agency, note="Chuyển", by=by),
        Action.ANSWER: lambda: services.answer(petition=petition, text="Trả lời", by=by),
        Action.REOPEN: lambda: services.reopen(petition=petition, reason="Chưa rõ", by=by),
        Action.CLOSE: lambda: services.close(petition=petition, note="Xong", by=by),
        Action.DIRECT: lambda: services.direct(petition=petition, text="Làm ngay", by=by),
    }[action]()


WHO = {
    Action.DISPATCH: "office",
    Action.ANSWER: "department_head",
    Action.REOPEN: "officer",
    Action.CLOSE: "office",
    Action.DIRECT: "standing_committee",
}


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("status", Status)
def test_the_table_is_what_the_services_do(world, request, by, status, action):
    petition = petition_in(world, request, status)
    due_on = petition.due_on
    person = by(request.getfixturevalue(WHO[action]))
    agency = department(request)
    if may_follow(action, status):
        act(action, petition, agency, person)
        petition.refresh_from_db()
        assert petition.status == after(action, status)
        assert [step.action for step in petition.steps.all()] == [action]
    else:
        with pytest.raises((ValidationError, PermissionDenied)):
            act(action, petition, agency, person)
        petition.refresh_from_db()
        assert petition.status == status
        assert not petition.steps.exists()
    assert petition.due_on == due_on


@pytest.mark.parametrize("action", CHANGES)
def test_nobody_else_may(world, request, by, stranger, commune_secretary, action):
    status = next(state for state in TRANSITIONS[action][0] if state)
    petition = petition_in(world, request, status)
    for person in (stranger, commune_secretary):
        with pytest.raises(PermissionDenied):
            act(action, petition, department(request), by(person))
    petition.refresh_from_db()
    assert petition.status == status


LEGAL = {
    (state, entered)
    for states, entered in TRANSITIONS.values()
    for state in states
    if state and entered and state != entered
}


@pytest.mark.parametrize("new", Status)
@pytest.mark.parametrize("old", Status)
def test_sql_cannot_make_a_move_that_the_table_forbids(world, request, old, new):
    petition = petition_in(world, request, old)
    answered = new in {Status.ANSWERED, Status.CLOSED}
    values = [
        new.value,
        None if new == Status.SUBMITTED else department(request).pk,
        datetime.datetime.now(datetime.UTC) if answered else None,
        petition.pk,
    ]

    sets = "status = %s, department_id = %s, answered_at = %s, reply = 'x'"

    def move():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE feedback_petition SET {sets} WHERE id = %s", values)

    if old == new or (old, new) in LEGAL:
        move()
    else:
        with pytest.raises(DatabaseError, match="may not move"):
            move()
        petition.refresh_from_db()
        assert petition.status == old


def test_sql_cannot_delete_a_petition_or_rewrite_its_history(world, request, office):
    petition = petition_in(world, request)
    step = petition.steps.create(action="submit", status="submitted", by=office)
    for statement in (
        "DELETE FROM feedback_petition",
        f"UPDATE feedback_petitionstep SET note = 'x' WHERE id = {step.pk}",
        f"DELETE FROM feedback_petitionstep WHERE id = {step.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

"""Every state × action of a visit, by service; and moves that the database refuses by itself."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from nammanh.platform.dates import today
from reports.visits import services
from reports.visits.models import Visit
from reports.visits.states import TRANSITIONS, Action, Status, after, may_follow, states_after
from tests.factories.reports import VisitFactory

SOON = today() + datetime.timedelta(days=3)
CHANGES = [action for action in Action if action not in {Action.PLAN, Action.HAND_OVER}]
"""What the officer or the commune does; handing over needs two officers (tests/handovers)."""


def act(action, visit, by, confirmer):
    content = services.VisitContent(
        unit=visit.unit,
        date=today() if action == Action.LOG or visit.happened else SOON,
        type="dialogue",
        origin="adhoc",
        highlights="Nội dung mới",
    )
    new = "a" * 64
    return {
        Action.LOG: lambda: services.log_visit(uuid=visit.uuid, content=content, content_hash=new, by=by),
        Action.EDIT: lambda: services.edit_visit(
            visit=visit, content=content, base_hash=visit.content_hash, content_hash=new, by=by
        ),
        Action.POSTPONE: lambda: services.postpone_visit(visit=visit, date=SOON, reason="Họp", by=by),
        Action.CANCEL: lambda: services.cancel_visit(visit=visit, reason="Bão", by=by),
        Action.CONFIRM: lambda: services.confirm_visit(visit=visit, by=confirmer),
        Action.ASK: lambda: services.ask_to_correct(visit=visit, text="Sai ngày đi", by=confirmer),
        Action.REPLY: lambda: services.reply_to_correction(visit=visit, text="Ngày đi đúng theo giấy mời", by=by),
        Action.AMEND: lambda: services.amend_visit(
            uuid=uuid.uuid4(), visit=visit, part="highlights", text="Thêm", reason="Sót", by=by
        ),
    }[action]()


@pytest.fixture
def visit_in(world, officer):
    def write(status, **fields):
        """A visit in this state; while it waits for the commune, with something that the commune asked to correct."""
        fields = {"correction": "Ghi sai ấp" if status == Status.DONE else ""} | fields
        return VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], status=status, **fields)

    return write


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("status", Status)
def test_the_table_is_what_the_services_do(visit_in, officer, commune_secretary, by, status, action):
    visit = visit_in(status)
    actors = by(officer), by(commune_secretary)
    if may_follow(action, status):
        act(action, visit, *actors)
        visit.refresh_from_db()
        assert visit.status == after(action, status)
        assert [step.action for step in visit.steps.all()] == [action]
        return
    if (action, status) == (Action.CONFIRM, Status.CONFIRMED):
        act(action, visit, *actors)  # confirming twice is one confirmation
    else:
        with pytest.raises((ValidationError, services.Conflict)):
            act(action, visit, *actors)
    visit.refresh_from_db()
    assert visit.status == status
    assert not visit.steps.exists()


@pytest.mark.parametrize("action", CHANGES)
def test_nobody_else_may(visit_in, stranger, hamlet_officer, by, action):
    status = next(state for state in TRANSITIONS[action][0] if state)
    visit = visit_in(status)
    for person in (stranger, hamlet_officer):
        with pytest.raises((PermissionDenied, ValidationError)):
            act(action, visit, by(person), by(person))
    visit.refresh_from_db()
    assert visit.status == status


def test_nothing_is_answered_that_was_not_asked(visit_in, officer, by):
    visit = visit_in(Status.DONE, correction="")
    with pytest.raises(ValidationError, match="không đề nghị sửa"):
        act(Action.REPLY, visit, by(officer), None)
    assert not visit.steps.exists()


@pytest.mark.parametrize("action", [Action.EDIT, Action.REPLY, Action.CONFIRM])
def test_what_the_commune_asked_is_settled_by_an_edit_an_answer_or_a_confirmation(
    visit_in, officer, commune_secretary, by, action
):
    visit = visit_in(Status.DONE)
    act(action, visit, by(officer), by(commune_secretary))
    visit.refresh_from_db()
    assert visit.correction == ""


def test_asking_twice_is_asking_once_and_the_last_word_stands(visit_in, commune_secretary, by):
    visit, commune = visit_in(Status.DONE, correction=""), by(commune_secretary)
    for text in ("Sai ngày đi", "Sai ngày đi ", "Sai cả nơi đến"):
        services.ask_to_correct(visit=visit, text=text, by=commune)
    visit.refresh_from_db()
    assert visit.correction == "Sai cả nơi đến"
    assert [step.note for step in visit.steps.all()] == ["Sai ngày đi", "Sai cả nơi đến"]


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DONE])
def test_sql_cannot_ask_to_correct_what_does_not_wait(visit_in, status):
    visit = visit_in(status)
    with pytest.raises(DatabaseError, match="correction_open"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(correction="Sai")


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_sql_writes_a_step_only_in_the_states_that_its_action_leaves(visit_in, officer, status, action):
    visit = visit_in(Status.DONE)
    if status in states_after(action):
        visit.steps.create(action=action, status=status, by=officer)
        return
    with pytest.raises(DatabaseError, match="in_turn"), transaction.atomic():
        visit.steps.create(action=action, status=status, by=officer)


def test_the_visitor_never_confirms_a_visit_of_ones_own(visit_in, officer, by):
    visit = visit_in(Status.DONE)
    with pytest.raises(PermissionDenied):
        services.confirm_visit(visit=visit, by=by(officer))


LEGAL = {
    (state, entered)
    for action, (states, entered) in TRANSITIONS.items()
    for state in states
    if state and entered and state != entered
}


@pytest.mark.parametrize("new", Status)
@pytest.mark.parametrize("old", Status)
def test_sql_cannot_make_a_move_that_the_table_forbids(visit_in, officer, old, new):
    visit = visit_in(old, correction="")
    sets = "status = %s, logged_at = %s, confirmed_at = %s, confirmed_by_id = %s"
    happened = new in {Status.DONE, Status.CONFIRMED}
    moment = datetime.datetime.now(datetime.UTC)
    confirmed = (moment, officer.pk) if new == Status.CONFIRMED else (None, None)
    values = [new.value, moment if happened else None, *confirmed, visit.pk]

    def move():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE visits_visit SET {sets} WHERE id = %s", values)

    if old == new or (old, new) in LEGAL:
        move()
    else:
        with pytest.raises(DatabaseError, match="may not move"):
            move()
        visit.refresh_from_db()
        assert visit.status == old


def test_sql_cannot_confirm_without_a_name_delete_or_rewrite_history(visit_in, officer):
    visit = visit_in(Status.DONE)
    step = visit.steps.create(action="log", status="done", by=officer)
    for statement in (
        "UPDATE visits_visit SET status = 'confirmed'",
        "DELETE FROM visits_visit",
        f"UPDATE visits_visitstep SET note = 'x' WHERE id = {step.pk}",
        f"DELETE FROM visits_visitstep WHERE id = {step.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Visit.objects.get().status == "done"
